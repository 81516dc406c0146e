package io.sluice.benchmarks.spark;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StateOperatorProgress;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.StreamingQueryProgress;

/**
 * Counts and sums by key in Spark, the job of {@code ./benchmarks/state}: the first rows have a new key each, those behind them one of
 * these.
 *
 * <p>Arguments: {@code memory} or {@code rocksdb}, folder of the checkpoint, keys, rows in a trigger, triggers, name of the figure.
 */
public final class SparkState {
    private static final String PROVIDERS = "org.apache.spark.sql.execution.streaming.state.";
    private static final long FACTOR = 2_654_435_761L;

    private SparkState() {}

    public static void main(String[] arguments) throws Exception {
        boolean rocks = arguments[0].equals("rocksdb");
        Path folder = Path.of(arguments[1]).toAbsolutePath();
        long keys = Long.parseLong(arguments[2]);
        long perTrigger = Long.parseLong(arguments[3]);
        int triggers = Integer.parseInt(arguments[4]);
        try (SparkSession spark = session(rocks, folder)) {
            Reports reports = new Reports(triggers);
            spark.streams().addListener(reports);
            long began = System.nanoTime();
            StreamingQuery query = query(spark, keys, perTrigger)
                    .writeStream()
                    .format("noop")
                    .outputMode("update")
                    .option("checkpointLocation", folder.resolve("checkpoint").toString())
                    .start();
            reports.done.await();
            double seconds = (System.nanoTime() - began) / 1e9;
            query.stop();
            if (reports.failure != null) {
                throw new IllegalStateException(reports.failure);
            }
            StateOperatorProgress state = reports.last.stateOperators()[0];
            Map<String, Long> metrics = state.customMetrics();
            reports.line.print(
                    rocks ? "spark, RocksDB" : "spark, memory",
                    keys,
                    arguments[5],
                    triggers * perTrigger,
                    seconds,
                    ",\"state_rows\":%d,\"state_bytes_per_key\":%.1f,\"sst_bytes\":%d"
                            .formatted(
                                    state.numRowsTotal(),
                                    (double) state.memoryUsedBytes() / state.numRowsTotal(),
                                    metrics.getOrDefault("rocksdbSstFileSize", 0L)));
        }
    }

    private static SparkSession session(boolean rocks, Path folder) {
        return SparkSession.builder()
                .master("local[2]")
                .appName("state")
                .config("spark.ui.enabled", "false")
                .config("spark.local.dir", folder.resolve("spark").toString())
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config(
                        "spark.sql.streaming.stateStore.providerClass",
                        PROVIDERS + (rocks ? "RocksDBStateStoreProvider" : "HDFSBackedStateStoreProvider"))
                .config("spark.sql.streaming.stateStore.rocksdb.changelogCheckpointing.enabled", "true")
                .config(
                        "spark.sql.streaming.checkpointFileManagerClass",
                        "org.apache.spark.sql.execution.streaming.checkpointing.FileSystemBasedCheckpointFileManager")
                .getOrCreate();
    }

    private static Dataset<Row> query(SparkSession spark, long keys, long perTrigger) {
        return spark.readStream()
                .format("rate-micro-batch")
                .option("rowsPerBatch", perTrigger)
                .option("numPartitions", 2)
                .load()
                .selectExpr(
                        "CASE WHEN value < %1$d THEN value ELSE value * %2$d %% %1$d END AS k".formatted(keys, FACTOR),
                        "value % 1000 AS v")
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
