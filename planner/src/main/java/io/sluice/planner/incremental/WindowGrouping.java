package io.sluice.planner.incremental;

import io.sluice.planner.PlanException;
import io.sluice.planner.incremental.Facts.ColumnFacts;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Aggregate;
import io.sluice.planner.plan.PlanNode.GroupWindow;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.rules.Expressions;
import io.sluice.planner.rules.PlanNodes;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the group-bys that are by window: those with window_start, window_end or window_time among their keys. Where the
 * windows are assigned just below, the group-by takes that over ({@link WindowAbsorption}); otherwise its rows say
 * themselves in which window they are.
 */
final class WindowGrouping {
    private final boolean late;
    private final ZoneId zone;

    /** @param late late rows are sent on, so that group-bys keep all columns that they can get */
    WindowGrouping(boolean late, ZoneId zone) {
        this.late = late;
        this.zone = zone;
    }

    PlanNode in(PlanNode plan) {
        PlanNode node =
                PlanNodes.withInputs(plan, plan.inputs().stream().map(this::in).toList());
        return node instanceof Aggregate aggregate && aggregate.window().isEmpty() ? grouped(aggregate) : node;
    }

    private PlanNode grouped(Aggregate node) {
        Facts input = new PlanAnalysis(zone).of(node.input());
        Optional<WindowColumn> window = windowOf(node, input);
        if (window.isEmpty()) {
            return node;
        }
        List<GroupKey> keys = node.keys().stream()
                .map(key -> windowOf(key, input)
                        .filter(window.get()::isSameWindow)
                        .<GroupKey>map(column -> new GroupKey.WindowProperty(column.property()))
                        .orElse(key))
                .toList();
        if (window.get().spec().isSession()) {
            return sessions(node, keys, window.get());
        }
        boolean hops = isByChangingClock(window.get()) && !window.get().spec().isTumbling();
        if (hops && !isNamedByBothEnds(keys)) {
            throw refused(
                    window.get(), "is grouped by both ends of its windows only", "GROUP BY window_start, window_end.");
        }
        Optional<PlanNode> absorbed = WindowAbsorption.of(node, keys, window.get(), late);
        if (absorbed.isEmpty() && hops) {
            throw refused(
                    window.get(),
                    "is grouped by the windows and columns of the table only",
                    "Filter below the window, and group by expressions of its columns in an outer query.");
        }
        return absorbed.orElseGet(() -> assigned(node, keys, window.get(), input));
    }

    /** Of keys that are about the same window one that tells it apart from all others. */
    private static Optional<WindowColumn> windowOf(Aggregate node, Facts input) {
        List<WindowColumn> all = node.keys().stream()
                .map(key -> windowOf(key, input))
                .flatMap(Optional::stream)
                .toList();
        return all.stream()
                .filter(column -> column.isSameWindow(all.get(0)))
                .filter(column -> column.spec().isCumulative())
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    /** Where the groups are not the sessions, rows come with the sessions that they are in. */
    private PlanNode sessions(Aggregate node, List<GroupKey> keys, WindowColumn window) {
        Optional<PlanNode> absorbed = WindowAbsorption.of(node, keys, window, late);
        return absorbed.isPresent() && WindowAbsorption.isByPartition(node, keys) ? absorbed.get() : node;
    }

    private static boolean isByChangingClock(WindowColumn window) {
        return window.spec().zone().isPresent();
    }

    /** When the clock is set, two windows may have the same first, or the same last, instant; but not both. */
    private static boolean isNamedByBothEnds(List<GroupKey> keys) {
        return keys.contains(new GroupKey.WindowProperty(GroupKey.Property.START))
                && keys.stream()
                        .anyMatch(key -> key instanceof GroupKey.WindowProperty property
                                && property.property() != GroupKey.Property.START);
    }

    private static PlanException refused(WindowColumn window, String what, String hint) {
        return new PlanException(
                "%s over TIMESTAMP_LTZ in time zone %s, whose clocks change, %s"
                        .formatted(
                                window.spec().function(), window.spec().zone().orElseThrow(), what),
                hint + " Or SET 'table.local-time-zone' to a zone whose clocks do not change, such as 'UTC'.",
                Optional.empty());
    }

    private static Optional<WindowColumn> windowOf(GroupKey key, Facts input) {
        return key instanceof GroupKey.InputColumn column
                ? input.columns().get(column.index()).window()
                : Optional.empty();
    }

    /** The rows of the input hold what their window is told by, or what that can be computed from. */
    private PlanNode assigned(Aggregate node, List<GroupKey> keys, WindowColumn window, Facts facts) {
        PlanNode input = late ? withAllColumns(node.input()) : node.input();
        GroupKey.Property told = window.spec().isCumulative() ? GroupKey.Property.END : GroupKey.Property.START;
        int place = -1;
        int other = -1;
        for (int i = 0; i < facts.columns().size(); i++) {
            Optional<WindowColumn> column = facts.columns().get(i).window().filter(window::isSameWindow);
            if (column.isPresent() && column.get().property() == told) {
                place = i;
            } else if (column.isPresent() && column.get().property() != GroupKey.Property.START) {
                other = i;
            }
        }
        if (place < 0 && isByChangingClock(window)) {
            throw refused(window, "needs window_start where the windows are used", "Select window_start, too.");
        }
        if (place < 0) {
            input = withProperty(told, input, other, facts.columns().get(other));
            place = input.columns().size() - 1;
        }
        GroupWindow group =
                new GroupWindow(place, true, window.spec(), window.time().map(TimeBound::watermark));
        return new Aggregate(
                input,
                node.uid(),
                Optional.of(group),
                keys,
                node.calls(),
                node.emit(),
                lateColumns(input),
                node.columns());
    }

    /** Where the start or end of the window is not there, it is computed from the other column that is. */
    private static PlanNode withProperty(GroupKey.Property told, PlanNode input, int column, ColumnFacts facts) {
        WindowColumn window = facts.window().orElseThrow();
        DataType type = input.columns().get(column).type();
        boolean isTime = window.property() == GroupKey.Property.TIME;
        long size = told == GroupKey.Property.START ? window.spec().size() : 0;
        long back = size - (isTime ? ColumnTimes.unit(type) : 0);
        Expr interval = new Expr.Literal(Optional.of(back), DataType.of(TypeKind.INTERVAL_DAY_TIME, false));
        Expr start = new Expr.Call(CoreOperator.MINUS.symbol(), List.of(new Expr.Input(column, type), interval), type);
        List<Expr> expressions = new ArrayList<>(PlanNodes.inputs(input));
        List<String> names = new ArrayList<>(PlanNodes.names(input));
        expressions.add(start);
        names.add(told == GroupKey.Property.START ? "window_start" : "window_end");
        return PlanNodes.project(input, expressions, names);
    }

    private static PlanNode withAllColumns(PlanNode input) {
        return input instanceof PlanNode.Project project ? WindowAbsorption.widened(project) : input;
    }

    /** Rows that another group-by or a join sends on are never late. */
    private List<Integer> lateColumns(PlanNode input) {
        boolean[] grouped = new boolean[1];
        PlanNodes.walk(input, node -> grouped[0] |= node instanceof Aggregate || node instanceof PlanNode.Join);
        return late && !grouped[0] ? WindowAbsorption.sourceColumns(input) : List.of();
    }

    static boolean reads(Expr expr, int from) {
        return Expressions.inputs(expr).length() > from;
    }
}
