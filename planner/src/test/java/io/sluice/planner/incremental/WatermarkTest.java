package io.sluice.planner.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.PlannedQuery;
import io.sluice.planner.TestCatalog;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Aggregate;
import io.sluice.planner.plan.Watermark;
import io.sluice.planner.plan.Watermark.Least;
import io.sluice.planner.plan.Watermark.OfSource;
import io.sluice.planner.plan.Watermark.Shifted;
import io.sluice.planner.rules.PlanNodes;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How the watermark of a source comes to a column of the result. */
class WatermarkTest {
    private static final Watermark BIDS = new OfSource("bids");
    private static final long SECOND = 1_000_000;
    private static final long HOUR = 3_600 * SECOND;

    private static Optional<Watermark> of(String expression) {
        return ofQuery("SELECT %s AS x FROM bids".formatted(expression));
    }

    /** Of the first column. */
    private static Optional<Watermark> ofQuery(String sql) {
        PlannedQuery query = TestCatalog.standard().plan(sql);
        return new PlanAnalysis()
                .of(query.outputs().get(0))
                .columns()
                .get(0)
                .watermark()
                .map(TimeBound::watermark);
    }

    private static Watermark shifted(Watermark of, long micros) {
        return new Shifted(of, micros);
    }

    @Test
    void aColumnKeepsIt() {
        assertThat(of("ts")).contains(BIDS);
    }

    @Test
    void anotherColumnHasNone() {
        assertThat(of("price")).isEmpty();
        assertThat(ofQuery("SELECT at_time FROM clicks")).isEmpty();
    }

    @Test
    void aConstantShiftsIt() {
        assertThat(of("ts - INTERVAL '1' HOUR")).contains(shifted(BIDS, -HOUR));
        assertThat(of("ts + INTERVAL '0.000001' SECOND")).contains(shifted(BIDS, 1));
        assertThat(of("ts - INTERVAL '1' HOUR + INTERVAL '90' MINUTE")).contains(shifted(BIDS, HOUR / 2));
        assertThat(of("ts - INTERVAL '1' HOUR + INTERVAL '1' HOUR")).contains(BIDS);
    }

    @Test
    void aShiftThatDependsOnTheRowLosesIt() {
        assertThat(of("ts - auction * INTERVAL '1' HOUR")).isEmpty();
        assertThat(of("ts + INTERVAL '1' MONTH")).isEmpty();
    }

    @Test
    void aFinerTypeKeepsIt() {
        assertThat(of("CAST(ts AS TIMESTAMP(6))")).contains(BIDS);
    }

    @Test
    void aCoarserTypeMayLagByAlmostOneUnit() {
        assertThat(of("CAST(ts AS TIMESTAMP(0))")).contains(shifted(BIDS, 1 - SECOND));
    }

    @Test
    void anotherClockLosesIt() {
        assertThat(of("CAST(ts AS TIMESTAMP_LTZ(3))")).isEmpty();
    }

    @Test
    void aFunctionOrACaseLosesIt() {
        assertThat(of("FLOOR(ts TO DAY)")).isEmpty();
        assertThat(of("CASE WHEN price > 1 THEN ts ELSE ts END")).isEmpty();
    }

    @Test
    void aFilterKeepsIt() {
        assertThat(ofQuery("SELECT ts FROM bids WHERE price > 1")).contains(BIDS);
    }

    @Test
    void aUnionHasTheLeast() {
        assertThat(ofQuery("SELECT ts FROM bids UNION ALL SELECT ts FROM asks"))
                .contains(new Least(List.of(BIDS, new OfSource("asks"))));
        assertThat(ofQuery("SELECT ts FROM bids UNION ALL SELECT ts FROM bids WHERE price > 1"))
                .contains(BIDS);
    }

    @Test
    void aUnionWithAColumnWithoutOneHasNone() {
        assertThat(ofQuery("SELECT ts FROM bids UNION ALL SELECT at_time FROM clicks"))
                .isEmpty();
    }

    @Test
    void windowsStartBeforeItAndEndAfterIt() {
        String windows = "SELECT %s FROM TABLE(TUMBLE(TABLE bids, DESCRIPTOR(ts), INTERVAL '1' HOUR))";
        assertThat(ofQuery(windows.formatted("window_start"))).contains(shifted(BIDS, -HOUR));
        assertThat(ofQuery(windows.formatted("window_end"))).contains(BIDS);
        assertThat(ofQuery(windows.formatted("window_time"))).contains(BIDS);
    }

    @Test
    void closedWindowsCarryIt() {
        assertThat(ofQuery("SELECT at_time FROM per_minute")).contains(BIDS);
        assertThat(ofQuery("SELECT starts FROM per_minute")).contains(shifted(BIDS, -60 * SECOND));
        assertThat(ofQuery("SELECT bids FROM per_minute")).isEmpty();
    }

    @Test
    void windowsOverClosedWindowsCloseByIt() {
        List<Aggregate> aggregates = aggregates("SELECT window_start, SUM(bids) FROM TABLE(TUMBLE(TABLE per_minute,"
                + " DESCRIPTOR(at_time), INTERVAL '1' HOUR)) GROUP BY window_start");
        assertThat(aggregates).hasSize(2);
        assertThat(aggregates)
                .allSatisfy(node ->
                        assertThat(node.window().orElseThrow().watermark()).contains(BIDS));
    }

    @Test
    void windowsOfAShiftedTimeCloseByTheShiftedWatermark() {
        List<Aggregate> aggregates = aggregates("SELECT window_start, COUNT(*) FROM TABLE(TUMBLE((SELECT ts - INTERVAL"
                + " '1' HOUR AS t FROM bids), DESCRIPTOR(t), INTERVAL '1' MINUTE)) GROUP BY window_start");
        assertThat(aggregates.get(0).window().orElseThrow().watermark()).contains(shifted(BIDS, -HOUR));
    }

    @Test
    void windowsOfAnInstantStartByTheClockOfTheSession() {
        PlannedQuery query = TestCatalog.standard(ZoneOffset.ofHours(2), false)
                .plan(
                        "SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE instants, DESCRIPTOR(instant), INTERVAL '1'"
                                + " DAY, INTERVAL '1' HOUR)) GROUP BY window_start");
        PlanNode.GroupWindow window = aggregates(query).get(0).window().orElseThrow();
        assertThat(window.spec().offset()).isEqualTo(23 * HOUR);
    }

    @Test
    void withoutAWatermarkWindowsStayOpen() {
        List<Aggregate> aggregates = aggregates("SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE clicks,"
                + " DESCRIPTOR(at_time), INTERVAL '1' HOUR)) GROUP BY window_start EMIT UPDATE");
        assertThat(aggregates.get(0).window().orElseThrow().watermark()).isEmpty();
    }

    private static List<Aggregate> aggregates(String sql) {
        return aggregates(TestCatalog.standard().plan(sql));
    }

    private static List<Aggregate> aggregates(PlannedQuery query) {
        List<Aggregate> found = new ArrayList<>();
        PlanNodes.walk(query.outputs().get(0), node -> {
            if (node instanceof Aggregate aggregate) {
                found.add(aggregate);
            }
        });
        return found;
    }

    /** Of the column {@code instant}, cast. */
    private static Optional<Watermark> ofCast(String zone, String expression) {
        PlanNode query = TestCatalog.standard()
                .plan("SELECT %s AS x FROM instants".formatted(expression))
                .outputs()
                .get(0);
        return new PlanAnalysis(ZoneId.of(zone))
                .of(query)
                .columns()
                .get(0)
                .watermark()
                .map(TimeBound::watermark);
    }

    @Test
    void aCastToTheOtherClockShiftsItWhereThatDoesNotChange() {
        Watermark instants = ofCast("UTC", "instant").orElseThrow();
        assertThat(ofCast("UTC", "CAST(instant AS TIMESTAMP(6))")).contains(instants);
        assertThat(ofCast("+05:30", "CAST(instant AS TIMESTAMP(6))")).contains(shifted(instants, 11 * HOUR / 2));
        assertThat(ofCast("-03:00", "CAST(CAST(instant AS TIMESTAMP(6)) AS TIMESTAMP_LTZ(6))"))
                .contains(instants);
        assertThat(ofCast("Europe/Berlin", "CAST(instant AS TIMESTAMP(6))")).isEmpty();
    }
}
