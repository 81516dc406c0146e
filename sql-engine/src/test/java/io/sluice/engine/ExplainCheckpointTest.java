package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.Script;
import io.sluice.runtime.StreamingQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** EXPLAIN with a checkpoint says what a start would say, and leaves every byte as it is. */
class ExplainCheckpointTest {
    private static final String TABLES =
            """
            CREATE TABLE input (k INT, v BIGINT)
            WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json', 'source.monitor-interval' = '5 ms');
            CREATE TABLE totals (k INT, v BIGINT) WITH ('connector' = 'blackhole');
            """;
    private static final String JOB = TABLES + "INSERT INTO totals SELECT k, SUM(v) FROM input GROUP BY k;";

    @TempDir
    private Path directory;

    @BeforeEach
    void writeInput() throws IOException {
        Files.createDirectories(directory.resolve("input"));
        Files.writeString(directory.resolve("input/a.json"), "{\"k\": 1, \"v\": 10}\n");
    }

    @Test
    void checkpointThatIsNotThereFitsAndIsNotMade() {
        assertThat(fit(JOB)).isEqualTo("nothing is committed there; the query would begin with batch 0");
        assertThat(checkpoint()).doesNotExist();
    }

    @Test
    void checkpointOfTheQueryFitsAlsoWhileItRuns() throws IOException {
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            StreamingQuery query = session.sql(JOB);
            query.processAllAvailable();
            assertThat(fit(JOB)).isEqualTo("fits; the query would go on with batch 1");
        }
        Map<String, Integer> before = content();
        assertThat(fit(JOB)).isEqualTo("fits; the query would go on with batch 1");
        assertThat(fit(JOB.replace("SUM(v)", "MAX(v)")))
                .isEqualTo("does not fit: expected the query that has written it, but this one differs: \"aggregate-1\""
                        + " computes MAX(input.v BIGINT) BIGINT; in the checkpoint: SUM(input.v BIGINT) BIGINT. Start it with a new checkpoint"
                        + " directory, or go back to the query as it was. Or start with --allow-state-loss aggregate-1: the state of"
                        + " these goes, and they begin without the rows that were read before.");
        assertThat(content()).isEqualTo(before);
    }

    @Test
    void checkpointOfAFinishedRunSaysSo() {
        String bounded = "SET 'execution.runtime-mode' = 'batch';\n" + JOB;
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.sql(bounded).awaitTermination();
        }
        assertThat(fit(bounded)).isEqualTo("fits; a bounded run has finished in batch 0, and there is nothing to do");
        assertThat(fit(JOB))
                .isEqualTo(
                        "does not fit: expected a query that goes on, but it was a bounded run, which has read all its"
                                + " input up to {input={\"seq\":1,\"files\":[]}} and closed everything in batch 0. Start it with a"
                                + " new checkpoint directory; what this one has closed cannot be opened again.");
    }

    private Path checkpoint() {
        return directory.resolve(".sluice/totals");
    }

    /** What the last line says of the checkpoint. */
    private String fit(String job) {
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            String text = session.explain(new Script("job.sql", job), true);
            String[] lines = text.split("\n");
            String last = Arrays.stream(lines)
                    .filter(line -> line.startsWith("checkpoint "))
                    .findFirst()
                    .orElseThrow();
            assertThat(last).contains("totals: ");
            return last.substring(last.indexOf("totals: ") + "totals: ".length());
        }
    }

    private Map<String, Integer> content() throws IOException {
        Map<String, Integer> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(checkpoint())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(file + " " + Files.getLastModifiedTime(file), Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return content;
    }
}
