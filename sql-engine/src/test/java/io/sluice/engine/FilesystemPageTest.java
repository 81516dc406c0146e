package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job of {@code docs/connectors/filesystem.md} makes the files that the page shows. */
class FilesystemPageTest {
    private static final Path PAGE = Path.of("..", "docs", "connectors", "filesystem.md");

    private static final String FLIGHTS =
            """
            {"departure": "2024-01-31 22:15:00", "origin": "SFO", "delay": 12}
            {"departure": "2024-01-31 22:40:00", "origin": "SFO", "delay": 3}
            not known
            {"departure": "2024-01-31 23:05:00", "origin": "LAX", "delay": null}
            """;

    @TempDir
    private Path directory;

    private static String block(String page, String fence) {
        int start = page.indexOf(fence + "\n") + fence.length() + 1;
        return page.substring(start, page.indexOf("```", start));
    }

    @Test
    void itsJobMakesItsFiles() throws IOException, SQLException {
        String page = Files.readString(PAGE);
        Files.createDirectories(directory.resolve("input"));
        Files.writeString(directory.resolve("input/a.json"), FLIGHTS);
        String job = block(page, "```sql");
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.sql(job).awaitTermination();
        }
        String shown = block(page.substring(page.indexOf(job)), "```\n\n```");
        assertThat(files()).containsExactlyInAnyOrder(ofAnyQuery(shown).strip().split("\\s+"));
        assertThat(rows(
                        "SELECT strftime(window_start, '%H:%M') || ' ' || origin || ' ' || flights || ' ' || coalesce(longest, -1)"
                                + " || ' ' || day FROM '%s/delays/*/*.parquet' ORDER BY ALL"))
                .containsExactly("22:00 SFO 2 12 2024-01-31", "23:00 LAX 1 -1 2024-01-31");
        assertThat(rows("SELECT \"row\" FROM '%s/bad/*.json'")).containsExactly("not known");
    }

    /** Names begin with a part of the query's id. */
    private static String ofAnyQuery(String files) {
        return files.replaceAll("part-[0-9a-f]{8}-", "part-");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> ofAnyQuery(directory.relativize(file).toString()))
                    .filter(file -> !file.contains("/.") && !file.startsWith(".") && !file.startsWith("input"))
                    .toList();
        }
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql.replace("%s", directory.toString()))) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }
}
