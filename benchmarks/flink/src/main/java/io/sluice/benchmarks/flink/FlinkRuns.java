package io.sluice.benchmarks.flink;

import io.sluice.benchmarks.nexmark.NexmarkQuery;
import io.sluice.benchmarks.nexmark.RunLine;
import io.sluice.benchmarks.nexmark.RunSpec;
import io.sluice.benchmarks.nexmark.Stopwatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/**
 * Runs a query in streaming mode over all files, in a cluster within this process: state on the heap, objects reused, a
 * checkpoint every ten seconds. The same texts as Sluice's, but for the tables.
 */
public final class FlinkRuns {
    private final RunSpec spec;

    private FlinkRuns(RunSpec spec) {
        this.spec = spec;
    }

    public static void main(String[] arguments) throws Exception {
        new FlinkRuns(RunSpec.of(arguments)).run();
        System.exit(0);
    }

    private void run() throws Exception {
        String version = EnvironmentInformation.getVersion();
        spec.repeat(run -> {
            Path home = Files.createTempDirectory(spec.files().directory(), "run");
            Stopwatch.Time time = run(home);
            delete(home);
            if (run > 0) {
                RunLine.timed("flink", version, spec, run, time, Optional.empty())
                        .print();
            }
        });
    }

    private Stopwatch.Time run(Path home) throws Exception {
        Configuration settings = new Configuration();
        settings.setString("parallelism.default", Integer.toString(spec.threads()));
        settings.setString("pipeline.object-reuse", "true");
        settings.setString("state.backend.type", "hashmap");
        settings.setString("execution.checkpointing.interval", "10 s");
        settings.setString("execution.checkpointing.storage", "filesystem");
        settings.setString(
                "execution.checkpointing.dir",
                home.resolve("checkpoints").toUri().toString());
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.newInstance()
                .inStreamingMode()
                .withConfiguration(settings)
                .build());
        NexmarkQuery query = NexmarkQuery.of(spec.query(), spec.queries());
        Map<String, String> values = new HashMap<>(spec.files().variables());
        values.put("OUTPUT", home.toString());
        values.put("NEXMARK_DIR", home.toString());
        values.put("SUBMIT_TIME", "now");
        Stopwatch watch = new Stopwatch();
        for (String statement : statements(NexmarkQuery.resource("flink.sql") + query.declarations(), values)) {
            tables.executeSql(statement);
        }
        for (String statement : statements(query.insert(), values)) {
            tables.executeSql(statement).await();
        }
        return watch.time();
    }

    private static List<String> statements(String text, Map<String, String> values) {
        return Arrays.stream(NexmarkQuery.substitute(text, values).split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
