package io.sluice.planner.validate;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/** UNNEST of what each row of an input has: what {@link io.sluice.planner.plan.PlanNode.Unnest} says, as a relational node. */
public final class UnnestRel extends SingleRel {
    private final List<RexNode> collections;
    private final boolean ordinality;
    private final boolean outer;
    private final Optional<RexNode> condition;

    /** @param type the columns of the input, and what is appended */
    UnnestRel(
            RelNode input,
            List<RexNode> collections,
            boolean ordinality,
            boolean outer,
            Optional<RexNode> condition,
            RelDataType type) {
        super(input.getCluster(), input.getTraitSet(), input);
        this.collections = List.copyOf(collections);
        this.ordinality = ordinality;
        this.outer = outer;
        this.condition = requireNonNull(condition, "condition");
        rowType = requireNonNull(type, "type");
    }

    /** Over the columns of the input. */
    public List<RexNode> collections() {
        return collections;
    }

    public boolean ordinality() {
        return ordinality;
    }

    public boolean outer() {
        return outer;
    }

    /** Over all columns. */
    public Optional<RexNode> condition() {
        return condition;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new UnnestRel(inputs.get(0), collections, ordinality, outer, condition, rowType);
    }

    @Override
    public RelNode accept(RexShuttle shuttle) {
        List<RexNode> visited = shuttle.apply(collections);
        Optional<RexNode> tried = condition.map(shuttle::apply);
        return visited.equals(collections) && tried.equals(condition)
                ? this
                : new UnnestRel(getInput(), visited, ordinality, outer, tried, rowType);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer)
                .item("collections", collections)
                .item("ordinality", ordinality)
                .item("outer", outer)
                .item("condition", condition)
                .item("type", rowType);
    }
}
