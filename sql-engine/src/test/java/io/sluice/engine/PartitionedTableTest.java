package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.planner.PlanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PARTITIONED BY, from the script to the rows. */
class PartitionedTableTest {
    private static final String INPUT =
            """
            CREATE TABLE input (v BIGINT, `day` DATE, origin STRING) PARTITIONED BY (`day`, origin)
            WITH ('connector' = 'filesystem', 'path' = '%s', 'format' = 'json', 'maxRowsPerTrigger' = '10',
              'pathGlobFilter' = '*.json', 'recursiveFileLookup' = 'true');
            """;

    @TempDir
    private Path directory;

    private void write(String path, String text) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Each query is a new one: it has a folder of its own. */
    private String result(String path, String query) throws IOException {
        Path own = Files.createTempDirectory(directory, "query");
        try (Session session = Sluice.open(SessionConfig.in(own))) {
            session.sql(INPUT.formatted(directory.resolve(path))
                            + "CREATE TABLE result WITH ('connector' = 'memory') AS " + query + ";")
                    .awaitTermination();
            return session.memoryTable("result").orElseThrow().integrated().toString();
        }
    }

    @Test
    void foldersGiveColumnsAndAFilterOnThemOpensNoOtherFile() throws IOException {
        write("in/day=2024-01-01/origin=a%20b/1.json", "{\"v\":1}\n");
        write("in/day=2024-01-02/origin=__HIVE_DEFAULT_PARTITION__/2.json", "{\"v\":2}\n{\"v\":3}\n");
        write("in/day=2024-01-02/origin=x/notes.txt", "no JSON");
        String origins = "SELECT COALESCE(origin, '-') AS o, v * 5 AS s FROM input WHERE %s";
        assertThat(result("in", origins.formatted("TRUE"))).contains("a b", "-", "15");
        write("in/day=2024-01-03/origin=x/3.json", "no JSON");
        assertThat(result("in", origins.formatted("`day` < DATE '2024-01-03'"))).contains("a b", "-", "15");
        assertThatThrownBy(() -> result("in", origins.formatted("`day` > DATE '2024-01-01'")))
                .hasMessageContaining("3.json");
        assertThat(result("in", origins.formatted("origin = 'a b'")))
                .contains("a b", "5")
                .doesNotContain("15");
    }

    @Test
    void aConnectorWithoutFoldersRefusesIt() {
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            assertThatThrownBy(() ->
                            session.sql("CREATE TABLE t (a INT) PARTITIONED BY (a) WITH ('connector' = 'datagen');"))
                    .isInstanceOf(PlanException.class)
                    .hasMessageContaining("table \"t\": connector 'datagen' has no partitions, got PARTITIONED BY (a)");
        }
    }
}
