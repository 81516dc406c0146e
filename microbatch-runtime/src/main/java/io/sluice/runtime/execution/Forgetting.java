package io.sluice.runtime.execution;

import io.sluice.planner.plan.StateTtl;
import io.sluice.runtime.state.KeyGroups;
import java.util.stream.IntStream;

/**
 * When the shards of an operator look for what has not changed for long. Each does so sixteen times in the time for which state is kept,
 * one after the other, so that no batch has to look through all of the state:
 *
 * <pre>
 * |── time to live ───────────────────────────|
 * |── shard 0 ─ 1 ─ 2 … 15 ─|─ shard 0 ─ …        a sixteenth of it
 * </pre>
 *
 * It only depends on the times of batches, which are in the log.
 */
final class Forgetting {
    private static final int TIMES = 16;

    private final StateTtl ttl;
    private final long period;

    /** The time of the last batch. */
    private long last = Long.MIN_VALUE;

    Forgetting(StateTtl ttl) {
        this.ttl = ttl;
        period = Math.max(KeyGroups.SHARDS, Math.min(ttl.left(), ttl.right()) / TIMES);
    }

    /** An earlier run has come to this time. */
    void resume(long reached) {
        last = reached;
    }

    /** A batch begins: gives the shards that look. */
    int[] begin(long clock) {
        long before = last;
        last = clock;
        return IntStream.range(0, KeyGroups.SHARDS)
                .filter(shard -> before == Long.MIN_VALUE || round(clock, shard) > round(before, shard))
                .toArray();
    }

    private long round(long time, int shard) {
        return Math.floorDiv(time - shard * (period / KeyGroups.SHARDS), period);
    }

    /** The last time of change of what goes: of what is kept, or of the rows of the left input, then of the right one. */
    long[] before(long clock) {
        return new long[] {before(clock, ttl.left()), before(clock, ttl.right())};
    }

    private static long before(long clock, long micros) {
        return micros == StateTtl.FOREVER ? Long.MIN_VALUE : clock - micros;
    }
}
