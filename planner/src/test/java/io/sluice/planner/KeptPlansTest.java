package io.sluice.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.TableResolver.Relation;
import io.sluice.planner.kept.KeptPlans;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.WatermarkRules.NullTime;
import io.sluice.planner.rules.PlanNodes;
import io.sluice.planner.udf.UserFunction;
import io.sluice.users.Twice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class KeptPlansTest {
    private static final PlannerOptions OPTIONS = new PlannerOptions(ZoneOffset.UTC, false, NullTime.DROP);
    private static final String SQL =
            "SELECT auction, COUNT(*) FROM bids WHERE price > 10 GROUP BY auction EMIT CHANGES";

    @TempDir
    private Path directory;

    /** As a process of its own would have it. */
    private KeptPlans kept() {
        return KeptPlans.in(directory, List.of("build 1"));
    }

    private TestCatalog catalog() {
        return TestCatalog.standard(OPTIONS, kept());
    }

    /** Which file each is, so that one that was written again is another. */
    private List<Object> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            List<Object> keys = new ArrayList<>();
            for (Path file : all.sorted().toList()) {
                keys.add(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
            }
            return keys;
        }
    }

    @TestFactory
    Stream<DynamicTest> eachPlanComesBackAsItWas() {
        return Stream.of("plan/explain.txt", "plan/ranks.txt", "plan/join-order.txt")
                .flatMap(name -> GoldenFile.open(name).cases().stream())
                .map(one -> DynamicTest.dynamicTest(one.input(), () -> {
                    PlannedQuery planned = catalog().plan(one.input());
                    List<Object> before = files();
                    PlannedQuery again = catalog().plan(one.input());
                    assertThat(files()).isEqualTo(before);
                    assertThat(again).isEqualTo(planned).isNotSameAs(planned);
                    assertThat(nodes(again)).isEqualTo(nodes(planned));
                    assertThat(Planner.explain(again).stripTrailing())
                            .isEqualTo(one.output().stripTrailing());
                    assertThat(Planner.toJson(again)).isEqualTo(Planner.toJson(planned));
                    PlanContract.check(again);
                }));
    }

    /** One that is at several places counts once. */
    private static int nodes(PlannedQuery query) {
        Set<PlanNode> nodes = Collections.newSetFromMap(new IdentityHashMap<>());
        query.outputs().forEach(output -> PlanNodes.walk(output, nodes::add));
        return nodes.size();
    }

    @Test
    void planThatIsKeptIsNotPlannedAgain() {
        PlannedQuery planned = catalog().plan(SQL);
        assertThat(kept().<PlannedQuery>get(
                                TestCatalog.standard(),
                                tables -> {
                                    throw new AssertionError("planned again");
                                },
                                "query",
                                "console",
                                script(SQL),
                                List.of(select(SQL), TestCatalog.CONSOLE),
                                OPTIONS))
                .isEqualTo(planned);
    }

    private static Script script(String sql) {
        return new Script("job.sql", sql);
    }

    private static Statement select(String sql) {
        return Planner.parse(script(sql)).get(0);
    }

    @Test
    void queriesOfStatementsAreParsedWhenTheyAreAskedFor() {
        Script script = script("CREATE VIEW v AS SELECT 1 AS a; SELECT a + 1 FROM v; SELECT a FROM v ORDER BY a;");
        List<Statement> parsed = Planner.parse(script, kept());
        int[] calls = new int[1];
        List<Statement> again = kept().statements(script, text -> {
            calls[0]++;
            return Planner.parse(text);
        });
        assertThat(calls[0]).isZero();
        for (int i = 0; i < parsed.size(); i++) {
            assertThat(query(again.get(i)).text())
                    .isEqualTo(query(parsed.get(i)).text());
            assertThat(query(again.get(i)).tree().toString())
                    .isEqualTo(query(parsed.get(i)).tree().toString());
        }
        assertThat(calls[0]).isOne();
    }

    private static ParsedQuery query(Statement statement) {
        return statement instanceof Statement.CreateView view ? view.query() : ((Statement.Select) statement).query();
    }

    @Test
    void planOfOtherTextOptionsOrBuildIsNotTaken() throws IOException {
        PlannedQuery planned = catalog().plan(SQL);
        assertThat(catalog().plan(SQL.replace("10", "11"))).isNotEqualTo(planned);
        int files = files().size();
        PlannerOptions berlin = new PlannerOptions(ZoneId.of("Europe/Berlin"), false, NullTime.DROP);
        TestCatalog.standard(berlin, kept()).plan(SQL);
        assertThat(files().size()).isGreaterThan(files);
        files = files().size();
        TestCatalog.standard(OPTIONS, KeptPlans.in(directory, List.of("build 2")))
                .plan(SQL);
        assertThat(files().size()).isGreaterThan(files);
    }

    @Test
    void planIsMadeAnewWhenATableThatItReadsHasChanged() {
        String insert = "CREATE TABLE t (a %s) WITH ('connector' = 'memory'); SELECT a FROM t";
        TestCatalog small = catalog().create("CREATE TABLE u (a INT) WITH ('connector' = 'memory')");
        TestCatalog large = catalog().create("CREATE TABLE u (a BIGINT) WITH ('connector' = 'memory')");
        String sql = "SELECT a FROM u";
        assertThat(small.plan(sql)).isNotEqualTo(large.plan(sql));
        assertThat(small.plan(sql))
                .isEqualTo(TestCatalog.standard().create(table("INT")).plan(sql));
        assertThat(large.plan(sql))
                .isEqualTo(TestCatalog.standard().create(table("BIGINT")).plan(sql));
        assertThat(catalog().plan(insert.formatted("INT")))
                .isNotEqualTo(catalog().plan(insert.formatted("BIGINT")));
    }

    private static String table(String type) {
        return "CREATE TABLE u (a %s) WITH ('connector' = 'memory')".formatted(type);
    }

    /** The standard tables, with other answers to what else planning asks. */
    private record Answering(TestCatalog tables, OptionalLong rows, boolean exactly, Optional<UserFunction> lower)
            implements TableResolver {
        @Override
        public Optional<Relation> find(String name) {
            return tables.find(name);
        }

        @Override
        public List<String> names() {
            return tables.names();
        }

        @Override
        public OptionalLong rows(String name) {
            return rows;
        }

        @Override
        public boolean startedExactly() {
            return exactly;
        }

        @Override
        public Optional<UserFunction> function(String name) {
            return name.equals("TWICE") ? lower : Optional.empty();
        }
    }

    private PlannedQuery plan(TableResolver tables, String sql) {
        return new Planner(tables, OPTIONS, kept())
                .plan(script(sql), (Statement.Select) select(sql), "console", TestCatalog.CONSOLE);
    }

    @Test
    void planIsMadeAnewWhenTheQueryHasBegunWithoutSketches() {
        String sql = "SELECT APPROX_COUNT_DISTINCT(auction) FROM bids EMIT CHANGES";
        TestCatalog tables = TestCatalog.standard();
        PlannedQuery sketches = plan(new Answering(tables, OptionalLong.empty(), false, Optional.empty()), sql);
        PlannedQuery exact = plan(new Answering(tables, OptionalLong.empty(), true, Optional.empty()), sql);
        assertThat(exact).isNotEqualTo(sketches);
        assertThat(plan(new Answering(tables, OptionalLong.empty(), false, Optional.empty()), sql))
                .isEqualTo(sketches);
    }

    @Test
    void planWithAFunctionOfAUserIsNotKept() throws IOException {
        String sql = "SELECT TWICE(auction) FROM bids";
        UserFunction twice = UserFunction.of("TWICE", Twice.class);
        TableResolver tables = new Answering(TestCatalog.standard(), OptionalLong.empty(), false, Optional.of(twice));
        PlannedQuery planned = plan(tables, sql);
        assertThat(files()).isEmpty();
        assertThat(plan(tables, sql)).isEqualTo(planned);
    }

    @Test
    void failureIsNotKept() {
        TestCatalog catalog = catalog();
        String sql = "SELECT missing FROM bids";
        String first = report(catalog, sql);
        assertThat(first).contains("missing");
        assertThat(report(catalog(), sql)).isEqualTo(first);
    }

    private static String report(TestCatalog catalog, String sql) {
        try {
            return Planner.explain(catalog.plan(sql));
        } catch (PlanException e) {
            return e.report();
        }
    }

    @Test
    void damagedFileIsPlannedAnew() throws IOException {
        PlannedQuery planned = catalog().plan(SQL);
        for (Path file : list()) {
            byte[] good = Files.readAllBytes(file);
            for (int at = 0; at < good.length; at += 1 + good.length / 200) {
                byte[] bad = good.clone();
                bad[at] ^= 4;
                Files.write(file, bad);
                assertThat(catalog().plan(SQL)).as("byte %d of %s", at, file).isEqualTo(planned);
                assertThat(Files.readAllBytes(file)).isEqualTo(good);
            }
            Files.write(file, Arrays.copyOf(good, good.length / 2));
            assertThat(catalog().plan(SQL)).isEqualTo(planned);
        }
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.sorted().toList();
        }
    }

    @Test
    void onlyTheirOwnerReadsThem() throws IOException {
        catalog().plan(SQL);
        for (Path file : list()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void halfACharacterIsNotTakenForAnother() {
        String sql = "SELECT '%s' FROM bids";
        PlannedQuery half = plan(catalog(), sql.formatted("a\uD800"));
        assertThat(plan(catalog(), sql.formatted("a?"))).isNotEqualTo(half);
        assertThat(plan(catalog(), sql.formatted("a\uD800"))).isEqualTo(half);
    }
}
