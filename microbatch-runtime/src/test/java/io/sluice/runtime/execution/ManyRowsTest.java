package io.sluice.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.Emission;
import io.sluice.planner.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Enough rows for tables to grow over many segments, for local tables to be handed on, and for a look at the speed. */
class ManyRowsTest {
    private static final int SPLITS = 4;
    private static final int ROWS = 500_000;

    @Test
    void twoMillionRowsWithManyKeysAreCountedRight() {
        List<Column> columns = List.of(new Column("k", Plans.BIGINT), new Column("v", Plans.BIGINT));
        PlanNode counts = Plans.aggregate(
                Plans.scan("t", columns),
                Optional.empty(),
                List.of(Plans.key(0)),
                List.of(Plans.count(), Plans.call(AggregateCall.Function.SUM, 1, Plans.BIGINT)),
                PlanNode.Emit.ON_CLOSE,
                List.of());
        List<RowSource.Piece> pieces = new ArrayList<>();
        for (int split = 0; split < SPLITS; split++) {
            List<Object[]> rows = new ArrayList<>(ROWS);
            for (long i = 0; i < ROWS; i++) {
                rows.add(new Object[] {i * 7919 % ROWS, i});
            }
            pieces.add(new RowSource.Piece("p", rows));
        }
        var query = Plans.query(Plans.write(counts, Emission.Mode.APPEND, false, List.of()), true, "t");
        try (Job job = new Job(query, Map.of("t", columns), 2, false, true)) {
            long begin = System.nanoTime();
            assertThat(job.run(Map.of("t", pieces), false)).isEmpty();
            List<RowSink.Change> result = job.end();
            System.out.printf("%.1f M rows/s%n", SPLITS * ROWS * 1e3 / (System.nanoTime() - begin));
            assertThat(result).hasSize(ROWS);
            assertThat(result).allMatch(change -> change.row().get(1).equals((long) SPLITS));
            long sum = result.stream()
                    .mapToLong(change -> (Long) change.row().get(2))
                    .sum();
            assertThat(sum).isEqualTo(SPLITS * (ROWS * (ROWS - 1L) / 2));
        }
    }
}
