package io.sluice.runtime.execution;

import java.util.concurrent.atomic.LongAdder;

/** How far the reading of a batch is: told by the threads that read, looked at by any other. */
public final class ReadMeter {
    private final LongAdder rows = new LongAdder();
    private volatile long expected;

    /** A batch begins, or has ended (0). */
    void begin(long expectedRows) {
        rows.reset();
        expected = expectedRows;
    }

    void add(long read) {
        rows.add(read);
    }

    /** Rows read so far. */
    public long rows() {
        return rows.sum();
    }

    /** The share of the batch that is read, from 0 to 1; a guess, as good as the splits' guesses of their rows. */
    public double share() {
        long all = expected;
        return all <= 0 ? 0 : Math.min(1, (double) rows.sum() / all);
    }
}
