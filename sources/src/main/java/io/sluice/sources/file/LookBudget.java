package io.sluice.sources.file;

import java.time.Duration;

/**
 * How much of a listing one look does: it stops when it has gone through so many names and has taken so long. A small folder
 * is listed at once on the slowest disk, and a large one does not hold up the batches.
 */
record LookBudget(int names, Duration time) {
    static final LookBudget DEFAULT = new LookBudget(1000, Duration.ofMillis(10));
    static final LookBudget WHOLE = new LookBudget(Integer.MAX_VALUE, Duration.ZERO);

    Look begin() {
        return new Look(names, System.nanoTime() + time.toNanos());
    }

    /** What is left for one look. */
    static final class Look {
        private final long end;
        private int names;

        private Look(int names, long end) {
            this.names = names;
            this.end = end;
        }

        void count() {
            names--;
        }

        boolean isSpent() {
            return names <= 0 && System.nanoTime() - end >= 0;
        }
    }
}
