package io.sluice.planner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ExplainTest {
    @TestFactory
    Stream<DynamicTest> plansAreExplained() {
        return GoldenFile.open("plan/explain.txt").tests(sql -> explain(sql, ZoneOffset.UTC, false));
    }

    @TestFactory
    Stream<DynamicTest> ranksAndWindowFunctionsAreExplained() {
        return GoldenFile.open("plan/ranks.txt").tests(sql -> explain(sql, ZoneOffset.UTC, false));
    }

    @TestFactory
    Stream<DynamicTest> refusalsSayWhatToDo() {
        return GoldenFile.open("plan/refusals.txt").tests(sql -> explain(sql, zone(sql), false));
    }

    @TestFactory
    Stream<DynamicTest> joinsOfTablesWithKnownSizesAreOrdered() {
        return GoldenFile.open("plan/join-order.txt").tests(sql -> explain(sql, ZoneOffset.UTC, false));
    }

    private static ZoneId zone(String sql) {
        return sql.startsWith("-- in Europe/Berlin") ? ZoneId.of("Europe/Berlin") : ZoneOffset.UTC;
    }

    private static String explain(String sql, ZoneId zone, boolean batch) {
        try {
            PlannedQuery query = TestCatalog.standard(zone, batch).plan(sql);
            PlanContract.check(query);
            return Planner.explain(query);
        } catch (PlanException e) {
            return e.report();
        }
    }

    @Test
    void onlyRefusalsAreReported() {
        assertThat(GoldenFile.open("plan/explain.txt").cases())
                .hasSizeGreaterThan(40)
                .noneMatch(one -> one.output().contains("job.sql:"));
        assertThat(GoldenFile.open("plan/refusals.txt").cases())
                .hasSizeGreaterThan(60)
                .allMatch(one ->
                        one.output().startsWith("job.sql:") || one.output().startsWith("view \""));
    }

    @Test
    void theSameQueryIsPlannedTheSame() {
        String sql = "SELECT window_start, COUNT(*) FROM TABLE(HOP(TABLE bids, DESCRIPTOR(ts), INTERVAL '1' MINUTE,"
                + " INTERVAL '5' MINUTE)) GROUP BY window_start, window_end";
        assertThat(TestCatalog.standard().plan(sql))
                .isEqualTo(TestCatalog.standard().plan(sql));
    }
}
