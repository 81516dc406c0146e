package io.sluice.planner.incremental;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.PlanNode.Aggregate;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.planner.plan.PlanNode.Join;
import io.sluice.planner.plan.PlanNode.JoinTimes;
import io.sluice.planner.plan.PlanNode.Keyed;
import io.sluice.planner.plan.PlanNode.TemporalFilter;
import java.util.ArrayList;
import java.util.List;

/**
 * How much an operator remembers.
 *
 * @param isBounded it does not grow for ever
 * @param text for a person
 */
public record StateBound(boolean isBounded, String text) {
    /**
     * @param whole its groups are the result, which is written whole after each batch
     * @param bounded the input ends, and with it the state
     */
    public static StateBound of(Aggregate node, boolean whole, boolean bounded) {
        if (node.window().isEmpty() && node.keys().isEmpty()) {
            return new StateBound(true, "one row");
        }
        String rows = rows(node);
        String name = name(node);
        if (bounded) {
            return new StateBound(true, "one row for each " + rows + ", until the input ends");
        }
        if (node.window().isEmpty()) {
            return new StateBound(false, "one row for each " + rows + ", for ever");
        }
        if (node.window().get().watermark().isEmpty()) {
            return new StateBound(false, "one row for each " + rows + ", for ever: no watermark closes a window");
        }
        return whole && node.emit() == Emit.ON_CHANGE
                ? new StateBound(false, "one row for each " + rows + ", for ever: EMIT COMPLETE keeps closed windows")
                : new StateBound(
                        true, "one row for each " + rows + ", until the watermark passes the " + name + "'s end");
    }

    /** @param bounded the input ends, and with it the state */
    public static StateBound of(Keyed node, boolean bounded) {
        if (node instanceof Join join) {
            return of(join, bounded);
        }
        String rows = "one row for each different row of both inputs";
        return bounded
                ? new StateBound(true, rows + ", until the input ends")
                : new StateBound(false, rows + ", for ever");
    }

    /** @param bounded the input ends, and the clock stands still until then */
    public static StateBound of(TemporalFilter node, boolean bounded) {
        if (bounded) {
            return new StateBound(true, "nothing: the clock stands still until the input ends");
        }
        if (!node.leaves()) {
            return new StateBound(true, "one row for each row whose time is to come");
        }
        return new StateBound(true, "one row for each row that is in or whose time is to come, until its time is over");
    }

    private static StateBound of(Join node, boolean bounded) {
        if (bounded) {
            return new StateBound(true, "the rows of both inputs, until the input ends");
        }
        boolean left = node.times().filter(JoinTimes::dropsLeft).isPresent();
        boolean right = node.times().filter(JoinTimes::dropsRight).isPresent();
        if (left == right) {
            return new StateBound(left, "the rows of both inputs, " + until(left));
        }
        return new StateBound(
                false, "rows of the left input %s, of the right input %s".formatted(until(left), until(right)));
    }

    private static String until(boolean drops) {
        return drops ? "until no partner can come" : "for ever";
    }

    private static String name(Aggregate node) {
        return node.isBySession() ? "session" : "window";
    }

    private static String rows(Aggregate node) {
        List<String> names = new ArrayList<>();
        if (node.window().isPresent()) {
            names.add(name(node));
        }
        for (int i = 0; i < node.keys().size(); i++) {
            if (node.keys().get(i) instanceof GroupKey.InputColumn) {
                Column column = node.columns().get(i);
                names.add(column.name());
            }
        }
        return String.join(" and ", names);
    }
}
