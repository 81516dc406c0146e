package io.sluice.engine.law;

import io.sluice.planner.PlanException;
import io.sluice.planner.plan.PlanNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The law over random queries, in rounds: each has rows of its own and some queries, which are run in all modes that are legal for
 * them. What fails is made smaller: fewer clauses, then fewer rows.
 */
final class LawRounds {
    private final Path directory;
    private final int rows;
    private final int queries;
    private final Map<String, Integer> refused = new TreeMap<>();
    private int checked;

    /**
     * @param rows of each table
     * @param queries of a round
     */
    LawRounds(Path directory, int rows, int queries) {
        this.directory = directory;
        this.rows = rows;
        this.queries = queries;
    }

    /** What is wrong, as an entry of the catalogue. */
    record Failure(long seed, int rows, LawMode mode, GeneratedQuery query, String what) {
        @Override
        public String toString() {
            return "--- found by law-long: seed %d, %d rows, %s\n%s\n\n%s"
                    .formatted(
                            seed,
                            rows,
                            mode,
                            query.sql(),
                            what.lines().limit(60).reduce("", (a, b) -> a + "\n    " + b));
        }
    }

    /** Queries that were refused, by reason. */
    Map<String, Integer> refused() {
        return refused;
    }

    /** Queries and modes that were run. */
    int checked() {
        return checked;
    }

    /** Runs a round. */
    List<Failure> run(long seed) throws IOException, SQLException {
        List<Failure> failures = new ArrayList<>();
        try (LawRig rig = rig(seed, rows)) {
            QueryGenerator generator = new QueryGenerator(seed);
            Map<GeneratedQuery, LawQuery> legal = new LinkedHashMap<>();
            for (int i = 0; i < queries; i++) {
                GeneratedQuery query = generator.next();
                check(query, rig).ifPresent(each -> legal.put(query, each));
            }
            for (LawMode mode : LawMode.values()) {
                checked += (int) legal.values().stream()
                        .filter(query -> query.runsIn(mode))
                        .count();
                if (problem(rig, List.copyOf(legal.values()), mode).isEmpty()) {
                    continue;
                }
                for (Map.Entry<GeneratedQuery, LawQuery> each : legal.entrySet()) {
                    Optional<String> problem = problem(rig, List.of(each.getValue()), mode);
                    if (problem.isPresent()) {
                        failures.add(smallest(new Failure(seed, rows, mode, each.getKey(), problem.get())));
                    }
                }
            }
        }
        return failures;
    }

    private LawRig rig(long seed, int size) throws IOException, SQLException {
        return new LawRig(Files.createTempDirectory(directory, "round"), seed, size);
    }

    private static Optional<String> problem(LawRig rig, List<LawQuery> all, LawMode mode) {
        try {
            rig.check(all, mode);
            return Optional.empty();
        } catch (Exception | AssertionError e) {
            StringBuilder text = new StringBuilder(e.toString());
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                text.append("\ncaused by ").append(cause);
                Stream.of(cause.getStackTrace()).limit(6).forEach(frame -> text.append("\n  at ")
                        .append(frame));
            }
            return Optional.of(text.toString());
        }
    }

    /** The query with the modes in which it may be run; empty if one of the engines refuses it. */
    private Optional<LawQuery> check(GeneratedQuery query, LawRig rig) {
        String sql = query.sql();
        Set<LawMode> modes = EnumSet.noneOf(LawMode.class);
        try {
            rig.plans().plan(sql + " EMIT CHANGELOG");
            for (LawMode mode : List.of(LawMode.APPEND, LawMode.UPDATE)) {
                try {
                    PlanNode.Write write =
                            rig.plans().plan(sql + " EMIT " + mode).outputs().get(0);
                    if (mode == LawMode.APPEND || !write.key().isEmpty()) {
                        modes.add(mode);
                    }
                } catch (PlanException e) {
                    // It is not legal.
                }
            }
        } catch (PlanException e) {
            refused.merge("Sluice: " + e.getMessage().replaceAll("[0-9]+", "N"), 1, Integer::sum);
            return Optional.empty();
        }
        LawQuery law = new LawQuery("generated", sql, DuckDialect.of(sql), modes);
        try {
            rig.answer(law.duckdb());
        } catch (SQLException e) {
            refused.merge("DuckDB: " + e.getMessage().lines().findFirst().orElse(""), 1, Integer::sum);
            return Optional.empty();
        }
        return Optional.of(law);
    }

    private Failure smallest(Failure found) throws IOException, SQLException {
        Failure least = found;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (GeneratedQuery query : least.query().smaller().toList()) {
                Optional<Failure> failure = again(query, least.mode(), least.seed(), least.rows());
                if (failure.isPresent()) {
                    least = failure.get();
                    smaller = true;
                    break;
                }
            }
        }
        for (int fewer = least.rows() / 2; fewer > 4; fewer /= 2) {
            Optional<Failure> failure = again(least.query(), least.mode(), least.seed(), fewer);
            if (failure.isPresent()) {
                least = failure.get();
            }
        }
        return least;
    }

    private Optional<Failure> again(GeneratedQuery query, LawMode mode, long seed, int size)
            throws IOException, SQLException {
        try (LawRig rig = rig(seed, size)) {
            Optional<LawQuery> law = check(query, rig);
            return law.filter(each -> each.runsIn(mode))
                    .flatMap(each -> problem(rig, List.of(each), mode))
                    .map(what -> new Failure(seed, size, mode, query, what));
        }
    }

    /**
     * {@code LawRounds HOURS [SEED]}: runs rounds for so long, tells what fails, and ends with 1 if something does.
     */
    public static void main(String[] args) throws Exception {
        long end = System.nanoTime() + (long) (Double.parseDouble(args[0]) * 3.6e12);
        Random seeds = args.length > 1 ? new Random(Long.parseLong(args[1])) : new Random();
        Path directory = Files.createTempDirectory("law-long");
        int rounds = 0;
        int failures = 0;
        LawRounds all = new LawRounds(directory, 60, 16);
        while (System.nanoTime() < end) {
            long seed = seeds.nextInt(Integer.MAX_VALUE);
            for (Failure failure : all.run(seed)) {
                failures++;
                System.out.println(failure + "\n");
            }
            delete(directory);
            if (++rounds % 20 == 0) {
                System.out.printf("%d rounds, %d runs of a query, %d failures%n", rounds, all.checked(), failures);
            }
        }
        System.out.printf("%d rounds, %d runs of a query, %d failures; refused:%n", rounds, all.checked(), failures);
        all.refused().forEach((reason, count) -> System.out.println("  " + count + " " + reason));
        System.exit(failures == 0 ? 0 : 1);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(directory)) {
                    Files.delete(file);
                }
            }
        }
    }
}
