package io.sluice.benchmarks.nexmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What the process of an engine is to do, as its arguments.
 *
 * @param engine as it is shown
 * @param query q0 to q22
 * @param files the input
 * @param runs that are timed
 * @param warmUps runs before them, at the least
 * @param warmUpSeconds that these last, at the least
 * @param threads of the engine
 * @param queries a folder of texts in the place of ours
 * @param generated events are read from the connector {@code nexmark} and not from the files
 */
public record RunSpec(
        String engine,
        String query,
        NexmarkFiles files,
        int runs,
        int warmUps,
        int warmUpSeconds,
        int threads,
        Optional<Path> queries,
        boolean generated) {
    private static final Map<String, Integer> SHARES = Map.of("person", 1, "auction", 3, "bid", 46);
    private static final int ROUND = 50;

    public static RunSpec of(String[] arguments) {
        NexmarkFiles files = new NexmarkFiles(
                Path.of(arguments[2]),
                Long.parseLong(arguments[3]),
                Integer.parseInt(arguments[4]),
                Long.parseLong(arguments[5]));
        return new RunSpec(
                arguments[0],
                arguments[1],
                files,
                Integer.parseInt(arguments[6]),
                Integer.parseInt(arguments[7]),
                Integer.parseInt(arguments[8]),
                Integer.parseInt(arguments[9]),
                arguments.length > 11 ? Optional.of(Path.of(arguments[11])) : Optional.empty(),
                Boolean.parseBoolean(arguments[10]));
    }

    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                engine,
                query,
                files.directory().toString(),
                Long.toString(files.events()),
                Integer.toString(files.files()),
                Long.toString(files.rate()),
                Integer.toString(runs),
                Integer.toString(warmUps),
                Integer.toString(warmUpSeconds),
                Integer.toString(threads),
                Boolean.toString(generated)));
        queries.ifPresent(folder -> arguments.add(folder.toString()));
        return arguments;
    }

    /** One run of the query, from planning to the end. */
    @FunctionalInterface
    public interface Run {
        /** @param number from 1; 0: it only warms up */
        void run(int number) throws Exception;
    }

    /** Runs until the engine is warm, and then as often as is timed. */
    public void repeat(Run body) throws Exception {
        long warm = System.nanoTime() + TimeUnit.SECONDS.toNanos(warmUpSeconds);
        for (int run = 0; run < warmUps || System.nanoTime() < warm; run++) {
            body.run(0);
        }
        for (int run = 1; run <= runs; run++) {
            body.run(run);
        }
    }

    /** Rows of the tables that the query reads, each table once. */
    public long rows() {
        String text = NexmarkQuery.of(query, Optional.empty()).text();
        return SHARES.entrySet().stream()
                .filter(table -> Pattern.compile("(FROM|JOIN|TABLE) " + table.getKey() + "\\b")
                        .matcher(text)
                        .find())
                .mapToLong(table -> files.events() / ROUND * table.getValue()
                        + Math.min(Math.max(files.events() % ROUND - before(table.getKey()), 0), table.getValue()))
                .sum();
    }

    private static int before(String table) {
        return table.equals("person") ? 0 : table.equals("auction") ? 1 : 4;
    }
}
