package io.sluice.runtime.execution;

import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import io.sluice.checkpoint.StoredPieces;
import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.plan.Watermark;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** An operator at its place in the graph: it takes the rows of a batch, and then sends rows down its pipeline. */
interface Stage extends AutoCloseable {
    String uid();

    /** Of the event times; none: nothing closes before the end of the input. */
    default List<Watermark> watermarks() {
        return List.of();
    }

    /** A watermark is the least of several, of which some may leave for a while. */
    default boolean remembers(Watermark watermark) {
        return false;
    }

    /** Goes on where an earlier run has stopped. */
    default void resume(long[] watermarks) {}

    /** Goes on where an earlier run has stopped, if it goes by the clock: the time of its last batch. */
    default void resumeClock(long reached) {}

    /** Whether it goes by the clock, which for it never goes back. */
    default boolean hasClock() {
        return false;
    }

    /**
     * A batch begins.
     *
     * @param watermarks at its start
     * @param clock its time, in microseconds; never less than that of the batch before
     */
    void begin(long batch, long[] watermarks, long clock);

    /** Tables that are to be read before the others. */
    default Set<String> readFirst() {
        return Set.of();
    }

    /**
     * The batch is about to be read: rows that need not wait for others go on as they come.
     *
     * @param firstPiece the number of the first piece that such rows make
     * @return how many they may make
     */
    default int stream(Reading reading, int firstPiece, FunctionContext context, Tally tally) {
        return 0;
    }

    /** What is read first is there, for rows that then go on as they come. */
    default void takeFirst(FunctionContext context, WorkerPool pool) {}

    /**
     * All that the batch brings is there: takes it in and sends on.
     *
     * @param end the watermarks at the end of the batch, and whether that is the end of the input
     * @param firstPiece the number of the first piece of the batch that it makes
     * @return how many it has made
     */
    int run(End end, int firstPiece, FunctionContext context, WorkerPool pool, Tally tally);

    /** Whether it remembers anything from batch to batch. */
    boolean isStateful();

    List<StateTable> tables();

    /** Takes back stored rows of one of its tables. */
    void restore(StateTable table, StoredPieces rows, WorkerPool pool);

    /** The parts of its state that can go to disk. */
    default List<Pages> pages() {
        return List.of();
    }

    /** Where these parts are; before anything is restored. */
    default void useMemory(StateMemory memory) {}

    /** What the batch has changed in the state; valid until the next one begins. */
    List<StateDelta> deltas();

    Held held();

    /** The least value of one of its watermarks at which something is due though no rows come; empty: never. */
    default OptionalLong nextEnd(int watermark) {
        return OptionalLong.empty();
    }

    /** The time of a batch at which something is due though no rows come; empty: never. */
    default OptionalLong nextTime() {
        return OptionalLong.empty();
    }

    /** Whether the end of the input, or a first batch without rows, makes it send rows. */
    default boolean isDue(boolean endOfInput) {
        return false;
    }

    /** Whether it sends nothing any more, whatever comes. */
    default boolean isSatisfied() {
        return false;
    }

    @Override
    void close();

    /**
     * How far a batch gets.
     *
     * @param watermarks in microseconds; −∞ is the least long, and +∞, at the end of the input, the greatest
     * @param endOfInput no rows come after it
     */
    record End(long[] watermarks, boolean endOfInput) {
        /** The first; −∞ if there is none. */
        long first() {
            return endOfInput ? Long.MAX_VALUE : watermarks.length == 0 ? Long.MIN_VALUE : watermarks[0];
        }
    }

    /**
     * What a batch reads.
     *
     * @param tables all of them
     * @param first those that are read before the others, in this batch or not
     * @param pieces how many the scans make, numbered from 0
     */
    record Reading(Set<String> tables, Set<String> first, int pieces) {}

    /** The size of a state, and what the batch did to it, in rows and bytes. */
    record Held(long rows, long bytes, long updated, long removed) {}
}
