package io.sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checkpoint of a job of twelve batches, through the command line. */
class CheckpointCommandTest {
    private static final String TABLES =
            """
            CREATE TABLE input (k INT, v BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)
            WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json', 'maxFilesPerTrigger' = '1',
              'source.monitor-interval' = '1 s');
            SET 'trigger' = 'available-now';
            CREATE TABLE totals (window_start TIMESTAMP(3), k INT, n BIGINT, v BIGINT)
            """;
    private static final String FILES = "WITH ('connector' = 'filesystem', 'path' = 'out', 'format' = 'json'%s);\n";
    private static final String QUERY =
            """
            INSERT INTO totals SELECT window_start, k, COUNT(*), SUM(v)
            FROM TABLE(TUMBLE(TABLE input, DESCRIPTOR(ts), INTERVAL '5' MINUTE)) GROUP BY window_start, window_end, k;
            """;
    private static final int FILE_COUNT = 12;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @BeforeEach
    void writeInput() throws IOException {
        Files.createDirectories(directory.resolve("input"));
        for (int minute = 0; minute < FILE_COUNT; minute++) {
            StringBuilder rows = new StringBuilder();
            for (int k = 1; k <= 3; k++) {
                rows.append("{\"k\":%d,\"v\":%d,\"ts\":\"2026-01-01 00:%02d:0%d\"}\n".formatted(k, minute, minute, k));
            }
            Files.writeString(directory.resolve("input/f%02d.json".formatted(minute)), rows);
        }
    }

    private void job(String sink) {
        try (Session session = Sluice.open(SessionConfig.in(directory).withOutput(printing(output)))) {
            session.sql(TABLES + sink + QUERY).awaitTermination();
        }
    }

    private int run(String... arguments) {
        output.reset();
        errors.reset();
        return Main.run(printing(output), printing(errors), arguments);
    }

    private static PrintStream printing(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String text() {
        return output.toString(StandardCharsets.UTF_8);
    }

    private String checkpoint() {
        return directory.resolve(".sluice/totals").toString();
    }

    private List<String> rows() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("out"))) {
            StringBuilder all = new StringBuilder();
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".json")).toList()) {
                all.append(Files.readString(file));
            }
            return all.toString().lines().sorted().toList();
        }
    }

    @Test
    void inspectTellsBatchesAndOperators() throws IOException {
        job(FILES.formatted(""));
        assertThat(run("checkpoint", "inspect", directory.resolve(".sluice").toString()))
                .isZero();
        assertThat(text())
                .contains("batches    0 to 11 are in the log, 0 to 11 can be gone back to")
                .contains("published  through batch 11")
                .contains("watermark  input 2026-01-01T00:11:02Z")
                .containsPattern("aggregate-1 +aggregate +groups +3 ")
                .containsPattern("source-input +source +seen +12 ")
                .containsPattern("\n  10 +\\S+ +3 +3 +0\n");
        assertThat(run("checkpoint", "inspect", checkpoint(), "--json")).isZero();
        JsonNode json = JsonMapper.builder().build().readTree(text());
        assertThat(json.path("lastBatch").asInt()).isEqualTo(11);
        assertThat(json.path("tables").get(0).path("rows").asInt()).isEqualTo(3);
        assertThat(json.path("batches")).hasSize(FILE_COUNT);
        assertThat(json.path("plan")
                        .path("sinks")
                        .path("totals")
                        .path("connector")
                        .asText())
                .isEqualTo("filesystem");
    }

    @Test
    void verifyNamesWhatIsDamaged() throws IOException {
        job(FILES.formatted(""));
        assertThat(run("checkpoint", "verify", checkpoint())).isZero();
        assertThat(text()).isEqualTo(checkpoint() + ": whole\n");
        Path log = directory.resolve(".sluice/totals/commits/0000000000000000.log");
        byte[] bytes = Files.readAllBytes(log);
        bytes[500] ^= 1;
        Files.write(log, bytes);
        assertThat(run("checkpoint", "verify", checkpoint())).isEqualTo(1);
        assertThat(text())
                .contains("damaged")
                .contains("cannot read %s: expected a line of batch 0 with its checksum".formatted(log))
                .contains("Put back the checkpoint directory from a backup, or start the query with a new one.")
                .endsWith(": 1 damaged; the query cannot go on from here\n");
        assertThat(run("checkpoint", "verify", checkpoint(), "--json")).isEqualTo(1);
        assertThat(JsonMapper.builder().build().readTree(text()).path("whole").asBoolean())
                .isFalse();
        assertThat(run("checkpoint", "inspect", checkpoint())).isEqualTo(1);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .startsWith("error: cannot read " + log)
                .doesNotContain("\tat ");
    }

    @Test
    void stateIsATableOfEachBatch() {
        job(FILES.formatted(""));
        String sql = "SELECT k, a0_count AS n, CAST(a1_sum AS BIGINT) AS v FROM state ORDER BY k";
        assertThat(run("checkpoint", "state", checkpoint(), "--operator", "aggregate-1", "--sql", sql))
                .isZero();
        assertThat(text())
                .isEqualTo(
                        """
                        +---+---+----+
                        | k | n | v  |
                        +---+---+----+
                        | 1 | 2 | 21 |
                        | 2 | 2 | 21 |
                        | 3 | 2 | 21 |
                        +---+---+----+
                        3 rows
                        """);
        assertThat(run("checkpoint", "state", checkpoint(), "--operator", "aggregate-1", "--batch", "3", "--sql", sql))
                .isZero();
        assertThat(text()).contains("| 1 | 4 | 6 |");
        assertThat(run("checkpoint", "state", checkpoint(), "--operator", "join-1"))
                .isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains("expected a table with rows, got only [aggregate-1/groups, source-input/seen]");
    }

    @Test
    void stateIsReadBySqlOfOtherJobs() {
        job(FILES.formatted(""));
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.sql(
                            """
                            CREATE TABLE result WITH ('connector' = 'memory') AS
                            SELECT s.k, i.n FROM TABLE(STATE('.sluice', 'aggregate-1')) AS s
                            JOIN (SELECT k, COUNT(*) AS n FROM TABLE(STATE('.sluice/totals', 'aggregate-1', 'groups', 11))
                              GROUP BY k) AS i ON s.k = i.k;
                            """)
                    .awaitTermination();
            assertThat(session.memoryTable("result").orElseThrow().integrated())
                    .extracting(row -> row.values().toString())
                    .containsExactlyInAnyOrder("[1, 1]", "[2, 1]", "[3, 1]");
        }
        for (String wrong :
                List.of("STATE('a')", "STATE('a', 1)", "STATE('a', 'b', 'c', 'd')", "STATE('nowhere', 'b')")) {
            Path script = directory.resolve("wrong.sql");
            try {
                Files.writeString(script, "SELECT * FROM TABLE(%s);".formatted(wrong));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            assertThat(run("run", script.toString())).as(wrong).isEqualTo(2);
            assertThat(errors.toString(StandardCharsets.UTF_8))
                    .contains("wrong.sql:1:")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void aJobThatIsTakenBackWritesTheSame() throws IOException {
        job(FILES.formatted(""));
        List<String> before = rows();
        assertThat(before).hasSize(6);
        assertThat(run("checkpoint", "rewind", checkpoint(), "--to-batch", "2", "--dry-run"))
                .isZero();
        assertThat(text())
                .contains("from batch 11 back to batch 2")
                .contains("9 batches are run again as they were planned")
                .contains(
                        "table \"totals\" ('filesystem'): has got 6 rows in 2 batches since; each batch replaces its output")
                .endsWith("nothing was changed\n");
        Path copy = directory.resolve("copy");
        Path archive = directory.resolve("checkpoint.zip");
        assertThat(run("checkpoint", "export", checkpoint(), archive.toString()))
                .isZero();
        assertThat(run("checkpoint", "rewind", checkpoint(), "--to-batch", "2")).isZero();
        assertThat(text()).endsWith("done; the next start of the query goes on with batch 3\n");
        job(FILES.formatted(""));
        assertThat(rows()).isEqualTo(before);
        assertThat(run("checkpoint", "import", copy.toString(), archive.toString()))
                .isZero();
        assertThat(run("checkpoint", "verify", copy.toString())).isZero();
        assertThat(run("checkpoint", "rewind", checkpoint(), "--to-batch", "40"))
                .isEqualTo(1);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains("expected a batch whose state is kept, from 0 to 11");
    }

    @Test
    void aSinkThatWouldShowRowsTwiceIsTold() {
        job("WITH ('connector' = 'print');\n");
        assertThat(run("checkpoint", "rewind", checkpoint(), "--to-batch", "2")).isEqualTo(1);
        assertThat(text())
                .contains(
                        "table \"totals\" ('print'): has got 6 rows in 2 batches since; they come again, and are seen twice")
                .endsWith("refused: rows would be seen twice; with --accept-rows-twice it is done all the same\n");
        assertThat(run("checkpoint", "rewind", checkpoint(), "--to-batch", "2", "--accept-rows-twice"))
                .isZero();
    }

    @Test
    void aSinkThatHasRolledItsFilesIsRefused() {
        job(FILES.formatted(", 'auto-compaction' = 'true'"));
        assertThat(run("checkpoint", "rewind", checkpoint(), "--to-batch", "2", "--accept-rows-twice"))
                .isEqualTo(1);
        assertThat(text()).endsWith("refused: a sink does not start with an older checkpoint\n");
    }
}
