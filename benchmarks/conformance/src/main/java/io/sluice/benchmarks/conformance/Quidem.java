package io.sluice.benchmarks.conformance;

import io.sluice.benchmarks.conformance.Engine.Answer;
import io.sluice.benchmarks.conformance.Engine.Feed;
import io.sluice.benchmarks.conformance.IqScript.Case;
import io.sluice.benchmarks.conformance.IqScript.Command;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Calcite's Quidem scripts, each query bounded and fed. See docs/conformance.md. */
public final class Quidem {
    /** Those of the jar. */
    private static final List<String> SCRIPTS = List.of(
            "agg",
            "blank",
            "conditions",
            "functions",
            "join",
            "lateral",
            "match",
            "misc",
            "operator",
            "outer",
            "scalar",
            "sequence",
            "set-op",
            "some",
            "sort",
            "spatial",
            "stream",
            "struct",
            "sub-query",
            "winagg");

    private static final List<String> SCHEMAS = List.of("scott", "post", "hr", "jdbc_scott");
    private static final Instant NOW = Instant.parse("2020-01-01T00:00:00Z");

    private Quidem() {}

    /** A case that was run, and what came of it in each way. */
    record Outcome(String script, Case asked, Map<Feed, Verdict> verdicts) {
        Verdict worst() {
            return verdicts.values().stream()
                    .max(java.util.Comparator.comparing(Verdict::kind))
                    .orElseThrow();
        }
    }

    public static void main(String[] arguments) throws IOException {
        Optional<Path> folder =
                arguments.length > 0 && !arguments[0].isEmpty() ? Optional.of(Path.of(arguments[0])) : Optional.empty();
        String only = arguments.length > 1 ? arguments[1] : "";
        List<Outcome> outcomes = new ArrayList<>();
        for (IqScript script : scripts(folder)) {
            if (only.isEmpty() || only.startsWith(script.name())) {
                outcomes.addAll(run(script, only));
            }
        }
        print(outcomes);
        if (arguments.length > 2) {
            new ConformancePage(text("/differences.tsv")).write(Path.of(arguments[2]), outcomes);
        }
    }

    static List<IqScript> scripts(Optional<Path> folder) throws IOException {
        List<IqScript> scripts = new ArrayList<>();
        if (folder.isPresent()) {
            try (Stream<Path> files = Files.list(folder.get())) {
                for (Path file : files.filter(path -> path.toString().endsWith(".iq"))
                        .sorted()
                        .toList()) {
                    scripts.add(
                            IqScript.parse(file.getFileName().toString().replace(".iq", ""), Files.readAllLines(file)));
                }
            }
            return scripts;
        }
        for (String name : SCRIPTS) {
            scripts.add(
                    IqScript.parse(name, text("/sql/" + name + ".iq").lines().toList()));
        }
        return scripts;
    }

    private static String text(String resource) {
        try (InputStream in = Quidem.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the tables of a data set are; none if it needs more than standard tables. */
    static List<String> tables(String dataSet) {
        if (dataSet.startsWith("scott") || dataSet.equals("jdbc_scott")) {
            return List.of("scott", "hr");
        }
        return switch (dataSet) {
            case "post", "post-big-query" -> List.of("post", "hr");
            case "blank", "hr", "hr-presto", "catchall" -> List.of("hr");
            default -> List.of();
        };
    }

    static List<Outcome> run(IqScript script, String only) {
        List<Outcome> outcomes = new ArrayList<>();
        String dataSet = "";
        Engine engine = null;
        for (Case asked : script.cases()) {
            List<String> tables = tables(asked.dataSet());
            if (tables.isEmpty()) {
                continue;
            }
            if (engine == null || !dataSet.equals(asked.dataSet())) {
                if (engine != null) {
                    engine.close();
                }
                engine = new Engine(new Tables(), NOW);
                dataSet = asked.dataSet();
                for (String file : tables) {
                    engine.execute(text("/tables/" + file + ".sql"));
                }
            }
            if (asked.command() == Command.UPDATE) {
                try {
                    engine.execute(ScriptDialect.translate(asked.sql(), SCHEMAS));
                } catch (RuntimeException e) {
                    // The queries over the table then say that it is not there.
                }
            } else if (only.isEmpty()
                    || only.equals(script.name())
                    || only.equals(script.name() + ":" + asked.line())) {
                outcomes.add(run(script.name(), engine, asked));
            }
        }
        if (engine != null) {
            engine.close();
        }
        return outcomes;
    }

    private static Outcome run(String script, Engine engine, Case asked) {
        String sql = ScriptDialect.translate(asked.sql(), SCHEMAS);
        Map<Feed, Verdict> verdicts = new TreeMap<>();
        for (Feed feed : Feed.values()) {
            if (asked.command() == Command.ERROR) {
                Verdict verdict = Suite.judge(engine, sql, feed, answer -> "an error was expected");
                boolean fails = verdict.kind() == Verdict.Kind.REFUSED || verdict.kind() == Verdict.Kind.FAILED;
                verdicts.put(feed, fails ? Verdict.PASSED : verdict);
            } else {
                String order = feed == Feed.BOUNDED ? OrderKeys.clause(sql) : "";
                ExpectedRows expected = ExpectedRows.parse(asked.format(), asked.expected(), hasBags(sql));
                String run = feed == Feed.FED ? OrderKeys.withoutOrder(sql) : sql;
                verdicts.put(feed, Suite.judge(engine, run, feed, answer -> {
                    String difference = expected.difference(answer, order);
                    return !difference.isEmpty() && isChoice(engine, sql, expected, answer) ? "" : difference;
                }));
            }
        }
        return new Outcome(script, asked, verdicts);
    }

    /** Where LIMIT has no ORDER BY, any rows of the query are right, as many as are expected. */
    private static boolean isChoice(Engine engine, String sql, ExpectedRows expected, Answer answer) {
        return OrderKeys.withoutLimit(sql)
                .filter(whole -> expected.isChoice(answer, engine.query(whole, Feed.BOUNDED)))
                .isPresent();
    }

    /** Values with MULTISETs: their elements may come in any order. */
    private static boolean hasBags(String sql) {
        return sql.matches("(?s).*\\b(MULTISET|COLLECT|FUSION)\\b.*");
    }

    private static void print(List<Outcome> outcomes) {
        Map<String, int[]> counts = new TreeMap<>();
        for (Outcome outcome : outcomes) {
            String group = tables(outcome.asked().dataSet()).get(0)
                    + (outcome.asked().command() == Command.ERROR ? " errors" : "");
            Verdict worst = outcome.worst();
            counts.computeIfAbsent(group, key -> new int[Verdict.Kind.values().length])[
                    worst.kind().ordinal()]++;
            if (worst.kind() != Verdict.Kind.PASSED) {
                System.out.printf(
                        "%s %s:%d %s %s%n",
                        worst.kind(),
                        outcome.script(),
                        outcome.asked().line(),
                        outcome.verdicts().get(Feed.BOUNDED).kind() == Verdict.Kind.PASSED ? "fed" : "bounded",
                        worst.detail());
            }
        }
        counts.forEach((group, kinds) -> {
            StringBuilder line = new StringBuilder(group + ":");
            for (Verdict.Kind kind : Verdict.Kind.values()) {
                line.append(' ')
                        .append(kind.name().toLowerCase(Locale.ROOT))
                        .append(' ')
                        .append(kinds[kind.ordinal()]);
            }
            System.out.println(line);
        });
    }
}
