package io.sluice.runtime.loop;

import io.sluice.runtime.execution.BatchCounts;
import java.util.HashMap;
import java.util.Map;

/** The counts of a batch as a commit keeps them, for people: {@code rowsRead.flights}, {@code lateRows.agg-1} … */
final class CommitCounts {
    private CommitCounts() {}

    static Map<String, Long> of(BatchCounts counts) {
        Map<String, Long> flat = new HashMap<>();
        put(flat, "rowsRead", counts.rowsRead());
        put(flat, "rowsWritten", counts.rowsWritten());
        put(flat, "lateRows", counts.lateRows());
        put(flat, "badRows", counts.badRows());
        put(flat, "nullTimes", counts.nullTimes());
        put(flat, "stateRows", counts.stateRows());
        return flat;
    }

    private static void put(Map<String, Long> flat, String name, Map<String, Long> counts) {
        counts.forEach((of, count) -> flat.put(name + "." + of, count));
    }
}
