package io.sluice.planner.incremental;

import io.sluice.planner.incremental.Facts.ColumnFacts;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.PlanNode.AsOfJoin;
import io.sluice.planner.plan.PlanNode.AsOfTimes;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.planner.plan.PlanNode.Join;
import io.sluice.planner.plan.PlanNode.JoinKey;
import io.sluice.planner.plan.PlanNode.JoinTimes;
import io.sluice.planner.rules.NonNulls;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is known of the rows of a join. A row of an input may be sent long after it came, so that its time has a watermark
 * only where the times of pairs are bound: for {@code a.ts BETWEEN b.ts − L AND b.ts + U} that of {@code a.ts} is the least
 * of a's and of b's minus L.
 */
final class JoinFacts {
    /** More sets of columns help nobody. */
    private static final int MOST_KEYS = 8;

    private final Join node;
    private final Facts left;
    private final Facts right;
    private final Optional<JoinTimes> times;

    private JoinFacts(Join node, Facts left, Facts right) {
        this.node = node;
        this.left = left;
        this.right = right;
        times = node.times().isPresent() || node.lookup().isPresent() ? node.times() : JoinBounds.of(node, left, right);
    }

    static Facts of(Join node, Facts left, Facts right) {
        return new JoinFacts(node, left, right).facts();
    }

    private Facts facts() {
        if (node.lookup().isPresent()) {
            return ofLookup();
        }
        boolean retracts =
                left.retracts() || right.retracts() || node.keepsUnmatched() && node.emit() == Emit.ON_CHANGE;
        List<ColumnFacts> columns = new ArrayList<>(leftColumns());
        if (node.type().givesRight()) {
            columns.addAll(rightColumns());
        }
        return new Facts(retracts, keys(), columns);
    }

    /**
     * Of an as-of join: a row that looks back is certain of its partner when the right watermark has passed it; one that looks
     * ahead may wait for ever.
     */
    static Facts of(AsOfJoin node, Facts left, Facts right) {
        AsOfTimes times = node.times();
        List<ColumnFacts> columns = new ArrayList<>(
                times.looksBack()
                        ? columns(left, times.left(), right.columns().get(times.right()), OptionalLong.of(0))
                        : none(left));
        columns.addAll(none(right));
        boolean retracts = left.retracts() || right.retracts() || node.emit() == Emit.ON_CHANGE;
        return new Facts(retracts, left.keys(), columns);
    }

    /** Rows are sent on in the batch in which they come. */
    private Facts ofLookup() {
        List<ColumnFacts> columns = new ArrayList<>(left.columns());
        if (node.type().givesRight()) {
            columns.addAll(none(right));
        }
        return new Facts(left.retracts(), keys(), columns);
    }

    private List<ColumnFacts> leftColumns() {
        boolean known = times.filter(JoinTimes::dropsLeft).isPresent();
        return known && !node.type().keepsRight()
                ? columns(
                        left,
                        times.get().left(),
                        right.columns().get(times.get().right()),
                        times.get().lower())
                : none(left);
    }

    private List<ColumnFacts> rightColumns() {
        boolean known = times.filter(JoinTimes::dropsRight).isPresent();
        return known && !node.type().keepsLeft()
                ? columns(
                        right,
                        times.get().right(),
                        left.columns().get(times.get().left()),
                        OptionalLong.of(-times.get().upper().getAsLong()))
                : none(right);
    }

    private static List<ColumnFacts> none(Facts input) {
        return Collections.nCopies(input.columns().size(), ColumnFacts.NONE);
    }

    /**
     * @param time column of the input
     * @param other column of the other input
     * @param lower the time is at least so many microseconds after the other one
     */
    private static List<ColumnFacts> columns(Facts input, int time, ColumnFacts other, OptionalLong lower) {
        ColumnFacts own = input.columns().get(time);
        boolean byClock = own.isByClock() || other.isByClock();
        if (byClock || own.watermark().isEmpty() || other.watermark().isEmpty()) {
            return none(input);
        }
        TimeBound bound = TimeBound.least(
                List.of(own.watermark().get(), other.watermark().get().shifted(lower.getAsLong())));
        List<ColumnFacts> columns = new ArrayList<>();
        for (int i = 0; i < input.columns().size(); i++) {
            ColumnFacts column = input.columns().get(i);
            columns.add(
                    i == time && own.window().isEmpty()
                            ? new ColumnFacts(Optional.of(bound), Optional.empty())
                            : own.window()
                                    .flatMap(window -> sameWindow(column, window, bound))
                                    .orElse(ColumnFacts.NONE));
        }
        return columns;
    }

    /**
     * A column of the same window as the time of the join; {@code bound} is that of the latter. Where windows that start
     * together end at different times, a start says nothing about an end.
     */
    private static Optional<ColumnFacts> sameWindow(ColumnFacts column, WindowColumn window, TimeBound bound) {
        if (column.window().filter(window::isSameWindow).isEmpty()) {
            return Optional.empty();
        }
        if (!column.window().get().spec().equals(window.spec()) && window.property() == GroupKey.Property.START) {
            return Optional.empty();
        }
        TimeBound end = window.property() == GroupKey.Property.START
                ? bound.shifted(window.spec().longest())
                : bound;
        WindowColumn own = column.window().get();
        TimeBound moved = own.property() == GroupKey.Property.START
                ? end.shifted(-own.spec().longest())
                : end;
        return Optional.of(new ColumnFacts(
                Optional.of(moved),
                Optional.of(new WindowColumn(own.property(), own.spec(), Optional.of(end), own.origin()))));
    }

    /** A row of the join is known by a row of each input; by one of them where the other one is known by the join's keys. */
    private List<BitSet> keys() {
        if (!node.type().givesRight()) {
            return left.keys();
        }
        int width = node.left().columns().size();
        BitSet leftKeys = new BitSet();
        BitSet rightKeys = new BitSet();
        node.keys().forEach(key -> {
            leftKeys.set(key.left());
            rightKeys.set(key.right());
        });
        Set<BitSet> found = new LinkedHashSet<>();
        if (!node.type().keepsRight() && right.keys().stream().anyMatch(key -> contains(rightKeys, key))) {
            left.keys().forEach(key -> addAlike(key, width, found));
        }
        if (!node.type().keepsLeft() && left.keys().stream().anyMatch(key -> contains(leftKeys, key))) {
            right.keys().forEach(key -> addAlike(moved(key, width), width, found));
        }
        boolean apart = !(node.type().keepsLeft() && node.type().keepsRight());
        for (BitSet ofLeft : left.keys()) {
            for (BitSet ofRight : right.keys()) {
                if (apart || isNeverNull(ofLeft, ofRight)) {
                    BitSet both = moved(ofRight, width);
                    both.or(ofLeft);
                    addAlike(both, width, found);
                }
            }
        }
        return found.stream().limit(MOST_KEYS).toList();
    }

    /** Otherwise a row without a partner might look like one of the other input. */
    private boolean isNeverNull(BitSet ofLeft, BitSet ofRight) {
        return NonNulls.of(node.left()).intersects(ofLeft)
                && NonNulls.of(node.right()).intersects(ofRight);
    }

    /** A key of an inner join is as good with the columns that equal its own. */
    private void addAlike(BitSet key, int width, Set<BitSet> found) {
        found.add(key);
        if (node.keepsUnmatched()) {
            return;
        }
        for (boolean toRight : new boolean[] {true, false}) {
            BitSet other = (BitSet) key.clone();
            for (JoinKey each : node.keys()) {
                int from = toRight ? each.left() : each.right() + width;
                int to = toRight ? each.right() + width : each.left();
                if (other.get(from)) {
                    other.clear(from);
                    other.set(to);
                }
            }
            found.add(other);
        }
    }

    private static boolean contains(BitSet outer, BitSet inner) {
        BitSet rest = (BitSet) inner.clone();
        rest.andNot(outer);
        return rest.isEmpty();
    }

    private static BitSet moved(BitSet key, int by) {
        BitSet moved = new BitSet();
        key.stream().forEach(index -> moved.set(index + by));
        return moved;
    }
}
