package io.sluice.runtime.batch;

/** Takes rows on their way down. */
@FunctionalInterface
public interface BatchConsumer {
    /** The batch stays the caller's, who fills it again after the call. */
    void accept(ColumnBatch batch);

    /** No more rows come. */
    default void finish() {}
}
