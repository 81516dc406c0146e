package io.sluice.benchmarks.nexmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The Nexmark benchmark: makes the events, has each engine run each query, and prints what came out. */
@Command(
        name = "nexmark",
        mixinStandardHelpOptions = true,
        description = "Runs the Nexmark queries; prints a line of JSON for each run, then a table.")
public final class Nexmark implements Callable<Integer> {
    @Option(names = "--engine", split = ",", description = "${COMPLETION-CANDIDATES}; the first two if absent")
    private List<Engine> engines = List.of(Engine.SLUICE, Engine.DUCKDB);

    @Option(names = "--query", split = ",", description = "q0 to q22; all if absent")
    private List<String> names = NexmarkQuery.ALL;

    @Option(names = "--events", defaultValue = "10000000", description = "default: ${DEFAULT-VALUE}")
    private long events;

    @Option(names = "--runs", defaultValue = "5", description = "that are timed; default: ${DEFAULT-VALUE}")
    private int runs;

    @Option(names = "--warm-ups", defaultValue = "2", description = "runs before them; default: ${DEFAULT-VALUE}")
    private int warmUps;

    @Option(
            names = "--warm-up-seconds",
            defaultValue = "10",
            description = "of runs before them, at the least; default: ${DEFAULT-VALUE}")
    private int warmUpSeconds;

    @Option(names = "--threads", defaultValue = "2", description = "default: ${DEFAULT-VALUE}")
    private int threads;

    @Option(names = "--triggers", defaultValue = "16", description = "files, one a trigger; default: ${DEFAULT-VALUE}")
    private int triggers;

    @Option(names = "--rate", defaultValue = "10000", description = "events a second; default: ${DEFAULT-VALUE}")
    private long rate;

    @Option(names = "--queries", description = "a folder with texts q0.sql to q22.sql to run in the place of ours")
    private Optional<Path> queries = Optional.empty();

    @Option(
            names = "--connector",
            description =
                    "Sluice reads the events from the connector 'nexmark', not from files; DuckDB reads the files")
    private boolean connector;

    @Option(
            names = "--data",
            defaultValue = "${NEXMARK_DATA:-nexmark}",
            description = "where events are kept; default: ${DEFAULT-VALUE}")
    private Path data;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Nexmark())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        for (String name : names) {
            if (!NexmarkQuery.ALL.contains(name)) {
                throw new IllegalArgumentException("there is no query \"%s\"; there are q0 to q22".formatted(name));
            }
        }
        engines.forEach(Engine::require);
        Path folder = data.toAbsolutePath().resolve("%d-by-%d-at-%d".formatted(events, triggers, rate));
        NexmarkFiles files = new NexmarkFiles(folder, events, triggers, rate);
        EventWriter.write(files);
        Surroundings before = Surroundings.now();
        List<RunLine> lines = new ArrayList<>();
        for (String name : names) {
            for (Engine engine : engines) {
                if (engine.knows(name)) {
                    lines.addAll(engine.run(new RunSpec(
                            engine.toString(),
                            name,
                            files,
                            runs,
                            warmUps,
                            warmUpSeconds,
                            threads,
                            queries.map(Path::toAbsolutePath),
                            connector)));
                }
            }
        }
        NexmarkTable table = new NexmarkTable(names, engines, lines);
        System.out.println();
        System.out.println(before.text(events, triggers, threads, runs));
        System.out.println();
        System.out.println(table.markdown());
        System.out.println();
        System.out.print(table.refusals());
        return table.isWhole() ? 0 : 1;
    }
}
