package io.sluice.runtime.loop;

import io.sluice.checkpoint.BatchIntent;
import io.sluice.sources.Source;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How much of an input that ends is read: the least share of its sources. Written by the loop's thread, read by any.
 *
 * <pre>
 *   0 ───────────── done ──── ofBatch ────────────── 1
 *   first look      before    the running batch      the end of the source
 * </pre>
 */
final class InputShare {
    private final Map<String, Source> sources;
    private final Map<String, Long> whole = new HashMap<>();
    private volatile Shares shares = new Shares(1, 0);

    private record Shares(double done, double ofBatch) {}

    InputShare(Map<String, Source> sources) {
        this.sources = Map.copyOf(sources);
    }

    /** A batch is planned; its rows are still among what the sources have before them. */
    void begin(BatchIntent intent) {
        Shares least = new Shares(1, 0);
        for (Map.Entry<String, Source> source : sources.entrySet()) {
            OptionalLong left = source.getValue().backlog();
            if (left.isEmpty()) {
                shares = new Shares(1, 0);
                return;
            }
            BatchIntent.Range range = intent.ranges().get(source.getKey());
            long size = range == null
                    ? 0
                    : source.getValue().sizeOf(Inputs.range(range)).orElse(0);
            Shares own = share(source.getKey(), left.getAsLong(), size);
            least = own.done < least.done ? own : least;
        }
        shares = least;
    }

    private Shares share(String source, long left, long size) {
        long all = whole.merge(source, left, Math::max);
        return all == 0 ? new Shares(1, 0) : new Shares(1 - (double) left / all, (double) size / all);
    }

    /** The share that is read when so much of the running batch is; empty if it is not known. */
    OptionalDouble done(double ofBatch) {
        Shares now = shares;
        return now.done == 1 && now.ofBatch == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.min(1, now.done + ofBatch * now.ofBatch));
    }
}
