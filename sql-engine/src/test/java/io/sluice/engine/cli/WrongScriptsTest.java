package io.sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.Golden;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told when a script, its data or its surroundings are wrong: the whole message and the exit code. */
class WrongScriptsTest {
    private static final String TABLES =
            """
            CREATE TABLE flights (`date` TIMESTAMP(0), delay BIGINT, origin STRING)
            WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json');
            CREATE TABLE streamed (`date` TIMESTAMP(0), delay BIGINT, origin STRING)
            WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json', 'source.monitor-interval' = '1 s');
            CREATE TABLE target (origin STRING, n BIGINT)
            WITH ('connector' = 'filesystem', 'path' = 'output', 'format' = 'json');
            """;

    private static final String GOOD_ROW = "{\"date\":\"2001-01-01 10:00:00\",\"delay\":5,\"origin\":\"ATL\"}\n";

    @TempDir
    private Path directory;

    private final Map<String, String> reports = new LinkedHashMap<>();

    @Test
    void eachWrongScriptGetsItsExitCodeAndAMessageToActOn() throws IOException {
        Files.createDirectories(directory.resolve("input"));
        Files.writeString(directory.resolve("input/a.json"), GOOD_ROW);
        script(
                "a comma is missing",
                TABLES + "INSERT INTO target\nSELECT origin COUNT(*) FROM flights GROUP BY origin;");
        script("a string is not closed", TABLES + "INSERT INTO target SELECT 'a, 1 FROM flights;");
        script("an unknown table", TABLES + "INSERT INTO target SELECT origin, delay FROM flight;");
        script("an unknown column", TABLES + "INSERT INTO target\nSELECT origin, delai FROM flights;");
        script("an unknown function", TABLES + "INSERT INTO target SELECT UPER(origin), delay FROM flights;");
        script(
                "wrong types",
                TABLES + "INSERT INTO target SELECT origin, origin || 'x' FROM flights WHERE delay > 'a';");
        script("a column too many", TABLES + "INSERT INTO target SELECT origin, delay, delay FROM flights;");
        script(
                "a mode that the sink cannot take",
                TABLES + "INSERT INTO target SELECT origin, COUNT(*) FROM flights GROUP BY origin EMIT UPDATE;");
        script(
                "append without a watermark",
                TABLES + "INSERT INTO target SELECT origin, COUNT(*) FROM streamed GROUP BY origin EMIT APPEND;");
        script(
                "an unknown option",
                """
                CREATE TABLE t (a INT) WITH (
                  'connector' = 'filesystem', 'path' = 'input', 'formt' = 'json');""");
        script(
                "an option's value",
                """
                CREATE TABLE t (a INT) WITH (
                  'connector' = 'filesystem', 'path' = 'input', 'format' = 'jsn');""");
        script("an unknown connector", "CREATE TABLE t (a INT) WITH ('connector' = 'filesytem');");
        script("an unknown setting", "SET 'triger' = '5 s';");
        script("an undefined variable", "SET 'trigger' = '${EVERY}';");
        script(
                "what a later release brings",
                TABLES
                        + "INSERT INTO target SELECT origin, delay FROM flights MATCH_RECOGNIZE (PATTERN (a) DEFINE a AS delay > 0);");
        script(
                "a missing folder",
                TABLES.replace("'path' = 'input'", "'path' = 'inputs'")
                        + "INSERT INTO target SELECT origin, delay FROM flights;");
        script(
                "a query that reads the table that it writes",
                TABLES + "INSERT INTO flights SELECT * FROM flights WHERE delay > 0;");
        script(
                "a query that reads the table that it writes, through a view",
                TABLES
                        + "CREATE VIEW late AS SELECT origin, delay FROM target t(origin, delay);\n"
                        + "CREATE VIEW later AS SELECT * FROM late WHERE delay > 60;\n"
                        + "INSERT INTO target SELECT * FROM later;");
        script(
                "a query that reads the folder that it writes",
                TABLES.replace("'path' = 'output'", "'path' = './other/../input'")
                        + "INSERT INTO target SELECT origin, COUNT(*) FROM flights GROUP BY origin;");
        script(
                "a query that writes below a folder that it reads",
                TABLES.replace("'path' = 'output'", "'path' = 'input/totals'")
                        + "INSERT INTO target SELECT origin, delay FROM flights;");
        script(
                "a query that writes into the second folder that it reads",
                TABLES.replaceFirst("'path' = 'input'", "'path' = 'input/*.json;other/**/*.json'")
                                .replace("'path' = 'output'", "'path' = 'other/totals'")
                        + "INSERT INTO target SELECT origin, delay FROM flights;");
        script(
                "a statement set that reads what it writes",
                TABLES
                        + "CREATE TABLE totals (n BIGINT) WITH ('connector' = 'blackhole');\n"
                        + "EXECUTE STATEMENT SET BEGIN\n"
                        + "INSERT INTO target SELECT origin, delay FROM flights;\n"
                        + "INSERT INTO totals SELECT SUM(n) FROM target;\nEND;");
        run("a missing script", "run", directory.resolve("nowhere.sql").toString());
        notNull();
        badData();
        deadLetters();
        surroundings();
        Golden.check("/io/sluice/engine/cli/wrong-scripts.txt", text());
    }

    private void notNull() throws IOException {
        String notNull = TABLES.replace("(origin STRING, n BIGINT)", "(origin STRING NOT NULL, n BIGINT)");
        script(
                "NULL for a column that is NOT NULL",
                notNull + "INSERT INTO target SELECT CAST(NULL AS STRING), delay FROM flights;");
        script(
                "perhaps NULL for a column that is NOT NULL",
                notNull + "INSERT INTO target SELECT origin, delay FROM flights;");
        String keyed = TABLES.replace(
                "(origin STRING, n BIGINT)", "(origin STRING, n BIGINT, PRIMARY KEY (origin) NOT ENFORCED)");
        script(
                "NULL for a column of the primary key",
                keyed + "INSERT INTO target SELECT CAST(NULL AS STRING), delay FROM flights;");
        Files.writeString(directory.resolve("input/a.json"), GOOD_ROW + GOOD_ROW.replace("\"ATL\"", "null"));
        script(
                "a row with NULL in a column of the primary key",
                keyed.replace("'path' = 'output'", "'path' = 'keyed'")
                        + "INSERT INTO target SELECT origin, delay FROM flights;");
    }

    private void badData() throws IOException {
        Files.writeString(
                directory.resolve("input/a.json"), GOOD_ROW + "{\"date\":\"2001-01-01 10:00:00\",\"delay\":\n");
        script("a broken line of JSON", TABLES + "INSERT INTO target SELECT origin, delay FROM flights;");
        Files.writeString(directory.resolve("input/a.json"), GOOD_ROW.replace("5", "\"late\""));
        script("data of another type", TABLES + "INSERT INTO target SELECT origin, delay FROM flights;");
        Files.writeString(directory.resolve("input/a.json"), GOOD_ROW);
        script(
                "JSON that is read as Parquet",
                TABLES.replace("'path' = 'input', 'format' = 'json'", "'path' = 'input', 'format' = 'parquet'")
                        + "INSERT INTO target SELECT origin, delay FROM flights;");
        Path loop = directory.resolve("input/loop.json");
        Files.createSymbolicLink(loop, loop.getFileName());
        script(
                "a file that cannot be read",
                TABLES.replace("'path' = 'input'", "'path' = 'input/loop.json'")
                        + "INSERT INTO target SELECT origin, delay FROM flights;");
        Files.delete(loop);
        script(
                "a number that overflows",
                TABLES + "INSERT INTO target SELECT origin, delay * 9223372036854775807 FROM flights;");
    }

    private void deadLetters() throws IOException {
        String tables = TABLES.replaceFirst("'format' = 'json'", "'format' = 'json', 'scan.bad-row' = 'dead-letter'")
                + "CREATE TABLE narrow (q STRING, `row` STRING) WITH ('connector' = 'blackhole');\n";
        String insert = "INSERT INTO target SELECT origin, delay FROM flights;";
        script("a dead-letter table that is not named", tables + insert);
        String set = "SET 'table.exec.dead-letter-table' = ";
        script("a dead-letter table that is none", tables + set + "'narow';\n" + insert);
        script("a dead-letter table without the columns", tables + set + "'narrow';\n" + insert);
        script("a dead-letter table that is the target", tables + set + "'target';\n" + insert);
        script(
                "row errors to a dead-letter table that is not named",
                TABLES + "SET 'table.exec.row-error' = 'dead-letter';\n" + insert);
        script(
                "a policy for bad rows twice",
                TABLES.replaceFirst(
                        "'format' = 'json'",
                        "'format' = 'json', 'scan.bad-row' = 'skip', 'json.ignore-parse-errors' = 'true'"));
        script(
                "a policy for bad rows of Parquet",
                TABLES.replaceFirst("'format' = 'json'", "'format' = 'parquet', 'scan.bad-row' = 'skip'"));
    }

    private void surroundings() throws IOException {
        String tables = TABLES.replace("'path' = 'output'", "'path' = 'results'");
        String checkpoints = directory.resolve("checkpoints").toString();
        write(tables + "INSERT INTO target SELECT origin, COUNT(*) FROM flights GROUP BY origin;");
        run("the first run of a query", "run", job(), "--checkpoint", checkpoints);
        assertThat(reports.get("the first run of a query")).isEqualTo("exit 0\n");
        run("a query that has finished", "run", job(), "--checkpoint", checkpoints);
        write(tables + "INSERT INTO target SELECT origin, MAX(delay) FROM flights GROUP BY origin;");
        run("a checkpoint of another query", "run", job(), "--checkpoint", checkpoints);
        assertThat(explained("--checkpoint", checkpoints))
                .contains(
                        "checkpoint <dir>/checkpoints/target: does not fit: expected the query that has written it, but this one"
                                + " differs: \"aggregate-1\" computes MAX(flights.delay BIGINT) BIGINT; in the checkpoint: COUNT(*) BIGINT. Start it with a new"
                                + " checkpoint directory, or go back to the query as it was. Or start with --allow-state-loss aggregate-1: the"
                                + " state of these goes, and they begin without the rows that were read before.\n");
        assertThat(explained()).doesNotContain("checkpoint");
        String others = directory.resolve("other-checkpoints").toString();
        write(tables + "INSERT INTO target SELECT origin, delay FROM flights;");
        run("output that belongs to another query", "run", job(), "--checkpoint", others);
        Files.writeString(directory.resolve("a-file"), "");
        run(
                "a checkpoint that is a file",
                "run",
                job(),
                "--checkpoint",
                directory.resolve("a-file").toString());
        run("an unknown option of the command", "run", job(), "--trigerr", "once");
        run("a trigger that is none", "run", job(), "--trigger", "soon");
    }

    private String explained(String... options) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        List<String> arguments = new ArrayList<>(List.of("explain", job()));
        arguments.addAll(List.of(options));
        PrintStream printed = new PrintStream(output, true, StandardCharsets.UTF_8);
        assertThat(Main.run(printed, printed, arguments.toArray(String[]::new))).isZero();
        return output.toString(StandardCharsets.UTF_8).replace(directory.toString(), "<dir>");
    }

    private void script(String title, String text) throws IOException {
        write(text);
        run(title, "run", job());
    }

    private void write(String text) throws IOException {
        Files.writeString(directory.resolve("job.sql"), text + "\n");
    }

    private String job() {
        return directory.resolve("job.sql").toString();
    }

    private void run(String title, String... arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int exitCode = Main.run(
                new PrintStream(output, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8),
                arguments);
        String shown = errors.toString(StandardCharsets.UTF_8)
                .replace(directory.toString(), "<dir>")
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<id>");
        assertThat(shown).as(title).doesNotContain("\tat ");
        reports.put(title, "exit " + exitCode + "\n" + shown);
    }

    private String text() {
        List<String> parts = new ArrayList<>();
        reports.forEach((title, report) -> parts.add("== " + title + "\n" + report.stripTrailing() + "\n"));
        return String.join("\n", parts);
    }
}
