package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.planner.PlanException;
import io.sluice.planner.Script;
import io.sluice.runtime.QueryFailedException;
import io.sluice.runtime.StreamingQuery;
import io.sluice.sinks.blackhole.BlackholeSinkFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
    private static final String INPUT =
            """
            CREATE TABLE input (k INT, v BIGINT)
            WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json');
            """;

    private static final String MONITORED =
            """
            CREATE TABLE monitored (k INT, v BIGINT)
            WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json', 'source.monitor-interval' = '5 ms');
            """;

    @TempDir
    private Path directory;

    @BeforeEach
    void writeInput() throws IOException {
        Files.createDirectories(directory.resolve("input"));
        Files.writeString(directory.resolve("input/a.json"), "{\"k\": 1, \"v\": 10}\n{\"k\": 2, \"v\": 20}\n");
    }

    private SessionConfig config() {
        return SessionConfig.in(directory);
    }

    @Test
    void memoryTableHoldsTheResult() {
        try (Session session = Sluice.open(config())) {
            session.sql(INPUT + "CREATE TABLE result WITH ('connector' = 'memory') AS SELECT k, v * 2 AS w FROM input;")
                    .awaitTermination();
            assertThat(session.memoryTable("result").orElseThrow().integrated()).hasSize(2);
        }
    }

    @Test
    void queryReportsItsProgressAndItsEnd() {
        try (Session session = Sluice.open(config())) {
            StreamingQuery query = session.sql(
                    INPUT + "CREATE TABLE nowhere WITH ('connector' = 'blackhole') AS SELECT k FROM input;");
            query.awaitTermination();
            assertThat(query.name()).isEqualTo("nowhere");
            assertThat(query.isActive()).isFalse();
            assertThat(query.exception()).isEmpty();
            assertThat(query.recentProgress().stream()
                            .mapToLong(progress -> progress.numInputRows())
                            .sum())
                    .isEqualTo(2);
            assertThat(query.lastProgress().orElseThrow().json()).contains("\"batchId\"", "\"durationMs\"");
        }
    }

    @Test
    void idIsKeptOverRestartsAndRunIdIsNot() {
        String sql = MONITORED + "CREATE TABLE nowhere WITH ('connector' = 'blackhole') AS SELECT k FROM monitored;";
        String id;
        String runId;
        try (Session session = Sluice.open(config())) {
            StreamingQuery query = session.sql(sql);
            query.processAllAvailable();
            id = query.id();
            runId = query.runId();
        }
        try (Session session = Sluice.open(config())) {
            StreamingQuery query = session.sql(sql);
            assertThat(query.id()).isEqualTo(id);
            assertThat(query.runId()).isNotEqualTo(runId);
        }
    }

    @Test
    void secondRunOfAQueryWhileTheFirstIsActiveIsRefused() {
        String sql = MONITORED + "CREATE TABLE nowhere WITH ('connector' = 'blackhole') AS SELECT k FROM monitored;";
        try (Session session = Sluice.open(config());
                Session other = Sluice.open(config())) {
            session.sql(sql).processAllAvailable();
            assertThatThrownBy(() -> other.sql(sql)).hasMessageContaining("nowhere");
        }
    }

    @Test
    void failureOfAQueryReachesWhoAwaitsIt() {
        try (Session session = Sluice.open(config())) {
            StreamingQuery query = session.sql(INPUT
                    + "CREATE TABLE nowhere WITH ('connector' = 'blackhole') AS"
                    + " SELECT v * 9223372036854775807 AS w FROM input;");
            assertThatThrownBy(query::awaitTermination)
                    .isInstanceOf(QueryFailedException.class)
                    .hasMessageContaining("nowhere");
            assertThat(query.exception()).isPresent();
        }
    }

    @Test
    void nullInThePrimaryKeyOfASinkIsAnErrorThatNamesTableAndColumn() throws IOException {
        Files.writeString(directory.resolve("input/b.json"), "{\"k\": null, \"v\": 1}\n");
        String result =
                "CREATE TABLE result (k INT, v BIGINT, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'memory');";
        for (String query : List.of(
                "INSERT INTO result SELECT k, v FROM input EMIT CHANGELOG;",
                "INSERT INTO result SELECT k, SUM(v) FROM input GROUP BY k EMIT UPDATE;",
                "INSERT INTO result SELECT k, SUM(v) FROM input GROUP BY k EMIT COMPLETE;")) {
            Path checkpoints = Files.createTempDirectory(directory, "checkpoints");
            try (Session session = Sluice.open(config().withCheckpoints(checkpoints))) {
                StreamingQuery running = session.sql(INPUT + result + query);
                assertThatThrownBy(running::awaitTermination)
                        .as(query)
                        .hasMessageContaining(
                                "column \"k\" of table \"result\" is NOT NULL, as it is in the primary key,"
                                        + " but a row has NULL there");
            }
        }
        try (Session session = Sluice.open(config())) {
            session.sql(INPUT + result
                            + "INSERT INTO result SELECT k, SUM(v) FROM input WHERE k IS NOT NULL GROUP BY k;")
                    .awaitTermination();
            assertThat(session.memoryTable("result").orElseThrow().integrated()).hasSize(2);
        }
    }

    @Test
    void mistakeInTheLastStatementOfAScriptStartsNothing() {
        try (Session session = Sluice.open(config())) {
            Script script = new Script("job.sql", INPUT + "SELECT k FROM input; SELECT nothing FROM input;");
            assertThatThrownBy(() -> session.executeAll(script))
                    .isInstanceOfSatisfying(
                            PlanException.class, e -> assertThat(e.report()).contains("nothing"));
            assertThat(session.queries()).isEmpty();
        }
    }

    @Test
    void plainSelectPrintsAndLeavesNothing() throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        SessionConfig printing = config().withOutput(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (Session session = Sluice.open(printing)) {
            session.sql(INPUT + "SELECT k, v FROM input WHERE v > 10;").awaitTermination();
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                -------------------------------------------
                Batch: 0
                -------------------------------------------
                +---+---+
                |  k|  v|
                +---+---+
                |  2| 20|
                +---+---+

                """);
        assertThat(Files.exists(directory.resolve(".sluice"))).isFalse();
    }

    @Test
    void statementSetCommitsItsInsertsTogether() {
        try (Session session = Sluice.open(config())) {
            session.sql(
                            INPUT
                                    + """
                            CREATE TABLE small (k INT) WITH ('connector' = 'memory');
                            CREATE TABLE totals (n BIGINT) WITH ('connector' = 'memory');
                            EXECUTE STATEMENT SET BEGIN
                            INSERT INTO small SELECT k FROM input WHERE v < 15;
                            INSERT INTO totals SELECT SUM(v) FROM input;
                            END;""")
                    .awaitTermination();
            assertThat(session.memoryTable("small").orElseThrow().integrated()).hasSize(1);
            assertThat(session.memoryTable("totals").orElseThrow().integrated()).hasSize(1);
        }
    }

    @Test
    void showDescribeAndSetAnswerWithRows() {
        try (Session session = Sluice.open(config())) {
            List<StatementResult> results = session.execute(new Script(
                    "<sql>",
                    INPUT
                            + "CREATE VIEW big AS SELECT * FROM input WHERE v > 10; SHOW TABLES; SHOW VIEWS; DESCRIBE input;"
                            + " SHOW CREATE TABLE input; SET; EXPLAIN SELECT * FROM big; DROP VIEW big; DROP TABLE input;"
                            + " SHOW TABLES;"));
            assertThat(results).hasSize(11);
            assertThat(((StatementResult.Rows) results.get(2)).rows()).containsExactly(List.of("input"));
            assertThat(((StatementResult.Rows) results.get(3)).rows()).containsExactly(List.of("big"));
            assertThat(((StatementResult.Rows) results.get(4)).rows()).hasSize(2);
            assertThat(((StatementResult.Text) results.get(5)).text())
                    .contains("CREATE TABLE `input`", "'format' = 'json'");
            assertThat(((StatementResult.Text) results.get(7)).text()).contains("input");
            assertThat(((StatementResult.Rows) results.get(10)).rows()).isEmpty();
        }
    }

    @Test
    void createTableTextMakesTheSameTableAgain() {
        try (Session session = Sluice.open(config())) {
            String text =
                    """
                    CREATE TABLE a (id BIGINT NOT NULL, name STRING, moment TIMESTAMP(3), hour_of AS EXTRACT(HOUR FROM moment),
                      PRIMARY KEY (id) NOT ENFORCED, WATERMARK FOR moment AS moment - INTERVAL '1' SECOND
                    ) COMMENT 'it''s' WITH ('connector' = 'datagen', 'number-of-rows' = '1');
                    SHOW CREATE TABLE a;""";
            List<StatementResult> first = session.execute(new Script("<sql>", text));
            String shown = ((StatementResult.Text) first.get(1)).text();
            List<StatementResult> second =
                    session.execute(new Script("<sql>", "DROP TABLE a; " + shown + "; SHOW CREATE TABLE a;"));
            assertThat(((StatementResult.Text) second.get(2)).text()).isEqualTo(shown);
        }
    }

    @Test
    void settingsOfTheConfigurationAreChecked() {
        assertThatThrownBy(() -> Sluice.open(config().withSettings(Map.of("triger", "1 s"))))
                .hasMessageContaining("triger")
                .hasMessageContaining("trigger");
    }

    @Test
    void tableThatSeveralInsertsReadIsReadOnce() throws IOException {
        Path input = Files.createDirectories(directory.resolve("bids"));
        for (int file = 0; file < 3; file++) {
            Files.writeString(input.resolve(file + ".p.json"), "{\"v\": %d}\n".formatted(file));
        }
        int before = PartitionedSourceFactory.OPENED.get();
        try (Session session = TestSessions.open(SessionConfig.in(directory), new BlackholeSinkFactory())) {
            session.sql(
                            """
                            CREATE TABLE bids (v INT) WITH ('connector' = 'partitioned', 'path' = 'bids');
                            CREATE TABLE a (v INT) WITH ('connector' = 'blackhole');
                            CREATE TABLE b (n BIGINT) WITH ('connector' = 'blackhole');
                            SET 'trigger' = 'available-now';
                            EXECUTE STATEMENT SET BEGIN
                              INSERT INTO a SELECT v FROM bids UNION ALL SELECT v + 1 FROM bids;
                              INSERT INTO b SELECT COUNT(*) FROM bids EMIT COMPLETE;
                            END;
                            """)
                    .awaitTermination();
        }
        assertThat(PartitionedSourceFactory.OPENED.get() - before).isEqualTo(3);
    }
}
