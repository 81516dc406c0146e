package io.sluice.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.plan.Emission;
import io.sluice.planner.plan.WindowSpec;
import io.sluice.planner.plan.WindowSpec.Kind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sessions under the law: the integrated output equals what DuckDB answers over the accepted rows. A row is accepted if it
 * is not behind the watermark at the start of its batch, or in a session that is open then.
 */
class SessionTest {
    private static final int BATCHES = 16;

    @ParameterizedTest
    @CsvSource({
        "APPEND, 3, 1",
        "APPEND, 0, 2",
        "APPEND, 12, 2",
        "UPDATE, 3, 2",
        "UPDATE, 7, 1",
        "COMPLETE, 3, 2",
        "CHANGELOG, 3, 2",
        "CHANGELOG, 1, 1"
    })
    void theIntegratedOutputIsTheBatchAnswer(Emission.Mode mode, int more, int threads) throws SQLException {
        long gap = 1 + more;
        WindowSpec spec = new WindowSpec(Kind.SESSION, gap, gap, 0, Optional.empty());
        Random random = new Random(more * 31L + mode.ordinal());
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Job job = new Job(
                        Plans.query(Sample.plan(Optional.of(spec), List.of(1), mode, List.of()), false, "t"),
                        Map.of("t", Sample.COLUMNS),
                        threads,
                        true,
                        false)) {
            DuckDbTest.createTable(duck);
            Accepted accepted = new Accepted(gap);
            Map<List<Object>, List<Object>> output = new HashMap<>();
            for (int batch = 0; batch < BATCHES; batch++) {
                List<List<Object[]>> pieces = new ArrayList<>();
                for (int piece = 0; piece < random.nextInt(3) + 1; piece++) {
                    pieces.add(Sample.rows(random, random.nextInt(30), batch * 25L));
                }
                long late = accepted.startBatch(DuckDbTest.watermark(job), pieces);
                for (List<Object[]> piece : pieces) {
                    DuckDbTest.insert(duck, accepted.of(piece), Long.MIN_VALUE);
                }
                DuckDbTest.integrate(job.run(Map.of("t", named(pieces)), false), mode, output);
                assertThat(job.last().counts().lateRows().getOrDefault("aggregate-1", 0L))
                        .isEqualTo(late);
                if (batch % 5 == 3) {
                    job.restart();
                }
                assertThat(new HashSet<>(output.values()))
                        .isEqualTo(answer(duck, mode, gap, DuckDbTest.watermark(job)));
            }
            if (mode == Emission.Mode.APPEND) {
                DuckDbTest.integrate(job.end(), mode, output);
                assertThat(new HashSet<>(output.values())).isEqualTo(answer(duck, mode, gap, Long.MAX_VALUE));
            }
            assertThat(output).hasSizeGreaterThan(20);
        }
    }

    private static List<RowSource.Piece> named(List<List<Object[]>> pieces) {
        List<RowSource.Piece> named = new ArrayList<>();
        pieces.forEach(rows -> named.add(new RowSource.Piece("p" + named.size(), rows)));
        return named;
    }

    private static Object answer(Connection duck, Emission.Mode mode, long gap, long watermark) throws SQLException {
        String closed = mode == Emission.Mode.APPEND && watermark < Long.MAX_VALUE ? "HAVING e < " + watermark : "";
        return DuckDbTest.rows(
                duck,
                """
                WITH n AS (
                  SELECT *, CASE WHEN ts - lag(ts) OVER k <= %1$d THEN 0 ELSE 1 END AS first
                  FROM r WHERE ts IS NOT NULL WINDOW k AS (PARTITION BY name ORDER BY ts)),
                g AS (SELECT *, sum(first) OVER (PARTITION BY name ORDER BY ts, first DESC ROWS UNBOUNDED PRECEDING) AS id FROM n)
                SELECT min(ts) AS s, max(ts) + %1$d AS e, name, %2$s FROM g GROUP BY name, id %3$s
                """
                        .formatted(gap, DuckDbTest.AGGREGATES, closed));
    }

    /** The times of the rows that count, by name. */
    private static final class Accepted {
        private final long gap;
        private final Map<String, TreeMap<Long, Integer>> times = new HashMap<>();
        private long watermark;
        private Map<String, long[]> open = Map.of();

        Accepted(long gap) {
            this.gap = gap;
        }

        /** Gives the number of late rows. */
        long startBatch(long newWatermark, List<List<Object[]>> pieces) {
            watermark = newWatermark;
            open = new HashMap<>();
            times.forEach((name, all) -> open.put(name, firstOpen(all)));
            long late = pieces.stream()
                    .flatMap(List::stream)
                    .filter(row -> row[0] != null && !isAccepted(row))
                    .count();
            pieces.forEach(piece -> of(piece).forEach(row -> {
                if (row[0] != null) {
                    times.computeIfAbsent(Objects.toString(row[1]), key -> new TreeMap<>())
                            .merge((Long) row[0], 1, Integer::sum);
                }
            }));
            return late;
        }

        /** The start of the first session that ends at or after the watermark. */
        private long[] firstOpen(TreeMap<Long, Integer> all) {
            long start = Long.MIN_VALUE;
            long last = Long.MIN_VALUE;
            for (long time : all.keySet()) {
                if (last == Long.MIN_VALUE || time - last > gap) {
                    if (last != Long.MIN_VALUE && last + gap >= watermark) {
                        break;
                    }
                    start = time;
                }
                last = time;
            }
            return last + gap >= watermark ? new long[] {start} : new long[0];
        }

        private boolean isAccepted(Object[] row) {
            long time = (Long) row[0];
            long[] starts = open.getOrDefault(Objects.toString(row[1]), new long[0]);
            return time >= watermark || Arrays.stream(starts).anyMatch(start -> start <= time);
        }

        List<Object[]> of(List<Object[]> rows) {
            return rows.stream()
                    .filter(row -> row[0] == null || isAccepted(row))
                    .toList();
        }
    }
}
