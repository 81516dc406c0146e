package io.sluice.planner.validate;

import io.sluice.planner.PlanException;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql2rel.RelDecorrelator;
import org.apache.calcite.sql2rel.TopDownGeneralDecorrelator;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.tools.RelBuilderFactory;

/**
 * Queries inside expressions become joins: EXISTS and IN a semi join, their negation an anti join, what else asks for a
 * match a join that marks it, a scalar one a left join; a LATERAL query a join with what it is for all rows. Two ways are tried: unnesting from the top (Neumann and Kemper,
 * "Unnesting Arbitrary Queries"), which keeps semi and anti joins, then Calcite's older one. Before them the plain
 * {@link ExistsJoins}.
 */
final class SubQueries {
    /** Nothing is simplified: Calcite computes times in milliseconds. */
    static final RelBuilderFactory BUILDER = RelBuilder.proto(Contexts.of(
            RelFactories.DEFAULT_STRUCT,
            RelBuilder.Config.DEFAULT
                    .withSimplify(false)
                    .withSimplifyLimit(false)
                    .withSimplifyValues(false)
                    .withPruneInputOfAggregate(false)));

    private SubQueries() {}

    static RelNode removed(RelNode query) {
        if (!isIn(query) && !isCorrelated(query)) {
            return query;
        }
        RelNode rel = new ExistsJoins().of(query);
        if (!isIn(rel) && !isCorrelated(rel)) {
            return rel;
        }
        RelNode marked = applied(
                rel,
                CoreRules.FILTER_SUB_QUERY_TO_MARK_CORRELATE
                        .config
                        .withRelBuilderFactory(BUILDER)
                        .toRule(),
                CoreRules.PROJECT_SUB_QUERY_TO_MARK_CORRELATE
                        .config
                        .withRelBuilderFactory(BUILDER)
                        .toRule(),
                CoreRules.JOIN_SUB_QUERY_TO_CORRELATE
                        .config
                        .withRelBuilderFactory(BUILDER)
                        .toRule());
        Optional<RelNode> flat = fromTheTop(marked);
        if (flat.isEmpty()) {
            flat = older(rel);
        }
        if (flat.isEmpty() || !RelOptUtil.areRowTypesEqual(flat.get().getRowType(), rel.getRowType(), false)) {
            if (!isIn(rel)) {
                throw new PlanException(
                        "a LATERAL query that refers to the tables before it in this way is not supported yet",
                        "Write it as a join.",
                        Optional.empty());
            }
            throw new PlanException(
                    "a query inside an expression that refers to the query around it in this way is not supported yet",
                    "Write it as a join.",
                    Optional.empty());
        }
        return flat.get();
    }

    /** Also of those that stand below, in FROM. */
    private static boolean isIn(RelNode rel) {
        boolean[] found = new boolean[1];
        RexShuttle finder = new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery query) {
                found[0] = true;
                return query;
            }
        };
        new RelVisitor() {
            @Override
            public void visit(RelNode node, int ordinal, RelNode parent) {
                node.accept(finder);
                super.visit(node, ordinal, parent);
            }
        }.go(rel);
        return found[0];
    }

    private static Optional<RelNode> fromTheTop(RelNode marked) {
        try {
            RelNode flat = TopDownGeneralDecorrelator.decorrelateQuery(marked, builder(marked));
            RelNode joined = applied(
                    flat,
                    CoreRules.MARK_TO_SEMI_OR_ANTI_JOIN_RULE
                            .config
                            .withRelBuilderFactory(BUILDER)
                            .toRule());
            return Optional.of(joined).filter(rel -> !isCorrelated(rel));
        } catch (RuntimeException | AssertionError e) {
            return Optional.empty();
        }
    }

    private static Optional<RelNode> older(RelNode rel) {
        try {
            RelNode correlated = applied(
                    rel,
                    CoreRules.FILTER_SUB_QUERY_TO_CORRELATE
                            .config
                            .withRelBuilderFactory(BUILDER)
                            .toRule(),
                    CoreRules.PROJECT_SUB_QUERY_TO_CORRELATE
                            .config
                            .withRelBuilderFactory(BUILDER)
                            .toRule(),
                    CoreRules.JOIN_SUB_QUERY_TO_CORRELATE
                            .config
                            .withRelBuilderFactory(BUILDER)
                            .toRule());
            return Optional.of(RelDecorrelator.decorrelateQuery(correlated, builder(rel)))
                    .filter(flat -> !isCorrelated(flat));
        } catch (RuntimeException | AssertionError e) {
            return Optional.empty();
        }
    }

    static RelBuilder builder(RelNode rel) {
        return BUILDER.create(rel.getCluster(), null);
    }

    private static boolean isCorrelated(RelNode rel) {
        return rel instanceof Correlate || rel.getInputs().stream().anyMatch(SubQueries::isCorrelated);
    }

    static RelNode applied(RelNode rel, RelOptRule... rules) {
        HepPlanner planner = new HepPlanner(
                HepProgram.builder().addRuleCollection(List.of(rules)).build());
        planner.setRoot(rel);
        return planner.findBestExp();
    }
}
