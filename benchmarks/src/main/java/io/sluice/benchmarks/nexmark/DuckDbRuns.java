package io.sluice.benchmarks.nexmark;

import io.sluice.benchmarks.Scratch;
import io.sluice.benchmarks.Stopwatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Runs a query as DuckDB does it: one batch over all files, into a temporary table; q10 into files. */
public final class DuckDbRuns {
    private DuckDbRuns() {}

    public static void main(String[] arguments) throws Exception {
        RunSpec spec = RunSpec.of(arguments);
        String query = NexmarkQuery.forDuckDb(spec.query(), false).orElseThrow();
        try (DuckDbAnswers duckdb = new DuckDbAnswers(spec.files().directory())) {
            duckdb.execute("SET threads = " + spec.threads());
            duckdb.run(NexmarkQuery.forDuckDb(spec.query(), true).orElseThrow());
            RunLine.result(duckdb.version(), spec, duckdb.fingerprint().toString())
                    .print();
            spec.repeat(run -> {
                Path home = Files.createTempDirectory(spec.files().directory(), "run");
                Stopwatch watch = new Stopwatch();
                if (spec.query().equals("q10")) {
                    duckdb.execute(
                            "COPY (%s) TO '%s/bid' (FORMAT csv, PARTITION_BY (dt, hm))".formatted(query.strip(), home));
                } else {
                    duckdb.run(query);
                }
                Stopwatch.Time time = watch.time();
                Scratch.delete(home);
                if (run > 0) {
                    RunLine.timed(duckdb.version(), spec, run, time, Optional.empty())
                            .print();
                }
            });
        }
    }
}
