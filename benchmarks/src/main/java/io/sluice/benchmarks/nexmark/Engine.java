package io.sluice.benchmarks.nexmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Who runs the queries, each query in a new process with the class path and the flags of this one. */
enum Engine {
    SLUICE(SluiceRuns.class),
    DUCKDB(DuckDbRuns.class);

    private final Class<?> main;

    Engine(Class<?> main) {
        this.main = main;
    }

    String shown() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it has a form of the query. */
    boolean knows(String query) {
        return this == SLUICE || NexmarkQuery.forDuckDb(query, false).isPresent();
    }

    /** Prints its lines as they come. */
    List<RunLine> run(RunSpec spec) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-agent"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(spec.arguments());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<RunLine> lines = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                System.out.println(line);
                RunLine.parse(line).ifPresent(lines::add);
            }
        }
        if (process.waitFor() != 0) {
            System.err.printf("%s of %s has failed%n", spec.query(), shown());
        }
        return lines;
    }
}
