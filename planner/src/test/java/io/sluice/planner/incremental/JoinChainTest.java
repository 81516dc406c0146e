package io.sluice.planner.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.PlannedQuery;
import io.sluice.planner.TestCatalog;
import io.sluice.planner.plan.PlanNode.Join;
import io.sluice.planner.rules.PlanNodes;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many joins in a row are planned in a time that does not double with each. */
class JoinChainTest {
    private static final int TABLES = 40;

    private static PlannedQuery chain(String options) {
        String declared = IntStream.range(0, TABLES)
                .mapToObj(i -> "CREATE TABLE d%d (k BIGINT, v BIGINT) WITH (%s);\n".formatted(i, options))
                .collect(Collectors.joining());
        String joins = IntStream.range(0, TABLES)
                .mapToObj(i -> " JOIN d%1$d ON %2$s = d%1$d.k".formatted(i, i == 0 ? "auction" : "d" + (i - 1) + ".v"))
                .collect(Collectors.joining());
        return TestCatalog.standard().plan(declared + "SELECT auction, d%d.v FROM bids%s".formatted(TABLES - 1, joins));
    }

    private static long joins(PlannedQuery query, boolean lookups) {
        long[] count = {0};
        PlanNodes.walk(query.outputs().get(0), node -> {
            if (node instanceof Join join && join.lookup().isPresent() == lookups) {
                count[0]++;
            }
        });
        return count[0];
    }

    @Test
    void streamsAreJoined() {
        assertThat(joins(chain("'connector' = 'memory'"), false)).isEqualTo(TABLES);
    }

    @Test
    void tablesThatEndAreLookedUp() {
        assertThat(joins(chain("'connector' = 'filesystem', 'path' = 'd', 'format' = 'json'"), true))
                .isEqualTo(TABLES);
    }
}
