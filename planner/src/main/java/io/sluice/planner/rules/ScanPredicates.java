package io.sluice.planner.rules;

import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.ScanComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells a scan what a filter above it asks of single columns, so that the source may skip data. The filter
 * stays.
 */
final class ScanPredicates {
    private static final Set<CoreOperator> COMPARISONS = Set.of(
            CoreOperator.EQUAL,
            CoreOperator.NOT_EQUAL,
            CoreOperator.LESS,
            CoreOperator.LESS_OR_EQUAL,
            CoreOperator.GREATER,
            CoreOperator.GREATER_OR_EQUAL);

    private ScanPredicates() {}

    static PlanNode in(PlanNode node) {
        if (node instanceof PlanNode.Filter filter) {
            List<ScanComparison> predicates = Expressions.conjuncts(filter.condition()).stream()
                    .map(ScanPredicates::comparison)
                    .flatMap(Optional::stream)
                    .toList();
            return new PlanNode.Filter(told(filter.input(), predicates), filter.condition());
        }
        return PlanNodes.withInputs(
                node, node.inputs().stream().map(ScanPredicates::in).toList());
    }

    /**
     * What the filter asks of the columns of {@code node} goes down to the scan. It passes a watermark that can be told
     * from the event time alone: then the source can tell it for the rows that it leaves out.
     */
    private static PlanNode told(PlanNode node, List<ScanComparison> predicates) {
        if (node instanceof PlanNode.Scan scan) {
            return new PlanNode.Scan(
                    scan.source(),
                    scan.columns(),
                    scan.sourceColumns(),
                    predicates,
                    scan.bounded(),
                    scan.tableColumns());
        }
        if (node instanceof PlanNode.AssignWatermark watermark
                && watermark.shift().isPresent()
                && isScanned(watermark.input(), watermark.timeColumn())) {
            return PlanNodes.withInputs(watermark, List.of(told(watermark.input(), predicates)));
        }
        if (node instanceof PlanNode.Project project) {
            return PlanNodes.withInputs(project, List.of(told(project.input(), below(project, predicates))));
        }
        return in(node);
    }

    private static boolean isScanned(PlanNode node, int column) {
        if (node instanceof PlanNode.Project project) {
            return project.expressions().get(column) instanceof Expr.Input input
                    && isScanned(project.input(), input.index());
        }
        return node instanceof PlanNode.Scan;
    }

    private static List<ScanComparison> below(PlanNode.Project project, List<ScanComparison> predicates) {
        List<ScanComparison> below = new ArrayList<>();
        for (ScanComparison each : predicates) {
            if (project.expressions().get(each.column()) instanceof Expr.Input input) {
                below.add(new ScanComparison(input.index(), each.operator(), each.literal()));
            }
        }
        return below;
    }

    private static Optional<ScanComparison> comparison(Expr condition) {
        if (!(condition instanceof Expr.Call call)) {
            return Optional.empty();
        }
        Optional<CoreOperator> operator = CoreOperator.find(call.function());
        if (operator.filter(CoreOperator.IS_NOT_NULL::equals).isPresent()
                && call.arguments().get(0) instanceof Expr.Input input) {
            return Optional.of(new ScanComparison(
                    input.index(),
                    CoreOperator.IS_NOT_NULL,
                    new Expr.Literal(Optional.empty(), input.type().withNullable(true))));
        }
        return operator.filter(COMPARISONS::contains).flatMap(found -> comparison(found, call.arguments()));
    }

    private static Optional<ScanComparison> comparison(CoreOperator operator, List<Expr> sides) {
        if (sides.get(0) instanceof Expr.Input input && isValue(sides.get(1))) {
            return Optional.of(new ScanComparison(input.index(), operator, (Expr.Literal) sides.get(1)));
        }
        if (sides.get(1) instanceof Expr.Input input && isValue(sides.get(0))) {
            return Optional.of(new ScanComparison(input.index(), turned(operator), (Expr.Literal) sides.get(0)));
        }
        return Optional.empty();
    }

    private static boolean isValue(Expr expr) {
        return expr instanceof Expr.Literal literal && literal.value().isPresent();
    }

    private static CoreOperator turned(CoreOperator operator) {
        return switch (operator) {
            case LESS -> CoreOperator.GREATER;
            case LESS_OR_EQUAL -> CoreOperator.GREATER_OR_EQUAL;
            case GREATER -> CoreOperator.LESS;
            case GREATER_OR_EQUAL -> CoreOperator.LESS_OR_EQUAL;
            default -> operator;
        };
    }
}
