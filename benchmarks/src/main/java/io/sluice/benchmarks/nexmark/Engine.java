package io.sluice.benchmarks.nexmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Who runs the queries, each query in a new process with the class path and the flags of this one. */
enum Engine {
    SLUICE(SluiceRuns.class.getName(), false),
    DUCKDB(DuckDbRuns.class.getName(), false),
    FLINK("io.sluice.benchmarks.flink.FlinkRuns", true);

    /** OVER takes no rows that change there. */
    private static final Set<String> NOT_BY_FLINK = Set.of("q6");

    private static final List<String> OPENED = List.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.net",
            "java.nio",
            "java.text",
            "java.time",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "java.util.concurrent.locks");

    private final String main;
    private final boolean apart;

    /** @param apart in a module of its own, of the same name, which only the profile {@code peers} builds */
    Engine(String main, boolean apart) {
        this.main = main;
        this.apart = apart;
    }

    String shown() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it has a form of the query. */
    boolean knows(String query) {
        return switch (this) {
            case SLUICE -> true;
            case DUCKDB -> NexmarkQuery.forDuckDb(query, false).isPresent();
            case FLINK -> !NOT_BY_FLINK.contains(query);
        };
    }

    private String classPath() throws IOException {
        return apart
                ? Files.readString(module().resolve("target/classpath")).strip()
                : System.getProperty("java.class.path");
    }

    /** The folder of its module, beside this one's classes. */
    private Path module() {
        Path code = Path.of(
                Engine.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        return code.getParent().getParent().resolve(shown());
    }

    /** Refuses an engine that was not built. */
    void require() {
        if (apart && !Files.exists(module().resolve("target/classpath"))) {
            throw new IllegalStateException(
                    "engine \"%1$s\" is not built; build it by: mvn -Ppeers -pl benchmarks/%1$s -am -DskipTests package"
                            .formatted(shown()));
        }
    }

    /** Prints its lines as they come. */
    List<RunLine> run(RunSpec spec) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-agent"))
                .forEach(command::add);
        if (apart) {
            OPENED.forEach(name -> command.add("--add-opens=java.base/%s=ALL-UNNAMED".formatted(name)));
        }
        command.addAll(List.of("-cp", classPath(), main));
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
