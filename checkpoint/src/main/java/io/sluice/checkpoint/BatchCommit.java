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
 */
public record BatchCommit(
        long batch,
        Map<String, String> offsets,
        Map<String, Map<String, Long>> watermarks,
        Map<String, byte[]> receipts,
        Map<String, Long> counts,
        long publishedThrough,
        boolean finished) {
    public BatchCommit {
        offsets = Map.copyOf(offsets);
        watermarks = Map.copyOf(watermarks);
        receipts = Map.copyOf(receipts);
        counts = Map.copyOf(counts);
    }
}
