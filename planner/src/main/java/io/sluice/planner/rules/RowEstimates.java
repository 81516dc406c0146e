package io.sluice.planner.rules;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.PlanNode;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * About how many rows a node gives, from the sizes of the tables that end and from nothing else. The shares are those that
 * databases take where they have no statistics:
 *
 * <pre>
 *   x = …            1/10          IS NOT NULL, &lt;&gt;   9/10        group-by   1/10 of its rows
 *   x IN (n values)  n/10          others           1/3
 *   a JOIN b ON a.x = b.y          rows of a · rows of b / values of the column that has fewer
 * </pre>
 *
 * A column has as many values as its table has rows, filters left aside: so a join along a foreign key has the rows of the
 * table that refers, times the share of the other one that filters leave. Several keys are as good as the best of them.
 * A node is looked at once. NaN stands for what is not known.
 */
public final class RowEstimates implements PlanNode.Visitor<Double> {
    private static final double UNKNOWN = Double.NaN;
    private static final double OF_EQUALITY = 0.1;
    private static final double OF_GROUPS = 0.1;
    private static final double OF_OTHERS = 1.0 / 3;

    private final TableSizes sizes;
    private final Map<PlanNode, Double> known = new IdentityHashMap<>();

    public RowEstimates(TableSizes sizes) {
        this.sizes = requireNonNull(sizes, "sizes");
    }

    /** Empty if a table below has no size that is known, or if it is not known what a node makes of its rows. */
    public OptionalDouble of(PlanNode node) {
        double rows = rows(node);
        return Double.isNaN(rows) ? OptionalDouble.empty() : OptionalDouble.of(rows);
    }

    /** NaN if they are not known. */
    double rows(PlanNode node) {
        Double rows = known.get(node);
        if (rows == null) {
            rows = node.accept(this);
            known.put(node, rows);
        }
        return rows;
    }

    /** The share of the rows that meets a condition. */
    static double share(Expr condition) {
        if (condition instanceof Expr.Literal literal) {
            return literal.value().equals(Optional.of(true)) ? 1 : 0;
        }
        Optional<CoreOperator> operator =
                condition instanceof Expr.Call call ? CoreOperator.find(call.function()) : Optional.empty();
        if (operator.isEmpty()) {
            return OF_OTHERS;
        }
        List<Expr> arguments = ((Expr.Call) condition).arguments();
        return switch (operator.get()) {
            case AND -> arguments.stream().mapToDouble(RowEstimates::share).reduce(1, (a, b) -> a * b);
            case OR -> Math.min(
                    1, arguments.stream().mapToDouble(RowEstimates::share).sum());
            case NOT -> 1 - share(arguments.get(0));
            case EQUAL, IS_NOT_DISTINCT_FROM, IS_NULL -> OF_EQUALITY;
            case IN -> Math.min(1, OF_EQUALITY * (arguments.size() - 1));
            case NOT_EQUAL, IS_DISTINCT_FROM, IS_NOT_NULL -> 1 - OF_EQUALITY;
            default -> OF_OTHERS;
        };
    }

    /**
     * The pairs of a join.
     *
     * @param values of the key that tells most apart: of its two columns the fewer; 1 if there is none
     * @param share of the pairs that meets the rest of the condition
     */
    static double pairs(double left, double right, double values, double share) {
        return Math.max(1, left * right / Math.max(1, values) * share);
    }

    /** How many values an expression may have over the rows of a node. */
    double values(Expr expr, PlanNode node) {
        if (expr instanceof Expr.Literal) {
            return 1;
        }
        return expr instanceof Expr.Input input
                ? values(node, input.index())
                : Expressions.inputs(expr).stream()
                        .mapToDouble(column -> values(node, column))
                        .max()
                        .orElse(1);
    }

    private double values(PlanNode node, int column) {
        if (node instanceof PlanNode.Project project) {
            return values(project.expressions().get(column), project.input());
        }
        if (node instanceof PlanNode.Join join) {
            int width = join.left().columns().size();
            return column < width ? values(join.left(), column) : values(join.right(), column - width);
        }
        if (node instanceof PlanNode.Aggregate aggregate) {
            return column < aggregate.keys().size() && aggregate.keys().get(column) instanceof GroupKey.InputColumn key
                    ? Math.min(rows(node), values(aggregate.input(), key.index()))
                    : rows(node);
        }
        boolean passes = !(node instanceof PlanNode.Union)
                && !node.inputs().isEmpty()
                && column < node.inputs().get(0).columns().size();
        return passes ? values(node.inputs().get(0), column) : rows(node);
    }

    @Override
    public Double scan(PlanNode.Scan node) {
        if (node.source().equals(PlanNode.Scan.ONE_ROW)) {
            return 1.0;
        }
        return node.bounded() && sizes.rows(node.source()).isPresent()
                ? (double) sizes.rows(node.source()).getAsLong()
                : UNKNOWN;
    }

    @Override
    public Double filter(PlanNode.Filter node) {
        return Math.max(1, rows(node.input()) * share(node.condition()));
    }

    @Override
    public Double temporalFilter(PlanNode.TemporalFilter node) {
        return Math.max(1, rows(node.input()) * OF_OTHERS);
    }

    @Override
    public Double project(PlanNode.Project node) {
        return rows(node.input());
    }

    @Override
    public Double assignWatermark(PlanNode.AssignWatermark node) {
        return rows(node.input());
    }

    @Override
    public Double assignWindows(PlanNode.AssignWindows node) {
        return rows(node.input());
    }

    @Override
    public Double unnest(PlanNode.Unnest node) {
        return UNKNOWN;
    }

    @Override
    public Double aggregate(PlanNode.Aggregate node) {
        double rows = rows(node.input());
        return node.keys().isEmpty() && !Double.isNaN(rows) ? 1 : Math.max(1, rows * OF_GROUPS);
    }

    @Override
    public Double union(PlanNode.Union node) {
        return node.inputs().stream().mapToDouble(this::rows).sum();
    }

    @Override
    public Double setOperation(PlanNode.SetOperation node) {
        double left = rows(node.left());
        double right = rows(node.right());
        return switch (node.operation()) {
            case INTERSECT -> Math.min(left, right);
            case EXCEPT -> left;
        };
    }

    @Override
    public Double recursion(PlanNode.Recursion node) {
        return UNKNOWN;
    }

    @Override
    public Double recurrence(PlanNode.Recurrence node) {
        return UNKNOWN;
    }

    @Override
    public Double join(PlanNode.Join node) {
        double left = rows(node.left());
        double right = rows(node.right());
        double values = node.keys().stream()
                .mapToDouble(key -> Math.min(values(node.left(), key.left()), values(node.right(), key.right())))
                .max()
                .orElse(1);
        double pairs = pairs(
                left, right, values, node.condition().map(RowEstimates::share).orElse(1.0));
        return switch (node.type()) {
            case INNER -> pairs;
            case LEFT -> Math.max(pairs, left);
            case RIGHT -> Math.max(pairs, right);
            case FULL -> Math.max(pairs, Math.max(left, right));
            case SEMI, ANTI -> left;
        };
    }

    @Override
    public Double asOf(PlanNode.AsOfJoin node) {
        return rows(node.left());
    }

    @Override
    public Double rank(PlanNode.Rank node) {
        double most = (double) node.limits().last() - node.limits().first() + 1;
        double rows = rows(node.input());
        return node.partition().isEmpty() ? Math.max(0, Math.min(rows, most)) : rows;
    }

    @Override
    public Double over(PlanNode.Over node) {
        return rows(node.input());
    }

    @Override
    public Double assignSessions(PlanNode.AssignSessions node) {
        return rows(node.input());
    }

    @Override
    public Double write(PlanNode.Write node) {
        return rows(node.input());
    }
}
