package io.sluice.runtime.operator;

import io.sluice.runtime.state.GroupTable;
import io.sluice.runtime.state.OpenSessions;
import io.sluice.runtime.state.WindowTimes;
import java.util.Optional;

/** An operator for which threads fold rows into tables of groups, which it then takes. May be used by any thread. */
public interface FoldTarget {
    String uid();

    Optional<WindowTimes> windows();

    /** The watermark that says which rows are late in this batch. */
    long lateness();

    /** Who knows which rows behind {@link #lateness} are late all the same; empty: the windows say it. */
    default Optional<OpenSessions> openSessions() {
        return Optional.empty();
    }

    /** A table to fold rows into: empty, or with rows of other splits of the batch. */
    GroupTable borrow();

    /**
     * Takes a table that was borrowed.
     *
     * @param order of the split; the tables of one split are added in their order
     */
    void add(int order, GroupTable table);

    /** Whether it is better to hand the table on now and to go on with another. */
    static boolean isFull(GroupTable table) {
        return LocalTables.isFull(table);
    }
}
