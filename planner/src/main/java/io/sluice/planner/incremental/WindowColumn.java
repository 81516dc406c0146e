package io.sluice.planner.incremental;

import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.WindowSpec;
import java.util.Optional;

/**
 * A column that says which window a row is in.
 *
 * @param spec of the windows that the column tells apart
 * @param origin the node that assigned the windows; columns of one origin are about the same window
 * @param time the watermark of the event time that the windows are made of
 */
public record WindowColumn(GroupKey.Property property, WindowSpec spec, Optional<TimeBound> time, Object origin) {
    boolean isSameWindow(WindowColumn other) {
        return origin == other.origin;
    }
}
