package io.sluice.runtime.execution;

import static io.sluice.runtime.execution.Plans.BIGINT;
import static io.sluice.runtime.execution.Plans.BOOLEAN;
import static io.sluice.runtime.execution.Plans.INT;
import static io.sluice.runtime.execution.Plans.STRING;
import static io.sluice.runtime.execution.Plans.TIMESTAMP;
import static io.sluice.runtime.execution.Plans.aggregate;
import static io.sluice.runtime.execution.Plans.call;
import static io.sluice.runtime.execution.Plans.count;
import static io.sluice.runtime.execution.Plans.end;
import static io.sluice.runtime.execution.Plans.input;
import static io.sluice.runtime.execution.Plans.key;
import static io.sluice.runtime.execution.Plans.literal;
import static io.sluice.runtime.execution.Plans.project;
import static io.sluice.runtime.execution.Plans.query;
import static io.sluice.runtime.execution.Plans.scan;
import static io.sluice.runtime.execution.Plans.start;
import static io.sluice.runtime.execution.Plans.watermark;
import static io.sluice.runtime.execution.Plans.window;
import static io.sluice.runtime.execution.Plans.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.checkpoint.StateDelta;
import io.sluice.planner.PlannedQuery;
import io.sluice.planner.function.RowException;
import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Emission;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.plan.Watermark;
import io.sluice.planner.plan.WatermarkRules;
import io.sluice.planner.plan.WindowSpec;
import io.sluice.sinks.RowKind;
import io.sluice.sources.KnownTimes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExecutionTest {
    private static final List<Column> EVENTS =
            List.of(new Column("ts", TIMESTAMP), new Column("name", STRING), new Column("v", INT));
    private static final WindowSpec TEN = new WindowSpec(10, 10, 0);

    private static Object[] row(Object... values) {
        return values;
    }

    private static List<Object[]> rows(Object[]... rows) {
        return Arrays.asList(rows);
    }

    private static RowSink.Change change(RowKind kind, Object... values) {
        return new RowSink.Change(kind, Arrays.asList(values));
    }

    private static RowSink.Change insert(Object... values) {
        return change(RowKind.INSERT, values);
    }

    private static Job job(PlannedQuery query) {
        return new Job(query, Map.of("t", EVENTS), 2, true, false);
    }

    private static Map<String, List<RowSource.Piece>> piece(String source, Object[]... rows) {
        return Map.of(source, List.of(new RowSource.Piece("p", Arrays.asList(rows))));
    }

    @Test
    void rowsKeepTheOrderOfTheirSplits() {
        PlanNode scan = scan("t", EVENTS);
        try (Job job = job(query(write(scan, Emission.Mode.APPEND, false, List.of()), false, "t"))) {
            List<RowSource.Piece> pieces = new ArrayList<>();
            List<RowSink.Change> expected = new ArrayList<>();
            for (long split = 0; split < 6; split++) {
                List<Object[]> rows = new ArrayList<>();
                for (long i = 0; i < 1500; i++) {
                    rows.add(row(split, "n" + i, i));
                    expected.add(insert(split, "n" + i, i));
                }
                pieces.add(new RowSource.Piece("p", rows));
            }
            assertThat(job.run(Map.of("t", pieces), false)).isEqualTo(expected);
            assertThat(job.last().counts().rowsRead()).isEqualTo(Map.of("t", 9000L));
            assertThat(job.last().counts().rowsWritten()).isEqualTo(Map.of("sink", 9000L));
        }
    }

    @Test
    void aSinkThatTakesPartsByThreadGetsAllRows() {
        PlanNode scan = scan("t", EVENTS);
        PlannedQuery query = query(write(scan, Emission.Mode.APPEND, false, List.of()), false, "t");
        try (Job job = new Job(query, Map.of("t", EVENTS), 4, false, true)) {
            List<RowSource.Piece> pieces = new ArrayList<>();
            for (long split = 0; split < 9; split++) {
                pieces.add(new RowSource.Piece("p", rows(row(split, "a", split), row(split, null, null))));
            }
            assertThat(job.run(Map.of("t", pieces), false)).hasSize(18).contains(insert(8L, null, null));
        }
    }

    @Test
    void aUnionHasTheRowsOfAllInputs() {
        PlanNode one = scan("t", EVENTS);
        PlanNode.Filter two =
                new PlanNode.Filter(scan("u", EVENTS), call(CoreOperator.IS_NOT_NULL, BOOLEAN, input(2, INT)));
        PlanNode union = new PlanNode.Union(List.of(one, two), EVENTS);
        PlannedQuery query = query(write(union, Emission.Mode.APPEND, false, List.of()), false, "t", "u");
        try (Job job = new Job(query, Map.of("t", EVENTS, "u", EVENTS), 2, true, false)) {
            Map<String, List<RowSource.Piece>> pieces = Map.of(
                    "t", List.of(new RowSource.Piece("p", rows(row(1L, "a", null)))),
                    "u", List.of(new RowSource.Piece("p", rows(row(2L, "b", 2L), row(3L, "c", null)))));
            assertThat(job.run(pieces, false)).containsExactly(insert(1L, "a", null), insert(2L, "b", 2L));
        }
    }

    @Test
    void aGroupByOverAUnionClosesWhenAllInputsHavePassed() {
        PlanNode union = new PlanNode.Union(
                List.of(watermark(scan("t", EVENTS), "t", 0, 0), watermark(scan("u", EVENTS), "u", 0, 0)), EVENTS);
        Watermark least = new Watermark.Least(List.of(new Watermark.OfSource("t"), new Watermark.OfSource("u")));
        PlanNode aggregate = aggregate(
                union,
                Optional.of(new PlanNode.GroupWindow(0, false, TEN, Optional.of(least))),
                List.of(start()),
                List.of(count()),
                PlanNode.Emit.ON_CLOSE,
                List.of());
        PlannedQuery query = query(write(aggregate, Emission.Mode.APPEND, false, List.of()), false, "t", "u");
        try (Job job = new Job(query, Map.of("t", EVENTS, "u", EVENTS), 2, true, false)) {
            assertThat(job.run(piece("t", row(1L, "a", 1L), row(25L, "a", 1L)), false))
                    .isEmpty();
            assertThat(job.run(piece("u", row(2L, "a", 1L), row(9L, "a", 1L)), false))
                    .isEmpty();
            assertThat(job.run(piece("u", row(10L, "a", 1L)), false)).containsExactly(insert(0L, 3L));
        }
    }

    @Test
    void theWholeResultOfAStatelessQueryIsSentEachTime() {
        PlanNode names = project(scan("t", EVENTS), List.of(input(1, STRING)));
        try (Job job = job(query(write(names, Emission.Mode.COMPLETE, false, List.of()), false, "t"))) {
            assertThat(job.run(rows(row(1L, "a", 1L), row(2L, null, 1L))))
                    .containsExactlyInAnyOrder(insert("a"), insert((Object) null));
            job.restart();
            assertThat(job.run(rows(row(1L, "a", 1L), row(2L, "b", 1L))))
                    .containsExactlyInAnyOrder(insert("a"), insert("a"), insert("b"), insert((Object) null));
            assertThat(job.run(List.of())).hasSize(4);
        }
    }

    /** HAVING COUNT(*) > 1: a group that comes in is inserted, one that stays is updated. */
    private static PlanNode having(PlanNode.Emit emit) {
        PlanNode aggregate = aggregate(
                scan("t", EVENTS),
                Optional.empty(),
                List.of(key(1)),
                List.of(count(), Plans.call(AggregateCall.Function.MAX, 2, INT)),
                emit,
                List.of());
        return new PlanNode.Filter(aggregate, call(CoreOperator.LESS, BOOLEAN, input(2, INT), literal(10L, INT)));
    }

    @Test
    void aFilterAboveTurnsUpdatesIntoInsertsAndDeletes() {
        try (Job job = job(
                query(write(having(PlanNode.Emit.ON_CHANGE), Emission.Mode.UPDATE, true, List.of(0)), false, "t"))) {
            assertThat(job.run(rows(row(1L, "a", 12L), row(1L, "b", 1L)))).containsExactly(insert("b", 1L, 1L));
            assertThat(job.run(rows(row(1L, "b", 3L)))).containsExactly(change(RowKind.UPDATE_AFTER, "b", 2L, 3L));
            assertThat(job.run(rows(row(1L, "b", 30L)))).containsExactly(change(RowKind.DELETE, "b", 2L, 3L));
            assertThat(job.run(rows(row(1L, "b", 5L)))).isEmpty();
        }
    }

    @Test
    void aChangelogWithoutAKeyIsConsolidatedByTheWholeRow() {
        PlanNode counts = project(having(PlanNode.Emit.ON_CHANGE), List.of(input(1, BIGINT)));
        try (Job job = job(query(write(counts, Emission.Mode.CHANGELOG, true, List.of()), false, "t"))) {
            assertThat(job.run(rows(row(1L, "a", 1L), row(1L, "b", 1L)))).containsExactly(insert(1L), insert(1L));
            assertThat(job.run(rows(row(1L, "a", 1L), row(1L, "c", 1L)))).containsExactlyInAnyOrder(insert(2L));
            assertThat(job.run(rows(row(1L, "a", 1L))))
                    .containsExactlyInAnyOrder(change(RowKind.DELETE, 2L), insert(3L));
            assertThat(job.execution().tables()).hasSize(1);
        }
    }

    @Test
    void aChangeThatAProjectionHidesIsNotSent() {
        PlanNode maxima = project(having(PlanNode.Emit.ON_CHANGE), List.of(input(0, STRING), input(2, INT)));
        try (Job job = job(query(write(maxima, Emission.Mode.CHANGELOG, true, List.of(0)), false, "t"))) {
            job.run(rows(row(1L, "a", 5L)));
            assertThat(job.run(rows(row(1L, "a", 4L)))).isEmpty();
            assertThat(job.run(rows(row(1L, "a", 6L))))
                    .containsExactly(change(RowKind.UPDATE_BEFORE, "a", 5L), change(RowKind.UPDATE_AFTER, "a", 6L));
        }
    }

    @Test
    void theWholeResultOfAUnionFollowsItsChangingPart() {
        PlanNode changing = project(having(PlanNode.Emit.ON_CHANGE), List.of(input(0, STRING), input(2, INT)));
        PlanNode steady = project(scan("t", EVENTS), List.of(input(1, STRING), input(2, INT)));
        PlanNode union = new PlanNode.Union(List.of(changing, steady), steady.columns());
        try (Job job = job(query(write(union, Emission.Mode.COMPLETE, false, List.of()), false, "t"))) {
            assertThat(job.run(rows(row(1L, "a", 5L)))).containsExactlyInAnyOrder(insert("a", 5L), insert("a", 5L));
            job.restart();
            assertThat(job.run(rows(row(1L, "a", 6L))))
                    .containsExactlyInAnyOrder(insert("a", 5L), insert("a", 6L), insert("a", 6L));
            assertThat(job.run(rows(row(1L, "a", 60L))))
                    .containsExactlyInAnyOrder(insert("a", 5L), insert("a", 6L), insert("a", 60L));
        }
    }

    @Test
    void oneGroupForAllHasARowBeforeThereAreRows() {
        PlanNode total = aggregate(
                scan("t", EVENTS),
                Optional.empty(),
                List.of(),
                List.of(count(), Plans.call(AggregateCall.Function.SUM, 2, BIGINT)),
                PlanNode.Emit.ON_CHANGE,
                List.of());
        try (Job job = job(query(write(total, Emission.Mode.CHANGELOG, true, List.of()), false, "t"))) {
            assertThat(job.execution().isDue(EventTimes.of(Map.of()), false)).isTrue();
            assertThat(job.run(List.of())).containsExactly(insert(0L, null));
            assertThat(job.execution().isDue(EventTimes.of(Map.of()), false)).isFalse();
            job.restart();
            assertThat(job.execution().isDue(EventTimes.of(Map.of()), false)).isFalse();
            assertThat(job.run(rows(row(1L, "a", 5L))))
                    .containsExactly(change(RowKind.UPDATE_BEFORE, 0L, null), change(RowKind.UPDATE_AFTER, 1L, 5L));
        }
    }

    @Test
    void aBoundedQueryClosesEverythingAtTheEndAndNothingBefore() {
        PlanNode windows = aggregate(
                watermark(scan("t", EVENTS), "t", 0, 0),
                window(0, TEN, "t"),
                List.of(start(), end()),
                List.of(count()),
                PlanNode.Emit.ON_CLOSE,
                List.of());
        try (Job job = job(query(write(windows, Emission.Mode.APPEND, false, List.of()), true, "t"))) {
            assertThat(job.run(rows(row(100L, "a", 1L)))).isEmpty();
            assertThat(job.run(rows(row(1L, "a", 1L), row(105L, "a", 1L)))).isEmpty();
            assertThat(job.execution().isDue(EventTimes.of(job.watermarks()), false))
                    .isFalse();
            assertThat(job.execution().isDue(EventTimes.of(job.watermarks()), true))
                    .isTrue();
            assertThat(job.end()).containsExactly(insert(0L, 10L, 1L), insert(100L, 110L, 2L));
            assertThat(job.last().counts().stateRows()).isEqualTo(Map.of("aggregate-1", 0L));
            assertThat(job.last().counts().lateRows().getOrDefault("aggregate-1", 0L))
                    .isZero();
        }
    }

    @Test
    void groupsOfABoundedQueryWithoutWindowsComeAtTheEnd() {
        try (Job job =
                job(query(write(having(PlanNode.Emit.ON_CLOSE), Emission.Mode.APPEND, false, List.of()), true, "t"))) {
            assertThat(job.run(rows(row(1L, "a", 1L), row(1L, "b", 50L)))).isEmpty();
            job.restart();
            assertThat(job.run(rows(row(1L, "a", 2L)))).isEmpty();
            assertThat(job.end()).containsExactly(insert("a", 2L, 2L));
        }
    }

    @Test
    void whatOneGroupByClosesIsNotLateForTheNext() {
        DataType micros = TIMESTAMP.withNullable(false);
        PlanNode perTen = aggregate(
                watermark(scan("t", EVENTS), "t", 0, 0),
                window(0, TEN, "t"),
                List.of(key(1), new GroupKey.WindowProperty(GroupKey.Property.TIME)),
                List.of(count()),
                PlanNode.Emit.ON_CLOSE,
                List.of());
        PlanNode.Aggregate perThirty = aggregate(
                perTen,
                window(1, new WindowSpec(30, 30, 0), "t"),
                List.of(start()),
                List.of(count(), Plans.call(AggregateCall.Function.MAX, 2, BIGINT)),
                PlanNode.Emit.ON_CLOSE,
                List.of());
        PlanNode.Aggregate second = new PlanNode.Aggregate(
                perThirty.input(),
                "aggregate-2",
                perThirty.window(),
                perThirty.keys(),
                perThirty.calls(),
                perThirty.emit(),
                List.of(),
                List.of(new Column("w", micros), new Column("n", BIGINT), new Column("m", BIGINT)));
        try (Job job = job(query(write(second, Emission.Mode.APPEND, false, List.of()), false, "t"))) {
            assertThat(job.run(rows(row(1L, "a", 1L), row(2L, "a", 1L), row(3L, "b", 1L), row(12L, "a", 1L))))
                    .isEmpty();
            job.restart();
            assertThat(job.run(rows(row(70L, "a", 1L)))).containsExactly(insert(0L, 3L, 2L));
            assertThat(job.end()).containsExactly(insert(60L, 1L, 1L));
        }
    }

    @Test
    void lateRowsAreCountedAndSentOn() {
        PlanNode windows = aggregate(
                watermark(scan("t", EVENTS), "t", 0, 0),
                window(0, TEN, "t"),
                List.of(start()),
                List.of(count()),
                PlanNode.Emit.ON_CLOSE,
                List.of(1, 2, 0));
        PlanNode.Write write = new PlanNode.Write(
                windows,
                "write-1",
                "sink",
                new Emission(Emission.Mode.APPEND, "test"),
                false,
                List.of(),
                Optional.of("late"));
        try (Job job = job(query(write, false, "t"))) {
            job.run(rows(row(25L, "a", 1L)));
            assertThat(job.staged("late")).isEmpty();
            job.run(rows(row(3L, "q\"\n", null), row(19L, null, 7L), row(20L, "in time", 1L)));
            assertThat(job.staged("late"))
                    .containsExactly(
                            insert(
                                    "query",
                                    "aggregate-1",
                                    3L,
                                    25L,
                                    1L,
                                    "{\"name\":\"q\\\"\\u000a\",\"v\":null,\"ts\":\"1970-01-01 00:00:00.000003\"}"),
                            insert(
                                    "query",
                                    "aggregate-1",
                                    19L,
                                    25L,
                                    1L,
                                    "{\"name\":null,\"v\":7,\"ts\":\"1970-01-01 00:00:00.000019\"}"));
            assertThat(job.last().counts().lateRows()).isEqualTo(Map.of("aggregate-1", 2L));
            assertThat(job.last().counts().rowsWritten()).isEqualTo(Map.of("sink", 0L, "late", 2L));
        }
    }

    @Test
    void rowsWithoutATimeAreLeftOutAndCounted() {
        PlanNode marked = watermark(scan("t", EVENTS), "t", 0, 0);
        try (Job job = job(query(write(marked, Emission.Mode.APPEND, false, List.of()), false, "t"))) {
            assertThat(job.run(rows(row(null, "a", 1L), row(7L, "b", 1L), row(3L, "c", 1L))))
                    .hasSize(2);
            BatchCounts counts = job.last().counts();
            assertThat(counts.nullTimes()).isEqualTo(Map.of("t", 1L));
            assertThat(counts.maxEventTime()).isEqualTo(Map.of("t", 7L));
            assertThat(counts.minEventTime()).isEqualTo(Map.of("t", 3L));
            assertThat(counts.avgEventTime()).hasValue(5);
            assertThat(job.watermarks()).isEqualTo(Map.of("t", Map.of("p", 7L)));
        }
    }

    /** What the split says is not what its rows have: so one sees which of both counts. */
    @Test
    void timesThatASplitKnowsAreNotReadWhereRowsAreFiltered() {
        Expr condition = call(CoreOperator.GREATER, BOOLEAN, input(2, BIGINT), literal(1L, BIGINT));
        PlanNode filtered = new PlanNode.Filter(watermark(scan("t", EVENTS), "t", 0, 0), condition);
        try (Job job = job(query(write(filtered, Emission.Mode.APPEND, false, List.of()), false, "t"))) {
            List<Object[]> rows = rows(row(7L, "b", 1L), row(3L, "c", 2L));
            KnownTimes partly = new KnownTimes(5, 6, false);
            assertThat(job.run(Map.of("t", List.of(new RowSource.Piece("p", rows, Optional.of(partly)))), false))
                    .containsExactly(insert(3L, "c", 2L));
            assertThat(job.last().counts().minEventTime()).isEqualTo(Map.of("t", 3L));
            assertThat(job.watermarks()).isEqualTo(Map.of("t", Map.of("p", 7L)));
            KnownTimes all = new KnownTimes(5, 20, true);
            assertThat(job.run(Map.of("t", List.of(new RowSource.Piece("p", rows, Optional.of(all)))), false))
                    .containsExactly(insert(3L, "c", 2L));
            assertThat(job.last().counts().minEventTime()).isEqualTo(Map.of("t", 5L));
            assertThat(job.last().counts().maxEventTime()).isEqualTo(Map.of("t", 20L));
            assertThat(job.last().counts().avgEventTime()).isEmpty();
            assertThat(job.watermarks()).isEqualTo(Map.of("t", Map.of("p", 20L)));
        }
    }

    @Test
    void rowsWithoutATimeAreRefusedIfThatIsAsked() {
        PlanNode.AssignWatermark dropping = watermark(scan("t", EVENTS), "t", 0, 0);
        PlanNode failing = new PlanNode.AssignWatermark(
                dropping.input(), "t", 0, dropping.watermark(), WatermarkRules.of(WatermarkRules.NullTime.FAIL));
        try (Job job = job(query(write(failing, Emission.Mode.APPEND, false, List.of()), false, "t"))) {
            assertThatThrownBy(() -> job.run(rows(row(null, "a", 1L))))
                    .isInstanceOf(RowException.class)
                    .hasMessage("the event time is NULL, in a row of table \"t\"");
        }
    }

    @Test
    void aRowThatHasNoValueFailsTheBatchAndNamesTheTable() {
        PlanNode scan = scan("t", EVENTS);
        Expr quotient = call(CoreOperator.DIVIDE, INT, literal(1L, INT), input(2, INT));
        try (Job job = job(
                query(write(project(scan, List.of(quotient)), Emission.Mode.APPEND, false, List.of()), false, "t"))) {
            assertThat(job.run(rows(row(1L, "a", 1L)))).containsExactly(insert(1L));
            assertThatThrownBy(() -> job.run(rows(row(1L, "a", 1L), row(1L, "a", 0L))))
                    .isInstanceOf(RowException.class)
                    .hasMessage("division by zero in 1 / 0, in 1 / v (column \"c0\"), in a row of table \"t\"");
            assertThat(job.sink("sink").isAborted()).isTrue();
        }
    }

    @Test
    void aSumThatDoesNotFitNamesItsColumn() {
        List<Column> columns = List.of(new Column("v", BIGINT));
        PlanNode sum = aggregate(
                scan("t", columns),
                Optional.empty(),
                List.of(),
                List.of(Plans.call(AggregateCall.Function.SUM, 0, BIGINT)),
                PlanNode.Emit.ON_CLOSE,
                List.of());
        try (Job job = new Job(
                query(write(sum, Emission.Mode.APPEND, false, List.of()), true, "t"),
                Map.of("t", columns),
                1,
                true,
                false)) {
            job.run(rows(row(Long.MAX_VALUE), row(Long.MAX_VALUE)));
            assertThatThrownBy(job::end)
                    .isInstanceOf(RowException.class)
                    .hasMessage("the sum 18446744073709551614 in column \"a0\" is out of the range of BIGINT");
        }
    }

    @Test
    void aSumThatGoesTooFarAndComesBackIsRight() {
        List<Column> columns = List.of(new Column("v", BIGINT));
        PlanNode sum = aggregate(
                scan("t", columns),
                Optional.empty(),
                List.of(),
                List.of(Plans.call(AggregateCall.Function.SUM, 0, BIGINT)),
                PlanNode.Emit.ON_CLOSE,
                List.of());
        try (Job job = new Job(
                query(write(sum, Emission.Mode.APPEND, false, List.of()), true, "t"),
                Map.of("t", columns),
                1,
                true,
                false)) {
            job.run(rows(row(Long.MAX_VALUE), row(Long.MAX_VALUE)));
            job.restart();
            job.run(rows(row(Long.MIN_VALUE), row(Long.MIN_VALUE)));
            assertThat(job.end()).containsExactly(insert(-2L));
        }
    }

    @Test
    void notANumberIsTheGreatestAndItsOwnKey() {
        DataType number = DataType.of(TypeKind.DOUBLE, true);
        List<Column> columns = List.of(new Column("k", number), new Column("v", number));
        PlanNode extremes = aggregate(
                scan("t", columns),
                Optional.empty(),
                List.of(key(0)),
                List.of(
                        Plans.call(AggregateCall.Function.MIN, 1, number),
                        Plans.call(AggregateCall.Function.MAX, 1, number)),
                PlanNode.Emit.ON_CLOSE,
                List.of());
        try (Job job = new Job(
                query(write(extremes, Emission.Mode.APPEND, false, List.of()), true, "t"),
                Map.of("t", columns),
                2,
                true,
                false)) {
            job.run(rows(row(Double.NaN, 1.0), row(Double.NaN, Double.NaN), row(0.0, 3.0), row(-0.0, -0.0)));
            assertThat(job.end()).containsExactlyInAnyOrder(insert(Double.NaN, 1.0, Double.NaN), insert(0.0, 0.0, 3.0));
        }
    }

    @Test
    void windowsCanBeAssignedAsColumns() {
        PlanNode marked = watermark(scan("t", EVENTS), "t", 0, 0);
        List<Column> columns = new ArrayList<>(EVENTS);
        DataType seconds = new DataType(TypeKind.TIMESTAMP, 6, 0, false);
        columns.add(new Column("window_start", seconds));
        columns.add(new Column("window_end", seconds));
        columns.add(new Column("window_time", seconds));
        PlanNode assigned = new PlanNode.AssignWindows(marked, 0, new WindowSpec(20, 10, 0), columns);
        try (Job job = job(query(write(assigned, Emission.Mode.APPEND, false, List.of()), false, "t"))) {
            assertThat(job.run(rows(row(13L, "a", 1L))))
                    .containsExactly(insert(13L, "a", 1L, 0L, 20L, 19L), insert(13L, "a", 1L, 10L, 30L, 29L));
        }
        PlanNode perWindow = aggregate(
                assigned,
                Optional.of(new PlanNode.GroupWindow(
                        3, true, new WindowSpec(20, 10, 0), Optional.of(new Watermark.OfSource("t")))),
                List.of(start()),
                List.of(count()),
                PlanNode.Emit.ON_CLOSE,
                List.of());
        try (Job job = job(query(write(perWindow, Emission.Mode.APPEND, false, List.of()), false, "t"))) {
            assertThat(job.run(rows(row(13L, "a", 1L), row(25L, "a", 1L)))).containsExactly(insert(0L, 1L));
            assertThat(job.end()).containsExactly(insert(10L, 2L), insert(20L, 1L));
        }
    }

    @Test
    void aNewPartitionDoesNotTakeTheWatermarkBack() {
        PlanNode windows = aggregate(
                watermark(scan("t", EVENTS), "t", 0, 0),
                window(0, TEN, "t"),
                List.of(start()),
                List.of(count()),
                PlanNode.Emit.ON_CLOSE,
                List.of());
        try (Job job = job(query(write(windows, Emission.Mode.APPEND, false, List.of()), false, "t"))) {
            assertThat(job.run(rows(row(1L, "a", 1L), row(35L, "a", 1L)))).containsExactly(insert(0L, 1L));
            job.run(Map.of("t", List.of(new RowSource.Piece("new", rows(row(2L, "a", 1L))))), false);
            assertThat(job.watermarks()).isEqualTo(Map.of("t", Map.of("p", 35L, "new", 35L)));
            assertThat(job.last().counts().lateRows()).isEqualTo(Map.of("aggregate-1", 1L));
            assertThat(job.run(rows(row(50L, "a", 1L)))).isEmpty();
        }
    }

    @Test
    void severalInsertsRunInTheSameBatch() {
        PlanNode.Write one = write(scan("t", EVENTS), Emission.Mode.APPEND, false, List.of());
        PlanNode.Write two = new PlanNode.Write(
                having(PlanNode.Emit.ON_CHANGE),
                "write-2",
                "other",
                new Emission(Emission.Mode.UPDATE, "test"),
                true,
                List.of(0),
                Optional.empty());
        PlannedQuery query =
                new PlannedQuery("set", List.of(one, two), List.of("t"), List.of("sink", "other"), false, List.of());
        try (Job job = job(query)) {
            assertThat(job.run(rows(row(1L, "a", 5L)))).containsExactly(insert(1L, "a", 5L));
            assertThat(job.staged("other")).containsExactly(insert("a", 1L, 5L));
            assertThat(job.last().counts().rowsRead()).isEqualTo(Map.of("t", 1L));
            assertThat(job.last().receipts()).containsOnlyKeys("sink", "other");
        }
    }

    @Test
    void whatIsDueNextIsTheEndOfTheFirstOpenWindow() {
        PlanNode windows = aggregate(
                watermark(scan("t", EVENTS), "t", 0, 0),
                Optional.of(new PlanNode.GroupWindow(
                        0, false, TEN, Optional.of(new Watermark.Shifted(new Watermark.OfSource("t"), -3)))),
                List.of(start()),
                List.of(count()),
                PlanNode.Emit.ON_CLOSE,
                List.of());
        try (Job job = job(query(write(windows, Emission.Mode.APPEND, false, List.of()), false, "t"))) {
            assertThat(job.execution().nextDue()).isEmpty();
            job.run(rows(row(4L, "a", 1L), row(12L, "a", 1L)));
            assertThat(job.execution().nextDue()).isEqualTo(Map.of("t", 13L));
            assertThat(job.execution().isDue(EventTimes.of(Map.of("t", Map.of("p", 12L))), false))
                    .isFalse();
            assertThat(job.execution().isDue(EventTimes.of(Map.of("t", Map.of("p", 13L))), false))
                    .isTrue();
        }
    }

    @Test
    void onlyWhatChangedIsStored() {
        PlanNode counts = aggregate(
                scan("t", EVENTS),
                Optional.empty(),
                List.of(key(1)),
                List.of(count()),
                PlanNode.Emit.ON_CHANGE,
                List.of());
        try (Job job = job(query(write(counts, Emission.Mode.UPDATE, true, List.of(0)), false, "t"))) {
            List<Object[]> many = new ArrayList<>();
            for (long i = 0; i < 20_000; i++) {
                many.add(row(i, "n" + i, i));
            }
            job.run(many);
            StateDelta all = job.last().deltas().get(0);
            assertThat(all.rowCount()).isEqualTo(20_000);
            assertThat(all.packed()).hasSize(4);
            job.restart();
            job.run(rows(row(1L, "n7", 1L)));
            assertThat(job.last().deltas().get(0).rows().getRowCount()).isEqualTo(1);
            assertThat(job.last().deltas().get(0).rows().contentToTSVString())
                    .isEqualTo("_op\tname\ta0_count\n0\tn7\t2\n");
            job.run(List.of());
            assertThat(job.last().deltas()).isEmpty();
        }
    }
}
