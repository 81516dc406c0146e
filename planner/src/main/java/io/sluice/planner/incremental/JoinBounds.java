package io.sluice.planner.incremental;

import io.sluice.planner.incremental.Facts.ColumnFacts;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.PlanNode.Join;
import io.sluice.planner.plan.PlanNode.JoinKey;
import io.sluice.planner.plan.PlanNode.JoinTimes;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.plan.Watermark;
import io.sluice.planner.rules.Expressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds in the conditions of a join how far apart the times of a pair are: comparisons of a time of one input, plus or minus
 * a constant, with a time of the other, and equal times such as the ends of windows.
 */
final class JoinBounds {
    private final Join join;
    private final Facts left;
    private final Facts right;
    private final List<Bound> bounds = new ArrayList<>();

    /** What is known of the difference of two columns. */
    private record Bound(int left, int right, OptionalLong lower, OptionalLong upper) {
        Bound and(Bound other) {
            return new Bound(left, right, most(lower, other.lower), least(upper, other.upper));
        }

        private static OptionalLong most(OptionalLong a, OptionalLong b) {
            return a.isEmpty() ? b : b.isEmpty() ? a : OptionalLong.of(Math.max(a.getAsLong(), b.getAsLong()));
        }

        private static OptionalLong least(OptionalLong a, OptionalLong b) {
            return a.isEmpty() ? b : b.isEmpty() ? a : OptionalLong.of(Math.min(a.getAsLong(), b.getAsLong()));
        }
    }

    /** A column of both inputs, plus a constant. */
    private record Moved(int column, long micros, DataType type) {}

    private JoinBounds(Join join, Facts left, Facts right) {
        this.join = join;
        this.left = left;
        this.right = right;
    }

    /** Empty where no bound ever lets a row go. */
    static Optional<JoinTimes> of(Join join, Facts left, Facts right) {
        JoinBounds found = new JoinBounds(join, left, right);
        join.keys().forEach(found::add);
        join.condition().ifPresent(condition -> Expressions.conjuncts(condition).forEach(found::add));
        JoinTimes best = null;
        for (Bound bound : found.bounds) {
            JoinTimes times = found.times(bound);
            if (best == null || drops(times) > drops(best)) {
                best = times;
            }
        }
        return Optional.ofNullable(best).filter(times -> drops(times) > 0);
    }

    private static int drops(JoinTimes times) {
        return (times.dropsLeft() ? 1 : 0) + (times.dropsRight() ? 1 : 0);
    }

    private JoinTimes times(Bound bound) {
        return new JoinTimes(
                bound.left,
                bound.right,
                bound.lower,
                bound.upper,
                watermark(left.columns().get(bound.left)),
                watermark(right.columns().get(bound.right)));
    }

    /** A window that ends at the watermark is complete. */
    private static Optional<Watermark> watermark(ColumnFacts column) {
        boolean edge = column.window()
                .filter(window -> window.property() != GroupKey.Property.TIME)
                .isPresent();
        return column.watermark().filter(bound -> !column.isByClock()).map(bound -> (edge ? bound.shifted(1) : bound)
                .watermark());
    }

    private void add(JoinKey key) {
        if (!key.nullsMatch()
                && join.left().columns().get(key.left()).type().kind().isTimestamp()) {
            add(new Bound(key.left(), key.right(), OptionalLong.of(0), OptionalLong.of(0)));
        }
    }

    private void add(Bound bound) {
        for (int i = 0; i < bounds.size(); i++) {
            if (bounds.get(i).left == bound.left && bounds.get(i).right == bound.right) {
                bounds.set(i, bounds.get(i).and(bound));
                return;
            }
        }
        bounds.add(bound);
    }

    private void add(Expr condition) {
        if (!(condition instanceof Expr.Call call) || call.arguments().size() != 2) {
            return;
        }
        Optional<CoreOperator> operator = CoreOperator.find(call.function());
        Optional<Moved> first = moved(call.arguments().get(0));
        Optional<Moved> second = moved(call.arguments().get(1));
        if (operator.isEmpty() || first.isEmpty() || second.isEmpty()) {
            return;
        }
        Moved a = first.get();
        Moved b = second.get();
        if (a.type.kind() == b.type.kind() && isLeft(a) != isLeft(b)) {
            add(a, operator.get(), b);
        }
    }

    private boolean isLeft(Moved moved) {
        return moved.column < width();
    }

    private int width() {
        return join.left().columns().size();
    }

    /** {@code a + x op b + y} says that the difference of a and b is {@code op y − x}. */
    private void add(Moved a, CoreOperator operator, Moved b) {
        long apart = Math.subtractExact(b.micros, a.micros);
        OptionalLong lower =
                switch (operator) {
                    case GREATER -> OptionalLong.of(apart + 1);
                    case GREATER_OR_EQUAL, EQUAL -> OptionalLong.of(apart);
                    default -> OptionalLong.empty();
                };
        OptionalLong upper =
                switch (operator) {
                    case LESS -> OptionalLong.of(apart - 1);
                    case LESS_OR_EQUAL, EQUAL -> OptionalLong.of(apart);
                    default -> OptionalLong.empty();
                };
        add(
                isLeft(a)
                        ? new Bound(a.column, b.column - width(), lower, upper)
                        : new Bound(b.column, a.column - width(), negated(upper), negated(lower)));
    }

    private static OptionalLong negated(OptionalLong value) {
        return value.isPresent() ? OptionalLong.of(-value.getAsLong()) : value;
    }

    private static Optional<Moved> moved(Expr expr) {
        if (!expr.type().kind().isTimestamp()) {
            return Optional.empty();
        }
        if (expr instanceof Expr.Input input) {
            return Optional.of(new Moved(input.index(), 0, input.type()));
        }
        if (expr instanceof Expr.Cast cast) {
            DataType from = cast.value().type();
            boolean same = from.kind() == cast.type().kind() && cast.type().precision() >= from.precision();
            return same ? moved(cast.value()) : Optional.empty();
        }
        if (!(expr instanceof Expr.Call call)
                || call.arguments().size() != 2
                || !(call.arguments().get(1) instanceof Expr.Literal literal)
                || literal.type().kind() != TypeKind.INTERVAL_DAY_TIME
                || !(literal.value().orElse("") instanceof Long micros)) {
            return Optional.empty();
        }
        boolean plus = call.function().equals(CoreOperator.PLUS.symbol());
        if (!plus && !call.function().equals(CoreOperator.MINUS.symbol())) {
            return Optional.empty();
        }
        return moved(call.arguments().get(0))
                .map(time -> new Moved(
                        time.column, plus ? Math.addExact(time.micros, micros) : time.micros - micros, time.type));
    }
}
