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

/** Who runs the queries, each query in a new process. */
enum Engine {
    SLUICE(SluiceRuns.class.getName(), ""),
    DUCKDB(DuckDbRuns.class.getName(), ""),
    FLINK("io.sluice.benchmarks.flink.FlinkRuns", "flink"),
    FLINK_MINIBATCH("io.sluice.benchmarks.flink.FlinkRuns", "flink"),
    FLINK_ROCKSDB("io.sluice.benchmarks.flink.FlinkRuns", "flink"),
    SPARK("io.sluice.benchmarks.spark.SparkRuns", "spark"),
    SPARK_ROCKSDB("io.sluice.benchmarks.spark.SparkRuns", "spark");

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

    /** How Java is tuned for Sluice; other engines take the JVM's own choice. */
    private static final String TUNING = "sql-engine/java.options";

    /** What of it the others get, too; the second is what options of a profiler need. */
    private static final List<String> FOR_ALL =
            List.of("-XX:+UseTransparentHugePages", "-XX:+UnlockDiagnosticVMOptions");

    private final String main;
    private final String module;

    /** @param module a folder beside this one, which only the profile {@code peers} builds; empty: this module */
    Engine(String main, String module) {
        this.main = main;
        this.module = module;
    }

    /** As options and figures name it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it has a form of the query. */
    boolean knows(String query) {
        return Refusals.of(this, query).isEmpty();
    }

    private boolean apart() {
        return !module.isEmpty();
    }

    private String classPath() throws IOException {
        return apart()
                ? Files.readString(module().resolve("target/classpath")).strip()
                : System.getProperty("java.class.path");
    }

    /** The folder of its module, beside this one's classes. */
    private Path module() {
        return benchmarks().resolve(module);
    }

    private static Path benchmarks() {
        Path code = Path.of(
                Engine.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        return code.getParent().getParent();
    }

    /** The options of this process, but for those that are meant for Sluice only. */
    private List<String> jvmOptions() throws IOException {
        List<String> left = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
        left.removeIf(argument -> argument.startsWith("-agent"));
        if (apart()) {
            List<String> tuning =
                    new ArrayList<>(Files.readAllLines(benchmarks().resolveSibling(TUNING)));
            tuning.removeIf(line -> !line.startsWith("-XX:") || FOR_ALL.contains(line));
            left.removeAll(tuning);
        }
        return left;
    }

    /** Refuses an engine that was not built. */
    void require() {
        if (apart() && !Files.exists(module().resolve("target/classpath"))) {
            throw new IllegalStateException(
                    "engine \"%2$s\" is not built; build it by: mvn -Ppeers -pl benchmarks/%1$s -am -DskipTests package"
                            .formatted(module, this));
        }
    }

    /** Prints its lines as they come. */
    List<RunLine> run(RunSpec spec) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions());
        if (apart()) {
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
            System.err.printf("%s of %s has failed%n", spec.query(), this);
        }
        return lines;
    }
}
