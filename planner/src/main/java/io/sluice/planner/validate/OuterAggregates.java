package io.sluice.planner.validate;

import io.sluice.planner.PlanException;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexVisitorImpl;

/**
 * An aggregate in a query inside an expression, over columns of the query around it only, belongs by the standard to that
 * query: {@code SELECT (SELECT SUM(t.a) FROM u) FROM t} has one row. Calcite computes it inside, so it is refused.
 */
final class OuterAggregates {
    private OuterAggregates() {}

    static void refuse(RelNode query) {
        RexShuttle nested = new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery inner) {
                refuse(inner.rel);
                if (!RelOptUtil.getVariablesUsed(inner.rel).isEmpty()) {
                    refuseBags(inner.rel);
                }
                return inner;
            }
        };
        new RelVisitor() {
            @Override
            public void visit(RelNode node, int ordinal, RelNode parent) {
                node.accept(nested);
                if (node instanceof Aggregate aggregate && aggregate.getInput() instanceof Project project) {
                    aggregate.getAggCallList().forEach(call -> refuse(call, project.getProjects()));
                }
                super.visit(node, ordinal, parent);
            }
        }.go(query);
    }

    /** As a join it would give NULL where there are no rows, and not the empty MULTISET. */
    private static void refuseBags(RelNode query) {
        new RelVisitor() {
            @Override
            public void visit(RelNode node, int ordinal, RelNode parent) {
                if (node instanceof Aggregate aggregate
                        && aggregate.getGroupSet().isEmpty()) {
                    aggregate.getAggCallList().forEach(OuterAggregates::refuseBag);
                }
                super.visit(node, ordinal, parent);
            }
        }.go(query);
    }

    private static void refuseBag(AggregateCall call) {
        if (call.getAggregation() instanceof StreamAggregate aggregate
                && (aggregate.sqlName().startsWith("COLLECT")
                        || aggregate.sqlName().equals("FUSION"))) {
            throw new PlanException(
                    "%s in a query that refers to the query around it is not supported yet"
                            .formatted(aggregate.sqlName()),
                    "Write MULTISET(SELECT …) or ARRAY(SELECT …).",
                    Optional.empty());
        }
    }

    private static void refuse(AggregateCall call, List<RexNode> columns) {
        boolean[] found = new boolean[2];
        for (int argument : call.getArgList()) {
            columns.get(argument).accept(new RexVisitorImpl<Void>(true) {
                @Override
                public Void visitCorrelVariable(RexCorrelVariable variable) {
                    found[0] = true;
                    return null;
                }

                @Override
                public Void visitInputRef(RexInputRef input) {
                    found[1] = true;
                    return null;
                }
            });
        }
        if (found[0] && !found[1]) {
            throw new PlanException(
                    "aggregate %s is over columns of the query around it only"
                            .formatted(call.getAggregation().getName()),
                    "Compute it in the query around, in a SELECT below, and refer to its column.",
                    Optional.empty());
        }
    }
}
