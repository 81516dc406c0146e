package io.sluice.runtime.execution;

import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.plan.Watermark;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.arrow.vector.VectorSchemaRoot;

/** An operator at its place in the graph: it takes the rows of a batch, and then sends rows down its pipeline. */
interface Stage extends AutoCloseable {
    String uid();

    /** Of the event time; empty: nothing closes before the end of the input. */
    default Optional<Watermark> watermark() {
        return Optional.empty();
    }

    /** Its watermark is the least of several, of which some may leave for a while. */
    default boolean remembersWatermark() {
        return false;
    }

    /** Goes on where an earlier run has stopped. */
    default void resume(long watermark) {}

    /** Whether it goes by the clock, which for it never goes back. */
    default boolean hasClock() {
        return false;
    }

    /**
     * A batch begins.
     *
     * @param watermark at its start
     * @param clock its time, in microseconds; never less than that of the batch before
     */
    void begin(long batch, long watermark, long clock);

    /**
     * All that the batch brings is there: takes it in and sends on.
     *
     * @param watermark at the end of the batch
     * @param firstPiece the number of the first piece of the batch that it makes
     * @return how many it has made
     */
    int run(long watermark, int firstPiece, FunctionContext context, WorkerPool pool, Tally tally);

    /** Whether it remembers anything from batch to batch. */
    boolean isStateful();

    StateTable table();

    /** Takes back stored rows. */
    void restore(VectorSchemaRoot rows);

    /** What the batch has changed in the state; valid until the next one begins. */
    Optional<StateDelta> delta();

    Held held();

    /** The least watermark at which something is due though no rows come. */
    default Optional<Long> nextEnd() {
        return Optional.empty();
    }

    /** The time of a batch at which something is due though no rows come; empty: never. */
    default OptionalLong nextTime() {
        return OptionalLong.empty();
    }

    /** Whether the end of the input, or a first batch without rows, makes it send rows. */
    default boolean isDue(boolean endOfInput) {
        return false;
    }

    @Override
    void close();

    /** The size of a state, and what the batch did to it, in rows and bytes. */
    record Held(long rows, long bytes, long updated, long removed) {}
}
