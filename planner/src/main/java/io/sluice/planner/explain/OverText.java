package io.sluice.planner.explain;

import io.sluice.planner.plan.Frame;
import io.sluice.planner.plan.Frame.Bound;
import io.sluice.planner.plan.OverCall;
import java.util.ArrayList;
import java.util.List;

/** A function with OVER as it is written. */
final class OverText {
    private OverText() {}

    static String of(OverCall call, List<String> names) {
        String frame =
                call.function().hasFrame() && !call.frame().equals(Frame.UP_TO_PEERS) ? " " + frame(call.frame()) : "";
        return call.aggregate()
                        .map(aggregate -> AggregateText.of(aggregate, names))
                        .orElseGet(() -> function(call, names))
                + frame;
    }

    private static String function(OverCall call, List<String> names) {
        List<String> arguments =
                new ArrayList<>(call.arguments().stream().map(names::get).toList());
        String filter = call.isFiltered() ? " FILTER " + arguments.remove(arguments.size() - 1) : "";
        if (call.parameter() != 0 && !call.isFiltered()) {
            arguments.add(Math.min(1, arguments.size()), Long.toString(call.parameter()));
        }
        String distinct = call.distinct() ? "DISTINCT " : "";
        String list = arguments.isEmpty() && call.function().isAggregate() ? "*" : String.join(", ", arguments);
        String nulls = call.ignoresNulls() ? " IGNORE NULLS" : "";
        return "%s(%s%s)%s%s".formatted(call.name(), distinct, list, filter, nulls);
    }

    private static String frame(Frame frame) {
        String excluded =
                frame.excludes() ? " EXCLUDE " + frame.exclusion().name().replace('_', ' ') : "";
        return "%s %s TO %s%s".formatted(frame.unit(), bound(frame.start()), bound(frame.end()), excluded);
    }

    private static String bound(Bound bound) {
        if (!bound.unbounded() && bound.distance() == 0) {
            return "CURRENT ROW";
        }
        String distance = bound.unbounded() ? "UNBOUNDED" : Long.toString(Math.abs(bound.distance()));
        return distance + (bound.distance() < 0 ? " PRECEDING" : " FOLLOWING");
    }
}
