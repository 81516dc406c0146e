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

    /** @param intervals the size, or slide and size; then the offset, if there is one */
    PlanNode assign(PlanNode input, int time, WindowFunction function, List<Long> intervals) {
        int sizeAt = function.isHop() ? 1 : 0;
        long size = intervals.get(sizeAt);
        long slide = intervals.get(0);
        long offset = intervals.size() > sizeAt + 1 ? intervals.get(sizeAt + 1) : 0;
        Column column = input.columns().get(time);
        boolean instants = column.type().kind() == TypeKind.TIMESTAMP_LTZ;
        boolean changes = instants && !zone.getRules().isFixedOffset();
        WindowSpec spec = changes
                ? new WindowSpec(size, slide, offset, Optional.of(zone))
                : new WindowSpec(size, slide, offset - (instants ? shift() : 0));
        List<Column> columns = new ArrayList<>(input.columns());
        DataType type = column.type().withNullable(false);
        List.of("window_start", "window_end", "window_time").forEach(name -> columns.add(new Column(name, type)));
        return new PlanNode.AssignWindows(input, time, spec, columns);
    }

    /** Microseconds that the session's clock, which does not change, is ahead of UTC: windows of instants go by it. */
    private long shift() {
        return zone.getRules().getOffset(Instant.EPOCH).getTotalSeconds() * MICROS_PER_SECOND;
    }
}
