package io.sluice.benchmarks.spark;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.streaming.state.StateStore;

/**
 * Structured Streaming in this process, as many shuffle partitions as threads, times in UTC. The state store is Spark's own (versions in
 * memory, changes in files) or RocksDB with a changelog.
 */
final class StreamingSpark implements AutoCloseable {
    private static final String STREAMING = "org.apache.spark.sql.execution.streaming.";

    private final SparkSession session;

    /** @param scratch for its files beside checkpoints; the caller deletes it after {@link #close} */
    StreamingSpark(String name, int threads, boolean rocks, Path scratch) {
        session = SparkSession.builder()
                .master("local[%d]".formatted(threads))
                .appName(name)
                .config("spark.ui.enabled", "false")
                .config("spark.local.dir", scratch.toString())
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                // On a busy machine the executor, a thread here, would be given up for its late heartbeats.
                .config("spark.network.timeout", "1h")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.datetime.java8API.enabled", "true")
                .config("spark.sql.shuffle.partitions", Integer.toString(threads))
                .config(
                        "spark.sql.streaming.stateStore.providerClass",
                        STREAMING + "state." + (rocks ? "RocksDBStateStoreProvider" : "HDFSBackedStateStoreProvider"))
                .config("spark.sql.streaming.stateStore.rocksdb.changelogCheckpointing.enabled", "true")
                .config(
                        "spark.sql.streaming.checkpointFileManagerClass",
                        STREAMING + "checkpointing.FileSystemBasedCheckpointFileManager")
                .getOrCreate();
    }

    SparkSession session() {
        return session;
    }

    /**
     * Ends the threads that write snapshots of state when a query is over, so that folders of checkpoints can be deleted. The next query
     * begins with new ones.
     */
    void release() {
        StateStore.stop();
    }

    @Override
    public void close() {
        release();
        session.stop();
    }
}
