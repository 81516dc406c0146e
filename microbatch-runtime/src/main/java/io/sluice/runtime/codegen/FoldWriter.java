package io.sluice.runtime.codegen;

import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.PlanNode;
import io.sluice.runtime.state.GroupLayout;
import io.sluice.runtime.state.ValueLayout;
import io.sluice.runtime.state.WindowTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks up the group of a row in line, adds it if it is new, and updates its accumulators. */
final class FoldWriter implements PipelineEnd {
    private final PlanNode.Aggregate aggregate;
    private final GroupLayout layout;
    private final List<ValueLayout> values;
    private final Optional<WindowTimes> windows;
    private final List<RowColumn> row;
    private final List<RowColumn> keys = new ArrayList<>();
    private final ExpressionCompiler expressions;
    private final ClassText owner;
    private final Optional<AppendWriter> late;
    private final boolean weighted;
    private final boolean lateWithoutTime;

    /** @param lateWithoutTime a row without an event time is late; otherwise it is left out */
    FoldWriter(
            PipelineSpec.Fold fold,
            List<RowColumn> row,
            boolean weighted,
            boolean lateWithoutTime,
            ExpressionCompiler expressions) {
        this.lateWithoutTime = lateWithoutTime;
        this.weighted = weighted;
        aggregate = fold.aggregate();
        layout = fold.layout();
        values = fold.values();
        windows = fold.windows();
        this.row = row;
        this.expressions = expressions;
        owner = expressions.owner();
        for (GroupKey key : aggregate.keys()) {
            if (key instanceof GroupKey.InputColumn column) {
                keys.add(row.get(column.index()));
            }
        }
        late = aggregate.lateColumns().isEmpty() ? Optional.empty() : Optional.of(lateWriter());
    }

    private AppendWriter lateWriter() {
        List<RowColumn> columns = new ArrayList<>();
        columns.add(row.get(aggregate.window().orElseThrow().timeColumn()));
        aggregate.lateColumns().forEach(index -> columns.add(row.get(index)));
        List<DataType> types = columns.stream().map(RowColumn::type).toList();
        return new AppendWriter(
                "q", "lateOutput", "flushLate", columns, types, AppendWriter.Weights.NONE, false, expressions);
    }

    @Override
    public void use() {
        aggregate.window().ifPresent(window -> row.get(window.timeColumn()).use());
        keys.forEach(RowColumn::use);
        for (AggregateCall call : aggregate.calls()) {
            call.columns().forEach(index -> row.get(index).use());
        }
    }

    @Override
    public void writeProlog(MethodText loop) {
        loop.line("final GroupTable table = this.table;");
        loop.line("final StringPool strings = table.strings();");
        loop.line("long[] slots = table.slots();");
        loop.line("int mask = slots.length - 1;");
        loop.line("long[][] segments = table.segments();");
        loop.line("long pane = 0L;");
        loop.line("int paneState = -1;");
    }

    @Override
    public void write(MethodText loop) {
        windows.ifPresent(times -> writePane(times, loop));
        KeyWriter keyWriter = new KeyWriter(keys, layout, expressions);
        keyWriter.write(loop);
        if (windows.isPresent() && windows.get().isSession()) {
            writeLateness(keyWriter, loop);
        }
        if (expressions.leavesOut()) {
            aggregate.calls().forEach(call -> compute(call, loop));
        }
        new LookUpWriter(layout, keyWriter.words(), "table", "hash").write(loop);
        new UpdateWriter(aggregate, layout, row, weighted, expressions).write(loop);
        for (int i = 0; i < values.size(); i++) {
            new ValueWriter(i, values.get(i), row, weighted, expressions).write(keyWriter, loop);
        }
    }

    /** So that what fails does so before the group is changed. */
    private void compute(AggregateCall call, MethodText loop) {
        if (call.filter().isPresent()) {
            Value condition = expressions.column(row.get(call.filter().getAsInt()), loop);
            loop.open("if (" + condition.isTrue() + ")");
        }
        call.arguments().forEach(argument -> expressions.column(row.get(argument), loop));
        if (call.filter().isPresent()) {
            loop.close();
        }
    }

    /** The pane of the last row is likely that of this one. */
    private void writePane(WindowTimes times, MethodText loop) {
        Value time = expressions.column(row.get(aggregate.window().orElseThrow().timeColumn()), loop);
        String send = late.isPresent() ? " sendLate(r);" : "";
        if (!time.neverNull()) {
            String count = lateWithoutTime ? "lateRows++;" + send : "nullTimes++;";
            loop.line("if (%s) { %s continue; }".formatted(time.isNull(), count));
        }
        String t = times.isByClock() ? onClock(times, time, loop) : time.code();
        if (times.isAssigned()) {
            t = times.assignedShift() == 0 ? t : "%s + %dL".formatted(t, times.assignedShift());
            loop.line("if (paneState < 0 || %1$s != pane) {".formatted(t));
            loop.line("    pane = %s;".formatted(t));
        } else {
            loop.line("if (paneState < 0 || %1$s < pane || %1$s - pane >= %2$dL) {".formatted(t, times.pane()));
            loop.line("    pane = %1$s - Math.floorMod(%1$s - %2$dL, %3$dL);"
                    .formatted(t, times.offset() % times.pane(), times.pane()));
        }
        loop.line("    paneState = %s;".formatted(times.isSession() ? "OPEN" : "paneState(pane)"));
        loop.line(
                "    if (paneState == OPEN) { table.usePane(pane); slots = table.slots(); mask = slots.length - 1; }");
        loop.line("}");
        if (!times.isSession()) {
            loop.line("if (paneState != OPEN) { if (paneState == LATE) { lateRows++;%s } continue; }".formatted(send));
        }
        late.ifPresent(this::writeLate);
    }

    /** A row behind the watermark is late if it is in no open session of its key. */
    private void writeLateness(KeyWriter key, MethodText loop) {
        Value time = expressions.column(row.get(aggregate.window().orElseThrow().timeColumn()), loop);
        loop.line("if (%s < lateness) {".formatted(time.code()));
        loop.line("    final long[] words = lateKey(%d);".formatted(layout.keyEnd() - layout.keyStart()));
        key.words()
                .tailMap(layout.keyStart())
                .forEach((word, code) -> loop.line("    words[%d] = %s;".formatted(word - layout.keyStart(), code)));
        loop.line("    if (isLate(hash, words, strings, %s)) { lateRows++;%s continue; }"
                .formatted(time.code(), late.isPresent() ? " sendLate(r);" : ""));
        loop.line("}");
    }

    /** What the session's clock shows; for a row that comes with the start of its window, the window it is of. */
    private static String onClock(WindowTimes times, Value time, MethodText loop) {
        String shown = loop.declare(JavaType.LONG, "z", "context.toLocal(" + time.code() + ")");
        return times.isAssigned()
                ? loop.declare(
                        JavaType.LONG,
                        "z",
                        "%1$s - Math.floorMod(%1$s - %2$dL, %3$dL)".formatted(shown, times.offset(), times.slide()))
                : shown;
    }

    private void writeLate(AppendWriter writer) {
        MethodText method = owner.method("private void sendLate", "int r", true);
        writer.writeProlog(method);
        writer.write(method);
        writer.writeEpilog(method);
    }

    @Override
    public void writeEpilog(MethodText loop) {}

    @Override
    public void writeBinding(MethodText process) {
        late.ifPresent(writer -> {
            process.line("if (lateOutput != null) {");
            writer.writeBinding(process);
            process.line("}");
        });
    }
}
