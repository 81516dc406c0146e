package io.sluice.planner.incremental;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.Argument;
import io.sluice.planner.function.FunctionRegister;
import io.sluice.planner.function.SketchFunctions;
import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Aggregate;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.plan.UserAggregate;
import io.sluice.planner.rules.PlanNodes;
import io.sluice.planner.sketch.ApproximateCountDistinct;
import io.sluice.planner.sketch.ApproximatePercentile;
import io.sluice.planner.sketch.DistinctHashes;
import io.sluice.planner.sketch.ValueCounts;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Puts sketches in the place of the values of approximate aggregates. Only over rows that stay, since nothing can be taken out of a sketch; elsewhere they stay
 * exact, as percentiles do of what is no number, of DECIMALs of more than 18 digits, and of DISTINCT values.
 */
final class Approximations {
    private final BooleanSupplier sketches;

    /** @param sketches they may be used; asked only where there is an approximate aggregate */
    Approximations(BooleanSupplier sketches) {
        this.sketches = requireNonNull(sketches, "sketches");
    }

    /** @param node over rows that stay */
    Aggregate in(Aggregate node) {
        if (node.calls().stream().noneMatch(AggregateCall::approximate) || !sketches.getAsBoolean()) {
            return node;
        }
        List<Expr> columns = new ArrayList<>(PlanNodes.inputs(node.input()));
        List<String> names = new ArrayList<>(PlanNodes.names(node.input()));
        List<AggregateCall> calls = node.calls().stream()
                .map(call -> call.approximate() ? sketched(call, columns, names) : call)
                .toList();
        PlanNode input = columns.size() == node.input().columns().size()
                ? node.input()
                : PlanNodes.project(node.input(), columns, names);
        return new Aggregate(
                input, node.uid(), node.window(), node.keys(), calls, node.emit(), node.lateColumns(), node.columns());
    }

    private static AggregateCall sketched(AggregateCall call, List<Expr> columns, List<String> names) {
        int place = call.arguments().get(0);
        Expr argument = columns.get(place);
        if (call.function() == AggregateCall.Function.COUNT) {
            Expr hash = FunctionRegister.bind(SketchFunctions.HASH, List.of(Argument.of(argument.type())))
                    .orElseThrow()
                    .call(List.of(argument));
            int hashed = columns.indexOf(hash);
            if (hashed < 0) {
                hashed = columns.size();
                columns.add(hash);
                names.add(names.get(place));
            }
            return by(
                    user("APPROX_COUNT_DISTINCT", ApproximateCountDistinct.class, DistinctHashes.class, long.class, ""),
                    hashed,
                    call);
        }
        return percentile(call, argument.type())
                .map(user -> by(user, place, call))
                .orElse(call);
    }

    private static AggregateCall by(UserAggregate user, int column, AggregateCall call) {
        return new AggregateCall(
                AggregateCall.Function.USER,
                List.of(column),
                false,
                call.filter(),
                List.of(),
                call.parameter(),
                Optional.of(user),
                call.type());
    }

    private static Optional<UserAggregate> percentile(AggregateCall call, DataType type) {
        if (call.distinct() || type.isWide()) {
            return Optional.empty();
        }
        String fraction =
                call.parameter().flatMap(Expr.Literal::value).orElseThrow().toString();
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INT, BIGINT -> Optional.of(
                    percentile(ApproximatePercentile.OfIntegers.class, long.class, fraction));
            case DECIMAL -> Optional.of(
                    percentile(ApproximatePercentile.OfDecimals.class, long.class, fraction + " " + type.scale()));
            case FLOAT -> Optional.of(percentile(ApproximatePercentile.OfFloats.class, double.class, fraction));
            case DOUBLE -> Optional.of(percentile(ApproximatePercentile.OfDoubles.class, double.class, fraction));
            default -> Optional.empty();
        };
    }

    private static UserAggregate percentile(Class<?> type, Class<?> value, String parameter) {
        return user("APPROX_PERCENTILE", type, ValueCounts.class, value, parameter);
    }

    private static UserAggregate user(
            String function, Class<?> type, Class<?> accumulator, Class<?> value, String parameter) {
        return new UserAggregate(
                function,
                type,
                method(type, "createAccumulator"),
                method(type, "accumulate", accumulator, value),
                Optional.empty(),
                Optional.of(method(type, "merge", accumulator, accumulator)),
                method(type, "getValue", accumulator),
                Optional.of(method(type, "serialize", accumulator)),
                Optional.of(method(type, "deserialize", byte[].class)),
                DataType.of(TypeKind.BINARY, true),
                parameter.isEmpty() ? Optional.empty() : Optional.of(parameter),
                true);
    }

    private static Method method(Class<?> type, String name, Class<?>... parameters) {
        try {
            return type.getMethod(name, parameters);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }
}
