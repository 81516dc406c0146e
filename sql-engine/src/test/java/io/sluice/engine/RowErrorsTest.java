package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.runtime.QueryFailedException;
import io.sluice.runtime.StreamingQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of rows for which an expression fails. */
class RowErrorsTest {
    private static final String INPUT =
            """
            CREATE TABLE t (id INT, s STRING, d INT)
            WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json');
            """;

    @TempDir
    private Path directory;

    private int queries;
    private long badRows;

    @BeforeEach
    void writeInput() throws IOException {
        Files.createDirectories(directory.resolve("input"));
        Files.writeString(
                directory.resolve("input/a.json"),
                """
                {"id":1,"s":"10","d":2}
                {"id":2,"s":"x","d":1}
                {"id":3,"s":"30","d":0}
                {"id":4,"s":"y","d":0}
                {"id":5,"s":"50","d":5}
                """);
    }

    private List<String> rows(String policy, String query) {
        String name = "result" + queries++;
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            StreamingQuery running = session.sql("SET 'table.exec.row-error' = '" + policy + "';" + INPUT
                    + "CREATE TABLE " + name + " WITH ('connector' = 'memory') AS " + query + ";");
            running.awaitTermination();
            badRows = running.recentProgress().stream()
                    .flatMap(progress -> progress.sources().stream())
                    .mapToLong(source -> source.numBadRows())
                    .sum();
            return session.memoryTable(name).orElseThrow().integrated().stream()
                    .map(row -> row.values().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void failIsTheDefault() {
        assertThatThrownBy(() -> rows("fail", "SELECT CAST(s AS INT) AS v FROM t"))
                .isInstanceOf(QueryFailedException.class)
                .hasMessageContaining("cannot cast 'x' to INT");
    }

    @Test
    void skipLeavesTheRowOut() {
        assertThat(rows("skip", "SELECT id, CAST(s AS INT) / d AS v FROM t")).containsExactly("[1, 5]", "[5, 10]");
        assertThat(badRows).isEqualTo(3);
        assertThat(rows("skip", "SELECT id FROM t WHERE 100 / d > 20")).containsExactly("[1]", "[2]");
    }

    @Test
    void skipChangesNoGroup() {
        assertThat(rows("skip", "SELECT COUNT(*), SUM(d), SUM(CAST(s AS INT)) FROM t"))
                .containsExactly("[3, 7, 90]");
        assertThat(rows("skip", "SELECT CAST(s AS INT) > 20, COUNT(*) FROM t GROUP BY CAST(s AS INT) > 20"))
                .containsExactly("[false, 1]", "[true, 2]");
    }

    @Test
    void nullStandsForTheColumnThatFails() {
        assertThat(rows("null", "SELECT id, CAST(s AS INT) + 1 AS v, 10 / d AS w FROM t"))
                .containsExactly("[1, 11, 5]", "[2, null, 10]", "[3, 31, null]", "[4, null, null]", "[5, 51, 2]");
    }
}
