package io.sluice.runtime.operator;

import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Watermark;
import io.sluice.runtime.state.KeyedRows;
import java.util.List;
import java.util.OptionalLong;

/**
 * An operator whose rows and state are divided by keys into shards, each of which knows nothing of the others. In each batch,
 * in this order:
 *
 * <ol>
 *   <li>{@link #begin};
 *   <li>threads send rows to its {@link #inputs};
 *   <li>{@link #process} takes what came for a shard into its state and sends on what changes;
 *   <li>{@link #settle} leaves the state of a shard as the next batch finds it.
 * </ol>
 *
 * {@link #process} is called once for each shard that has something to do, for several by several threads at a time.
 */
public interface ShardedOperator extends AutoCloseable {
    String uid();

    List<Exchange> inputs();

    /** The columns that it sends on. */
    List<DataType> columns();

    /** Whether what it sends has weights. */
    boolean retracts();

    /** Those that say what is late and what closes; their values are given in this order. */
    default List<Watermark> watermarks() {
        return List.of();
    }

    /** Whether it goes by the clock. */
    default boolean hasClock() {
        return false;
    }

    /**
     * The times of a batch, in microseconds.
     *
     * @param start the watermarks at the start of the batch; −∞ is the least long
     * @param end the watermarks after its rows; +∞, at the end of the input, is the greatest long
     * @param clock the time of the batch, which does not go back
     * @param endOfInput no rows come after this batch
     */
    record Times(long[] start, long[] end, long clock, boolean endOfInput) {}

    /** An earlier run has reached these watermarks. */
    default void resume(long[] watermarks) {}

    void begin(long batch, long[] watermarks, long clock);

    /** All rows of the batch are there; constants of the batch are computed by {@code context}. */
    default void start(FunctionContext context) {}

    /** Whether it sends its whole result in each batch, and no changes. */
    default boolean sendsAll() {
        return false;
    }

    /** Whether shards to which no rows came are processed too. */
    default boolean isWoken(Times times) {
        return sendsAll() || times.endOfInput() || !watermarks().isEmpty() || hasClock();
    }

    /** Rows are sent in any order; references into the state hold until {@link #settle}. */
    void process(int shard, Times times, RowEmitter out);

    /**
     * Forgets what has not changed for long, before a batch; sends nothing.
     *
     * @param before for each table of the state the last time of change of what goes
     */
    default void forget(int shard, long[] before) {
        throw new UnsupportedOperationException(uid() + " forgets nothing");
    }

    /** Late rows of the batch. */
    default long lateRows() {
        return 0;
    }

    /** The batch is over for a shard; called for each. */
    void settle(int shard);

    /** Whether its state can go to disk. */
    default boolean isPaged() {
        return true;
    }

    /** The rows of a shard go to disk: what is known of them besides goes, too. */
    default void unload(int shard) {}

    /** They are there again. */
    default void reload(int shard) {}

    /** About the memory that a shard takes besides its rows. */
    default long bytesAround(int shard) {
        return 0;
    }

    /** Whether it sends nothing any more, whatever comes. */
    default boolean isSatisfied() {
        return false;
    }

    /** Its state. */
    List<KeyedRows> state();

    /** The least value of a watermark at which something is due though no rows come; empty: never. */
    default OptionalLong nextEnd(int watermark) {
        return OptionalLong.empty();
    }

    /** The time of a batch at which something is due though no rows come; empty: never. */
    default OptionalLong nextTime() {
        return OptionalLong.empty();
    }

    /** Whether the end of the input, or a first batch without rows, makes it send rows. */
    default boolean isDue(boolean endOfInput) {
        return endOfInput;
    }

    @Override
    void close();
}
