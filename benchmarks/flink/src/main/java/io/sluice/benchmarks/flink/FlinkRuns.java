package io.sluice.benchmarks.flink;

import io.sluice.benchmarks.Scratch;
import io.sluice.benchmarks.Stopwatch;
import io.sluice.benchmarks.nexmark.Fingerprint;
import io.sluice.benchmarks.nexmark.NexmarkQuery;
import io.sluice.benchmarks.nexmark.RunLine;
import io.sluice.benchmarks.nexmark.RunSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/**
 * Runs a query in streaming mode over all files, in a cluster within this process, with a checkpoint every ten seconds; first into what
 * sums up the result. The same texts as Sluice's, but for the tables.
 */
public final class FlinkRuns {
    /** They take some of the rows that are equal by ORDER BY, whichever came first: only their number is compared. */
    private static final List<String> TIES = List.of("q9", "q18", "q19");

    /**
     * Queries whose result has a key in its first column. Flink takes q9 for one that only ever adds rows: what is first in an order of several
     * columns it mistakes for what came first, so it tells the new row but not that the old one goes.
     */
    private static final Set<String> KEYED = Set.of("q9");

    private static final Pattern SIDE_TABLE =
            Pattern.compile("'connector' = 'filesystem', 'path' = '([^']*/side_input)'[^)]*");

    private final RunSpec spec;
    private final NexmarkQuery query;

    private FlinkRuns(RunSpec spec) {
        this.spec = spec;
        NexmarkQuery text = NexmarkQuery.of(spec.query(), spec.queries());
        this.query = new NexmarkQuery(
                text.name(),
                SIDE_TABLE.matcher(text.text()).replaceAll("'connector' = 'side-table', 'path' = '$1/side_input.csv'"));
    }

    public static void main(String[] arguments) throws Exception {
        new FlinkRuns(RunSpec.of(arguments)).run();
        System.exit(0);
    }

    private void run() throws Exception {
        String version = EnvironmentInformation.getVersion();
        if (!spec.query().equals("q12")) {
            run(query.captured(Map.of("keys", KEYED.contains(spec.query()) ? "1" : "0")));
            Fingerprint result = CapturedSinkFactory.SUM.fingerprint();
            RunLine.result(version, spec, TIES.contains(spec.query()) ? result.rowsOnly() : result.toString())
                    .print();
        }
        spec.repeat(run -> {
            Stopwatch.Time time = run(query);
            if (run > 0) {
                RunLine.timed(version, spec, run, time, Optional.empty()).print();
            }
        });
    }

    private Stopwatch.Time run(NexmarkQuery text) throws Exception {
        Path home = Files.createTempDirectory(spec.files().directory(), "run");
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.newInstance()
                .inStreamingMode()
                .withConfiguration(settings(home))
                .build());
        Map<String, String> values = new HashMap<>(spec.files().variables());
        values.put("OUTPUT", home.toString());
        values.put("NEXMARK_DIR", home.toString());
        values.put("SUBMIT_TIME", "now");
        Stopwatch watch = new Stopwatch();
        for (String statement : statements(NexmarkQuery.resource("flink.sql") + text.declarations(), values)) {
            tables.executeSql(statement);
        }
        for (String statement : statements(text.insert(), values)) {
            tables.executeSql(statement).await();
        }
        Stopwatch.Time time = watch.time();
        Scratch.delete(home);
        return time;
    }

    private Configuration settings(Path home) {
        Configuration settings = new Configuration();
        settings.setString("parallelism.default", Integer.toString(spec.threads()));
        settings.setString("pipeline.object-reuse", "true");
        settings.setString("execution.checkpointing.interval", "10 s");
        settings.setString("execution.checkpointing.storage", "filesystem");
        settings.setString(
                "execution.checkpointing.dir",
                home.resolve("checkpoints").toUri().toString());
        if (spec.engine().endsWith("rocksdb")) {
            settings.setString("state.backend.type", "rocksdb");
            settings.setString("execution.checkpointing.incremental", "true");
            settings.setString(
                    "state.backend.rocksdb.localdir", home.resolve("rocksdb").toString());
            settings.setString("taskmanager.memory.managed.size", "1 gb");
        } else {
            settings.setString("state.backend.type", "hashmap");
        }
        if (spec.engine().endsWith("minibatch")) {
            settings.setString("table.exec.mini-batch.enabled", "true");
            settings.setString("table.exec.mini-batch.allow-latency", "2 s");
            settings.setString("table.exec.mini-batch.size", "50000");
        }
        return settings;
    }

    private static List<String> statements(String text, Map<String, String> values) {
        return Arrays.stream(NexmarkQuery.substitute(text, values).split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }
}
