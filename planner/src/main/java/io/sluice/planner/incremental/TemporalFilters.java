package io.sluice.planner.incremental;

import io.sluice.planner.PlanException;
import io.sluice.planner.plan.ClockBound;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Aggregate;
import io.sluice.planner.plan.PlanNode.Filter;
import io.sluice.planner.plan.PlanNode.TemporalFilter;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.rules.Expressions;
import io.sluice.planner.rules.PlanNodes;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes conditions on the clock temporal filters: {@code time < NOW() + constant} and the like. In a query whose input
 * ends the clock stands still, so that any other condition on it is a plain one. One instance for the outputs of a query.
 */
final class TemporalFilters {
    /** With the sides exchanged. */
    private static final Map<CoreOperator, CoreOperator> MIRRORED = Map.of(
            CoreOperator.LESS, CoreOperator.GREATER,
            CoreOperator.LESS_OR_EQUAL, CoreOperator.GREATER_OR_EQUAL,
            CoreOperator.GREATER, CoreOperator.LESS,
            CoreOperator.GREATER_OR_EQUAL, CoreOperator.LESS_OR_EQUAL,
            CoreOperator.EQUAL, CoreOperator.EQUAL);

    private final boolean bounded;
    private final OptionalLong offset;
    private int filters;

    /** @param bounded all sources of the query end */
    TemporalFilters(boolean bounded, ZoneId zone) {
        this.bounded = bounded;
        offset = zone.getRules().isFixedOffset()
                ? OptionalLong.of(zone.getRules().getOffset(Instant.EPOCH).getTotalSeconds() * 1_000_000L)
                : OptionalLong.empty();
    }

    static boolean isIn(PlanNode plan) {
        return plan instanceof TemporalFilter || plan.inputs().stream().anyMatch(TemporalFilters::isIn);
    }

    PlanNode in(PlanNode plan) {
        List<PlanNode> inputs = plan.inputs().stream().map(this::in).toList();
        PlanNode node = PlanNodes.withInputs(plan, inputs);
        if (!bounded) {
            checkInput(node);
        }
        if (!(node instanceof Filter filter) || Expressions.isDeterministic(filter.condition())) {
            return node;
        }
        return split(filter);
    }

    private PlanNode split(Filter filter) {
        List<ClockBound> bounds = new ArrayList<>();
        List<Expr> others = new ArrayList<>();
        for (Expr condition : Expressions.conjuncts(filter.condition())) {
            List<ClockBound> found = bounds(condition);
            bounds.addAll(found);
            if (found.isEmpty()) {
                if (!bounded && !Expressions.isDeterministic(condition)) {
                    throw refused(condition);
                }
                others.add(condition);
            }
        }
        PlanNode input = others.isEmpty() ? filter.input() : new Filter(filter.input(), Expressions.and(others));
        if (bounds.isEmpty()) {
            return input;
        }
        TemporalFilter made = new TemporalFilter(input, "temporal-filter-" + ++filters, bounds, false);
        if (!bounded) {
            checkInput(made);
        }
        return made;
    }

    /** The comparisons with the clock that a condition is; an equality is two. */
    private List<ClockBound> bounds(Expr condition) {
        if (!(condition instanceof Expr.Call call) || call.arguments().size() != 2) {
            return List.of();
        }
        CoreOperator operator = CoreOperator.find(call.function()).orElse(CoreOperator.NOT);
        if (!MIRRORED.containsKey(operator)) {
            return List.of();
        }
        Expr left = call.arguments().get(0);
        Expr right = call.arguments().get(1);
        return Expressions.isDeterministic(left)
                ? bounds(left, operator, right)
                : bounds(right, MIRRORED.get(operator), left);
    }

    private List<ClockBound> bounds(Expr time, CoreOperator operator, Expr clock) {
        boolean isClock =
                !Expressions.isDeterministic(clock) && Expressions.inputs(clock).isEmpty();
        if (!isClock || !Expressions.isDeterministic(time)) {
            return List.of();
        }
        boolean date = time.type().kind() == TypeKind.DATE;
        if (!date && !time.type().kind().isTimestamp()) {
            return List.of();
        }
        Optional<ClockSide> side = ClockSide.of(clock, offset);
        if (side.isEmpty()) {
            return List.of();
        }
        DataType midnight = DataType.of(TypeKind.TIMESTAMP, time.type().nullable());
        Expr micros = date ? new Expr.Cast(time, midnight, false) : time;
        List<CoreOperator> operators = operator == CoreOperator.EQUAL
                ? List.of(CoreOperator.LESS_OR_EQUAL, CoreOperator.GREATER_OR_EQUAL)
                : List.of(operator);
        return operators.stream()
                .map(each -> new ClockBound(
                        micros,
                        each,
                        clock,
                        side.get().ahead(),
                        side.get().unit(),
                        side.get().shift()))
                .toList();
    }

    private PlanException refused(Expr condition) {
        List<String> functions = Expressions.changingFunctions(condition);
        boolean zone = offset.isEmpty();
        return new PlanException(
                "a condition with %s other than a comparison of a time with it is not supported yet"
                        .formatted(functions.get(0)),
                "Write ts > NOW() - INTERVAL '1' HOUR, or with <, <=, >= or =; join such conditions by AND."
                        + (zone ? " In a time zone whose clocks change, compare a TIMESTAMP_LTZ with NOW()." : ""),
                Optional.empty());
    }

    /** Rows that leave cannot be taken back from everything. */
    private static void checkInput(PlanNode node) {
        if (Retraction.finalInputs(node).stream().anyMatch(TemporalFilters::leaves)) {
            String what = node instanceof Aggregate aggregate
                    ? calls(aggregate)
                    : node instanceof TemporalFilter ? "another temporal filter" : Retraction.name(node);
            throw new PlanException(
                    "%s over a temporal filter whose rows leave is not supported yet".formatted(what),
                    "Write the rows to a table with EMIT CHANGELOG or EMIT COMPLETE and aggregate there, or group by a"
                            + " window such as HOP in place of the condition on the clock.",
                    Optional.empty());
        }
    }

    private static String calls(Aggregate node) {
        return node.calls().isEmpty()
                ? "a group-by"
                : String.join(
                        ", ",
                        node.calls().stream()
                                .map(call -> call.function().toString())
                                .distinct()
                                .toList());
    }

    /** Whether rows leave that nothing has made final. */
    private static boolean leaves(PlanNode node) {
        if (node instanceof TemporalFilter filter) {
            return filter.leaves();
        }
        return !(node instanceof Aggregate) && node.inputs().stream().anyMatch(TemporalFilters::leaves);
    }
}
