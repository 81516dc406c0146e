package io.sluice.runtime.codegen;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.plan.WatermarkRules.NullTime;
import io.sluice.planner.plan.WindowSpec;
import io.sluice.runtime.RowErrors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Compiles a pipeline to one class with one loop over the rows of a batch: watermark, filters with early exit,
 * projections, windows, and then the append to an output or the look-up and update of a group.
 *
 * <p>Where the input can give columns for some rows only, the loop is cut in two behind the last filter: the first one
 * reads what the filters need and selects rows, the second one reads the other columns, of these rows.
 *
 * <p>Should a method become larger than HotSpot compiles, the class is written again with smaller methods.
 */
public final class PipelineCompiler {
    private static final int[] BUDGETS = {160, 64, 24, 8};

    private final PipelineSpec spec;
    private final ClassText owner;
    private final ExpressionCompiler expressions;
    private final RowErrors rowErrors;

    /** How many of the steps are a loop of their own, which selects rows. */
    private final int selecting;

    /** The loop that is being written. */
    private MethodText loop;

    private Map<Integer, DataType> filterReads = Map.of();

    /** What closes the loops inside that of the rows, the innermost first. */
    private final Deque<Runnable> closings = new ArrayDeque<>();

    private PipelineCompiler(PipelineSpec spec, boolean wrapIntegers, RowErrors rowErrors, int budget, int selecting) {
        this.rowErrors = rowErrors;
        this.spec = requireNonNull(spec, "spec");
        this.selecting = selecting;
        owner = new ClassText(budget);
        expressions = new ExpressionCompiler(owner, wrapIntegers, rowErrors, spec.weighted());
        loop = selecting > 0
                ? owner.method("private int choose", "int rows", false)
                : owner.method("private void loop", "int rows, byte[] weights", false);
        loop.beLoop();
    }

    public static CompiledPipeline compile(PipelineSpec spec, boolean wrapIntegers) {
        return compile(spec, wrapIntegers, RowErrors.FAIL);
    }

    /** @param rowErrors what becomes of a row for which an expression fails */
    public static CompiledPipeline compile(PipelineSpec spec, boolean wrapIntegers, RowErrors rowErrors) {
        int selecting = selecting(spec);
        for (int i = 0; ; i++) {
            PipelineCompiler compiler = new PipelineCompiler(spec, wrapIntegers, rowErrors, BUDGETS[i], selecting);
            String text = compiler.write();
            if (selecting > 0 && compiler.otherReads().length == 0) {
                selecting = 0;
                compiler = new PipelineCompiler(spec, wrapIntegers, rowErrors, BUDGETS[i], 0);
                text = compiler.write();
            }
            GeneratedClasses.Compiled compiled = GeneratedClasses.compile(text, compiler.owner.loader());
            if (compiled.largestMethod() <= GeneratedClasses.LARGEST_METHOD || i == BUDGETS.length - 1) {
                return new CompiledPipeline(
                        compiled.type(),
                        compiler.owner.constants(),
                        compiler.otherReads(),
                        selecting > 0 ? Optional.of(array(compiler.filterReads.keySet())) : Optional.empty(),
                        compiled.largestMethod(),
                        new FailedExpression(spec, wrapIntegers));
            }
        }
    }

    /** Empty if the class would read as many columns of all rows as {@code other}. */
    public static Optional<CompiledPipeline> compileIfLess(
            PipelineSpec spec, boolean wrapIntegers, RowErrors rowErrors, CompiledPipeline other) {
        PipelineCompiler trial = new PipelineCompiler(spec, wrapIntegers, rowErrors, BUDGETS[0], selecting(spec));
        trial.write();
        int reads = selecting(spec) > 0 ? trial.filterReads.size() : trial.otherReads().length;
        return reads < other.filterReads().orElse(other.reads()).length
                ? Optional.of(compile(spec, wrapIntegers, rowErrors))
                : Optional.empty();
    }

    /** The steps up to the last filter, if nothing is before it that must be done once for a row. */
    private static int selecting(PipelineSpec spec) {
        int selecting = 0;
        for (int i = 0; spec.selects() && i < spec.steps().size(); i++) {
            PlanNode step = spec.steps().get(i);
            if (step instanceof PlanNode.Filter) {
                selecting = i + 1;
            } else if (!(step instanceof PlanNode.Project) && !(step instanceof PlanNode.AssignWatermark)) {
                break;
            }
        }
        return selecting;
    }

    private static int[] array(Set<Integer> columns) {
        return columns.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The columns that only the last loop reads. */
    private int[] otherReads() {
        Set<Integer> others = new TreeSet<>(owner.reads().keySet());
        others.removeAll(filterReads.keySet());
        return array(others);
    }

    /** The source, for a look at it. */
    static String text(PipelineSpec spec) {
        return new PipelineCompiler(spec, false, RowErrors.FAIL, BUDGETS[0], selecting(spec)).write();
    }

    private String write() {
        List<RowColumn> row = new ArrayList<>();
        for (int i = 0; i < spec.input().size(); i++) {
            row.add(new RowColumn.Read(i, spec.input().get(i)));
        }
        List<Step> steps = new ArrayList<>();
        for (PlanNode node : spec.steps()) {
            Step step = bind(node, row);
            steps.add(step);
            row = step.above;
        }
        PipelineEnd end = end(row);
        end.use();
        if (selecting > 0) {
            writeChoose(steps.subList(0, selecting));
        }
        end.writeProlog(loop);
        beginLoop(selecting > 0 ? "int r = this.selection[i];" : "");
        steps.subList(selecting, steps.size()).forEach(step -> step.code.run());
        end.write(loop);
        closings.forEach(Runnable::run);
        endLoop();
        end.writeEpilog(loop);
        writeProcess(end);
        return owner.text(GeneratedClasses.NAME, FusedLoop.class);
    }

    /** What the first loop has computed of a row is forgotten when the second one comes to the row. */
    private void writeChoose(List<Step> steps) {
        owner.namedField("final int[]", "chosen", "selection = new int[ColumnBatch.CAPACITY]");
        loop.line("final int[] chosen = this.chosen;");
        loop.line("int n = 0;");
        beginLoop("");
        steps.forEach(step -> step.code.run());
        loop.line("chosen[n++] = r;");
        endLoop();
        loop.line("return n;");
        filterReads = new TreeMap<>(owner.reads());
        owner.inFields().clear();
        MethodText select = owner.method("public int select", "ColumnVector[] columns, int rows", false);
        writeBindings(filterReads, select);
        select.line("return choose(rows);");
        loop = owner.method("private void loop", "int rows, byte[] weights", false);
        loop.beLoop();
    }

    private void beginLoop(String row) {
        loop.line("long maxTime = this.maxTime, minTime = this.minTime, watermark = this.watermark;");
        if (watermarks().findAny().isPresent()) {
            loop.line("double timeSum = this.timeSum; long timeRows = this.timeRows;");
        }
        writeLatest();
        if (rowErrors == RowErrors.FAIL) {
            loop.openLoop(row.isEmpty() ? "for (int r = 0; r < rows; r++)" : "for (int i = 0; i < rows; i++)");
        } else {
            loop.line("int i = 0;");
            loop.line("while (true) { try {");
            loop.openLoop("for (; i < rows; i++)");
            loop.line(row.isEmpty() ? "int r = i;" : "");
        }
        loop.line(row);
        loop.markTick();
    }

    /** A row for which an expression fails is left out, and the loop goes on behind it. */
    private void endLoop() {
        loop.closeLoop();
        if (rowErrors != RowErrors.FAIL) {
            String row = rowErrors == RowErrors.DEAD_LETTER ? ", i" : "";
            String first = spec.weighted() ? "if (!takesBack(e, i)) " : "";
            loop.line("break; } catch (RowException e) { %sleaveOut(e%s); i++; } }".formatted(first, row));
        }
        loop.line("this.maxTime = maxTime; this.minTime = minTime; this.watermark = watermark;");
        if (watermarks().findAny().isPresent()) {
            loop.line("this.timeSum = timeSum; this.timeRows = timeRows;");
        }
    }

    /** Times behind it are too far in the future to move the watermark. A pipeline has one watermark at most. */
    private void writeLatest() {
        watermarks().forEach(node -> node.rules().maxFuture().ifPresent(micros -> {
            boolean local = node.columns().get(node.timeColumn()).type().kind() == TypeKind.TIMESTAMP;
            loop.line("final long latest = latestTime(%dL, %s);".formatted(micros, local));
        }));
    }

    private Stream<PlanNode.AssignWatermark> watermarks() {
        return spec.steps().stream()
                .filter(PlanNode.AssignWatermark.class::isInstance)
                .map(PlanNode.AssignWatermark.class::cast);
    }

    /** Whether a row without a time is late where the time is needed; otherwise it is left out. */
    private boolean lateWithoutTime() {
        return watermarks().anyMatch(node -> node.rules().nullTime() == NullTime.LATE);
    }

    private PipelineEnd end(List<RowColumn> row) {
        if (spec.end() instanceof PipelineSpec.Fold fold) {
            return new FoldWriter(fold, row, spec.weighted(), lateWithoutTime(), expressions);
        }
        PipelineSpec.Append append = (PipelineSpec.Append) spec.end();
        AppendWriter.Weights weights = !spec.weighted()
                ? AppendWriter.Weights.NONE
                : repeats() ? AppendWriter.Weights.EACH : AppendWriter.Weights.PAIRS;
        return new AppendWriter("o", "output", "flush", row, append.types(), weights, true, expressions);
    }

    /** Whether more rows may come out than went in. */
    private boolean repeats() {
        return spec.steps().stream()
                .anyMatch(step -> step instanceof PlanNode.AssignWindows || step instanceof PlanNode.Unnest);
    }

    private void writeProcess(PipelineEnd end) {
        MethodText process =
                owner.method("public void process", "ColumnVector[] columns, int rows, byte[] weights", false);
        writeBindings(owner.reads(), process);
        end.writeBinding(process);
        if (spec.weighted() && rowErrors != RowErrors.FAIL) {
            process.line("this.changes = weights;");
        }
        process.line("loop(rows, weights);");
    }

    private void writeBindings(Map<Integer, DataType> reads, MethodText method) {
        MethodText bind = method;
        for (Map.Entry<Integer, DataType> read : reads.entrySet()) {
            if (bind == method || bind.weight() >= owner.budget()) {
                String name = owner.name("bind");
                bind = owner.method("private void " + name, "ColumnVector[] columns", false);
                method.line(name + "(columns);");
            }
            bind.addWeight(8);
            ColumnFields.bind(read.getKey(), read.getValue(), owner, bind);
            bind.watchDictionary(read.getKey());
        }
    }

    /** A step with the row above it, and what writes it. */
    private record Step(List<RowColumn> above, Runnable code) {}

    private Step bind(PlanNode node, List<RowColumn> row) {
        return node.accept(new PlanNode.Visitor<>() {
            @Override
            public Step scan(PlanNode.Scan scan) {
                throw noStep(scan);
            }

            @Override
            public Step filter(PlanNode.Filter filter) {
                Expressions.use(filter.condition(), row);
                return new Step(row, () -> writeFilter(filter.condition(), row));
            }

            @Override
            public Step temporalFilter(PlanNode.TemporalFilter filter) {
                throw noStep(filter);
            }

            @Override
            public Step project(PlanNode.Project project) {
                List<RowColumn> above = new ArrayList<>();
                for (Expr expression : project.expressions()) {
                    if (expression instanceof Expr.Input input) {
                        above.add(row.get(input.index()));
                    } else {
                        Expressions.use(expression, row);
                        above.add(new RowColumn.Computed(expression, row));
                    }
                }
                return new Step(above, () -> {});
            }

            @Override
            public Step assignWatermark(PlanNode.AssignWatermark watermark) {
                row.get(watermark.timeColumn()).use();
                Expressions.use(watermark.watermark(), row);
                return new Step(row, () -> writeWatermark(watermark, row));
            }

            @Override
            public Step assignWindows(PlanNode.AssignWindows assign) {
                row.get(assign.timeColumn()).use();
                return bindWindows(assign, row);
            }

            @Override
            public Step unnest(PlanNode.Unnest unnest) {
                UnnestWriter writer = new UnnestWriter(unnest, row, expressions, rowErrors);
                return new Step(writer.above(), () -> closings.push(writer.write(loop)));
            }

            @Override
            public Step aggregate(PlanNode.Aggregate aggregate) {
                throw noStep(aggregate);
            }

            @Override
            public Step union(PlanNode.Union union) {
                throw noStep(union);
            }

            @Override
            public Step setOperation(PlanNode.SetOperation operation) {
                throw noStep(operation);
            }

            @Override
            public Step asOf(PlanNode.AsOfJoin join) {
                throw noStep(join);
            }

            @Override
            public Step recursion(PlanNode.Recursion recursion) {
                throw noStep(recursion);
            }

            @Override
            public Step recurrence(PlanNode.Recurrence recurrence) {
                throw noStep(recurrence);
            }

            @Override
            public Step join(PlanNode.Join join) {
                throw noStep(join);
            }

            @Override
            public Step rank(PlanNode.Rank rank) {
                throw noStep(rank);
            }

            @Override
            public Step over(PlanNode.Over over) {
                throw noStep(over);
            }

            @Override
            public Step assignSessions(PlanNode.AssignSessions sessions) {
                throw noStep(sessions);
            }

            @Override
            public Step write(PlanNode.Write write) {
                throw noStep(write);
            }
        });
    }

    private static IllegalArgumentException noStep(PlanNode node) {
        return new IllegalArgumentException(
                "no step of a pipeline: " + node.getClass().getSimpleName());
    }

    /** Each condition of a conjunction ends the row as soon as it is known. */
    private void writeFilter(Expr condition, List<RowColumn> row) {
        if (condition instanceof Expr.Call call && call.function().equals(CoreOperator.AND.symbol())) {
            call.arguments().forEach(argument -> writeFilter(argument, row));
            return;
        }
        Value value = expressions.compile(condition, row, loop);
        loop.line("if (!" + value.isTrue() + ") continue;");
    }

    private void writeWatermark(PlanNode.AssignWatermark node, List<RowColumn> row) {
        Value time = expressions.column(row.get(node.timeColumn()), loop);
        if (!time.neverNull()) {
            switch (node.rules().nullTime()) {
                case DROP -> loop.line("if (" + time.isNull() + ") { nullTimes++; continue; }");
                case FAIL -> loop.line("if (" + time.isNull() + ") throw noTime();");
                case LATE -> loop.line("if (!" + time.isNull() + ") {");
            }
        }
        loop.line("if (%1$s > maxTime) maxTime = %1$s;".formatted(time.code()));
        loop.line("if (%1$s < minTime) minTime = %1$s;".formatted(time.code()));
        loop.line("timeSum += %s; timeRows++;".formatted(time.code()));
        boolean late = !time.neverNull() && node.rules().nullTime() == NullTime.LATE;
        if (late) {
            loop.line("}");
        }
        Value watermark = expressions.compile(node.watermark(), row, loop);
        String known = watermark.neverNull() ? "" : "!" + watermark.isNull() + " && ";
        String timed = late ? "!" + time.isNull() + " && " : "";
        String near = node.rules().maxFuture().isPresent() ? time.code() + " <= latest && " : "";
        loop.line("if (%s%s%s%4$s > watermark) watermark = %4$s;".formatted(timed, known, near, watermark.code()));
    }

    private Step bindWindows(PlanNode.AssignWindows node, List<RowColumn> row) {
        List<RowColumn> above = new ArrayList<>(row);
        int first = row.size();
        String[] variables = new String[3];
        for (int i = 0; i < variables.length; i++) {
            variables[i] = owner.field("long", "w", "0L");
            above.add(new RowColumn.OfWindow(
                    variables[i], node.columns().get(first + i).type()));
        }
        int precision = node.columns().get(first + 2).type().precision();
        return new Step(above, () -> writeWindows(node, row, variables, precision));
    }

    private void writeWindows(PlanNode.AssignWindows node, List<RowColumn> row, String[] variables, int precision) {
        UnnestWriter.hoist(row, loop, expressions);
        Value time = expressions.column(row.get(node.timeColumn()), loop);
        if (!time.neverNull()) {
            String count = lateWithoutTime() ? "lateRows++" : "nullTimes++";
            loop.line("if (%s) { %s; continue; }".formatted(time.isNull(), count));
        }
        WindowSpec window = node.window();
        if (window.isCumulative()) {
            writeCumulative(window, time, variables, precision);
            return;
        }
        boolean byClock = window.zone().isPresent();
        String shown = byClock ? loop.declare(JavaType.LONG, "z", "context.toLocal(" + time.code() + ")") : time.code();
        String last = owner.name("l");
        String start = owner.name("s");
        loop.line("long %s = %s - Math.floorMod(%s - %dL, %dL);"
                .formatted(last, shown, shown, window.offset(), window.slide()));
        String first = "%1$s - Math.floorDiv(%2$dL - (%3$s - %1$s), %4$dL) * %4$dL"
                .formatted(last, window.size() - 1, shown, window.slide());
        loop.openLoop(
                "for (long %1$s = %2$s; %1$s <= %3$s; %1$s += %4$dL)".formatted(start, first, last, window.slide()));
        writeWindow(start, "%s + %dL".formatted(start, window.size()), byClock, variables, precision);
    }

    /** From the first end behind the time on, step by step. */
    private void writeCumulative(WindowSpec window, Value time, String[] variables, int precision) {
        boolean byClock = window.zone().isPresent();
        String shown = byClock ? loop.declare(JavaType.LONG, "z", "context.toLocal(" + time.code() + ")") : time.code();
        String start = owner.name("s");
        String end = owner.name("e");
        loop.line("long %1$s = %2$s - Math.floorMod(%2$s - %3$dL, %4$dL);"
                .formatted(start, shown, window.offset(), window.size()));
        loop.openLoop(
                "for (long %1$s = %2$s + ((%3$s - %2$s) / %4$dL + 1L) * %4$dL; %1$s - %2$s <= %5$dL; %1$s += %4$dL)"
                        .formatted(end, start, shown, window.slide(), window.size()));
        writeWindow(start, end, byClock, variables, precision);
    }

    private void writeWindow(String start, String end, boolean byClock, String[] variables, int precision) {
        closings.push(loop::closeLoop);
        loop.markTick();
        loop.line("%s = %s;".formatted(variables[0], byClock ? "context.firstInstant(" + start + ")" : start));
        loop.line("%s = %s;".formatted(variables[1], byClock ? "context.settledInstant(" + end + ")" : end));
        loop.line("%s = Casts.truncateTimestamp(%s - 1L, %d);".formatted(variables[2], variables[1], precision));
    }
}
