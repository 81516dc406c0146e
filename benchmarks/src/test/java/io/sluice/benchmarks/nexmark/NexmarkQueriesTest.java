package io.sluice.benchmarks.nexmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All queries whose result does not depend on the clock, over a few files and over the source, in several triggers, over
 * files with a restart in between; what all changes add up to is DuckDB's answer over the files.
 */
class NexmarkQueriesTest {
    /** Whose rows change: there is nothing for the end of the input to close. */
    private static final List<String> CHANGING = List.of("q4", "q6", "q9", "q15", "q16", "q17", "q18", "q19");

    /** Their rows come once, some when a window closes, and the last ones in a bounded run. */
    private static final List<String> FINAL = NexmarkQuery.ALL.stream()
            .filter(query -> !CHANGING.contains(query) && !query.equals("q12"))
            .toList();

    @TempDir
    private static Path directory;

    private static NexmarkFiles files;
    private static DuckDbAnswers duckdb;

    @BeforeAll
    static void makeFiles() throws Exception {
        files = new NexmarkFiles(directory.resolve("files"), 12_000, 4, 300);
        EventWriter.write(files);
        duckdb = new DuckDbAnswers(files.directory());
    }

    @AfterAll
    static void close() throws SQLException {
        duckdb.close();
    }

    private static void run(Path home, String tables, List<String> queries, Map<String, String> values, String... set) {
        StringBuilder script = new StringBuilder(tables);
        StringBuilder inserts = new StringBuilder();
        for (String name : queries) {
            NexmarkQuery query = NexmarkQuery.of(name, Optional.empty())
                    .captured(Map.of("name", home.getFileName() + name, "keep-rows", "true"));
            script.append(query.declarations());
            inserts.append(query.insert());
        }
        script.append("EXECUTE STATEMENT SET BEGIN\n").append(inserts).append("END;");
        Map<String, String> settings = new HashMap<>(Map.of("parallelism.default", "2", "trigger", "available-now"));
        for (int i = 0; i < set.length; i += 2) {
            settings.put(set[i], set[i + 1]);
        }
        try (Session session = Sluice.open(SessionConfig.in(home).withSettings(settings))) {
            session.sql(NexmarkQuery.substitute(script.toString(), values)).awaitTermination();
        }
    }

    private static void compare(Path home, List<String> queries) throws SQLException {
        for (String query : queries) {
            duckdb.run(NexmarkQuery.forDuckDb(query, true).orElseThrow());
            assertThat(CapturedSinkFactory.table(home.getFileName() + query).rows())
                    .as(query)
                    .containsExactlyInAnyOrderElementsOf(duckdb.rows());
        }
    }

    /** The first {@code count} files of each folder, with their times. */
    private static void link(Path to, int count) throws Exception {
        for (String table : List.of("person", "auction", "bid", "side_input")) {
            Files.createDirectories(to.resolve(table));
            try (Stream<Path> all = Files.list(files.directory().resolve(table))) {
                for (Path file :
                        all.filter(Files::isRegularFile).sorted().limit(count).toList()) {
                    Path copy = to.resolve(table).resolve(file.getFileName());
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static Map<String, String> with(String... more) {
        Map<String, String> values = new HashMap<>(files.variables());
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return values;
    }

    @Test
    void rowsThatComeOnceAreDuckDbsOverFiles() throws Exception {
        Path home = Files.createDirectory(directory.resolve("final-files"));
        Map<String, String> values = with("DATA", home.toString());
        String tables = NexmarkQuery.resource("files.sql");
        link(home, 2);
        run(home, tables, FINAL, values);
        link(home, 4);
        run(home, tables, FINAL, values, "execution.runtime-mode", "batch");
        compare(home, FINAL);
    }

    @Test
    void rowsThatChangeAddUpToDuckDbsOverFiles() throws Exception {
        Path home = Files.createDirectory(directory.resolve("changing-files"));
        Map<String, String> values = with("DATA", home.toString());
        String tables = NexmarkQuery.resource("files.sql");
        link(home, 2);
        run(home, tables, CHANGING, values);
        link(home, 4);
        run(home, tables, CHANGING, values);
        compare(home, CHANGING);
    }

    @Test
    void allAreDuckDbsOverTheSource() throws Exception {
        Path home = Files.createDirectory(directory.resolve("events"));
        List<String> all = Stream.concat(FINAL.stream(), CHANGING.stream()).toList();
        run(home, NexmarkQuery.resource("events.sql"), all, with("KEEP_ALIVE", "false"));
        compare(home, all);
    }
}
