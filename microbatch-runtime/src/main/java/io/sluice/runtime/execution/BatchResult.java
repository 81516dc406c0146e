package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.StateDelta;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a batch gives. The memory of the deltas is the execution's and valid until its next run.
 *
 * @param watermarks in microseconds, by source and partition, at the end of the batch; never less than at its start
 * @param seen the partitions that had rows, by source
 * @param operators the watermarks that operators over several sources have reached, by uid
 * @param receipts of the staged output, by sink
 */
public record BatchResult(
        Map<String, Map<String, Long>> watermarks,
        Map<String, Set<String>> seen,
        Map<String, Long> operators,
        Map<String, byte[]> receipts,
        List<StateDelta> deltas,
        BatchCounts counts) {
    public BatchResult {
        requireNonNull(watermarks, "watermarks");
        seen = Map.copyOf(seen);
        operators = Map.copyOf(operators);
        receipts = Map.copyOf(receipts);
        deltas = List.copyOf(deltas);
        requireNonNull(counts, "counts");
    }
}
