package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.TypeKind;
import io.sluice.sources.ScanPredicate;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A pipeline that begins with a scan: what it asks of the source, and what it does with the rows. */
final class ScanPipeline {
    private final PlanNode.Scan node;
    private final Pipeline pipeline;
    private final ScanPredicate predicate;
    private final Optional<ObservedTime> time;
    private final boolean watermarked;

    /** @param steps of the pipeline, from the scan on */
    ScanPipeline(PlanNode.Scan node, List<PlanNode> steps, Pipeline pipeline) {
        this.node = requireNonNull(node, "node");
        this.pipeline = requireNonNull(pipeline, "pipeline");
        time = ObservedTime.of(node, steps);
        watermarked = steps.stream().anyMatch(PlanNode.AssignWatermark.class::isInstance);
        predicate = time.isPresent() || !watermarked ? predicate(node) : ScanPredicate.TRUE;
    }

    String source() {
        return node.source();
    }

    PlanNode.Scan node() {
        return node;
    }

    Pipeline pipeline() {
        return pipeline;
    }

    /** For each column of the pipeline its position in the schema of the table. */
    List<Integer> columns() {
        return node.sourceColumns();
    }

    /** What the source may leave out. */
    ScanPredicate predicate() {
        return predicate;
    }

    /** The time whose watermark can be told for rows that are left out. */
    Optional<ObservedTime> time() {
        return time;
    }

    /** Whether it observes the watermark of the source. */
    boolean isWatermarked() {
        return watermarked;
    }

    private static ScanPredicate predicate(PlanNode.Scan node) {
        List<ScanPredicate.Comparison> comparisons = new ArrayList<>();
        for (PlanNode.ScanComparison each : node.predicates()) {
            int column = node.sourceColumns().get(each.column());
            Optional<ScanPredicate.Operator> operator = operator(each.operator());
            if (operator.isPresent()) {
                literal(each, node.columns().get(each.column()).type())
                        .ifPresent(
                                value -> comparisons.add(new ScanPredicate.Comparison(column, operator.get(), value)));
            }
        }
        return new ScanPredicate(comparisons);
    }

    private static Optional<ScanPredicate.Operator> operator(CoreOperator operator) {
        return switch (operator) {
            case EQUAL -> Optional.of(ScanPredicate.Operator.EQUAL);
            case LESS -> Optional.of(ScanPredicate.Operator.LESS);
            case LESS_OR_EQUAL -> Optional.of(ScanPredicate.Operator.LESS_OR_EQUAL);
            case GREATER -> Optional.of(ScanPredicate.Operator.GREATER);
            case GREATER_OR_EQUAL -> Optional.of(ScanPredicate.Operator.GREATER_OR_EQUAL);
            case IS_NOT_NULL -> Optional.of(ScanPredicate.Operator.IS_NOT_NULL);
            default -> Optional.empty();
        };
    }

    /** As the source wants it; empty where it has no such form: then the comparison is left to the plan alone. */
    private static Optional<Object> literal(PlanNode.ScanComparison comparison, DataType column) {
        if (comparison.operator() == CoreOperator.IS_NOT_NULL) {
            return Optional.of("");
        }
        Optional<Object> value = comparison.literal().value();
        if (value.isEmpty() || column.kind() == TypeKind.BINARY) {
            return Optional.empty();
        }
        if (value.get() instanceof Boolean truth) {
            return Optional.of(truth ? 1L : 0L);
        }
        if (value.get() instanceof BigDecimal decimal) {
            return column.kind() == TypeKind.DECIMAL ? unscaled(decimal, column) : Optional.empty();
        }
        return value;
    }

    private static Optional<Object> unscaled(BigDecimal decimal, DataType column) {
        BigDecimal stripped = decimal.stripTrailingZeros();
        if (stripped.scale() > column.scale()) {
            return Optional.empty();
        }
        var unscaled = decimal.setScale(column.scale()).unscaledValue();
        return unscaled.bitLength() < Long.SIZE && !column.isWide()
                ? Optional.of(unscaled.longValue())
                : Optional.empty();
    }
}
