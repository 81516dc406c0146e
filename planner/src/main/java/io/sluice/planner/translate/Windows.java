package io.sluice.planner.translate;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.plan.WindowSpec;
import io.sluice.planner.validate.WindowFunction;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Window functions as nodes of the plan. */
final class Windows {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final ZoneId zone;

    Windows(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * @param partition the keys of sessions
     * @param intervals the gap, the size, or slide (of CUMULATE: step) and size; then the offset, if there is one
     */
    PlanNode assign(PlanNode input, int time, List<Integer> partition, WindowFunction function, List<Long> intervals) {
        WindowSpec spec = spec(input.columns().get(time), function, intervals);
        List<Column> columns = new ArrayList<>(input.columns());
        DataType type = input.columns().get(time).type().withNullable(false);
        List.of("window_start", "window_end", "window_time").forEach(name -> columns.add(new Column(name, type)));
        return new PlanNode.AssignWindows(input, time, spec, partition, columns);
    }

    private WindowSpec spec(Column column, WindowFunction function, List<Long> intervals) {
        if (function.kind() == WindowSpec.Kind.SESSION) {
            return new WindowSpec(function.kind(), intervals.get(0), intervals.get(0), 0, Optional.empty());
        }
        int sizeAt = function.hasSlide() ? 1 : 0;
        long size = intervals.get(sizeAt);
        long slide = intervals.get(0);
        long offset = intervals.size() > sizeAt + 1 ? intervals.get(sizeAt + 1) : 0;
        boolean instants = column.type().kind() == TypeKind.TIMESTAMP_LTZ;
        boolean changes = instants && !zone.getRules().isFixedOffset();
        return new WindowSpec(
                function.kind(),
                size,
                slide,
                offset - (instants && !changes ? shift() : 0),
                changes ? Optional.of(zone) : Optional.empty());
    }

    /** Microseconds that the session's clock, which does not change, is ahead of UTC: windows of instants go by it. */
    private long shift() {
        return zone.getRules().getOffset(Instant.EPOCH).getTotalSeconds() * MICROS_PER_SECOND;
    }
}
