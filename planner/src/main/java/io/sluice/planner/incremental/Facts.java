package io.sluice.planner.incremental;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the changes that a node sends on.
 *
 * @param retracts it can take rows back
 * @param keys sets of columns of which each has at most one row; the empty set: at most one row at all
 * @param columns for each column
 */
public record Facts(boolean retracts, List<BitSet> keys, List<ColumnFacts> columns) {
    public Facts {
        keys = List.copyOf(keys);
        columns = List.copyOf(columns);
    }

    /** What is known of a column: its watermark, and which window it names. */
    public record ColumnFacts(Optional<TimeBound> watermark, Optional<WindowColumn> window) {
        static final ColumnFacts NONE = new ColumnFacts(Optional.empty(), Optional.empty());

        /** Its watermark, unless it goes by the clock. */
        Optional<TimeBound> eventTime() {
            return watermark.filter(bound -> !bound.watermark().isOfClock());
        }

        /** Whether it has a watermark that does not go by the clock. */
        public boolean isEventTime() {
            return eventTime().isPresent();
        }

        boolean isByClock() {
            return watermark.filter(bound -> bound.watermark().isOfClock()).isPresent();
        }
    }
}
