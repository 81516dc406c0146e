package io.sluice.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.checkpoint.CheckpointException;
import io.sluice.planner.Script;
import io.sluice.runtime.QueryFailedException;
import io.sluice.runtime.Step;
import io.sluice.runtime.StepListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A group-by gets aggregates and is started with --bootstrap: what comes out is DuckDB's answer to the new query over all rows. */
class BootstrapTest {
    private static final String TABLES =
            """
            SET 'trigger' = 'available-now';
            SET 'pipeline.name' = 'job';
            CREATE TABLE input (k INT, v BIGINT, w DOUBLE, s STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)
            WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = '%s', 'source.monitor-interval' = '1 s');
            CREATE TABLE names (k INT, name STRING)
            WITH ('connector' = 'filesystem', 'path' = 'names', 'format' = 'json', 'source.monitor-interval' = '1 s');
            CREATE TABLE result (k STRING, a BIGINT, b BIGINT, c BIGINT, d BIGINT, e DOUBLE)
            WITH ('connector' = 'filesystem', 'path' = 'result', 'format' = 'json');
            CREATE TABLE other (k STRING, a BIGINT, b BIGINT, c BIGINT, d BIGINT, e DOUBLE)
            WITH ('connector' = 'filesystem', 'path' = 'other', 'format' = 'json');
            """;
    private static final String BEFORE =
            "INSERT INTO result (k, a) SELECT CAST(k AS STRING), SUM(v) FROM input GROUP BY k EMIT COMPLETE;\n";
    private static final String AFTER =
            """
            INSERT INTO result SELECT CAST(k AS STRING), SUM(v), COUNT(*), COUNT(DISTINCT s), MAX(v), AVG(w)
            FROM input GROUP BY k EMIT COMPLETE;
            """;
    private static final String DUCK =
            """
            SELECT CAST(k AS VARCHAR) AS k, CAST(SUM(v) AS BIGINT) AS a, COUNT(*) AS b, COUNT(DISTINCT s) AS c, MAX(v) AS d,
            AVG(w) AS e FROM input GROUP BY k
            """;

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path directory;

    private String format = "json";
    private int files;

    @BeforeEach
    void makeFolders() throws IOException {
        Files.createDirectories(directory.resolve("input"));
        Files.createDirectories(directory.resolve("names"));
    }

    /** Rows of a minute, some of them late by up to half a minute. */
    private void write(int rows) {
        Random random = new Random(files);
        StringBuilder text = new StringBuilder("COPY (SELECT * FROM (VALUES ");
        for (int i = 0; i < rows; i++) {
            int second = Math.max(0, files * 60 + i * 60 / rows - random.nextInt(30));
            text.append(i == 0 ? "" : ", ")
                    .append(
                            "(%d, %d::BIGINT, %d / 8.0::DOUBLE, 's%d', TIMESTAMP '2026-01-01 00:00:00' + INTERVAL %d SECOND)"
                                    .formatted(
                                            random.nextInt(7),
                                            random.nextInt(100),
                                            random.nextInt(1000),
                                            random.nextInt(5),
                                            second));
        }
        Path file = directory.resolve("input/%02d.%s".formatted(files++, format));
        duck(text + ") AS t(k, v, w, s, ts)) TO '%s' (FORMAT %s)".formatted(file, format));
    }

    private static List<String> duck(String sql) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                ResultSet result = statement.getResultSet();
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        row.add(result.getString(i));
                    }
                    rows.add(String.join("|", row.stream().map(String::valueOf).toList()));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
        return rows.stream().sorted().toList();
    }

    /** DuckDB's answer over all files. */
    private List<String> expected(String sql) {
        String read =
                "read_%s('%s/input/*.%s')".formatted(format.equals("json") ? "json_auto" : format, directory, format);
        String input =
                "(SELECT k::INT AS k, v::BIGINT AS v, w::DOUBLE AS w, s, ts::TIMESTAMP AS ts FROM %s)".formatted(read);
        return duck(sql.replace("FROM input", "FROM " + input + " AS input")
                .replace("JOIN names", "JOIN read_json_auto('%s/names/*.json') AS names".formatted(directory)));
    }

    private List<String> result() {
        return result("result");
    }

    /** What is in a folder. */
    private List<String> result(String table) {
        return duck(
                "SELECT k, a, b, c, d, e FROM read_json('%s/%s/*.json', columns = {k: 'VARCHAR', a: 'BIGINT', b: 'BIGINT', c: 'BIGINT', d: 'BIGINT', e: 'DOUBLE'})"
                        .formatted(directory, table));
    }

    private SessionConfig config(String... uids) {
        return SessionConfig.in(directory).withBootstrap(Set.of(uids));
    }

    private void run(SessionConfig config, String script) {
        try (Session session = Sluice.open(config)) {
            session.sql(TABLES.formatted(format) + script).awaitTermination();
        }
    }

    private String explained(SessionConfig config, String script) {
        try (Session session = Sluice.open(config)) {
            String text = session.explain(new Script("job.sql", TABLES.formatted(format) + script), true);
            return text.substring(text.indexOf("checkpoint "));
        }
    }

    private void refused(String expected, String script, String... uids) {
        Map<String, Integer> before = content(".sluice/job/state");
        assertThat(explained(config(uids), script)).contains("does not fit: ").contains(expected);
        assertThatThrownBy(() -> run(config(uids), script))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(expected);
        assertThat(content(".sluice/job/state")).isEqualTo(before);
    }

    private Map<String, Integer> content(String folder) {
        Map<String, Integer> content = new TreeMap<>();
        Path path = directory.resolve(folder);
        if (!Files.exists(path)) {
            return content;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                content.put(file.toString(), Files.readAllBytes(file).length);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return content;
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "parquet"})
    void severalAggregatesAreFilledAtOnce(String newFormat) {
        format = newFormat;
        write(50);
        write(70);
        run(config(), BEFORE);
        write(30);
        run(config(), BEFORE);
        assertThat(explained(config("aggregate-1"), AFTER))
                .contains("fits; the query would go on with batch 2")
                .contains("is filled: the rows that were read before are read again")
                .contains("bootstrap: of \"aggregate-1\"; it reads table \"input\" (3 files, ");
        write(40);
        run(config("aggregate-1"), AFTER);
        assertThat(result()).isEqualTo(expected(DUCK)).hasSize(7);
        write(10);
        run(config("aggregate-1"), AFTER);
        assertThat(result()).isEqualTo(expected(DUCK));
    }

    @Test
    void nothingNewNeedsToComeForIt() {
        write(50);
        run(config(), BEFORE);
        run(config("aggregate-1"), AFTER);
        assertThat(result()).isEqualTo(expected(DUCK));
        run(config(), AFTER);
        assertThat(explained(config("aggregate-1"), AFTER)).contains("were filled by an earlier start");
    }

    /** Windows that closed before have gone out as they were; those that are open get the new aggregates over all their rows. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "TUMBLE(TABLE input, DESCRIPTOR(ts), INTERVAL '1' MINUTE)",
                "HOP(TABLE input, DESCRIPTOR(ts), INTERVAL '20' SECOND, INTERVAL '1' MINUTE)"
            })
    void openWindowsAreFilled(String windows) throws IOException {
        String after =
                "INSERT INTO result SELECT CAST(window_start AS STRING), SUM(v), COUNT(*), COUNT(DISTINCT s), MIN(v), AVG(w)"
                        + " FROM TABLE(" + windows + ") GROUP BY window_start, window_end;\n";
        String before = after.replace("result SELECT", "result (k, a) SELECT")
                .replace(", COUNT(*), COUNT(DISTINCT s), MIN(v), AVG(w)", "");
        boolean overlap = windows.startsWith("HOP");
        String distinct = overlap ? "MAX(k)" : "COUNT(DISTINCT s)";
        write(50);
        run(config(), before);
        write(50);
        run(config(), before);
        late();
        write(50);
        run(config(), before);
        if (overlap) {
            refused("the windows of \"aggregate-1\" overlap", after, "aggregate-1");
            after = after.replace("COUNT(DISTINCT s)", distinct);
        }
        long closed = result().size();
        write(50);
        run(config("aggregate-1"), after);
        write(50);
        write(5);
        run(config(), after);
        int step = overlap ? 20 : 60;
        List<String> all = expected(
                """
                SELECT strftime(start, '%%Y-%%m-%%d %%H:%%M:%%S.000') AS k, CAST(SUM(v) AS BIGINT) AS a, COUNT(*) AS b,
                %s AS c, MIN(v) AS d, AVG(w) AS e FROM (SELECT *, UNNEST(generate_series(
                time_bucket(INTERVAL %d SECOND, ts) - INTERVAL %d SECOND, time_bucket(INTERVAL %d SECOND, ts), INTERVAL %d SECOND)) AS start
                FROM input) GROUP BY start
                """
                        .formatted(distinct, step, 60 - step, step, step));
        List<String> whole =
                result().stream().filter(row -> !row.endsWith("null")).toList();
        assertThat(whole).isNotEmpty();
        assertThat(result()).hasSize((int) (closed + whole.size()));
        assertThat(all).containsAll(whole);
    }

    /** A row of the first minute, whose windows are closed. */
    private void late() throws IOException {
        Files.writeString(
                directory.resolve("input/%02d.json".formatted(files)),
                "{\"k\":1,\"v\":1000,\"w\":1.0,\"s\":\"late\",\"ts\":\"2026-01-01 00:00:01\"}\n");
        files++;
    }

    /** What the windows below send on depends on when rows came: so the batches are repeated, and the late row is late again. */
    @Test
    void aboveWindowsTheBatchesAreRepeated() throws IOException {
        String after =
                """
                INSERT INTO result SELECT 'all', SUM(x), COUNT(*), COUNT(DISTINCT x), MAX(x), 0.0 FROM (SELECT window_start, SUM(v) AS x
                FROM TABLE(TUMBLE(TABLE input, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end) EMIT COMPLETE;
                """;
        String before = after.replace("COUNT(*), COUNT(DISTINCT x), MAX(x), 0.0", "0, 0, 0, 0.0");
        write(50);
        run(config(), before);
        write(50);
        run(config(), before);
        late();
        write(50);
        run(config(), before);
        assertThat(explained(config("aggregate-2"), after))
                .contains("batch by batch as then, as what \"aggregate-1\" sends on depends on when rows came");
        run(config("aggregate-2"), after);
        write(50);
        run(config(), after);
        assertThat(result())
                .isEqualTo(
                        expected(
                                """
                                SELECT 'all' AS k, CAST(SUM(x) AS BIGINT), COUNT(*), COUNT(DISTINCT x), CAST(MAX(x) AS BIGINT), 0.0::DOUBLE FROM (
                                SELECT SUM(v) AS x, date_trunc('minute', ts) AS m FROM input WHERE s <> 'late' GROUP BY m)
                                """));
    }

    @Test
    void rowsThatAreTakenBackBelowAreCountedAsTheyAreNow() {
        String after =
                """
                INSERT INTO result SELECT CAST(m AS STRING), SUM(x), COUNT(*), COUNT(DISTINCT x), MAX(x), CAST(MIN(x) AS DOUBLE)
                FROM (SELECT k, k % 2 AS m, SUM(v) AS x FROM input GROUP BY k) GROUP BY m EMIT COMPLETE;
                """;
        write(40);
        run(config(), after.replace("COUNT(*), COUNT(DISTINCT x), MAX(x), CAST(MIN(x) AS DOUBLE)", "0, 0, 0, 0.0"));
        write(40);
        run(config("aggregate-2"), after);
        write(40);
        run(config(), after);
        assertThat(result())
                .isEqualTo(
                        expected(
                                """
                                SELECT CAST(m AS VARCHAR), CAST(SUM(x) AS BIGINT), COUNT(*), COUNT(DISTINCT x), CAST(MAX(x) AS BIGINT), CAST(MIN(x) AS DOUBLE)
                                FROM (SELECT k, k % 2 AS m, SUM(v) AS x FROM input GROUP BY k) GROUP BY m
                                """));
    }

    @Test
    void valuesThatWereKeptStayWhereverTheirTableIs() {
        String before = BEFORE.replace("(k, a)", "(k, c)").replace("SUM(v)", "COUNT(DISTINCT s)");
        String after = AFTER.replace("COUNT(*)", "COUNT(DISTINCT v)")
                .replace("MAX(v)", "COUNT(DISTINCT s) FILTER (WHERE v < 50)");
        write(50);
        run(config(), before);
        write(20);
        run(config("aggregate-1"), after);
        write(50);
        run(config(), after);
        assertThat(result())
                .isEqualTo(expected(DUCK.replace("COUNT(*)", "COUNT(DISTINCT v)")
                        .replace("MAX(v)", "COUNT(DISTINCT s) FILTER (WHERE v < 50)")));
    }

    /** The power goes between the first commit and the new plan: the state is there already, in new places, and the plan is the old one. */
    @Test
    void aStartThatWasCutOffBehindItsCommitIsRepeated() throws IOException {
        String before = BEFORE.replace("(k, a)", "(k, c)").replace("SUM(v)", "COUNT(DISTINCT s)");
        String after = AFTER.replace("COUNT(*)", "COUNT(DISTINCT v)");
        Path metadata = directory.resolve(".sluice/job/metadata");
        write(50);
        run(config(), before);
        JsonNode plan = JSON.readTree(Files.readAllLines(metadata).get(1)).path("plan");
        write(20);
        run(config("aggregate-1"), after);
        ObjectNode content =
                (ObjectNode) JSON.readTree(Files.readAllLines(metadata).get(1));
        content.set("plan", plan);
        String text = JSON.writeValueAsString(content) + "\n";
        CRC32C checksum = new CRC32C();
        checksum.update(text.getBytes(UTF_8));
        Files.writeString(
                metadata,
                "{\"magic\":\"sluice-checkpoint\",\"formatVersion\":1,\"length\":%d,\"crc32c\":\"%08x\"}\n%s"
                        .formatted(text.getBytes(UTF_8).length, checksum.getValue(), text));
        write(20);
        run(config("aggregate-1"), after);
        assertThat(result()).isEqualTo(expected(DUCK.replace("COUNT(*)", "COUNT(DISTINCT v)")));
    }

    @Test
    void aJoinBelowIsComputedOnceMore() throws IOException {
        Files.writeString(
                directory.resolve("names/a.json"),
                "{\"k\":1,\"name\":\"one\"}\n{\"k\":2,\"name\":\"two\"}\n{\"k\":3,\"name\":\"one\"}\n");
        String after =
                "INSERT INTO result SELECT name, SUM(v), COUNT(*), COUNT(DISTINCT v), MAX(v), AVG(CAST(v AS DOUBLE)) FROM input JOIN names ON input.k ="
                        + " names.k GROUP BY name EMIT COMPLETE;\n";
        write(50);
        run(config(), after.replace("COUNT(*), COUNT(DISTINCT v), MAX(v), AVG(CAST(v AS DOUBLE))", "0, 0, 0, 0.0"));
        Files.writeString(directory.resolve("names/b.json"), "{\"k\":4,\"name\":\"two\"}\n");
        write(30);
        run(config("aggregate-1"), after);
        write(20);
        run(config(), after);
        assertThat(result())
                .isEqualTo(expected(
                        "SELECT name, CAST(SUM(v) AS BIGINT), COUNT(*), COUNT(DISTINCT v), MAX(v), AVG(v) FROM input JOIN names ON"
                                + " input.k = names.k GROUP BY name"));
    }

    /** A group goes out when it changes the next time, whole. */
    @Test
    void inUpdateModeAGroupGoesOutWhenItChanges() {
        String after = AFTER.replace("EMIT COMPLETE", "EMIT UPDATE").replace("INTO result", "INTO totals");
        String table =
                """
                CREATE TABLE totals (k STRING, a BIGINT, b BIGINT, c BIGINT, d BIGINT, e DOUBLE, PRIMARY KEY (k) NOT ENFORCED)
                WITH ('connector' = 'memory');
                """;
        String before = BEFORE.replace("EMIT COMPLETE", "EMIT UPDATE").replace("INTO result", "INTO totals");
        write(50);
        run(config(), table + before);
        run(config("aggregate-1"), table + after);
        write(200);
        try (Session session = Sluice.open(config())) {
            session.sql(TABLES.formatted(format) + table + after).awaitTermination();
            List<String> rows = session.memoryTable("totals").orElseThrow().integrated().stream()
                    .map(row -> String.join(
                            "|", row.values().stream().map(String::valueOf).toList()))
                    .sorted()
                    .toList();
            assertThat(rows).isEqualTo(expected(DUCK)).hasSize(7);
        }
    }

    /** Of two group-bys one is filled, while the threads are more and state has no room in memory. */
    @Test
    void oneOfAStatementSetIsFilled() {
        String set = "EXECUTE STATEMENT SET BEGIN\n%s%sEND;\n";
        String other = BEFORE.replace("result", "other")
                .replace("k AS STRING", "v AS STRING")
                .replace("BY k", "BY v");
        write(60);
        run(config().withSettings(Map.of("parallelism.default", "1")), set.formatted(BEFORE, other));
        write(60);
        run(
                config("aggregate-1")
                        .withSettings(Map.of("parallelism.default", "3", "table.exec.state.memory-budget", "0 b")),
                set.formatted(AFTER, other.replace("(k, a)", "(k, a, b)").replace("SUM(v)", "SUM(v), COUNT(*)")));
        assertThat(result()).isEqualTo(expected(DUCK));
        assertThat(result("other")).hasSameSizeAs(expected("SELECT v FROM input GROUP BY v"));
        String[] first = expected("SELECT v, CAST(SUM(v) AS BIGINT), COUNT(*) FROM input GROUP BY v")
                .get(1)
                .split("\\|");
        assertThat(result("other")).anyMatch(row -> row.startsWith(first[0] + "|" + first[1] + "|"));
    }

    /** Until the first commit is there, nothing has changed; then all is there. */
    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"PLAN", "INTEND", "EXECUTE", "COMMIT", "PUBLISH", "RELEASE"})
    void aCrashLeavesWhatWasOrWhatIsToBe(Step where) {
        write(50);
        run(config(), BEFORE);
        write(50);
        StepListener crash = new StepListener() {
            @Override
            public void before(Step step, long batch) {
                if (step == where) {
                    throw new IllegalStateException("crash");
                }
            }
        };
        assertThatThrownBy(() -> run(config("aggregate-1").withSteps(crash), AFTER))
                .isInstanceOf(QueryFailedException.class);
        run(config("aggregate-1"), AFTER);
        assertThat(result()).isEqualTo(expected(DUCK));
        write(50);
        run(config(), AFTER);
        assertThat(result()).isEqualTo(expected(DUCK));
    }

    @Test
    void theQueryAsItWasGoesOnAfterACrash() {
        write(50);
        run(config(), BEFORE);
        write(50);
        StepListener crash = new StepListener() {
            @Override
            public void before(Step step, long batch) {
                if (step == Step.COMMIT) {
                    throw new IllegalStateException("crash");
                }
            }
        };
        assertThatThrownBy(() -> run(config("aggregate-1").withSteps(crash), AFTER))
                .isInstanceOf(QueryFailedException.class);
        run(config(), BEFORE);
        assertThat(result().stream().map(row -> row.split("\\|")[1]).toList())
                .isEqualTo(
                        expected(DUCK).stream().map(row -> row.split("\\|")[1]).toList());
    }

    @Test
    void bothOfTwoGroupBysOneAboveTheOtherAreFilled() {
        String after =
                """
                INSERT INTO result SELECT CAST(m AS STRING), SUM(x), SUM(n), 0, 0, 0.0
                FROM (SELECT k, k % 2 AS m, SUM(v) AS x, COUNT(*) AS n FROM input GROUP BY k) GROUP BY m EMIT COMPLETE;
                """;
        write(40);
        run(config(), after.replace("SUM(n)", "0").replace(", COUNT(*) AS n", ""));
        refused("have to be filled together: --bootstrap aggregate-1,aggregate-2", after, "aggregate-2");
        write(40);
        run(config("aggregate-1", "aggregate-2"), after);
        write(40);
        run(config(), after);
        assertThat(result())
                .isEqualTo(
                        expected(
                                """
                                SELECT CAST(m AS VARCHAR), CAST(SUM(x) AS BIGINT), CAST(SUM(n) AS BIGINT), 0, 0, 0.0::DOUBLE
                                FROM (SELECT k, k % 2 AS m, SUM(v) AS x, COUNT(*) AS n FROM input GROUP BY k) GROUP BY m
                                """));
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        write(50);
        run(config(), BEFORE);
        write(50);
        run(config(), BEFORE);
        Files.delete(directory.resolve("input/00.json"));
        refused("00.json, which was read, is not there any more", AFTER, "aggregate-1");
    }

    /** A file of the same size and time has other rows: what the checkpoint has does not come out of it. */
    @Test
    void otherRowsAreNoticed() throws IOException {
        Path file = directory.resolve("input/00.json");
        files++;
        Files.writeString(file, "{\"k\":1,\"v\":10,\"w\":1.5,\"s\":\"x\",\"ts\":\"2026-01-01 00:00:10\"}\n");
        FileTime time = Files.getLastModifiedTime(file);
        write(30);
        run(config(), BEFORE);
        Files.writeString(file, Files.readString(file).replace("10,", "20,"));
        Files.setLastModifiedTime(file, time);
        assertThatThrownBy(() -> run(config("aggregate-1"), AFTER))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(
                        "of \"aggregate-1\" the rows that were read again give something else than the checkpoint has")
                .hasMessageContaining(
                        "1 have other values, 0 are not given, and 0 are given that are not there; such as k = 1: a0_sum is ");
        Files.writeString(file, Files.readString(file).replace("20,", "10,").replace("\"k\":1", "\"k\":9"));
        Files.setLastModifiedTime(file, time);
        assertThatThrownBy(() -> run(config("aggregate-1"), AFTER))
                .hasMessageContaining("1 are given that are not there");
        Files.writeString(file, Files.readString(file).replace("\"k\":9", "\"k\":1"));
        Files.setLastModifiedTime(file, time);
        run(config("aggregate-1"), AFTER);
        assertThat(result()).isEqualTo(expected(DUCK));
    }

    @Test
    void whatCannotBeFilledIsSaid() {
        write(10);
        run(config(), BEFORE);
        refused(
                "\"aggregate-7\" is no operator with state in the checkpoint, which has [aggregate-1]",
                AFTER,
                "aggregate-7");
        refused("\"aggregate-1\" has no aggregates that the checkpoint does not have", BEFORE, "aggregate-1");
        String random =
                AFTER.replace("FROM input", "FROM (SELECT k, v, w, s || CAST(RAND() AS STRING) AS s FROM input)");
        refused("RAND gives other values when a row is read again", random, "aggregate-1");
        assertThat(explained(config(), AFTER))
                .contains("Or start with --bootstrap aggregate-1: the rows that were read before are read again");
        assertThat(explained(config(), AFTER.replace("COUNT(DISTINCT s)", "MIN(v)")))
                .contains("takes the rows from now on")
                .contains(
                        "note: --bootstrap aggregate-1 fills the added aggregates of \"aggregate-1\"; it reads table \"input\" (1 files, ");
    }

    @Test
    void filesThatAreCleanedAwayAreNotReadAgain() {
        write(10);
        run(config(), BEFORE);
        try (Session session = Sluice.open(config("aggregate-1"))) {
            String script = TABLES.formatted(format)
                            .replaceFirst(
                                    "'source.monitor-interval' = '1 s'",
                                    "'source.monitor-interval' = '1 s', 'cleanSource' = 'delete'")
                    + AFTER;
            assertThatThrownBy(() -> session.sql(script).awaitTermination())
                    .hasMessageContaining("its files are moved or deleted when they are read");
        }
    }
}
