package io.sluice.planner.rules;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.Lookup;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.planner.plan.PlanNode.Join;
import io.sluice.planner.plan.PlanNode.JoinKey;
import io.sluice.planner.plan.PlanNode.JoinType;
import io.sluice.planner.plan.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes joins from their conditions: an equality between the two inputs becomes a pair of keys, for which an input gets a
 * column of its own where the key is computed; the rest is tried for each pair.
 */
public final class Joins {
    private final PlanNode left;
    private final PlanNode right;
    private final Optional<Lookup> lookup;
    private final List<Expr> leftColumns = new ArrayList<>();
    private final List<Expr> rightColumns = new ArrayList<>();
    private final List<JoinKey> keys = new ArrayList<>();
    private final List<Expr> others = new ArrayList<>();

    private Joins(PlanNode left, PlanNode right, List<JoinKey> known, Optional<Lookup> lookup) {
        this.left = left;
        this.right = right;
        this.lookup = lookup;
        leftColumns.addAll(PlanNodes.inputs(left));
        rightColumns.addAll(PlanNodes.inputs(right));
        keys.addAll(known);
    }

    /** The columns of a join; they are nullable where there may be no partner. */
    static List<Column> columns(PlanNode left, PlanNode right, JoinType type, List<String> names) {
        List<Column> columns = new ArrayList<>();
        for (Column column : left.columns()) {
            columns.add(named(names, columns.size(), column, type.keepsRight()));
        }
        for (Column column : type.givesRight() ? right.columns() : List.<Column>of()) {
            columns.add(named(names, columns.size(), column, type.keepsLeft()));
        }
        return columns;
    }

    private static Column named(List<String> names, int index, Column column, boolean nullable) {
        return new Column(
                names.get(index),
                column.type().withNullable(nullable || column.type().nullable()));
    }

    /**
     * A join, perhaps below a projection to its columns.
     *
     * @param known keys that it has already
     * @param conditions over the columns of both inputs
     * @param names of the columns of the join
     */
    public static PlanNode of(
            PlanNode left,
            PlanNode right,
            JoinType type,
            List<JoinKey> known,
            List<Expr> conditions,
            List<String> names) {
        return of(left, right, type, known, conditions, names, Optional.empty());
    }

    /** The same, which may be a lookup. */
    public static PlanNode of(
            PlanNode left,
            PlanNode right,
            JoinType type,
            List<JoinKey> known,
            List<Expr> conditions,
            List<String> names,
            Optional<Lookup> lookup) {
        Joins joins = new Joins(left, right, known, lookup);
        conditions.forEach(joins::add);
        return joins.build(type, names);
    }

    private void add(Expr condition) {
        if (condition instanceof Expr.Literal literal && literal.value().equals(Optional.of(true))) {
            return;
        }
        if (!key(condition)) {
            others.add(condition);
        }
    }

    /** Whether a condition is about the columns of one input only; one about none is so for both. */
    static boolean isOf(Expr condition, int from, int to) {
        return Expressions.isDeterministic(condition)
                && Expressions.inputs(condition).stream().allMatch(index -> from <= index && index < to);
    }

    private boolean key(Expr condition) {
        if (!(condition instanceof Expr.Call call) || call.arguments().size() != 2) {
            return false;
        }
        boolean nulls = call.function().equals(CoreOperator.IS_NOT_DISTINCT_FROM.symbol());
        if (!nulls && !call.function().equals(CoreOperator.EQUAL.symbol())) {
            return false;
        }
        Expr first = call.arguments().get(0);
        Expr second = call.arguments().get(1);
        if (!hasEquality(first.type()) || !hasEquality(second.type())) {
            return false;
        }
        return key(first, second, nulls) || key(second, first, nulls);
    }

    private static boolean hasEquality(DataType type) {
        return !type.kind().isNested();
    }

    private boolean key(Expr ofLeft, Expr ofRight, boolean nulls) {
        int width = left.columns().size();
        int all = width + right.columns().size();
        boolean apart = !Expressions.inputs(ofLeft).isEmpty()
                && !Expressions.inputs(ofRight).isEmpty()
                && isOf(ofLeft, 0, width)
                && isOf(ofRight, width, all);
        if (!apart) {
            return false;
        }
        Expr moved = Expressions.substitute(ofRight, input -> PlanNodes.input(right, input.index() - width));
        if (!isReplaced(moved)) {
            return false;
        }
        Optional<DataType> common = aligned(ofLeft.type(), moved.type());
        int leftKey = place(leftColumns, common.map(type -> cast(ofLeft, type)).orElse(ofLeft));
        int rightKey = place(rightColumns, common.map(type -> cast(moved, type)).orElse(moved));
        JoinKey key = new JoinKey(leftKey, rightKey, nulls);
        if (!keys.contains(key)) {
            keys.add(key);
        }
        return true;
    }

    /** Where rows replace older ones with the same key, the one that counts is found by that key and nothing else. */
    private boolean isReplaced(Expr ofRight) {
        List<Integer> replaced = lookup.map(Lookup::replaced).orElse(List.of());
        return replaced.isEmpty() || ofRight instanceof Expr.Input input && replaced.contains(input.index());
    }

    private static Expr cast(Expr expr, DataType type) {
        DataType to = type.withNullable(expr.type().nullable());
        return expr.type().equals(to) ? expr : new Expr.Cast(expr, to, false);
    }

    /** The type that both sides must be cast to for equal values to look the same. */
    private static Optional<DataType> aligned(DataType a, DataType b) {
        if (a.kind() != TypeKind.DECIMAL || a.scale() == b.scale() && a.isWide() == b.isWide()) {
            return Optional.empty();
        }
        int scale = Math.max(a.scale(), b.scale());
        int whole = Math.max(a.precision() - a.scale(), b.precision() - b.scale());
        return Optional.of(DataType.decimal(Math.min(38, whole + scale), scale, true));
    }

    private static int place(List<Expr> columns, Expr key) {
        int place = columns.indexOf(key);
        if (place < 0) {
            place = columns.size();
            columns.add(key);
        }
        return place;
    }

    private PlanNode build(JoinType type, List<String> names) {
        PlanNode wideLeft = widened(left, leftColumns);
        PlanNode wideRight = widened(right, rightColumns);
        int width = left.columns().size();
        int more = wideLeft.columns().size() - width;
        Optional<Expr> condition = others.isEmpty()
                ? Optional.empty()
                : Optional.of(Expressions.substitute(
                        Expressions.and(others),
                        input -> new Expr.Input(input.index() + (input.index() < width ? 0 : more), input.type())));
        List<String> wideNames = new ArrayList<>(names.subList(0, width));
        wideNames.addAll(PlanNodes.names(wideLeft).subList(width, width + more));
        if (type.givesRight()) {
            wideNames.addAll(names.subList(width, names.size()));
            wideNames.addAll(PlanNodes.names(wideRight)
                    .subList(right.columns().size(), wideRight.columns().size()));
        }
        Join join = new Join(
                wideLeft,
                wideRight,
                "join",
                type,
                keys,
                condition,
                Optional.empty(),
                lookup,
                Emit.ON_CHANGE,
                false,
                columns(wideLeft, wideRight, type, wideNames));
        if (wideNames.size() == names.size()) {
            return join;
        }
        List<Expr> kept = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            kept.add(PlanNodes.input(join, i < width ? i : i + more));
        }
        return PlanNodes.project(join, kept, names);
    }

    private static PlanNode widened(PlanNode input, List<Expr> columns) {
        int width = input.columns().size();
        if (columns.size() == width) {
            return input;
        }
        List<String> names = new ArrayList<>(PlanNodes.names(input));
        for (int i = width; i < columns.size(); i++) {
            names.add("key" + (i - width + 1));
        }
        return PlanNodes.project(input, columns, names);
    }
}
