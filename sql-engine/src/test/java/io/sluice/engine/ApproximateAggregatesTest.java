package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sluice.planner.Script;
import io.sluice.runtime.QueryFailedException;
import io.sluice.runtime.Step;
import io.sluice.runtime.StepListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Groups of so many values that they are sketches: near to DuckDB's exact answer, and the same to the last digit for any batches, threads and
 * restarts.
 */
class ApproximateAggregatesTest {
    private static final int FILES = 4;
    private static final int ROWS = 6000;
    private static final String AGGREGATES =
            "%s(v)%s AS n, %s(name)%s AS names, %s(v, 0.5)%s AS half, %s(v, 0.99)%s AS most, %s(d, 0.1)%s AS least";
    private static final String SKETCHES = AGGREGATES.formatted(
            "APPROX_COUNT_DISTINCT",
            "",
            "APPROX_COUNT_DISTINCT",
            " FILTER (WHERE v > 100)",
            "APPROX_PERCENTILE",
            "",
            "APPROX_PERCENTILE",
            "",
            "APPROX_PERCENTILE",
            "");
    private static final String EXACT = AGGREGATES.formatted(
            "COUNT(DISTINCT v) -- ",
            "\n",
            "COUNT(DISTINCT name) FILTER (WHERE v > 100) -- ",
            "\n",
            "QUANTILE_DISC",
            "",
            "QUANTILE_DISC",
            "",
            "QUANTILE_DISC",
            "");
    private static final String BY_KEY = "SELECT k, %s FROM events GROUP BY k";
    private static final String BY_WINDOW =
            "SELECT window_start, %s FROM TABLE(%s(TABLE events, DESCRIPTOR(ts), %sINTERVAL '1' HOUR))"
                    + " GROUP BY window_start, window_end";
    private static final String BY_SESSION =
            "SELECT k, %s FROM TABLE(SESSION(TABLE events PARTITION BY k, DESCRIPTOR(ts), INTERVAL '9' MINUTE))"
                    + " GROUP BY window_start, window_end, k";

    @TempDir
    private Path directory;

    @BeforeEach
    void writeEvents() throws SQLException, IOException {
        Path folder = Files.createDirectories(directory.resolve("events"));
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            for (int file = 0; file < FILES; file++) {
                String i = "(i + %d)".formatted(file * ROWS);
                statement.execute(
                        """
                        COPY (SELECT (%1$s %% 3)::INT AS k, CASE WHEN i %% 11 > 0 THEN (hash(%1$s) %% 40000)::BIGINT * %1$s %% 7919 END AS v,
                          'name ' || (hash(%1$s) %% 5000)::VARCHAR AS name, exp(((hash(%1$s) >> 8) %% 1000)::DOUBLE / 50) AS d,
                          TIMESTAMP '2026-01-01' + to_seconds(%1$s) AS ts FROM range(%2$d) AS r(i)) TO '%3$s' (FORMAT parquet)"""
                                .formatted(i, ROWS, folder.resolve(file + ".parquet")));
            }
        }
    }

    private static String script(String query, int files, int threads) {
        return """
            SET 'parallelism.default' = '%2$d';
            CREATE TABLE events (k INT, v BIGINT, name STRING, d DOUBLE, ts TIMESTAMP(6), WATERMARK FOR ts AS ts)
            WITH ('connector' = 'filesystem', 'path' = 'events', 'format' = 'parquet', 'maxFilesPerTrigger' = '%1$d');
            CREATE TABLE result WITH ('connector' = 'filesystem', 'path' = 'result', 'format' = 'csv') AS %3$s;
            """
                .formatted(files, threads, query);
    }

    private SessionConfig config(String run) {
        return SessionConfig.in(directory).withCheckpoints(directory.resolve("checkpoints-" + run));
    }

    private void run(String script, String run, StepListener steps) {
        try (Session session = Sluice.open(config(run).withSteps(steps))) {
            session.sql(script.replace("'path' = 'result'", "'path' = '%s'".formatted(run)))
                    .awaitTermination();
        }
    }

    private String plan(String script, String run) {
        try (Session session = Sluice.open(config(run))) {
            return session.explain(
                    new Script("job.sql", script.replace("'path' = 'result'", "'path' = '%s'".formatted(run))), true);
        }
    }

    private List<List<String>> ours(String run) throws SQLException {
        return rows("SELECT * FROM read_csv('%s/*.csv', header = false, all_varchar = true)"
                .formatted(directory.resolve(run)));
    }

    private List<List<String>> rows(String query) throws SQLException {
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            statement.execute(
                    "CREATE VIEW events AS SELECT * FROM read_parquet('%s/events/*.parquet')".formatted(directory));
            List<List<String>> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery("FROM (%s\n) ORDER BY ALL".formatted(query))) {
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.add(result.getString(i));
                    }
                    rows.add(row);
                }
            }
            return rows;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"key", "TUMBLE", "HOP", "CUMULATE", "SESSION"})
    void estimatesAreTheSameForAnyBatchesThreadsAndRestarts(String by) throws SQLException {
        String query =
                switch (by) {
                    case "key" -> BY_KEY.formatted(SKETCHES);
                    case "SESSION" -> BY_SESSION.formatted(SKETCHES);
                    case "TUMBLE" -> BY_WINDOW.formatted(SKETCHES, by, "");
                    default -> BY_WINDOW.formatted(SKETCHES, by, "INTERVAL '20' MINUTE, ");
                };
        run(script(query, FILES, 1), "whole", StepListener.NONE);
        run(script(query, 1, 3), "parts", StepListener.NONE);
        for (long batch = 0; batch < FILES; batch++) {
            String script = script(query, 1, 1 + (int) batch % 2);
            StepListener steps = failingIn(batch);
            assertThatThrownBy(() -> run(script, "restarts", steps)).isInstanceOf(QueryFailedException.class);
        }
        run(script(query, 1, 2), "restarts", StepListener.NONE);
        assertThat(ours("whole")).hasSizeGreaterThan(2);
        assertThat(ours("parts")).isEqualTo(ours("whole"));
        assertThat(ours("restarts")).isEqualTo(ours("whole"));
    }

    @Test
    void estimatesAreNearTheExactAnswer() throws SQLException {
        run(script(BY_KEY.formatted(SKETCHES), 2, 2), "result", StepListener.NONE);
        List<List<String>> ours = ours("result");
        List<List<String>> exact = rows(BY_KEY.formatted(EXACT));
        assertThat(ours).hasSize(3).isNotEqualTo(exact);
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 6; column++) {
                double expected = Double.parseDouble(exact.get(row).get(column));
                double error = column == 0 ? 0 : column < 3 ? 4 * 0.012 : 1.0 / 512;
                assertThat(Double.parseDouble(ours.get(row).get(column)))
                        .isCloseTo(expected, within(expected * error + 1e-9));
            }
        }
    }

    @Test
    void whatIsSetExactIsExact() throws SQLException {
        String exact = "SET 'table.exec.approximate-aggregates' = 'exact';";
        run(exact + script(BY_KEY.formatted(SKETCHES), 2, 2), "result", StepListener.NONE);
        assertThat(ours("result")).isEqualTo(rows(BY_KEY.formatted(EXACT)));
    }

    /** As a checkpoint of a version without sketches is. */
    @ParameterizedTest
    @ValueSource(strings = {"own", "memory://exact"})
    void queryThatBeganExactGoesOnExact(String checkpoint) throws SQLException {
        String script = "SET 'execution.checkpointing.dir' = '%s';".formatted(checkpoint)
                + script(BY_KEY.formatted(SKETCHES), 1, 2);
        String exact = "SET 'table.exec.approximate-aggregates' = 'exact';" + script;
        assertThat(plan(script, "result")).contains("APPROX_COUNT_DISTINCT(v)").doesNotContain("exactly");
        assertThatThrownBy(() -> run(exact, "result", failingIn(2))).isInstanceOf(QueryFailedException.class);
        assertThat(plan(script, "result")).contains("COUNT(DISTINCT v) exactly", "fits");
        run(script, "result", StepListener.NONE);
        assertThat(ours("result")).isEqualTo(rows(BY_KEY.formatted(EXACT)));
    }

    @Test
    void sketchesDoNotBecomeExact() {
        String script = script(BY_KEY.formatted(SKETCHES), 1, 2);
        assertThatThrownBy(() -> run(script, "result", failingIn(2))).isInstanceOf(QueryFailedException.class);
        String exact = "SET 'table.exec.approximate-aggregates' = 'exact';" + script;
        assertThatThrownBy(() -> run(exact, "result", StepListener.NONE)).hasMessageContaining("APPROX_COUNT_DISTINCT");
    }

    private static StepListener failingIn(long batch) {
        return new StepListener() {
            @Override
            public void before(Step step, long inBatch) {
                if (step == Step.COMMIT && inBatch == batch) {
                    throw new IllegalStateException("as if it were killed");
                }
            }
        };
    }
}
