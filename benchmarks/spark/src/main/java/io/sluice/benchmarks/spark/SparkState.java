package io.sluice.benchmarks.spark;

import io.sluice.benchmarks.StateRows;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.StreamingQueryProgress;

/**
 * Counts and sums by key in Spark, the job of {@code ./benchmarks/state}: the rows are those of {@link StateRows}.
 *
 * <p>Arguments: {@code memory} or {@code rocksdb}, folder of the checkpoint, keys, rows in a trigger, triggers, name of the figure.
 */
public final class SparkState {
    private SparkState() {}

    public static void main(String[] arguments) throws Exception {
        boolean rocks = arguments[0].equals("rocksdb");
        Path folder = Path.of(arguments[1]).toAbsolutePath();
        long keys = Long.parseLong(arguments[2]);
        long perTrigger = Long.parseLong(arguments[3]);
        int triggers = Integer.parseInt(arguments[4]);
        try (StreamingSpark streaming = new StreamingSpark("state", 2, rocks, folder.resolve("spark"))) {
            SparkSession spark = streaming.session();
            Reports reports = new Reports(triggers);
            spark.streams().addListener(reports);
            long unused = heap();
            long began = System.nanoTime();
            Path checkpoint = folder.resolve("checkpoint");
            StreamingQuery query = query(spark, keys, perTrigger)
                    .writeStream()
                    .format("noop")
                    .outputMode("update")
                    .option("checkpointLocation", checkpoint.toString())
                    .start();
            reports.done.await();
            double seconds = (System.nanoTime() - began) / 1e9;
            query.stop();
            if (reports.failure != null) {
                throw new IllegalStateException(reports.failure);
            }
            double held = reports.last.stateOperators()[0].numRowsTotal();
            reports.line.print(
                    rocks ? "spark-rocksdb" : "spark-memory",
                    keys,
                    arguments[5],
                    triggers * perTrigger,
                    seconds,
                    ",\"state_rows\":%.0f,\"state_bytes_per_key\":%.1f,\"heap_bytes_per_key\":%.1f,\"resident_bytes\":%d,\"checkpoint_bytes\":%d"
                            .formatted(
                                    held,
                                    reports.last.stateOperators()[0].memoryUsedBytes() / held,
                                    (heap() - unused) / held,
                                    StateLine.resident(),
                                    StateLine.diskBytes(checkpoint)));
        }
    }

    /** Used after a full collection, in bytes. */
    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static Dataset<Row> query(SparkSession spark, long keys, long perTrigger) {
        return spark.readStream()
                .format("rate-micro-batch")
                .option("rowsPerBatch", perTrigger)
                .option("numPartitions", 2)
                .load()
                .selectExpr(
                        "CASE WHEN value < %1$d THEN value ELSE value * %2$d %% %1$d END AS k"
                                .formatted(keys, StateRows.FACTOR),
                        "value %% %d AS v".formatted(StateRows.VALUES))
                .groupBy("k")
                .agg(functions.count("*"), functions.sum("v"));
    }

    /** Takes the times of triggers. */
    private static final class Reports extends StreamingQueryListener {
        private static final long serialVersionUID = 1;

        private final transient CountDownLatch done = new CountDownLatch(1);
        private final transient StateLine line;
        private final int triggers;
        private transient StreamingQueryProgress last;
        private String failure;

        Reports(int triggers) {
            this.triggers = triggers;
            line = new StateLine(Math.min(triggers / 2, 20));
        }

        @Override
        public void onQueryStarted(QueryStartedEvent event) {}

        @Override
        public void onQueryProgress(QueryProgressEvent event) {
            if (event.progress().numInputRows() == 0 || line.seen() >= triggers) {
                return;
            }
            last = event.progress();
            line.trigger(
                    last.durationMs().get("triggerExecution"),
                    last.stateOperators()[0].commitTimeMs()
                            + last.durationMs().get("walCommit")
                            + last.durationMs().get("commitOffsets"));
            if (line.seen() == triggers) {
                done.countDown();
            }
        }

        @Override
        public void onQueryTerminated(QueryTerminatedEvent event) {
            if (event.exception().isDefined()) {
                failure = event.exception().get();
            }
            done.countDown();
        }
    }
}
