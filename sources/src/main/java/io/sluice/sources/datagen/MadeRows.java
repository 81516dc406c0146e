package io.sluice.sources.datagen;

import io.sluice.sources.Scan;
import io.sluice.sources.Split;
import java.util.List;

/**
 * What a source makes up: how many rows there are at a time, and what is in them. Row i of a start is always the same.
 * Thread-safe.
 */
public interface MadeRows {
    /**
     * The number of rows so many microseconds after the start; never decreases with time. {@code Long.MAX_VALUE}: there
     * are always more.
     */
    long by(long elapsedMicros);

    /** Where the rows end if they do; {@code Long.MAX_VALUE} if not. */
    long end();

    /** Whether the table ends; one that does not may have no more rows all the same. */
    default boolean isBounded() {
        return end() < Long.MAX_VALUE;
    }

    /**
     * Rows {@code [from, to)} in pieces that depend on the arguments alone; {@code startMicros} since the epoch is when the
     * query was first started.
     */
    List<Split> splits(long from, long to, long startMicros, Scan scan);

    /** The usual time from one row to the next, in nanoseconds. */
    long nanosBetweenRows();
}
