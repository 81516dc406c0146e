package io.sluice.benchmarks.conformance;

import io.sluice.benchmarks.conformance.Engine.Answer;
import io.sluice.benchmarks.conformance.Engine.Feed;
import io.sluice.benchmarks.conformance.SltFile.Item;
import io.sluice.benchmarks.conformance.SltFile.Query;
import io.sluice.benchmarks.conformance.SltFile.Statement;
import io.sluice.benchmarks.conformance.Verdict.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Queries of sqllogictest, each bounded and fed. See docs/conformance.md. */
public final class SqlLogicTest {
    private static final Instant NOW = Instant.parse("2020-01-01T00:00:00Z");
    private static final int SHOWN = 400;

    private final Map<String, Map<Kind, Integer>> counts = new TreeMap<>();
    private int shown;
    private int part;
    private int parts = 1;

    private SqlLogicTest() {}

    /**
     * {@code --count N --seed S}: so many of the queries that are not in select1 to select5; {@code --files TEXT}; {@code --part
     * I/N}: only the I-th of N parts of the files, from 1.
     */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        int count = Integer.parseInt(options.getOrDefault("--count", "50000"));
        long seed = Long.parseLong(options.getOrDefault("--seed", "1"));
        String files = options.getOrDefault("--files", "");
        String[] part = options.getOrDefault("--part", "1/1").split("/");
        boolean whole = options.getOrDefault("--count", "").equals("0");
        Instant start = Instant.now();
        SqlLogicTest test = new SqlLogicTest();
        try (JarFile jar = new JarFile(jar())) {
            List<String> names = jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".test") && name.contains(files))
                    .sorted()
                    .toList();
            List<String> selects = names.stream()
                    .filter(name -> name.matches(".*/select\\d\\.test"))
                    .toList();
            test.part = Integer.parseInt(part[0]) - 1;
            test.parts = Integer.parseInt(part[1]);
            for (int i = 0; i < selects.size(); i++) {
                if (i % test.parts == test.part) {
                    test.run(file(jar, selects.get(i)), null);
                }
            }
            List<String> others =
                    names.stream().filter(name -> !selects.contains(name)).toList();
            test.sample(jar, others, whole ? Integer.MAX_VALUE : count, seed);
        }
        test.print(Duration.between(start, Instant.now()));
    }

    /** The jar that has the files is on the class path. */
    private static java.io.File jar() throws IOException {
        var place = SqlLogicTest.class.getResource("/test/select1.test");
        if (place == null) {
            throw new IOException("sql-logic-test is not on the class path: build with the Maven profile peers");
        }
        String path = place.getPath();
        return Path.of(java.net.URI.create(path.substring(0, path.indexOf('!'))))
                .toFile();
    }

    private static SltFile file(JarFile jar, String name) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getEntry(name));
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return SltFile.parse(name.replaceFirst("^test/", ""), reader.lines().toList());
        }
    }

    /** So many queries, taken at random from all. */
    private void sample(JarFile jar, List<String> names, int count, long seed) throws IOException {
        List<Integer> sizes = new ArrayList<>();
        int all = 0;
        for (String name : names) {
            int queries = (int) file(jar, name).items().stream()
                    .filter(Query.class::isInstance)
                    .count();
            sizes.add(queries);
            all += queries;
        }
        BitSet taken = taken(all, count, seed);
        int first = 0;
        for (int i = 0; i < names.size(); i++) {
            BitSet mine = taken.get(first, first + sizes.get(i));
            first += sizes.get(i);
            if (!mine.isEmpty() && i % parts == part) {
                run(file(jar, names.get(i)), mine);
            }
        }
    }

    private static BitSet taken(int all, int count, long seed) {
        BitSet taken = new BitSet(all);
        if (count >= all) {
            taken.set(0, all);
            return taken;
        }
        Random random = new Random(seed);
        while (taken.cardinality() < count) {
            for (int i = taken.cardinality(); i < count; i++) {
                taken.set(random.nextInt(all));
            }
        }
        return taken;
    }

    /** @param taken which of the queries; null for all */
    private void run(SltFile file, BitSet taken) {
        String group = file.name().replaceFirst("/[^/]*$", "").replaceFirst("/\\d+$", "");
        Tables tables = new Tables();
        try (Engine engine = new Engine(tables, NOW)) {
            SltTables changes = new SltTables(engine, tables);
            int query = 0;
            for (Item item : file.items()) {
                if (item instanceof Statement statement) {
                    change(changes, statement);
                } else if (taken == null || taken.get(query++)) {
                    judge(file, group, engine, (Query) item);
                }
            }
        }
    }

    /** What cannot be carried out shows in the queries over the table. */
    private static void change(SltTables changes, Statement statement) {
        try {
            changes.execute(statement.sql());
        } catch (RuntimeException e) {
            // A statement that must fail, or a table that the queries will miss.
        }
    }

    private void judge(SltFile file, String group, Engine engine, Query query) {
        String sql = ScriptDialect.translate(query.sql(), List.of());
        List<Answer> bounded = new ArrayList<>();
        Verdict verdict = Suite.judge(engine, sql, Feed.BOUNDED, answer -> {
            bounded.add(answer);
            return SltAnswer.difference(query, answer);
        });
        String way = "bounded";
        if (verdict.kind() == Kind.PASSED) {
            way = "fed";
            verdict = Suite.judge(
                    engine,
                    OrderKeys.withoutOrder(sql),
                    Feed.FED,
                    answer -> SltAnswer.otherRows(bounded.get(0), answer));
        }
        counts.computeIfAbsent(group, key -> new EnumMap<>(Kind.class)).merge(verdict.kind(), 1, Integer::sum);
        if (verdict.kind() != Kind.PASSED && shown++ < SHOWN) {
            System.out.printf(
                    "%s %s:%d %s %s <= %s%n",
                    verdict.kind(),
                    file.name(),
                    query.line(),
                    way,
                    verdict.detail(),
                    sql.length() > 300 ? sql.substring(0, 300).replace('\n', ' ') + " …" : sql.replace('\n', ' '));
        }
    }

    private void print(Duration time) {
        Map<Kind, Integer> total = new EnumMap<>(Kind.class);
        counts.forEach((group, kinds) -> {
            print(group, kinds);
            kinds.forEach((kind, count) -> total.merge(kind, count, Integer::sum));
        });
        print("all", total);
        System.out.printf(Locale.ROOT, "%d s%n", time.toSeconds());
    }

    private static void print(String group, Map<Kind, Integer> kinds) {
        StringBuilder line = new StringBuilder(group + ":");
        for (Kind kind : Kind.values()) {
            line.append(' ')
                    .append(kind.name().toLowerCase(Locale.ROOT))
                    .append(' ')
                    .append(kinds.getOrDefault(kind, 0));
        }
        System.out.println(line);
    }
}
