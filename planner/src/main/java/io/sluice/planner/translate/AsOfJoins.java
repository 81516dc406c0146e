package io.sluice.planner.translate;

import io.sluice.planner.PlanException;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.Lookup;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.AsOfJoin;
import io.sluice.planner.plan.PlanNode.AsOfTimes;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.planner.plan.PlanNode.Join;
import io.sluice.planner.plan.PlanNode.JoinType;
import io.sluice.planner.rules.Expressions;
import io.sluice.planner.rules.Joins;
import io.sluice.planner.rules.PlanNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * As-of joins from their times and conditions. What is asked of a pair besides equal columns is asked of the partner that was
 * found, so it stands above: for a left join as columns that become NULL.
 */
final class AsOfJoins {
    private static final Map<CoreOperator, CoreOperator> TURNED = Map.of(
            CoreOperator.LESS, CoreOperator.GREATER,
            CoreOperator.LESS_OR_EQUAL, CoreOperator.GREATER_OR_EQUAL,
            CoreOperator.GREATER, CoreOperator.LESS,
            CoreOperator.GREATER_OR_EQUAL, CoreOperator.LESS_OR_EQUAL);

    private AsOfJoins() {}

    /** {@code MATCH_CONDITION}: one comparison between a time of each input. */
    static PlanNode matching(
            PlanNode left,
            PlanNode right,
            boolean keepsLeft,
            List<Expr> match,
            List<Expr> conditions,
            List<String> names) {
        int width = left.columns().size();
        int all = width + right.columns().size();
        Optional<CoreOperator> operator = match.size() == 1 && match.get(0) instanceof Expr.Call call
                ? CoreOperator.find(call.function()).filter(TURNED::containsKey)
                : Optional.empty();
        if (operator.isEmpty()) {
            throw refused("MATCH_CONDITION of ASOF JOIN is not one comparison by <, <=, > or >=");
        }
        List<Expr> sides = ((Expr.Call) match.get(0)).arguments();
        boolean turned = isOf(sides.get(1), 0, width) && isOf(sides.get(0), width, all);
        if (!turned && !(isOf(sides.get(0), 0, width) && isOf(sides.get(1), width, all))) {
            throw refused("MATCH_CONDITION of ASOF JOIN does not compare a value of one table with one of the other");
        }
        Expr ofLeft = sides.get(turned ? 1 : 0);
        Expr ofRight = Expressions.substitute(
                sides.get(turned ? 0 : 1), input -> PlanNodes.input(right, input.index() - width));
        if (!conditions.stream().allMatch(condition -> isEquality(condition, width, all))) {
            throw refused("ON of ASOF JOIN has more than equalities of columns of both tables");
        }
        CoreOperator relation = turned ? TURNED.get(operator.get()) : operator.get();
        return of(left, right, keepsLeft, ofLeft, relation, ofRight, List.of(), conditions, names);
    }

    /** TRUE stands for no condition. */
    private static boolean isEquality(Expr condition, int width, int all) {
        if (!(condition instanceof Expr.Call call) || !call.function().equals(CoreOperator.EQUAL.symbol())) {
            return condition instanceof Expr.Literal literal && literal.value().equals(Optional.of(true));
        }
        Expr first = call.arguments().get(0);
        Expr second = call.arguments().get(1);
        return isOf(first, 0, width) && isOf(second, width, all) || isOf(second, 0, width) && isOf(first, width, all);
    }

    private static boolean isOf(Expr expr, int from, int to) {
        return !Expressions.inputs(expr).isEmpty()
                && Expressions.inputs(expr).stream().allMatch(index -> from <= index && index < to);
    }

    /**
     * The last version that is not behind a time of the left input.
     *
     * @param time over the left columns
     */
    static PlanNode of(
            PlanNode left, Versions versions, boolean keepsLeft, Expr time, List<Expr> conditions, List<String> names) {
        PlanNode right = versions.rows();
        Expr ofRight = PlanNodes.input(right, versions.time());
        CoreOperator relation = CoreOperator.GREATER_OR_EQUAL;
        return of(left, right, keepsLeft, time, relation, ofRight, versions.key(), conditions, names);
    }

    private static PlanNode of(
            PlanNode left,
            PlanNode right,
            boolean keepsLeft,
            Expr leftTime,
            CoreOperator relation,
            Expr rightTime,
            List<Integer> key,
            List<Expr> conditions,
            List<String> names) {
        AsOfPosition position = AsOfPosition.of(leftTime.type(), rightTime.type());
        PlanNode wideLeft = with(left, position.of(leftTime));
        PlanNode wideRight = with(right, position.of(rightTime));
        int width = left.columns().size();
        int more = wideLeft.columns().size() - width;
        List<Expr> moved = conditions.stream()
                .map(condition -> Expressions.substitute(
                        condition,
                        input -> new Expr.Input(input.index() + (input.index() < width ? 0 : more), input.type())))
                .toList();
        List<String> wideNames = new ArrayList<>(names.subList(0, width));
        wideNames.addAll(PlanNodes.names(wideLeft).subList(width, width + more));
        wideNames.addAll(names.subList(width, names.size()));
        wideNames.addAll(PlanNodes.names(wideRight)
                .subList(right.columns().size(), wideRight.columns().size()));
        JoinType type = keepsLeft ? JoinType.LEFT : JoinType.INNER;
        Optional<Lookup> byKey = Optional.of(new Lookup(Lookup.Kind.NEWEST, key));
        PlanNode plan = Joins.of(wideLeft, wideRight, type, List.of(), moved, wideNames, byKey);
        Join join = (Join) (plan instanceof PlanNode.Project project ? project.input() : plan);
        checkKey(join, key);
        AsOfTimes times = new AsOfTimes(
                place(wideLeft, left, position.of(leftTime)),
                place(wideRight, right, position.of(rightTime)),
                relation,
                Optional.empty(),
                Optional.empty());
        AsOfJoin asOf = new AsOfJoin(
                join.left(),
                join.right(),
                "as-of-join",
                keepsLeft,
                join.keys(),
                times,
                Emit.ON_CHANGE,
                true,
                join.columns());
        return selected(asOf, join.condition(), width, names);
    }

    /** Versions are found by their whole key; what else ON asks for is asked of the one that was found. */
    static void checkKey(Join join, List<Integer> key) {
        boolean whole = key.stream().allMatch(column -> join.keys().stream().anyMatch(pair -> pair.right() == column));
        if (!whole) {
            throw new PlanException(
                    "FOR SYSTEM_TIME AS OF finds a row by its whole key, (%s), which ON does not compare"
                            .formatted(key.stream()
                                    .map(column ->
                                            join.right().columns().get(column).name())
                                    .collect(Collectors.joining(", "))),
                    "Compare each of these columns with = in ON, with a value of the same type.",
                    Optional.empty());
        }
    }

    /** The columns that were asked for, of partners that meet the other conditions. */
    private static PlanNode selected(AsOfJoin join, Optional<Expr> condition, int width, List<String> names) {
        Optional<Expr> typed =
                condition.map(each -> Expressions.substitute(each, input -> PlanNodes.input(join, input.index())));
        PlanNode rows = typed.isPresent() && !join.keepsLeft() ? new PlanNode.Filter(join, typed.get()) : join;
        int right = join.left().columns().size();
        List<Expr> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Expr column = PlanNodes.input(join, i < width ? i : right + i - width);
            columns.add(i >= width && typed.isPresent() && join.keepsLeft() ? where(typed.get(), column) : column);
        }
        return PlanNodes.project(rows, columns, names);
    }

    private static Expr where(Expr condition, Expr column) {
        Expr nothing = new Expr.Literal(Optional.empty(), column.type().withNullable(true));
        return new Expr.Conditional(
                List.of(new Expr.Conditional.Branch(condition, column)),
                nothing,
                column.type().withNullable(true));
    }

    /** The input with a column that is the time. */
    private static PlanNode with(PlanNode input, Expr time) {
        if (time instanceof Expr.Input) {
            return input;
        }
        List<Expr> columns = new ArrayList<>(PlanNodes.inputs(input));
        columns.add(time);
        List<String> names = new ArrayList<>(PlanNodes.names(input));
        names.add("time");
        return PlanNodes.project(input, columns, names);
    }

    private static int place(PlanNode wide, PlanNode input, Expr time) {
        return time instanceof Expr.Input column
                ? column.index()
                : wide.columns().size() > input.columns().size()
                        ? input.columns().size()
                        : 0;
    }

    static PlanException refused(String message) {
        return new PlanException(
                message,
                "Write FROM a ASOF JOIN b MATCH_CONDITION a.ts >= b.ts ON a.k = b.k; cast what has another type.",
                Optional.empty());
    }
}
