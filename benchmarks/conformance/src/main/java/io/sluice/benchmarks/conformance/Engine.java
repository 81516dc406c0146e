package io.sluice.benchmarks.conformance;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.PlanException;
import io.sluice.planner.PlannedQuery;
import io.sluice.planner.Planner;
import io.sluice.planner.PlannerOptions;
import io.sluice.planner.Position;
import io.sluice.planner.Script;
import io.sluice.planner.Statement;
import io.sluice.planner.TableResolver.Relation;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.Emission;
import io.sluice.planner.plan.WatermarkRules.NullTime;
import io.sluice.runtime.RowErrors;
import io.sluice.runtime.StateLimits;
import io.sluice.runtime.execution.BatchInput;
import io.sluice.runtime.execution.BatchResult;
import io.sluice.runtime.execution.EventTimes;
import io.sluice.runtime.execution.Execution;
import io.sluice.runtime.execution.ExecutionOptions;
import io.sluice.sinks.OutputMode;
import io.sluice.sinks.RowKind;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkTable;
import io.sluice.sinks.memory.MemorySinkFactory;
import io.sluice.sinks.memory.MemorySinkOptions;
import io.sluice.sinks.memory.MemoryTables;
import io.sluice.sinks.memory.Row;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.Source;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Plans, compiles and runs single queries over {@link Tables}, on the caller's thread and without a checkpoint: what remains
 * of the engine is what decides the answer. Used by one thread.
 */
final class Engine implements AutoCloseable {
    /** How many rows of each table a batch has, when they are fed. */
    private static final int FED_ROWS = 2;

    private static final String ANSWER = "answer";

    private final BufferAllocator allocator = new RootAllocator();
    private final Tables tables;
    private final long now;

    /** How the rows of the tables come. */
    enum Feed {
        /** All at once, and no more are to come. */
        BOUNDED,
        /** Two of each table in a batch, and more could always come; the answer is what the changes add up to. */
        FED
    }

    /** The answer to a query. */
    record Answer(List<Column> columns, List<Row> rows) {
        Answer {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }

    /** @param now what the clock shows in all queries */
    Engine(Tables tables, Instant now) {
        this.tables = requireNonNull(tables, "tables");
        this.now = now.getEpochSecond() * 1_000_000L;
    }

    /** The answer to a query; fails with a {@link PlanException} if it is refused. */
    Answer query(String sql, Feed feed) {
        Script script = new Script("query", sql);
        List<Statement> statements = Planner.parse(script);
        if (statements.size() == 1 && statements.get(0) instanceof Statement.Select select) {
            return query(script, select, feed);
        }
        throw new PlanException("it is no query", "", Optional.empty());
    }

    private Answer query(Script script, Statement.Select select, Feed feed) {
        boolean bounded = feed == Feed.BOUNDED;
        Emission.Mode mode = bounded ? Emission.Mode.APPEND : Emission.Mode.CHANGELOG;
        Statement.Select emitted = new Statement.Select(
                select.position(),
                select.query(),
                Optional.of(new Statement.Emit(Position.START, Optional.of(mode))),
                Optional.empty());
        PlannedQuery plan = planner(bounded).plan(script, emitted, ANSWER, Tables.ANSWER);
        return run(plan, feed);
    }

    private Planner planner(boolean bounded) {
        return new Planner(tables.resolver(bounded), new PlannerOptions(ZoneOffset.UTC, bounded, NullTime.DROP));
    }

    /** Runs CREATE TABLE, CREATE VIEW, DROP and INSERT. */
    void execute(String sql) {
        Script script = new Script("script", sql);
        for (Statement statement : Planner.parse(script)) {
            if (statement instanceof Statement.CreateTable create) {
                create(script, create);
            } else if (statement instanceof Statement.CreateView create) {
                planner(true).define(script, create);
                tables.put(new Relation.View(create.name(), create.query().text(), create.columns()));
            } else if (statement instanceof Statement.Drop drop) {
                tables.remove(drop.name());
            } else if (statement instanceof Statement.Insert insert) {
                StoredTable target = tables.table(insert.target());
                run(planner(true).plan(script, insert), Feed.BOUNDED).rows().forEach(target::add);
            } else {
                throw new PlanException("it changes no table", "", Optional.empty());
            }
        }
    }

    private void create(Script script, Statement.CreateTable create) {
        StoredTable table = new StoredTable(planner(true).define(script, create));
        create.query()
                .map(query -> new Statement.Select(create.position(), query, Optional.empty(), Optional.empty()))
                .ifPresent(select -> query(script, select, Feed.BOUNDED).rows().forEach(table::add));
        tables.put(table);
    }

    private Answer run(PlannedQuery plan, Feed feed) {
        List<Column> columns = plan.outputs().get(0).columns();
        MemoryTables written = new MemoryTables();
        String name = plan.sinks().get(0);
        try (BufferAllocator own = allocator.newChildAllocator("query", 0, Long.MAX_VALUE);
                Sink sink =
                        new MemorySinkFactory(written).open(sinkTable(name, columns, feed), new MemorySinkOptions())) {
            Map<String, Source> sources = new HashMap<>();
            plan.sources()
                    .forEach(source -> sources.put(source, tables.table(source).source()));
            ExecutionOptions options = new ExecutionOptions(
                    1, ZoneOffset.UTC, ANSWER, false, RowErrors.FAIL, Optional.empty(), StateLimits.standard());
            sink.recover(OptionalLong.empty());
            try (Execution execution = Execution.compile(plan, sources, Map.of(name, sink), options, own)) {
                feed(execution, plan, sink, feed);
            }
            List<Row> changes = written.find(name).orElseThrow().changes();
            return new Answer(columns, feed == Feed.BOUNDED ? changes : integrated(changes));
        }
    }

    private static List<Row> integrated(List<Row> changes) {
        Map<String, Integer> counts = new HashMap<>();
        Map<String, Row> rows = new LinkedHashMap<>();
        for (Row change : changes) {
            boolean added = change.kind() == RowKind.INSERT || change.kind() == RowKind.UPDATE_AFTER;
            String text = ValueText.row(change);
            rows.putIfAbsent(text, change);
            if (counts.merge(text, added ? 1 : -1, Integer::sum) < 0) {
                throw new IllegalStateException("a row was taken back that is not there: " + text);
            }
        }
        List<Row> all = new ArrayList<>();
        rows.forEach((text, row) -> all.addAll(Collections.nCopies(counts.get(text), row)));
        return all;
    }

    private static SinkTable sinkTable(String name, List<Column> columns, Feed feed) {
        Schema schema = new Schema(columns.stream()
                .map(column -> column.type().toField(column.name()))
                .toList());
        OutputMode mode = feed == Feed.BOUNDED ? OutputMode.APPEND : OutputMode.CHANGELOG;
        return new SinkTable(name, schema, List.of(), List.of(), mode, ANSWER, ANSWER, ZoneOffset.UTC);
    }

    private void feed(Execution execution, PlannedQuery plan, Sink sink, Feed feed) {
        int step = feed == Feed.BOUNDED ? Integer.MAX_VALUE : FED_ROWS;
        Map<String, Integer> read = new LinkedHashMap<>();
        plan.sources().forEach(source -> read.put(source, 0));
        EventTimes times = EventTimes.of(Map.of());
        boolean more = true;
        for (long batch = 0; more; batch++) {
            Map<String, OffsetRange> ranges = new LinkedHashMap<>();
            more = false;
            for (Map.Entry<String, Integer> entry : read.entrySet()) {
                int from = entry.getValue();
                int size = tables.table(entry.getKey()).size();
                int to = from + Math.min(step, size - from);
                if (to > from) {
                    ranges.put(entry.getKey(), StoredTable.range(from, to));
                    entry.setValue(to);
                }
                more |= to < size;
            }
            BatchResult result =
                    execution.run(new BatchInput(batch, ranges, times, now, feed == Feed.BOUNDED && !more));
            sink.publish(batch, result.receipts().get(plan.sinks().get(0)));
            times = new EventTimes(result.watermarks(), Map.of(), result.operators());
        }
    }

    @Override
    public void close() {
        allocator.close();
    }
}
