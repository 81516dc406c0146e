package io.sluice.planner.incremental;

import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Aggregate;
import io.sluice.planner.plan.PlanNode.AssignWindows;
import io.sluice.planner.plan.PlanNode.Filter;
import io.sluice.planner.plan.PlanNode.GroupWindow;
import io.sluice.planner.plan.PlanNode.Project;
import io.sluice.planner.rules.Expressions;
import io.sluice.planner.rules.PlanNodes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A group-by over windows that are assigned just below it becomes one that puts rows into windows itself:
 *
 * <pre>
 * Aggregate window_start, origin            Filter window_start &gt; …
 *   Project                                   Aggregate [TUMBLE on ts] window_start, origin
 *     Filter window_start &gt; …          ⇒        Project ts, origin, delay
 *       AssignWindows on ts                         …
 *         …
 * </pre>
 *
 * Then HOP needs no copies of a row, and a window's state is of its panes. It is possible where only the keys, and
 * filters that can move above them, are about the window.
 */
final class WindowAbsorption {
    private final Aggregate node;
    private final List<GroupKey> keys;
    private final Optional<Project> project;
    private final List<Expr> filters;
    private final AssignWindows windows;
    private final List<Expr> expressions = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    private WindowAbsorption(
            Aggregate node, List<GroupKey> keys, Optional<Project> project, List<Expr> filters, AssignWindows windows) {
        this.node = node;
        this.keys = keys;
        this.project = project;
        this.filters = filters;
        this.windows = windows;
    }

    /** @param keys those of the node, with the window's properties as such */
    static Optional<PlanNode> of(Aggregate node, List<GroupKey> keys, WindowColumn window, boolean late) {
        PlanNode below = node.input();
        Optional<Project> project = Optional.empty();
        if (below instanceof Project found) {
            project = Optional.of(found);
            below = found.input();
        }
        List<Expr> filters = List.of();
        if (below instanceof Filter filter) {
            filters = Expressions.conjuncts(filter.condition());
            below = filter.input();
        }
        boolean absorbable = below instanceof AssignWindows assign
                && assign == window.origin()
                && assign.window().equals(window.spec());
        return absorbable
                ? new WindowAbsorption(node, keys, project, filters, (AssignWindows) below).absorbed(late)
                : Optional.empty();
    }

    /** Whether a group-by of sessions just above them has the keys of the sessions, and no others. */
    static boolean isByPartition(Aggregate node, List<GroupKey> keys) {
        PlanNode below = node.input();
        Optional<Project> project = below instanceof Project found ? Optional.of(found) : Optional.empty();
        below = project.isPresent() ? project.get().input() : below;
        below = below instanceof Filter filter ? filter.input() : below;
        if (!(below instanceof AssignWindows windows)) {
            return false;
        }
        WindowAbsorption absorption = new WindowAbsorption(node, keys, project, List.of(), windows);
        List<Expr> grouped = keys.stream()
                .filter(GroupKey.InputColumn.class::isInstance)
                .map(key -> absorption.expression(((GroupKey.InputColumn) key).index()))
                .toList();
        List<Expr> partition = windows.partition().stream()
                .map(index -> (Expr) PlanNodes.input(windows, index))
                .toList();
        return partition.containsAll(grouped) && grouped.containsAll(partition);
    }

    private Optional<PlanNode> absorbed(boolean late) {
        Optional<List<Expr>> lifted = lifted();
        boolean clean =
                keys.stream().allMatch(key -> !(key instanceof GroupKey.InputColumn column) || isClean(column.index()))
                        && node.calls().stream()
                                .flatMap(call -> call.columns().stream())
                                .allMatch(this::isClean);
        if (lifted.isEmpty() || !clean) {
            return Optional.empty();
        }
        PlanNode grouped = grouped(late);
        return Optional.of(lifted.get().isEmpty() ? grouped : new Filter(grouped, Expressions.and(lifted.get())));
    }

    private Expr expression(int index) {
        return project.map(found -> found.expressions().get(index)).orElseGet(() -> PlanNodes.input(windows, index));
    }

    /** Not about the window. */
    private boolean isClean(int index) {
        return !WindowGrouping.reads(
                expression(index), windows.input().columns().size());
    }

    /** The filters as conditions on the group-by's columns; empty if one is not about its window keys only. */
    private Optional<List<Expr>> lifted() {
        Map<Integer, Integer> outputs = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            boolean isWindow = keys.get(i) instanceof GroupKey.WindowProperty;
            if (isWindow
                    && expression(((GroupKey.InputColumn) node.keys().get(i)).index()) instanceof Expr.Input input) {
                outputs.put(input.index(), i);
            }
        }
        List<Expr> lifted = new ArrayList<>();
        for (Expr filter : filters) {
            if (!Expressions.inputs(filter).stream().allMatch(outputs::containsKey)) {
                return Optional.empty();
            }
            lifted.add(Expressions.substitute(filter, input -> {
                int output = outputs.get(input.index());
                return new Expr.Input(output, node.columns().get(output).type());
            }));
        }
        return Optional.of(lifted);
    }

    private PlanNode grouped(boolean late) {
        List<GroupKey> moved = new ArrayList<>();
        for (GroupKey key : keys) {
            moved.add(key instanceof GroupKey.InputColumn column ? new GroupKey.InputColumn(add(column.index())) : key);
        }
        List<AggregateCall> calls =
                node.calls().stream().map(call -> call.moved(this::add)).toList();
        int time = add(PlanNodes.input(windows, windows.timeColumn()), windows, windows.timeColumn());
        List<Integer> lateColumns = late ? addAll() : List.of();
        PlanNode input = PlanNodes.project(windows.input(), expressions, names);
        return new Aggregate(
                input,
                node.uid(),
                Optional.of(new GroupWindow(time, false, windows.window(), Optional.empty())),
                moved,
                calls,
                node.emit(),
                lateColumns,
                node.columns());
    }

    private int add(int index) {
        return add(expression(index), node.input(), index);
    }

    private int add(Expr expression, PlanNode named, int index) {
        int place = expressions.indexOf(expression);
        if (place < 0) {
            place = expressions.size();
            expressions.add(expression);
            names.add(named.columns().get(index).name());
        }
        return place;
    }

    private List<Integer> addAll() {
        List<Integer> places = new ArrayList<>();
        PlanNode input = windows.input();
        for (int i = 0; i < input.columns().size(); i++) {
            int place = add(PlanNodes.input(input, i), input, i);
            names.set(place, input.columns().get(i).name());
            places.add(place);
        }
        return places;
    }

    /** The projection with all columns of its input behind its own. */
    static Project widened(Project project) {
        List<Expr> expressions = new ArrayList<>(project.expressions());
        List<String> names = new ArrayList<>(PlanNodes.names(project));
        PlanNode input = project.input();
        for (int i = 0; i < input.columns().size(); i++) {
            Expr column = PlanNodes.input(input, i);
            if (!expressions.contains(column)) {
                expressions.add(column);
                names.add(input.columns().get(i).name());
            }
        }
        return PlanNodes.project(input, expressions, names);
    }

    /** The places of the columns that a row had before windows were assigned to it. */
    static List<Integer> sourceColumns(PlanNode input) {
        Facts facts = new PlanAnalysis().of(input);
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < input.columns().size(); i++) {
            boolean computed =
                    input instanceof Project project && !(project.expressions().get(i) instanceof Expr.Input);
            if (!computed && facts.columns().get(i).window().isEmpty()) {
                places.add(i);
            }
        }
        return places;
    }
}
