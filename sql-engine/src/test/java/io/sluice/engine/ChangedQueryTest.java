package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.checkpoint.Checkpoint;
import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.CheckpointOptions;
import io.sluice.planner.Script;
import io.sluice.runtime.QueryFailedException;
import io.sluice.runtime.Step;
import io.sluice.runtime.StepListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job runs, its script is changed, and it is started again: EXPLAIN has said what happens, and it happens. */
class ChangedQueryTest {
    private static final String TABLES =
            """
            SET 'trigger' = 'available-now';
            SET 'pipeline.name' = 'job';
            CREATE TABLE input (k INT, v BIGINT, w BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)
            WITH ('connector' = 'filesystem', 'path' = 'input', 'format' = 'json', 'source.monitor-interval' = '1 s');
            CREATE TABLE more (k INT, v BIGINT)
            WITH ('connector' = 'filesystem', 'path' = 'more', 'format' = 'json', 'source.monitor-interval' = '1 s');
            CREATE TABLE sums (k INT, v BIGINT) WITH ('connector' = 'filesystem', 'path' = 'sums', 'format' = 'json');
            CREATE TABLE small (k INT, v BIGINT) WITH ('connector' = 'filesystem', 'path' = 'small', 'format' = 'json');
            CREATE TABLE large (k INT, v BIGINT) WITH ('connector' = 'filesystem', 'path' = 'large', 'format' = 'json');
            CREATE TABLE `rows` (k INT, v BIGINT) WITH ('connector' = 'filesystem', 'path' = 'rows', 'format' = 'json');
            CREATE TABLE windows (s TIMESTAMP(3), v BIGINT) WITH ('connector' = 'filesystem', 'path' = 'windows', 'format' = 'json');
            """;
    private static final String SUMS = "INSERT INTO sums SELECT k, SUM(v) FROM input GROUP BY k EMIT COMPLETE;\n";
    private static final String SMALL =
            "INSERT INTO small SELECT k, SUM(v) FROM input WHERE v < 5 GROUP BY k EMIT COMPLETE;\n";
    private static final String LARGE =
            "INSERT INTO large SELECT k, SUM(v) FROM input WHERE v >= 5 GROUP BY k EMIT COMPLETE;\n";
    private static final String ROWS = "INSERT INTO `rows` SELECT k, v FROM input;\n";
    private static final String WINDOWS =
            """
            INSERT INTO windows SELECT window_start, SUM(v) FROM TABLE(TUMBLE(TABLE input, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
            GROUP BY window_start, window_end;
            """;

    @TempDir
    private Path directory;

    @BeforeEach
    void writeInput() throws IOException {
        Files.createDirectories(directory.resolve("input"));
        Files.createDirectories(directory.resolve("more"));
        first();
    }

    private void first() throws IOException {
        input(
                "a",
                "{\"k\":1,\"v\":1,\"w\":100,\"ts\":\"2026-01-01 00:00:10\"}\n{\"k\":2,\"v\":10,\"w\":200,\"ts\":\"2026-01-01 00:01:10\"}\n");
    }

    private void second() throws IOException {
        input(
                "b",
                "{\"k\":1,\"v\":2,\"w\":300,\"ts\":\"2026-01-01 00:01:20\"}\n{\"k\":3,\"v\":20,\"w\":400,\"ts\":\"2026-01-01 00:02:30\"}\n");
    }

    private void input(String name, String rows) throws IOException {
        Files.writeString(directory.resolve("input/" + name + ".json"), rows);
    }

    private static String set(String... inserts) {
        return inserts.length == 1 ? inserts[0] : "EXECUTE STATEMENT SET BEGIN\n" + String.join("", inserts) + "END;\n";
    }

    private void run(String... inserts) {
        runWith("", inserts);
    }

    private void runWith(String settings, String... inserts) {
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.sql(TABLES + settings + set(inserts)).awaitTermination();
        }
    }

    /** What EXPLAIN says of the checkpoint, line by line. */
    private List<String> fit(String... inserts) {
        return fit(SessionConfig.in(directory), inserts);
    }

    private List<String> fit(SessionConfig config, String... inserts) {
        boolean declares = inserts[0].startsWith("CREATE");
        String script = declares ? String.join("", inserts) : set(inserts);
        try (Session session = Sluice.open(config)) {
            List<String> lines = session.explain(new Script("job.sql", TABLES + script), true)
                    .lines()
                    .toList();
            int start = 0;
            while (!lines.get(start).startsWith("checkpoint ")) {
                start++;
            }
            String first = lines.get(start);
            return Stream.concat(
                            Stream.of(first.substring(first.indexOf(": ") + 2)),
                            lines.subList(start + 1, lines.size()).stream().map(String::strip))
                    .toList();
        }
    }

    private List<String> rows(String table) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(directory.resolve(table))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".json")).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString().lines().sorted().toList();
    }

    private void refused(String expected, String... inserts) {
        assertThat(fit(inserts).get(0)).startsWith("does not fit: ").contains(expected);
        assertThatThrownBy(() -> run(inserts))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void outputsOfAStatementSetMayBeInAnotherOrder() throws IOException {
        run(SMALL, LARGE);
        second();
        assertThat(fit(LARGE, SMALL))
                .containsExactlyInAnyOrder(
                        "fits; the query would go on with batch 1",
                        "kept: \"aggregate-1\", aggregate of SUM(input.v BIGINT) BIGINT by input.k INT",
                        "kept: \"aggregate-2\", aggregate of SUM(input.v BIGINT) BIGINT by input.k INT");
        run(LARGE, SMALL);
        assertThat(rows("small")).containsExactly("{\"k\":1,\"v\":3}");
        assertThat(rows("large")).containsExactly("{\"k\":2,\"v\":10}", "{\"k\":3,\"v\":20}");
    }

    @Test
    void anOutputMayComeAndBeginsEmpty() throws IOException {
        run(SUMS);
        second();
        assertThat(fit(SMALL, ROWS, SUMS))
                .contains(
                        "fits; the query would go on with batch 1",
                        "kept: \"aggregate-1\", aggregate of SUM(input.v BIGINT) BIGINT by input.k INT",
                        "note: table \"rows\" is new, and gets what comes from now on")
                .anyMatch(line -> line.startsWith("empty: \"aggregate-1\", aggregate of SUM(input.v BIGINT) BIGINT by"
                        + " input.k INT, of the new table small: it begins without the rows"));
        run(SMALL, ROWS, SUMS);
        assertThat(rows("sums")).containsExactly("{\"k\":1,\"v\":3}", "{\"k\":2,\"v\":10}", "{\"k\":3,\"v\":20}");
        assertThat(rows("small")).containsExactly("{\"k\":1,\"v\":2}");
        assertThat(rows("rows")).containsExactly("{\"k\":1,\"v\":2}", "{\"k\":3,\"v\":20}");
        input("c", "{\"k\":1,\"v\":4,\"ts\":\"2026-01-01 00:03:00\"}\n");
        run(SMALL, ROWS, SUMS);
        assertThat(rows("small")).containsExactly("{\"k\":1,\"v\":6}");
        assertThat(rows("sums")).contains("{\"k\":1,\"v\":7}");
    }

    @Test
    void anOutputMayGoAndItsStateWithIt() throws IOException {
        run(SMALL, LARGE, ROWS);
        second();
        assertThat(fit(LARGE))
                .contains(
                        "dropped: the state of \"aggregate-1\", whose tables are not written any more",
                        "note: table \"small\" is not written any more; what is there stays",
                        "kept: \"aggregate-2\", aggregate of SUM(input.v BIGINT) BIGINT by input.k INT");
        run(LARGE);
        assertThat(rows("large")).containsExactly("{\"k\":2,\"v\":10}", "{\"k\":3,\"v\":20}");
        assertThat(rows("small")).containsExactly("{\"k\":1,\"v\":1}");
        input("c", "{\"k\":1,\"v\":4,\"ts\":\"2026-01-01 00:03:00\"}\n");
        run(LARGE, SMALL);
        assertThat(rows("small")).containsExactly("{\"k\":1,\"v\":4}");
    }

    @Test
    void theFilterOfEachOutputTellsItsStateApart() throws IOException {
        String first = SMALL.replace("small", "sums");
        run(first, LARGE);
        second();
        run(LARGE, first.replace("v < 5", "v < 4"));
        assertThat(rows("sums")).containsExactly("{\"k\":1,\"v\":3}");
        assertThat(rows("large")).containsExactly("{\"k\":2,\"v\":10}", "{\"k\":3,\"v\":20}");
        assertThat(fit(LARGE, first)).anyMatch(line -> line.contains("rows that come from now on are filtered by"));
    }

    @Test
    void sourcesMayComeAndGoWhereNoStateReadsThem() throws IOException {
        run(ROWS, SUMS);
        Files.writeString(directory.resolve("more/a.json"), "{\"k\":9,\"v\":9}\n");
        String both = "INSERT INTO `rows` SELECT k, v FROM input UNION ALL SELECT k, v FROM more;\n";
        assertThat(fit(both, SUMS)).contains("note: table \"more\" is new, and is read from its beginning");
        run(both, SUMS);
        assertThat(rows("rows")).containsExactly("{\"k\":1,\"v\":1}", "{\"k\":2,\"v\":10}", "{\"k\":9,\"v\":9}");
        assertThat(fit(ROWS, SUMS))
                .contains("note: table \"more\" is not read any more; how far it was read stays known");
        second();
        run(SUMS, ROWS);
        assertThat(rows("rows")).hasSize(5);
        run(both, SUMS);
        assertThat(rows("rows")).hasSize(5);
        assertThat(rows("sums")).containsExactly("{\"k\":1,\"v\":3}", "{\"k\":2,\"v\":10}", "{\"k\":3,\"v\":20}");
    }

    @Test
    void threadsTriggerLimitsAndSinkMayChange() throws IOException {
        String expected = "kept: \"aggregate-1\", aggregate of SUM(input.v BIGINT) BIGINT by input.k INT";
        runWith("SET 'parallelism.default' = '1';\n", SUMS);
        second();
        assertThat(fit(SUMS.replace("sums", "small"))).contains(expected);
        runWith("SET 'parallelism.default' = '2'; SET 'trigger' = 'once';\n", SUMS.replace("sums", "small"));
        assertThat(rows("small")).containsExactly("{\"k\":1,\"v\":3}", "{\"k\":2,\"v\":10}", "{\"k\":3,\"v\":20}");
        input("c", "{\"k\":1,\"v\":4,\"ts\":\"2026-01-01 00:03:00\"}\n");
        runWith("SET 'parallelism.default' = '8';\n", SUMS.replace("sums", "small"));
        input("d", "{\"k\":2,\"v\":5,\"ts\":\"2026-01-01 00:03:00\"}\n");
        runWith("SET 'parallelism.default' = '1';\n", SUMS.replace("sums", "small"));
        assertThat(rows("small")).containsExactly("{\"k\":1,\"v\":7}", "{\"k\":2,\"v\":15}", "{\"k\":3,\"v\":20}");
    }

    @Test
    void anAggregateMayComeAndBeginsWithTheRowsFromNowOn() throws IOException {
        String tables =
                "CREATE TABLE wide (k INT, a DOUBLE, n BIGINT, v BIGINT, m BIGINT, t BIGINT) WITH ('connector' ="
                        + " 'filesystem', 'path' = 'wide', 'format' = 'json');\n";
        String before = "INSERT INTO wide (k, v) SELECT k, SUM(v) FROM input GROUP BY k EMIT COMPLETE;\n";
        String after =
                "INSERT INTO wide SELECT k, AVG(v), COUNT(*), SUM(v), MAX(w), SUM(w) FROM input GROUP BY k EMIT COMPLETE;\n";
        runWith(tables, before);
        second();
        assertThat(fit(tables, after))
                .anyMatch(line ->
                        line.startsWith("kept: \"aggregate-1\"") && line.contains("takes the rows from now on"));
        runWith(tables, after);
        assertThat(rows("wide"))
                .containsExactly(
                        "{\"k\":1,\"a\":2.0,\"n\":1,\"v\":3,\"m\":300,\"t\":300}",
                        "{\"k\":2,\"a\":null,\"n\":0,\"v\":10,\"m\":null,\"t\":null}",
                        "{\"k\":3,\"a\":20.0,\"n\":1,\"v\":20,\"m\":400,\"t\":400}");
        input("c", "{\"k\":2,\"v\":5,\"w\":7,\"ts\":\"2026-01-01 00:03:00\"}\n");
        runWith(tables, after);
        assertThat(rows("wide")).contains("{\"k\":2,\"a\":5.0,\"n\":1,\"v\":15,\"m\":7,\"t\":7}");
    }

    /** The state gets its new columns by a commit; what was prepared for one that did not come is nothing. */
    @Test
    void aCrashBeforeTheFirstCommitOfAChangedQueryIsAsIfItHadNotBeen() throws IOException {
        String after = WINDOWS.replace("SUM(v)", "SUM(v) + COUNT(*)");
        run(WINDOWS);
        second();
        StepListener crash = new StepListener() {
            @Override
            public void before(Step step, long batch) {
                if (step == Step.COMMIT) {
                    throw new IllegalStateException("crash");
                }
            }
        };
        try (Session session = Sluice.open(SessionConfig.in(directory).withSteps(crash))) {
            assertThatThrownBy(() -> session.sql(TABLES + after).awaitTermination())
                    .isInstanceOf(QueryFailedException.class);
        }
        assertThat(fit(WINDOWS).get(0)).isEqualTo("fits; the query would go on with batch 1");
        run(after);
        assertThat(rows("windows"))
                .containsExactly(
                        "{\"s\":\"2026-01-01 00:00:00.000\",\"v\":1}", "{\"s\":\"2026-01-01 00:01:00.000\",\"v\":13}");
        assertThatThrownBy(() -> Checkpoint.rewind(
                        directory.resolve(".sluice/job"), 0, CheckpointOptions.DEFAULT, new RootAllocator()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("back to batch 0: state table aggregate-1/groups had the columns");
        refused(
                "\"aggregate-1\" computes SUM(input.v BIGINT) BIGINT; in the checkpoint: SUM(input.v BIGINT) BIGINT, COUNT(*)",
                WINDOWS);
    }

    @Test
    void aDecimalAverageMayCome() throws IOException {
        String query = "INSERT INTO sums SELECT CAST(%s AS INT), SUM(v) FROM input GROUP BY k EMIT COMPLETE;\n";
        run(query.formatted("k"));
        second();
        run(query.formatted("AVG(CAST(w AS DECIMAL(20, 2))) + SUM(CAST(v AS DECIMAL(30, 2))) + 0 * MAX(v)"));
        assertThat(rows("sums"))
                .containsExactly("{\"k\":302,\"v\":3}", "{\"k\":420,\"v\":20}", "{\"k\":null,\"v\":10}");
    }

    @Test
    void countsOfRowsAreKnownWhereRowsCanBeTakenBack() throws IOException {
        String query =
                "INSERT INTO sums SELECT CAST(s AS INT), SUM(s)%s FROM (SELECT k, SUM(v) AS s FROM input GROUP BY k)"
                        + " GROUP BY s EMIT COMPLETE;\n";
        run(query.formatted("").replace("SUM(s)", "SUM(s * 10)"));
        assertThat(rows("sums")).containsExactly("{\"k\":1,\"v\":10}", "{\"k\":10,\"v\":100}");
        second();
        run(query.formatted("").replace("SUM(s)", "SUM(s * 10) + COUNT(*)"));
        assertThat(rows("sums")).containsExactly("{\"k\":10,\"v\":101}", "{\"k\":20,\"v\":201}", "{\"k\":3,\"v\":31}");
    }

    @Test
    void typesMayBecomeWider() throws IOException {
        String narrow = TABLES.replace("k INT, v BIGINT, w BIGINT", "k SMALLINT, v INT, w BIGINT");
        String query = "INSERT INTO sums SELECT CAST(MAX(v) AS INT), SUM(v) FROM input GROUP BY k EMIT COMPLETE;\n";
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.sql(narrow + query).awaitTermination();
        }
        second();
        assertThat(fit(query)).anyMatch(line -> line.endsWith("its types are wider than in the checkpoint"));
        input(
                "c",
                "{\"k\":2,\"v\":5000000000,\"ts\":\"2026-01-01 00:03:00\"}\n{\"k\":100000,\"v\":1,\"ts\":\"2026-01-01 00:03:00\"}\n");
        run(query.replace("CAST(MAX(v) AS INT)", "CAST(MAX(v) / 1000000000 AS INT)"));
        assertThat(rows("sums"))
                .containsExactly(
                        "{\"k\":0,\"v\":1}", "{\"k\":0,\"v\":20}", "{\"k\":0,\"v\":3}", "{\"k\":5,\"v\":5000000010}");
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            assertThatThrownBy(() -> session.sql(narrow + query)).hasMessageContaining("\"aggregate-1\"");
        }
    }

    @Test
    void typesOfRowsThatAreKeptMayBecomeWider() throws IOException {
        Files.writeString(directory.resolve("more/a.json"), "{\"k\":1,\"v\":9}\n{\"k\":3,\"v\":8}\n");
        String join = "INSERT INTO `rows` SELECT i.k, i.v FROM input AS i JOIN more AS m ON i.w = m.k * 100;\n";
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.sql(TABLES.replace("k INT, v BIGINT, w BIGINT", "k INT, v INT, w BIGINT") + join)
                    .awaitTermination();
        }
        assertThat(rows("rows")).containsExactly("{\"k\":1,\"v\":1}");
        second();
        Files.writeString(directory.resolve("more/b.json"), "{\"k\":2,\"v\":9}\n");
        run(join);
        assertThat(rows("rows")).containsExactly("{\"k\":1,\"v\":1}", "{\"k\":1,\"v\":2}", "{\"k\":2,\"v\":10}");
    }

    @Test
    void aLongerDelayOpensNoWindowAgain() throws IOException {
        run(WINDOWS);
        assertThat(rows("windows")).containsExactly("{\"s\":\"2026-01-01 00:00:00.000\",\"v\":1}");
        input(
                "b",
                "{\"k\":1,\"v\":7,\"ts\":\"2026-01-01 00:00:40\"}\n{\"k\":1,\"v\":8,\"ts\":\"2026-01-01 00:02:40\"}\n");
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            session.sql(TABLES.replace("INTERVAL '1' SECOND", "INTERVAL '30' SECOND") + WINDOWS)
                    .awaitTermination();
        }
        assertThat(rows("windows"))
                .containsExactly(
                        "{\"s\":\"2026-01-01 00:00:00.000\",\"v\":1}", "{\"s\":\"2026-01-01 00:01:00.000\",\"v\":10}");
    }

    @Test
    void anotherMeaningIsRefused() {
        run(SUMS, WINDOWS);
        refused(
                "\"aggregate-1\" computes SUM(input.w BIGINT) BIGINT; in the checkpoint: SUM(input.v BIGINT) BIGINT",
                SUMS.replace("SUM(v)", "SUM(w)"),
                WINDOWS);
        refused(
                "\"aggregate-1\" groups by",
                SUMS.replace("SELECT k,", "SELECT CAST(w AS INT),").replace("GROUP BY k", "GROUP BY w"),
                WINDOWS);
        refused("\"aggregate-2\" has the window", SUMS, WINDOWS.replace("'1' MINUTE", "'2' MINUTE"));
        refused(
                "\"aggregate-2\" has the window",
                SUMS,
                WINDOWS.replace("TUMBLE(", "HOP(")
                        .replace("INTERVAL '1' MINUTE", "INTERVAL '30' SECOND, INTERVAL '1' MINUTE"));
        refused(
                "\"aggregate-1\", which has state, is not in the query any more",
                "INSERT INTO sums SELECT k, v FROM input;\n",
                WINDOWS);
        refused(
                "\"rank-1\" is new and would start without the rows that were read before",
                "INSERT INTO sums SELECT k, SUM(v) FROM (SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k, v ORDER BY ts) AS n"
                        + " FROM input) WHERE n = 1) GROUP BY k EMIT COMPLETE;\n",
                WINDOWS);
    }

    @Test
    void stateThatDoesNotFitMayBeLostIfThatIsAllowed() throws IOException {
        run(SUMS, WINDOWS);
        second();
        String changed = SUMS.replace("SUM(v)", "SUM(w)");
        refused("\"aggregate-1\" computes", changed, WINDOWS);
        assertThat(fit(changed, WINDOWS).get(0)).contains("Or start with --allow-state-loss aggregate-1:");
        SessionConfig allowed = SessionConfig.in(directory).withStateLoss(Set.of("aggregate-1"));
        assertThat(fit(allowed, changed, WINDOWS))
                .contains(
                        "fits; the query would go on with batch 1",
                        "kept: \"aggregate-2\", aggregate of SUM(input.v BIGINT) BIGINT by (nothing)",
                        "empty: \"aggregate-1\", aggregate of SUM(input.w BIGINT) BIGINT by input.k INT: it begins without the rows that"
                                + " were read before, as is allowed; operators above it keep what they have",
                        "lost: the state of \"aggregate-1\", as is allowed");
        try (Session session = Sluice.open(allowed)) {
            session.sql(TABLES + set(changed, WINDOWS)).awaitTermination();
        }
        assertThat(rows("sums")).containsExactly("{\"k\":1,\"v\":300}", "{\"k\":3,\"v\":400}");
        assertThat(rows("windows"))
                .containsExactly(
                        "{\"s\":\"2026-01-01 00:00:00.000\",\"v\":1}", "{\"s\":\"2026-01-01 00:01:00.000\",\"v\":12}");
        assertThat(fit(changed, WINDOWS).get(0)).isEqualTo("fits; the query would go on with batch 2");
    }

    @Test
    void stateOfAnOperatorThatIsGoneMayBeLostIfThatIsAllowed() throws IOException {
        run(SUMS, WINDOWS);
        second();
        String changed = "INSERT INTO sums SELECT k, v FROM input EMIT COMPLETE;\n";
        SessionConfig allowed = SessionConfig.in(directory).withStateLoss(Set.of("aggregate-1", "write-1"));
        assertThat(fit(allowed, changed, WINDOWS)).contains("lost: the state of \"aggregate-1\", as is allowed");
        try (Session session = Sluice.open(allowed)) {
            session.sql(TABLES + set(changed, WINDOWS)).awaitTermination();
        }
        assertThat(rows("sums")).containsExactly("{\"k\":1,\"v\":2}", "{\"k\":3,\"v\":20}");
    }

    @Test
    void aWatermarkOfAnotherColumnIsRefused() {
        run(WINDOWS);
        String other = TABLES.replace(
                "WATERMARK FOR ts AS ts", "later AS ts + INTERVAL '1' HOUR, WATERMARK FOR later AS later");
        assertThat(other).isNotEqualTo(TABLES);
        String script = other + set(WINDOWS.replace("DESCRIPTOR(ts)", "DESCRIPTOR(later)"));
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            assertThatThrownBy(() -> session.sql(script).awaitTermination())
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("table \"input\" has its watermark on")
                    .hasMessageContaining("in the checkpoint: on input.ts")
                    .hasMessageContaining("has the window");
        }
        try (Session session = Sluice.open(SessionConfig.in(directory))) {
            assertThat(session.explain(new Script("job.sql", script), true)).contains("does not fit: ");
        }
        String added = other + set(ROWS, WINDOWS.replace("DESCRIPTOR(ts)", "DESCRIPTOR(later)"));
        try (Session session = Sluice.open(SessionConfig.in(directory).withStateLoss(Set.of("aggregate-1")))) {
            assertThatThrownBy(() -> session.sql(added).awaitTermination())
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("table \"input\" has its watermark on");
        }
    }

    @Test
    void anotherJoinIsRefused() throws IOException {
        Files.writeString(directory.resolve("more/a.json"), "{\"k\":1,\"v\":9}\n");
        String join = "INSERT INTO `rows` SELECT i.k, m.v FROM input AS i JOIN more AS m ON i.k = m.k;\n";
        run(join);
        assertThat(rows("rows")).containsExactly("{\"k\":1,\"v\":9}");
        refused("\"join-1\" computes", join.replace("i.k = m.k", "i.k = m.v"));
        refused("\"join-1\" computes", join.replace("i.k = m.k", "i.k = m.k AND i.v < m.v"));
    }
}
