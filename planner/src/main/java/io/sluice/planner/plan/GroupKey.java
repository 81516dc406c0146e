package io.sluice.planner.plan;

/** One column of a group-by's key. */
public sealed interface GroupKey {
    /** A column of the input. */
    record InputColumn(int index) implements GroupKey {}

    /** A property of the window that the row is in. */
    record WindowProperty(Property property) implements GroupKey {}

    /** What a window is known by. */
    enum Property {
        START,
        END,
        /** The last microsecond of the window, cut to the precision of the column: the event time of its results. */
        TIME
    }
}
