package io.sluice.benchmarks.nexmark;

import io.sluice.benchmarks.Scratch;
import io.sluice.benchmarks.Stopwatch;
import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import io.sluice.planner.Planner;
import io.sluice.runtime.QueryListener;
import io.sluice.runtime.QueryProgress;
import io.sluice.sinks.OutputMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a query as Sluice does it: {@code available-now} over the files, one for each trigger, with a durable checkpoint.
 * First into what keeps the result; there, what only the end of the input closes comes by a bounded run. Plans are kept from run to run, as
 * the launcher keeps them from start to start.
 */
public final class SluiceRuns {
    private static final String CAPTURED = "result";

    private final RunSpec spec;
    private final NexmarkQuery query;

    private SluiceRuns(RunSpec spec) {
        this.spec = spec;
        this.query = NexmarkQuery.of(spec.query(), spec.queries());
    }

    public static void main(String[] arguments) throws Exception {
        RunSpec spec = RunSpec.of(arguments);
        Path plans = Files.createTempDirectory(spec.files().directory(), "plans");
        // The planner looks at it once, when its class is loaded.
        System.setProperty(Planner.KEPT_PLANS, plans.toString());
        new SluiceRuns(spec).run();
        Scratch.delete(plans);
        System.exit(0);
    }

    private void run() throws Exception {
        String version = Optional.ofNullable(Session.class.getPackage().getImplementationVersion())
                .orElse("");
        if (NexmarkQuery.forDuckDb(spec.query(), true).isPresent()) {
            RunLine.result(version, spec, result().toString()).print();
        }
        spec.repeat(run -> {
            Path home = Files.createTempDirectory(spec.files().directory(), "run");
            AtomicInteger batches = new AtomicInteger();
            Stopwatch.Time time = run(home, query, batches, Map.of());
            Scratch.delete(home);
            if (run > 0) {
                RunLine.timed(version, spec, run, time, Optional.of(batches.get()))
                        .print();
            }
        });
    }

    private Fingerprint result() throws Exception {
        Path home = Files.createTempDirectory(spec.files().directory(), "run");
        NexmarkQuery captured = query.captured(Map.of("name", CAPTURED));
        run(home, captured, new AtomicInteger(), Map.of());
        CapturedTable table = CapturedSinkFactory.table(CAPTURED);
        if (table.mode() == OutputMode.APPEND) {
            run(home, captured, new AtomicInteger(), Map.of("execution.runtime-mode", "batch"));
        }
        Scratch.delete(home);
        Fingerprint result = table.fingerprint();
        CapturedSinkFactory.forget(CAPTURED);
        return result;
    }

    private Stopwatch.Time run(Path home, NexmarkQuery text, AtomicInteger batches, Map<String, String> more)
            throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("trigger", "available-now"));
        settings.put("parallelism.default", Integer.toString(spec.threads()));
        settings.putAll(more);
        Map<String, String> values = new HashMap<>(spec.files().variables());
        values.put("OUTPUT", home.toString());
        values.put("NEXMARK_DIR", home.toString());
        values.put("SUBMIT_TIME", "now");
        String script = NexmarkQuery.resource(spec.generated() ? "events.sql" : "files.sql") + text.text();
        try (Session session = Sluice.open(SessionConfig.in(home).withSettings(settings))) {
            session.addListener(new QueryListener() {
                @Override
                public void progress(QueryProgress progress) {
                    batches.incrementAndGet();
                }
            });
            Stopwatch watch = new Stopwatch();
            session.sql(NexmarkQuery.substitute(script, values)).awaitTermination();
            return watch.time();
        }
    }
}
