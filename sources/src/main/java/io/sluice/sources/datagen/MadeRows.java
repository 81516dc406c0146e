package io.sluice.sources.datagen;

import java.util.List;

/**
 * What a source makes up: how many rows there are at a time, and what is in them. Row i of a start is always the same.
 * Thread-safe.
 */
interface MadeRows {
    /** The number of rows so many microseconds after the start; never decreases with time. */
    long by(long elapsedMicros);

    /** Where the rows end if they do; {@code Long.MAX_VALUE} if not. */
    long end();

    default boolean isBounded() {
        return end() < Long.MAX_VALUE;
    }

    /** One for each column of the table; {@code startMicros} since the epoch is when the query was first started. */
    List<Generator> generators(long startMicros);

    /** The usual time from one row to the next, in nanoseconds. */
    long nanosBetweenRows();
}
