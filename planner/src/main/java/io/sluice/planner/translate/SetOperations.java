package io.sluice.planner.translate;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.SetOperation;
import io.sluice.planner.rules.PlanNodes;
import io.sluice.planner.validate.SqlTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.type.RelDataTypeField;

/** UNION, INTERSECT and EXCEPT. A union of unions is one; the others have two sides. */
final class SetOperations {
    private final Function<RelNode, PlanNode> build;

    /** @param build makes the inputs */
    SetOperations(Function<RelNode, PlanNode> build) {
        this.build = build;
    }

    PlanNode of(SetOp rel) {
        List<PlanNode> inputs = new ArrayList<>();
        addInputs(rel, inputs);
        List<Column> columns = columns(rel, inputs);
        List<PlanNode> aligned =
                inputs.stream().map(input -> aligned(input, columns)).toList();
        if (rel instanceof Union) {
            PlanNode union = new PlanNode.Union(aligned, columns);
            return rel.all ? union : distinct(union);
        }
        SetOperation.Kind kind = rel instanceof Intersect ? SetOperation.Kind.INTERSECT : SetOperation.Kind.EXCEPT;
        PlanNode left = aligned.get(0);
        for (PlanNode right : aligned.subList(1, aligned.size())) {
            left = new SetOperation(left, right, "", kind, rel.all, PlanNode.Emit.ON_CHANGE, true);
        }
        return left;
    }

    /** All rows of inputs that have these columns, but for what may be NULL. */
    static PlanNode union(List<PlanNode> inputs, List<Column> columns) {
        List<Column> all = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int index = i;
            boolean nullable = inputs.stream()
                    .anyMatch(input -> input.columns().get(index).type().nullable());
            all.add(new Column(columns.get(i).name(), columns.get(i).type().withNullable(nullable)));
        }
        return new PlanNode.Union(inputs, all);
    }

    private static List<Column> columns(SetOp rel, List<PlanNode> inputs) {
        List<Column> columns = new ArrayList<>();
        for (RelDataTypeField field : rel.getRowType().getFieldList()) {
            int index = columns.size();
            boolean nullable = inputs.stream()
                    .anyMatch(input -> input.columns().get(index).type().nullable());
            columns.add(new Column(
                    field.getName(), SqlTypes.toDataType(field.getType()).withNullable(nullable)));
        }
        return columns;
    }

    private void addInputs(SetOp rel, List<PlanNode> inputs) {
        for (RelNode input : rel.getInputs()) {
            if (rel instanceof Union && input instanceof Union inner && (inner.all || !rel.all)) {
                addInputs(inner, inputs);
            } else {
                inputs.add(build.apply(input));
            }
        }
    }

    /** Equal rows once. */
    static PlanNode distinct(PlanNode input) {
        List<GroupKey> keys = new ArrayList<>();
        for (int i = 0; i < input.columns().size(); i++) {
            keys.add(new GroupKey.InputColumn(i));
        }
        return new PlanNode.Aggregate(
                input, "", Optional.empty(), keys, List.of(), PlanNode.Emit.ON_CHANGE, List.of(), input.columns());
    }

    /** The input with the types of the result. */
    private static PlanNode aligned(PlanNode input, List<Column> columns) {
        List<Expr> expressions = new ArrayList<>();
        boolean same = true;
        for (int i = 0; i < columns.size(); i++) {
            DataType from = input.columns().get(i).type();
            DataType to = columns.get(i).type().withNullable(from.nullable());
            Expr column = PlanNodes.input(input, i);
            expressions.add(from.equals(to) ? column : new Expr.Cast(column, to, false));
            same &= from.equals(to);
        }
        return same ? input : PlanNodes.project(input, expressions, PlanNodes.names(input));
    }
}
