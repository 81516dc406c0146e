package io.sluice.planner.incremental;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.Durations;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.OverReach;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Aggregate;
import io.sluice.planner.plan.PlanNode.AsOfJoin;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.planner.plan.PlanNode.Join;
import io.sluice.planner.plan.PlanNode.JoinTimes;
import io.sluice.planner.plan.PlanNode.Keyed;
import io.sluice.planner.plan.PlanNode.Over;
import io.sluice.planner.plan.PlanNode.Rank;
import io.sluice.planner.plan.PlanNode.TemporalFilter;
import io.sluice.planner.plan.StateTtl;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * How much an operator remembers.
 *
 * @param isBounded it does not grow for ever
 * @param text for a person
 */
public record StateBound(boolean isBounded, String text) {
    private static final String FOREVER = "for ever";
    private static final String BOTH_INPUTS = "the rows of both inputs, ";

    /**
     * The same where what has not changed for a while is forgotten.
     *
     * @param ttl null: nothing is
     */
    public StateBound within(StateTtl ttl) {
        if (ttl == null) {
            return this;
        }
        boolean apart = ttl.left() != ttl.right() && text.equals(BOTH_INPUTS + FOREVER);
        String kept = apart ? "rows of the left input %1$s, of the right input %1$s".formatted(FOREVER) : text;
        int right = kept.startsWith("rows of the left input") ? kept.indexOf("of the right input") : kept.length();
        StringBuilder limited = new StringBuilder();
        boolean all = true;
        int from = 0;
        for (int at = kept.indexOf(FOREVER); at >= 0; at = kept.indexOf(FOREVER, from)) {
            long micros = at < right ? ttl.left() : ttl.right();
            limited.append(kept, from, at).append(micros == StateTtl.FOREVER ? FOREVER : until(micros));
            all &= micros != StateTtl.FOREVER;
            from = at + FOREVER.length();
        }
        return new StateBound(all, limited.append(kept.substring(from)).toString());
    }

    private static String until(long micros) {
        return "until %s after the last change".formatted(Durations.of(micros));
    }

    /**
     * @param whole its groups are the result, which is written whole after each batch
     * @param bounded the input ends, and with it the state
     */
    public static StateBound of(Aggregate node, boolean whole, boolean bounded) {
        String kept = kept(node);
        if (node.isGlobal() && kept.isEmpty()) {
            return new StateBound(true, "one row");
        }
        String rows = node.isGlobal() ? kept : rows(node) + (kept.isEmpty() ? "" : ", and for each " + kept + " in it");
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
                        true,
                        "one row for each " + rows
                                + ", until the %s passes the %s's end".formatted(closer(node), name));
    }

    /** @param bounded the input ends, and with it the state */
    public static StateBound of(Keyed node, PlanAnalysis analysis, boolean bounded) {
        if (node instanceof Join join) {
            return of(join, bounded);
        }
        if (node instanceof Rank rank) {
            return of(rank, analysis.of(rank.input()).retracts(), bounded);
        }
        if (node instanceof AsOfJoin join) {
            return of(join, bounded);
        }
        if (node instanceof PlanNode.Recursion recursion) {
            return of(recursion, bounded);
        }
        if (node instanceof PlanNode.AssignSessions sessions) {
            return of(sessions, bounded);
        }
        return node instanceof Over over ? of(over, bounded) : ofSets(bounded);
    }

    private static StateBound of(PlanNode.AssignSessions node, boolean bounded) {
        if (bounded) {
            return new StateBound(true, "all rows, until the input ends");
        }
        return node.expiry().isPresent()
                ? new StateBound(true, "the rows of open sessions")
                : new StateBound(false, "all rows, for ever");
    }

    private static StateBound of(PlanNode.Recursion node, boolean bounded) {
        if (node.all()) {
            return new StateBound(true, "nothing: rows go round, and are forgotten");
        }
        String rows = "one row for each different row that was found";
        return bounded
                ? new StateBound(true, rows + ", until the input ends")
                : new StateBound(false, rows + ", for ever");
    }

    private static StateBound ofSets(boolean bounded) {
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

    private static StateBound ofLookup(Join node, boolean bounded) {
        String rows = node.lookup().orElseThrow().replaced().isEmpty()
                ? "the rows of the right input"
                : "one row of the right input for each key";
        if (ends(node.right()) || bounded) {
            return new StateBound(true, rows + ", which ends");
        }
        return new StateBound(false, rows + ", for ever");
    }

    private static StateBound of(AsOfJoin node, boolean bounded) {
        if (bounded) {
            return new StateBound(true, "the rows of both inputs, until the input ends");
        }
        boolean back = node.times().looksBack();
        boolean rightPasses = node.times().rightWatermark().isPresent();
        boolean both = rightPasses && node.times().leftWatermark().isPresent();
        String left = !rightPasses
                ? "rows of the left input for ever"
                : back
                        ? "rows of the left input until the right watermark passes them"
                        : "rows of the left input until their partner has come";
        String right = !both
                ? "of the right input for ever"
                : back
                        ? "of the right input the last one that both watermarks have passed for each key, and those behind it"
                        : "of the right input until both watermarks pass them";
        boolean single = back && both && node.keys().isEmpty();
        return new StateBound(single, left + ", " + right);
    }

    /** All tables below end, and so does what is remembered of them. */
    static boolean ends(PlanNode node) {
        return node instanceof PlanNode.Scan scan
                ? scan.bounded()
                : node.inputs().stream().allMatch(StateBound::ends);
    }

    private static StateBound of(Join node, boolean bounded) {
        if (node.lookup().isPresent()) {
            return ofLookup(node, bounded);
        }
        if (bounded) {
            return new StateBound(true, "the rows of both inputs, until the input ends");
        }
        boolean left = node.times().filter(JoinTimes::dropsLeft).isPresent();
        boolean right = node.times().filter(JoinTimes::dropsRight).isPresent();
        if (left == right) {
            return new StateBound(left, BOTH_INPUTS + until(left));
        }
        return new StateBound(
                false, "rows of the left input %s, of the right input %s".formatted(until(left), until(right)));
    }

    private static String until(boolean drops) {
        return drops ? "until no partner can come" : FOREVER;
    }

    private static StateBound of(Over node, boolean bounded) {
        if (bounded) {
            return new StateBound(true, "all rows, until the input ends");
        }
        if (node.closesPartitions()) {
            return new StateBound(true, "all rows of a partition, until the watermark passes it");
        }
        if (node.emit() == Emit.ON_CLOSE && node.expiry().isPresent()) {
            return ofPassing(node, OverReach.of(node));
        }
        return new StateBound(false, "all rows, for ever");
    }

    private static StateBound ofPassing(Over node, OverReach reach) {
        String waiting = "rows that the watermark has not passed";
        if (reach.all()) {
            return new StateBound(false, "all rows, for ever: each counts for those to come");
        }
        List<String> parts = new ArrayList<>(List.of(waiting));
        if (reach.micros() >= 0) {
            parts.add("those whose time is at most %s seconds behind it"
                    .formatted(BigDecimal.valueOf(reach.micros(), 6)
                            .stripTrailingZeros()
                            .toPlainString()));
        }
        if (reach.rows() > 0) {
            parts.add("the last %d".formatted(reach.rows()) + each(node));
        }
        parts.add("the last values" + each(node));
        String text = String.join(", ", parts);
        return node.partition().isEmpty() ? new StateBound(true, text) : new StateBound(false, text + ", for ever");
    }

    private static String each(Over node) {
        return node.partition().isEmpty()
                ? ""
                : " for each "
                        + String.join(
                                " and ",
                                node.partition().stream()
                                        .map(column ->
                                                node.columns().get(column).name())
                                        .toList());
    }

    /** @param changing rows of the input can be taken back */
    private static StateBound of(Rank node, boolean changing, boolean bounded) {
        String each = node.partition().isEmpty()
                ? ""
                : " for each "
                        + String.join(
                                " and ",
                                node.partition().stream()
                                        .map(column ->
                                                node.columns().get(column).name())
                                        .toList());
        String rows = rows(node, changing, each);
        if (bounded) {
            return new StateBound(true, rows + ", until the input ends");
        }
        if (node.closesPartitions()) {
            return new StateBound(true, rows + ", until the watermark passes it");
        }
        boolean single = node.partition().isEmpty() && !changing;
        boolean passes = node.emit() == Emit.ON_CLOSE;
        return new StateBound(
                single,
                passes
                        ? "rows that the watermark has not passed, and how many it has passed%s".formatted(each)
                                + (single ? "" : ", for ever")
                        : rows + (single ? "" : ", for ever"));
    }

    private static String rows(Rank node, boolean changing, String each) {
        if (node.isByArrival()) {
            return "one row" + each;
        }
        if (changing) {
            return "all rows" + each;
        }
        if (node.limits().last() == Long.MAX_VALUE) {
            return "all rows" + each;
        }
        return node.limits().isOneRow() && node.limits().last() == 1
                ? "one row" + each
                : "the rows with " + node.limits().function() + " <= "
                        + node.limits().last() + each;
    }

    /** Of what it keeps the different values. */
    private static String kept(Aggregate node) {
        List<String> columns = node.keptValues().stream()
                .map(column -> "different " + node.input().columns().get(column).name())
                .toList();
        return String.join(" and ", columns);
    }

    private static String closer(Aggregate node) {
        return node.isByClock() ? "clock" : "watermark";
    }

    private static String name(Aggregate node) {
        return node.isBySession() || node.isByTimeKey() ? "session" : "window";
    }

    private static String rows(Aggregate node) {
        List<String> names = new ArrayList<>();
        if (node.window().isPresent() && !node.isByTimeKey()) {
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
