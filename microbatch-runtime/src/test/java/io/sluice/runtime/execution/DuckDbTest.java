package io.sluice.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.plan.Emission;
import io.sluice.planner.plan.WindowSpec;
import io.sluice.planner.plan.WindowSpec.Kind;
import io.sluice.sinks.RowKind;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The law: the integrated output equals the batch answer over the accepted pairs of row and window. DuckDB gives the
 * answer; each row is stored with the watermark at which its batch started.
 */
class DuckDbTest {
    private static final WindowSpec HOP = new WindowSpec(30, 10, 5);
    private static final String HOPS =
            "unnest([5 + 10 * CAST(floor((ts - 5) / 10.0) AS BIGINT) - 10 * i FOR i IN [0, 1, 2]]) AS s, s + 30 AS e";
    private static final WindowSpec CUMULATE = new WindowSpec(Kind.CUMULATIVE, 40, 10, 5, Optional.empty());
    private static final String STEPS = "5 + 40 * CAST(floor((ts - 5) / 40.0) AS BIGINT) AS s,"
            + " s + 10 * unnest(range(CAST(floor((ts - s) / 10.0) AS BIGINT) + 1, 5)) AS e";

    /** The columns of {@link #compared} behind the first three. */
    static final String AGGREGATES =
            """
            count(*), count(v), count(*) FILTER (flag), CAST(sum(v) AS BIGINT), sum(wide), min(v), max(v),
              min(wide), max(wide), min(text), max(text), min(flag), max(flag)""";

    @ParameterizedTest
    @EnumSource(Emission.Mode.class)
    void theIntegratedOutputIsTheBatchAnswer(Emission.Mode mode) throws SQLException {
        check(mode, HOP, HOPS);
    }

    @ParameterizedTest
    @EnumSource(Emission.Mode.class)
    void cumulativeWindowsAreTheBatchAnswer(Emission.Mode mode) throws SQLException {
        check(mode, CUMULATE, STEPS);
    }

    /** @param windows of a row, with the columns s and e, in DuckDB */
    private static void check(Emission.Mode mode, WindowSpec spec, String windows) throws SQLException {
        Random random = new Random(mode.ordinal());
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Job job = new Job(
                        Plans.query(Sample.plan(Optional.of(spec), List.of(1), mode, List.of()), false, "t"),
                        Map.of("t", Sample.COLUMNS),
                        2,
                        true,
                        false)) {
            createTable(duck);
            Map<List<Object>, List<Object>> output = new HashMap<>();
            for (int batch = 0; batch < 15; batch++) {
                long watermark = watermark(job);
                List<RowSource.Piece> pieces = List.of(
                        new RowSource.Piece("a", Sample.rows(random, 1 + random.nextInt(60), batch * 40L)),
                        new RowSource.Piece("b", Sample.rows(random, 1 + random.nextInt(60), batch * 40L)));
                for (RowSource.Piece piece : pieces) {
                    insert(duck, piece.rows(), watermark);
                }
                integrate(job.run(Map.of("t", pieces), false), mode, output);
                if (batch == 7) {
                    job.restart();
                }
                assertThat(new HashSet<>(output.values())).isEqualTo(answer(duck, mode, windows, watermark(job)));
            }
            assertThat(output).hasSizeGreaterThan(100);
        }
    }

    static void createTable(Connection duck) throws SQLException {
        duck.createStatement()
                .execute(
                        "CREATE TABLE r (ts BIGINT, name VARCHAR, v BIGINT, wide DECIMAL(30, 4), text VARCHAR, flag BOOLEAN, w BIGINT)");
    }

    static long watermark(Job job) {
        return job.watermarks().getOrDefault("t", Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .min()
                .orElse(Long.MIN_VALUE);
    }

    static void insert(Connection duck, List<Object[]> rows, long watermark) throws SQLException {
        try (PreparedStatement insert = duck.prepareStatement("INSERT INTO r VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            for (Object[] row : rows) {
                Object[] values = {row[0], row[1], row[3], row[5], row[6], row[7], watermark};
                for (int i = 0; i < values.length; i++) {
                    insert.setObject(i + 1, values[i]);
                }
                insert.execute();
            }
        }
    }

    static void integrate(List<RowSink.Change> changes, Emission.Mode mode, Map<List<Object>, List<Object>> output) {
        if (mode == Emission.Mode.COMPLETE) {
            output.clear();
        }
        for (RowSink.Change change : changes) {
            List<Object> key = change.row().subList(0, 3);
            List<Object> row = compared(change.row());
            if (change.kind() == RowKind.UPDATE_BEFORE || change.kind() == RowKind.DELETE) {
                assertThat(output.remove(key)).isEqualTo(row);
            } else {
                boolean update = change.kind() == RowKind.UPDATE_AFTER && mode == Emission.Mode.UPDATE;
                assertThat(output.put(key, row) != null).isEqualTo(update);
            }
        }
    }

    /** The columns that DuckDB computes too. */
    private static List<Object> compared(List<Object> row) {
        List<Object> values = new ArrayList<>(row.subList(0, 3));
        for (int column : new int[] {0, 1, 2, 3, 7, 10, 11, 14, 15, 16, 17, 18, 19}) {
            values.add(row.get(3 + column));
        }
        return values;
    }

    private static Set<List<Object>> answer(Connection duck, Emission.Mode mode, String windows, long watermark)
            throws SQLException {
        String closed = mode == Emission.Mode.APPEND ? "AND e <= " + watermark : "";
        String sql =
                """
                WITH p AS (SELECT r.*, %s FROM r WHERE ts IS NOT NULL)
                SELECT s, e, name, %s
                FROM p WHERE e > w %s GROUP BY s, e, name
                """
                        .formatted(windows, AGGREGATES, closed);
        return rows(duck, sql);
    }

    static Set<List<Object>> rows(Connection duck, String sql) throws SQLException {
        Set<List<Object>> rows = new HashSet<>();
        try (ResultSet result = duck.createStatement().executeQuery(sql)) {
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= 16; i++) {
                    Object value = result.getObject(i);
                    row.add(value instanceof BigDecimal decimal ? decimal.setScale(4) : value);
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
