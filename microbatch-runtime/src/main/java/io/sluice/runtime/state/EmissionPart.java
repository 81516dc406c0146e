package io.sluice.runtime.state;

import java.util.List;

/**
 * Some of the rows that a group-by sends on, for one thread: what is in a part does not depend on the number of threads, and
 * the parts in the order of their numbers are the whole.
 */
public record EmissionPart(int number, List<Unit> units) {
    public EmissionPart {
        units = List.copyOf(units);
    }

    /** Groups of a bucket that are sent on one after the other. */
    sealed interface Unit {
        /** All of a table, or what has changed. */
        record Whole(long bucket, GroupTable table) implements Unit {}

        /** Some groups of a table. */
        record Some(long bucket, GroupTable table, References groups) implements Unit {}

        /** One shard of a window that is made of panes. */
        record Panes(long window, List<GroupTable> panes) implements Unit {}
    }
}
