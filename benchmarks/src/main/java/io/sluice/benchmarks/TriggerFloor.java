package io.sluice.benchmarks;

import io.sluice.engine.Session;
import io.sluice.engine.SessionConfig;
import io.sluice.engine.Sluice;
import io.sluice.runtime.QueryListener;
import io.sluice.runtime.QueryProgress;
import io.sluice.runtime.StreamingQuery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * What a trigger costs when it has one row: from progress to progress of batches that follow each other as fast as they
 * can, with a durable checkpoint at each. In microseconds.
 *
 * <p>Arguments: batches that are counted; as many go before them to warm up.
 */
public final class TriggerFloor {
    private static final String TABLES =
            """
            CREATE TABLE ticks (
              n BIGINT, k INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts
            ) WITH ('connector' = 'datagen', 'rows-per-second' = '1000000', 'maxRowsPerTrigger' = '1',
              'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '100000000',
              'fields.k.min' = '1', 'fields.k.max' = '10');
            CREATE TABLE nowhere (a BIGINT, b BIGINT) WITH ('connector' = 'blackhole');
            CREATE TABLE files (a BIGINT, b BIGINT) WITH (
              'connector' = 'filesystem', 'path' = 'files', 'format' = 'parquet');
            """;

    private static final Map<String, String> QUERIES = new LinkedHashMap<>();

    static {
        QUERIES.put("stateless", "INSERT INTO nowhere SELECT n, n + 1 FROM ticks");
        QUERIES.put(
                "windowed",
                """
                INSERT INTO nowhere SELECT k, COUNT(*)
                FROM TABLE(TUMBLE(TABLE ticks, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY window_start, k""");
        QUERIES.put("stateless to parquet", "INSERT INTO files SELECT n, n + 1 FROM ticks");
    }

    private TriggerFloor() {}

    public static void main(String[] arguments) throws Exception {
        int batches = Integer.parseInt(arguments[0]);
        for (Map.Entry<String, String> query : QUERIES.entrySet()) {
            Measurement times = measure(query.getValue(), batches);
            System.out.printf(
                    "{\"benchmark\":\"trigger-floor\",\"query\":\"%s\",\"batches\":%d,\"p50_us\":%s,\"p99_us\":%s,"
                            + "\"max_us\":%s}%n",
                    query.getKey(),
                    batches,
                    Measurement.number(times.median()),
                    Measurement.number(times.percentile(99)),
                    Measurement.number(times.max()));
        }
    }

    private static Measurement measure(String query, int batches) throws Exception {
        Path scratch = Files.createTempDirectory("sluice-benchmark");
        Intervals intervals = new Intervals(batches);
        try (Session session = Sluice.open(SessionConfig.in(scratch))) {
            session.addListener(intervals);
            StreamingQuery running = session.sql(TABLES + query + ";");
            intervals.done.await();
            running.stop();
            return intervals.times;
        } finally {
            Scratch.delete(scratch);
        }
    }

    /** Takes the time between two reports of progress. */
    private static final class Intervals implements QueryListener {
        private final Measurement times = new Measurement();
        private final CountDownLatch done = new CountDownLatch(1);
        private final int batches;
        private long seen;
        private long last;

        Intervals(int batches) {
            this.batches = batches;
        }

        @Override
        public void progress(QueryProgress progress) {
            long now = System.nanoTime();
            seen++;
            if (seen > batches && seen <= 2L * batches) {
                times.add((now - last) / 1e3);
            }
            if (seen == 2L * batches) {
                done.countDown();
            }
            last = now;
        }
    }
}
