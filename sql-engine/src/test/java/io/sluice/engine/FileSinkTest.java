package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.planner.PlanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of files, from the script to the folder and back. */
class FileSinkTest {
    private static final String CLICKS =
            """
            CREATE TABLE clicks (id BIGINT, page INT) WITH ('connector' = 'datagen', 'number-of-rows' = '100',
              'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '100',
              'fields.page.kind' = 'sequence', 'fields.page.start' = '1', 'fields.page.end' = '100',
              'maxRowsPerTrigger' = '10');
            """;

    private static final String PARTS =
            """
            CREATE TABLE parts (id BIGINT, side STRING) PARTITIONED BY (side) WITH ('connector' = 'filesystem',
              'path' = 'parts', 'format' = 'parquet', 'auto-compaction' = 'true', 'compaction.file-size' = '1 MB',
              'sink.rolling-policy.check-interval' = '1 s', 'sink.partition-commit.policy.kind' = 'success-file',
              'sink.partition-commit.trigger' = 'partition-time');
            """;

    @TempDir
    private Path directory;

    private void run(String script) {
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.sql(script).awaitTermination();
        }
    }

    private List<String> files(String folder) throws IOException {
        Path root = directory.resolve(folder);
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(name -> !name.startsWith("."))
                    .map(name -> name.replaceAll("-[0-9a-f]{8}", ""))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void tenBatchesMakeOneFileInEachPartitionAndAreReadBack() throws IOException {
        run(CLICKS + PARTS
                + "INSERT INTO parts SELECT id, CASE WHEN MOD(page, 2) = 0 THEN 'a/b' ELSE 'c' END FROM clicks;");
        assertThat(files("parts")).filteredOn(name -> name.endsWith("_SUCCESS")).hasSize(2);
        assertThat(files("parts"))
                .filteredOn(name -> name.endsWith(".parquet"))
                .hasSize(2)
                .allMatch(name -> name.startsWith("side=a%2Fb/") || name.startsWith("side=c/"));
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.sql(PARTS.replace("'parquet',", "'parquet', 'recursiveFileLookup' = 'true',")
                            + "CREATE TABLE result WITH ('connector' = 'memory') AS"
                            + " SELECT side, COUNT(*) AS n, SUM(id) AS s FROM parts GROUP BY side;")
                    .awaitTermination();
            assertThat(session.memoryTable("result").orElseThrow().integrated().toString())
                    .contains("a/b", "2550", "c", "2500");
        }
    }

    @Test
    void wholeResultIsOneFileThatIsReplaced() throws IOException {
        run(
                CLICKS
                        + """
                CREATE TABLE totals (n BIGINT, s BIGINT) WITH ('connector' = 'filesystem', 'path' = 'totals',
                  'format' = 'json');
                INSERT INTO totals SELECT COUNT(*), SUM(id) FROM clicks EMIT COMPLETE;
                """);
        assertThat(files("totals")).containsExactly("result.json");
        try (Stream<Path> files = Files.list(directory.resolve("totals"))) {
            Path result = files.filter(file -> file.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow();
            assertThat(result).hasContent("{\"n\":100,\"s\":5050}\n");
        }
    }

    @Test
    void optionThatNeitherSideKnowsIsRefused() {
        assertThatThrownBy(() -> run(PARTS.replace("auto-compaction", "auto-compactoin")))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("there is no option 'auto-compactoin'");
    }
}
