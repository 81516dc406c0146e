package io.sluice.checkpoint;

import java.util.Map;

/**
 * That a batch is final, and where the next one starts.
 *
 * @param batch number of the batch, from 0
 * @param offsets the end of what has been read, by the name of the source; all sources that have ever read
 * @param watermarks at the end of the batch, in microseconds since the epoch, by source and partition
 * @param receipts what each sink needs to publish the batch, by the name of the sink
 * @param counts rows read, written, late …, for people
 * @param publishedThrough what has been published up to this batch survives a power loss; −1 for none
 * @param finished the query has ended: its input was bounded, and all of it is in
 * @param activity when rows came last, in microseconds of batch time, by source and partition; the empty partition
 *     stands for the source. Only sources that can be idle
 * @param operators the watermarks that operators have reached, as in {@link BatchIntent}
 * @param ends where the sources that end do so, by the name of the source; empty where all go on. A later start with the
 *     same sources reads up to there and not what has come since
 */
public record BatchCommit(
        long batch,
        Map<String, String> offsets,
        Map<String, Map<String, Long>> watermarks,
        Map<String, byte[]> receipts,
        Map<String, Long> counts,
        long publishedThrough,
        boolean finished,
        Map<String, Map<String, Long>> activity,
        Map<String, Long> operators,
        Map<String, String> ends) {
    public BatchCommit {
        offsets = Map.copyOf(offsets);
        watermarks = Map.copyOf(watermarks);
        receipts = Map.copyOf(receipts);
        counts = Map.copyOf(counts);
        activity = Map.copyOf(activity);
        operators = Map.copyOf(operators);
        ends = Map.copyOf(ends);
    }

    /** Where no source can be idle, and none ends. */
    public BatchCommit(
            long batch,
            Map<String, String> offsets,
            Map<String, Map<String, Long>> watermarks,
            Map<String, byte[]> receipts,
            Map<String, Long> counts,
            long publishedThrough,
            boolean finished) {
        this(batch, offsets, watermarks, receipts, counts, publishedThrough, finished, Map.of(), Map.of(), Map.of());
    }
}
