package io.sluice.planner.incremental;

import io.sluice.planner.PlanException;
import io.sluice.planner.incremental.Facts.ColumnFacts;
import io.sluice.planner.plan.AggregateCall;
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
        Optional<WindowColumn> window = node.keys().stream()
                .map(key -> windowOf(key, input))
                .flatMap(Optional::stream)
                .findFirst();
        if (window.isEmpty()) {
            return node;
        }
        List<GroupKey> keys = node.keys().stream()
                .map(key -> windowOf(key, input)
                        .filter(window.get()::isSameWindow)
                        .<GroupKey>map(column -> new GroupKey.WindowProperty(column.property()))
                        .orElse(key))
                .toList();
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
                                window.spec().isTumbling() ? "TUMBLE" : "HOP",
                                window.spec().zone().orElseThrow(),
                                what),
                hint + " Or SET 'table.local-time-zone' to a zone whose clocks do not change, such as 'UTC'.",
                Optional.empty());
    }

    private static Optional<WindowColumn> windowOf(GroupKey key, Facts input) {
        return key instanceof GroupKey.InputColumn column
                ? input.columns().get(column.index()).window()
                : Optional.empty();
    }

    /** The rows of the input hold the start of their window, or what it can be computed from. */
    private PlanNode assigned(Aggregate node, List<GroupKey> keys, WindowColumn window, Facts facts) {
        PlanNode input = late ? withAllColumns(node.input()) : node.input();
        int start = -1;
        int other = -1;
        for (int i = 0; i < facts.columns().size(); i++) {
            Optional<WindowColumn> column = facts.columns().get(i).window().filter(window::isSameWindow);
            if (column.isPresent() && column.get().property() == GroupKey.Property.START) {
                start = i;
            } else if (column.isPresent()) {
                other = i;
            }
        }
        if (start < 0 && isByChangingClock(window)) {
            throw refused(window, "needs window_start where the windows are used", "Select window_start, too.");
        }
        if (start < 0) {
            input = withStart(input, other, facts.columns().get(other));
            start = input.columns().size() - 1;
        }
        GroupWindow group =
                new GroupWindow(start, true, window.spec(), window.time().map(TimeBound::watermark));
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

    private static PlanNode withStart(PlanNode input, int column, ColumnFacts facts) {
        WindowColumn window = facts.window().orElseThrow();
        DataType type = input.columns().get(column).type();
        boolean isTime = window.property() == GroupKey.Property.TIME;
        long back = window.spec().size() - (isTime ? ColumnTimes.unit(type) : 0);
        Expr interval = new Expr.Literal(Optional.of(back), DataType.of(TypeKind.INTERVAL_DAY_TIME, false));
        Expr start = new Expr.Call(CoreOperator.MINUS.symbol(), List.of(new Expr.Input(column, type), interval), type);
        List<Expr> expressions = new ArrayList<>(PlanNodes.inputs(input));
        List<String> names = new ArrayList<>(PlanNodes.names(input));
        expressions.add(start);
        names.add("window_start");
        return PlanNodes.project(input, expressions, names);
    }

    private static PlanNode withAllColumns(PlanNode input) {
        return input instanceof PlanNode.Project project ? WindowAbsorption.widened(project) : input;
    }

    /** Rows that another group-by sends on are never late. */
    private List<Integer> lateColumns(PlanNode input) {
        boolean[] grouped = new boolean[1];
        PlanNodes.walk(input, node -> grouped[0] |= node instanceof Aggregate);
        return late && !grouped[0] ? WindowAbsorption.sourceColumns(input) : List.of();
    }

    /** The columns that a call of an aggregate reads. */
    static List<Integer> read(AggregateCall call) {
        List<Integer> columns = new ArrayList<>();
        call.argument().ifPresent(columns::add);
        call.filter().ifPresent(columns::add);
        return columns;
    }

    static boolean reads(Expr expr, int from) {
        return Expressions.inputs(expr).length() > from;
    }
}
