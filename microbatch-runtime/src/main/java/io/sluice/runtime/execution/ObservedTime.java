package io.sluice.runtime.execution;

import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The event time of a scan whose watermark can be told for rows that were not read: a column as the source gives it.
 *
 * @param position in the schema of the table
 * @param shift microseconds from the time to the watermark
 */
record ObservedTime(int position, long shift) {
    /** Empty if there is no watermark, or one that only the rows themselves tell. */
    static Optional<ObservedTime> of(PlanNode.Scan scan, List<PlanNode> steps) {
        List<Optional<Integer>> places = new ArrayList<>();
        scan.sourceColumns().forEach(position -> places.add(Optional.of(position)));
        for (PlanNode step : steps) {
            if (step instanceof PlanNode.AssignWatermark watermark) {
                return places.get(watermark.timeColumn())
                        .filter(position -> watermark.shift().isPresent())
                        .map(position ->
                                new ObservedTime(position, watermark.shift().getAsLong()));
            }
            if (!(step instanceof PlanNode.Project project)) {
                return Optional.empty();
            }
            List<Optional<Integer>> below = List.copyOf(places);
            places.clear();
            for (Expr expression : project.expressions()) {
                places.add(expression instanceof Expr.Input input ? below.get(input.index()) : Optional.empty());
            }
        }
        return Optional.empty();
    }

    long watermark(long time) {
        return Watermarks.shift(time, shift);
    }
}
