package io.sluice.planner.rules;

import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.JoinType;
import io.sluice.planner.plan.TypeKind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * What inner joins that lie one over the other join, in any order: their tables, which may be any nodes, and the conditions on
 * the columns of all tables, one table after the other as they are written.
 */
final class InnerJoins {
    private final boolean through;
    private final List<PlanNode> tables = new ArrayList<>();
    private final List<PlanNode.Join> joins = new ArrayList<>();
    private final List<Expr> found = new ArrayList<>();
    private final List<String> names;
    private final List<Expr> columns;
    private final List<Condition> conditions;
    private int width;

    private InnerJoins(PlanNode top, boolean through) {
        this.through = through;
        names = PlanNodes.names(top);
        columns = collect(top, true);
        conditions = found.stream().map(this::condition).toList();
    }

    /** Of a join, or a filter of one: joins whose inputs are joins. */
    static InnerJoins below(PlanNode top) {
        return new InnerJoins(top, false);
    }

    /** Also joins behind filters, and behind projections that only choose columns. */
    static InnerJoins through(PlanNode top) {
        return new InnerJoins(top, true);
    }

    static boolean isInner(PlanNode node) {
        return node instanceof PlanNode.Join join
                && join.type() == JoinType.INNER
                && join.lookup().isEmpty();
    }

    /** Whether there are joins for {@link #through}. */
    static boolean isThrough(PlanNode node) {
        if (node instanceof PlanNode.Filter filter) {
            return Expressions.isDeterministic(filter.condition()) && isThrough(filter.input());
        }
        if (node instanceof PlanNode.Project project) {
            return project.expressions().stream().allMatch(Expr.Input.class::isInstance) && isThrough(project.input());
        }
        return isInner(node);
    }

    /** Gives the columns of a node in terms of those of all tables. */
    private List<Expr> collect(PlanNode node, boolean top) {
        if (isInner(node)) {
            return collect((PlanNode.Join) node);
        }
        if (node instanceof PlanNode.Filter filter && (top || through && isThrough(node))) {
            List<Expr> input = collect(filter.input(), false);
            Expressions.conjuncts(filter.condition()).forEach(each -> found.add(over(each, input)));
            return input;
        }
        if (node instanceof PlanNode.Project project && through && isThrough(node)) {
            List<Expr> input = collect(project.input(), false);
            return project.expressions().stream().map(each -> over(each, input)).toList();
        }
        List<Expr> own = new ArrayList<>();
        for (int i = 0; i < node.columns().size(); i++) {
            own.add(new Expr.Input(width + i, node.columns().get(i).type()));
        }
        tables.add(node);
        width += own.size();
        return own;
    }

    private List<Expr> collect(PlanNode.Join join) {
        joins.add(join);
        List<Expr> left = collect(join.left(), false);
        List<Expr> right = collect(join.right(), false);
        List<Expr> both = new ArrayList<>(left);
        both.addAll(right);
        for (PlanNode.JoinKey key : join.keys()) {
            found.add(equality(left.get(key.left()), right.get(key.right()), key.nullsMatch()));
        }
        join.condition()
                .ifPresent(condition -> Expressions.conjuncts(condition).forEach(each -> found.add(over(each, both))));
        return both;
    }

    private static Expr equality(Expr left, Expr right, boolean nullsMatch) {
        boolean nullable =
                !nullsMatch && (left.type().nullable() || right.type().nullable());
        CoreOperator operator = nullsMatch ? CoreOperator.IS_NOT_DISTINCT_FROM : CoreOperator.EQUAL;
        return new Expr.Call(operator.symbol(), List.of(left, right), DataType.of(TypeKind.BOOLEAN, nullable));
    }

    private static Expr over(Expr expr, List<Expr> columns) {
        return Expressions.substitute(expr, input -> columns.get(input.index()));
    }

    List<PlanNode> tables() {
        return tables;
    }

    /** The joins as they are written, the one above the others first. */
    List<PlanNode.Join> joins() {
        return joins;
    }

    List<Condition> conditions() {
        return conditions;
    }

    private BitSet tablesOf(Expr expr) {
        BitSet about = new BitSet();
        Expressions.inputs(expr).stream().forEach(column -> about.set(tableOf(column)));
        return about;
    }

    private int tableOf(int column) {
        int table = 0;
        int end = tables.get(0).columns().size();
        while (column >= end) {
            end += tables.get(++table).columns().size();
        }
        return table;
    }

    /** An expression over the columns of all tables that is about one of them, over its columns. */
    Expr ofTable(Expr expr, int table) {
        int first = firsts()[table];
        return Expressions.substitute(expr, input -> new Expr.Input(input.index() - first, input.type()));
    }

    /** Whether there is a key when a table comes to those that are joined. */
    boolean hasKey(BitSet joined, int next) {
        return conditions.stream().anyMatch(condition -> condition.isKey(joined, next));
    }

    /**
     * A condition, and the tables that it is about.
     *
     * @param equality of two expressions about different tables
     */
    record Condition(Expr expr, BitSet tables, Optional<Equality> equality) {
        /** Whether it is a key when {@code next} comes to the tables that are joined. */
        boolean isKey(BitSet joined, int next) {
            return equality.filter(sides -> sides.joins(joined, next)).isPresent();
        }

        /** Whether it can be tested when {@code next} has come to the tables that are joined, and not before. */
        boolean comesWith(BitSet joined, int next) {
            BitSet others = (BitSet) tables.clone();
            others.clear(next);
            return tables.get(next) && within(others, joined);
        }
    }

    /** Both sides of an equality, and the tables that each of them is about. */
    record Equality(Expr left, Expr right, BitSet ofLeft, BitSet ofRight) {
        boolean joins(BitSet joined, int next) {
            return joins(joined, next, ofLeft, ofRight) || joins(joined, next, ofRight, ofLeft);
        }

        private static boolean joins(BitSet joined, int next, BitSet mine, BitSet other) {
            return mine.cardinality() == 1 && mine.get(next) && within(other, joined);
        }
    }

    private static boolean within(BitSet part, BitSet whole) {
        BitSet rest = (BitSet) part.clone();
        rest.andNot(whole);
        return rest.isEmpty();
    }

    private Condition condition(Expr expr) {
        return new Condition(expr, tablesOf(expr), equality(expr));
    }

    private Optional<Equality> equality(Expr expr) {
        if (expr instanceof Expr.Call call
                && call.arguments().size() == 2
                && (call.function().equals(CoreOperator.EQUAL.symbol())
                        || call.function().equals(CoreOperator.IS_NOT_DISTINCT_FROM.symbol()))
                && Expressions.isDeterministic(expr)) {
            Expr left = call.arguments().get(0);
            Expr right = call.arguments().get(1);
            BitSet ofLeft = tablesOf(left);
            BitSet ofRight = tablesOf(right);
            if (!ofLeft.isEmpty() && !ofRight.isEmpty() && !ofLeft.intersects(ofRight)) {
                return Optional.of(new Equality(left, right, ofLeft, ofRight));
            }
        }
        return Optional.empty();
    }

    private int[] firsts() {
        int[] firsts = new int[tables.size()];
        for (int i = 1; i < firsts.length; i++) {
            firsts[i] = firsts[i - 1] + tables.get(i - 1).columns().size();
        }
        return firsts;
    }

    /**
     * Joins without conditions, the conditions above them, and the columns as they were.
     *
     * @param order of the tables, by their numbers
     * @param inputs what stands in the place of each table, with its columns
     */
    PlanNode inOrder(List<Integer> order, List<PlanNode> inputs) {
        int[] firsts = firsts();
        int[] places = new int[width];
        PlanNode joined = null;
        for (int table : order) {
            PlanNode node = inputs.get(table);
            int before = joined == null ? 0 : joined.columns().size();
            for (int i = 0; i < node.columns().size(); i++) {
                places[firsts[table] + i] = before + i;
            }
            joined = joined == null ? node : cross(joined, node);
        }
        PlanNode all = joined;
        List<Expr> moved = new ArrayList<>();
        for (int place : places) {
            moved.add(PlanNodes.input(all, place));
        }
        Expr condition = over(Expressions.and(found), moved);
        List<Expr> kept = columns.stream().map(column -> over(column, moved)).toList();
        return PlanNodes.project(new PlanNode.Filter(all, condition), kept, names);
    }

    private static PlanNode cross(PlanNode left, PlanNode right) {
        List<String> names = new ArrayList<>(PlanNodes.names(left));
        names.addAll(PlanNodes.names(right));
        return Joins.of(left, right, JoinType.INNER, List.of(), List.of(), names);
    }
}
