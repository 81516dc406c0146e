package io.sluice.planner.rules;

import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Aggregate;
import io.sluice.planner.plan.PlanNode.Project;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Makes one projection of two, unless a computation would then be done twice, and drops projections that do nothing: the
 * same columns again, plain columns below a group-by, new names above one.
 */
final class MergeProjects {
    private MergeProjects() {}

    static PlanNode in(PlanNode plan) {
        List<PlanNode> inputs = plan.inputs().stream().map(MergeProjects::in).toList();
        PlanNode node = PlanNodes.withInputs(plan, inputs);
        if (node instanceof Project project) {
            return merged(project);
        }
        return node instanceof Aggregate aggregate ? withoutPlainProject(aggregate) : node;
    }

    private static PlanNode merged(Project outer) {
        if (isIdentity(outer) && outer.columns().equals(outer.input().columns())) {
            return outer.input();
        }
        if (isIdentity(outer) && outer.input() instanceof Aggregate aggregate) {
            return renamed(aggregate, outer.columns());
        }
        if (outer.input() instanceof Project inner && isMergeable(outer, inner)) {
            List<Expr> expressions = outer.expressions().stream()
                    .map(expression -> Expressions.substitute(
                            expression, input -> inner.expressions().get(input.index())))
                    .toList();
            return merged(new Project(inner.input(), expressions, outer.columns()));
        }
        return outer;
    }

    private static boolean isIdentity(Project project) {
        int count = project.input().columns().size();
        return project.expressions().size() == count
                && IntStream.range(0, count)
                        .allMatch(i -> project.expressions().get(i) instanceof Expr.Input input && input.index() == i);
    }

    private static boolean isMergeable(Project outer, Project inner) {
        for (int i = 0; i < inner.expressions().size(); i++) {
            int index = i;
            int uses = outer.expressions().stream()
                    .mapToInt(expression -> Expressions.uses(expression, index))
                    .sum();
            if (uses > 1 && !Expressions.isConstantOrInput(inner.expressions().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static Aggregate renamed(Aggregate node, List<Column> columns) {
        List<Column> named = IntStream.range(0, columns.size())
                .mapToObj(i ->
                        new Column(columns.get(i).name(), node.columns().get(i).type()))
                .toList();
        return new Aggregate(
                node.input(),
                node.uid(),
                node.window(),
                node.keys(),
                node.calls(),
                node.emit(),
                node.lateColumns(),
                named);
    }

    private static PlanNode withoutPlainProject(Aggregate node) {
        boolean plain = node.input() instanceof Project project
                && project.expressions().stream().allMatch(Expr.Input.class::isInstance);
        if (!plain) {
            return node;
        }
        Project project = (Project) node.input();
        return moved(node, project.input(), index -> ((Expr.Input)
                        project.expressions().get(index))
                .index());
    }

    /** The group-by over an input in which its columns have other places. */
    static Aggregate moved(Aggregate node, PlanNode input, IntUnaryOperator places) {
        List<GroupKey> keys = node.keys().stream()
                .map(key -> key instanceof GroupKey.InputColumn column
                        ? new GroupKey.InputColumn(places.applyAsInt(column.index()))
                        : key)
                .toList();
        List<AggregateCall> calls =
                node.calls().stream().map(call -> call.moved(places)).toList();
        Optional<PlanNode.GroupWindow> window = node.window()
                .map(group -> new PlanNode.GroupWindow(
                        places.applyAsInt(group.timeColumn()), group.assigned(), group.spec(), group.watermark()));
        List<Integer> late = node.lateColumns().stream().map(places::applyAsInt).toList();
        return new Aggregate(input, node.uid(), window, keys, calls, node.emit(), late, node.columns());
    }
}
