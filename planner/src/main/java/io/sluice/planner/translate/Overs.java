package io.sluice.planner.translate;

import io.sluice.planner.PlanException;
import io.sluice.planner.function.Argument;
import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.Frame;
import io.sluice.planner.plan.Frame.Bound;
import io.sluice.planner.plan.OverCall;
import io.sluice.planner.plan.OverFunction;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.SortKey;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.rules.PlanNodes;
import io.sluice.planner.udf.UserFunction;
import io.sluice.planner.validate.SqlTypes;
import io.sluice.planner.validate.StreamAggregate;
import io.sluice.planner.validate.UserAggregateOperator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * The functions with OVER in a SELECT: what they read is computed below, then one node for each partition and order adds
 * their values, and the expressions around them are computed above.
 *
 * <pre>
 * Project a, x / SUM(x + 1) OVER (PARTITION BY k ORDER BY t)      ⇒      Project a, x / $3
 *   …                                                                      Over by k, order t: SUM($2)
 *                                                                            Project a, x, $2 = x + 1, k, t
 * </pre>
 */
final class Overs {
    private static final int MOST_DIGITS = 38;

    private static final Map<AggregateCall.Function, OverFunction> VARIANCES = Map.of(
            AggregateCall.Function.VAR_POP, OverFunction.VAR_POP,
            AggregateCall.Function.VAR_SAMP, OverFunction.VAR_SAMP,
            AggregateCall.Function.STDDEV_POP, OverFunction.STDDEV_POP,
            AggregateCall.Function.STDDEV_SAMP, OverFunction.STDDEV_SAMP);

    private final Constants constants;
    private final PlanNode source;
    private final List<Expr> computed = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    /** Calls by their partition and order, each with the place of its value. */
    private final Map<Window, Map<RexOver, OverCall>> windows = new LinkedHashMap<>();

    /** Sums that are NULL where there is nothing to add; and so where they are out of range, if rows that fail get NULL. */
    private final Set<RexOver> nullable = new HashSet<>();

    private record Window(List<Integer> partition, List<SortKey> order) {}

    private Overs(PlanNode source, Constants constants) {
        this.source = source;
        this.constants = constants;
        computed.addAll(PlanNodes.inputs(source));
        names.addAll(PlanNodes.names(source));
    }

    /** The input of a projection with the values of its functions, and its expressions over that. */
    record Result(PlanNode input, List<RexNode> expressions) {}

    static Result of(List<RexNode> expressions, PlanNode source, Constants constants) {
        Overs overs = new Overs(source, constants);
        expressions.forEach(expression -> expression.accept(new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                boolean orNull = call.isA(SqlKind.CAST) && call.getType().isNullable();
                if (orNull && call.getOperands().get(0) instanceof RexOver over) {
                    overs.nullable.add(over);
                }
                return super.visitCall(call);
            }

            @Override
            public RexNode visitOver(RexOver over) {
                overs.add(over);
                return over;
            }
        }));
        return overs.result(expressions);
    }

    private Result result(List<RexNode> expressions) {
        boolean plain = computed.size() == source.columns().size();
        PlanNode node = plain ? source : PlanNodes.project(source, computed, names);
        Map<RexOver, Integer> places = new LinkedHashMap<>();
        for (Map.Entry<Window, Map<RexOver, OverCall>> window : windows.entrySet()) {
            List<Column> columns = new ArrayList<>(node.columns());
            window.getValue().forEach((over, call) -> {
                places.put(over, columns.size());
                columns.add(new Column(call.name().toLowerCase(Locale.ROOT), call.type()));
            });
            node = new PlanNode.Over(
                    node,
                    "",
                    window.getKey().partition(),
                    window.getKey().order(),
                    List.copyOf(window.getValue().values()),
                    Optional.empty(),
                    PlanNode.Emit.ON_CHANGE,
                    true,
                    columns);
        }
        PlanNode columns = node;
        List<Expr> values = narrowed(node, places);
        List<String> labels = new ArrayList<>(PlanNodes.names(node));
        List<RexNode> above = new ArrayList<>();
        for (RexNode expression : expressions) {
            above.add(expression.accept(new RexShuttle() {
                @Override
                public RexNode visitOver(RexOver over) {
                    return new RexInputRef(places.get(over), over.getType());
                }

                @Override
                public RexNode visitCall(RexCall call) {
                    return isSumAsDouble(call)
                            ? new RexInputRef(
                                    addDouble(places.get(call.getOperands().get(0))), call.getType())
                            : super.visitCall(call);
                }

                private int addDouble(int place) {
                    Expr sum = PlanNodes.inputs(columns).get(place);
                    Expr value = constants.cast(
                            sum, DataType.of(TypeKind.DOUBLE, sum.type().nullable()));
                    int known = values.indexOf(value);
                    if (known >= 0) {
                        return known;
                    }
                    values.add(value);
                    labels.add(columns.columns().get(place).name());
                    return values.size() - 1;
                }
            }));
        }
        boolean same = values.equals(PlanNodes.inputs(node));
        return new Result(same ? node : PlanNodes.project(node, values, labels), above);
    }

    /** As the average of integers is computed: a sum beyond BIGINT is no error there. */
    private static boolean isSumAsDouble(RexCall call) {
        return call.isA(SqlKind.CAST)
                && call.getType().getSqlTypeName() == SqlTypeName.DOUBLE
                && call.getOperands().get(0) instanceof RexOver over
                && SqlTypeName.INT_TYPES.contains(over.getType().getSqlTypeName())
                && function(over) == OverFunction.SUM;
    }

    /**
     * Sums of integers are wide below, so that one that does not fit is the error of a row; and the value of another aggregate may be
     * made of what is kept.
     */
    private List<Expr> narrowed(PlanNode node, Map<RexOver, Integer> places) {
        List<Expr> expressions = new ArrayList<>(PlanNodes.inputs(node));
        places.forEach((over, place) -> {
            DataType type = SqlTypes.toDataType(over.getType());
            Expr value =
                    over.getAggOperator() instanceof StreamAggregate aggregate && function(over) == OverFunction.OF_ROWS
                            ? AggregateResults.of(aggregate, node.columns().subList(0, place + 1), place)
                            : expressions.get(place);
            expressions.set(
                    place, constants.cast(value, type.withNullable(value.type().nullable())));
        });
        return expressions;
    }

    private void add(RexOver over) {
        RexWindow clause = over.getWindow();
        List<Integer> partition =
                clause.partitionKeys.stream().map(this::place).distinct().toList();
        List<SortKey> order = new ArrayList<>();
        clause.orderKeys.forEach(key -> {
            int column = place(key.left);
            checkOrdered(column);
            if (order.stream().noneMatch(known -> known.column() == column)) {
                order.add(sortKey(key, column));
            }
        });
        windows.computeIfAbsent(new Window(partition, order), key -> new LinkedHashMap<>())
                .computeIfAbsent(over, call -> call(call, order));
    }

    private static SortKey sortKey(RexFieldCollation key, int column) {
        boolean descending = key.getDirection().isDescending();
        boolean nullsLast = key.getNullDirection() == RelFieldCollation.NullDirection.LAST
                || key.getNullDirection() == RelFieldCollation.NullDirection.UNSPECIFIED && descending;
        return new SortKey(column, descending, nullsLast);
    }

    private void checkOrdered(int column) {
        DataType type = computed.get(column).type();
        if (type.kind().isNested()) {
            throw new PlanException(
                    "column \"%s\" of type %s has no order".formatted(names.get(column), type.withNullable(true)),
                    "Order by what is in it.",
                    Optional.empty());
        }
    }

    /** The column that an expression is below the functions. */
    private int place(RexNode node) {
        return place(new ExprBuilder(source.columns(), constants).build(node));
    }

    private int place(Expr expr) {
        int place = computed.indexOf(expr);
        if (place < 0) {
            place = computed.size();
            computed.add(expr);
            names.add("computed" + place);
        }
        return place;
    }

    private OverCall call(RexOver over, List<SortKey> order) {
        OverFunction function = function(over);
        DataType type = SqlTypes.toDataType(over.getType());
        Frame frame = function.hasFrame() ? frame(over.getWindow(), order) : Frame.ALL;
        List<RexNode> operands = over.getOperands();
        return switch (function) {
            case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST -> new OverCall(
                    function, List.of(), 0, false, false, frame, type);
            case NTILE -> new OverCall(
                    function, List.of(), positive(function, operands.get(0)), false, false, frame, type);
            case NTH_VALUE -> new OverCall(
                    function,
                    List.of(place(operands.get(0))),
                    positive(function, operands.get(1)),
                    over.ignoreNulls(),
                    false,
                    frame,
                    type);
            case LAG, LEAD -> neighbour(function, over, type);
            case FIRST_VALUE, LAST_VALUE -> new OverCall(
                    function, List.of(place(operands.get(0))), 0, over.ignoreNulls(), false, frame, type);
            case SUM -> new OverCall(
                    function,
                    operands.stream().map(this::place).toList(),
                    0,
                    false,
                    over.isDistinct(),
                    frame,
                    sumType(over, type));
            case USER -> user(over, frame);
            case OF_ROWS -> ofRows(over, (StreamAggregate) over.getAggOperator(), frame, type);
            case COUNT, MIN, MAX, VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> new OverCall(
                    function, operands.stream().map(this::place).toList(), 0, false, over.isDistinct(), frame, type);
        };
    }

    private OverCall user(RexOver over, Frame frame) {
        ExprBuilder builder = new ExprBuilder(source.columns(), constants);
        UserAggregateOperator operator = (UserAggregateOperator) over.getAggOperator();
        List<Expr> all = over.getOperands().stream().map(builder::build).toList();
        List<Expr> operands = operator.filtered() ? all.subList(0, all.size() - 1) : all;
        UserFunction.AggregateBinding binding = operator.function()
                .bindAggregate(operands.stream().map(Argument::of).toList());
        List<Integer> arguments = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            Expr operand = operands.get(i);
            DataType type = binding.passed().get(i).withNullable(operand.type().nullable());
            arguments.add(place(constants.cast(operand, type)));
        }
        if (operator.filtered()) {
            arguments.add(place(all.get(all.size() - 1)));
        }
        return new OverCall(
                OverFunction.USER,
                arguments,
                operator.filtered() ? OverCall.FILTERED : 0,
                false,
                over.isDistinct(),
                frame,
                Optional.of(binding.aggregate()),
                Optional.empty(),
                binding.type());
    }

    private OverCall ofRows(RexOver over, StreamAggregate aggregate, Frame frame, DataType type) {
        ExprBuilder builder = new ExprBuilder(source.columns(), constants);
        List<Expr> operands = over.getOperands().stream().map(builder::build).toList();
        int filterAt = operands.size() - 1;
        OptionalInt filter = aggregate.filtered() ? OptionalInt.of(place(operands.get(filterAt))) : OptionalInt.empty();
        List<Expr> arguments = aggregate.filtered() ? operands.subList(0, filterAt) : operands;
        Expr value = AggregateArguments.isRow(aggregate)
                ? AggregateArguments.ordered(arguments, aggregate.nulls())
                : arguments.get(0);
        int argument = place(value);
        AggregateCall call = new AggregateCall(
                aggregate.function(),
                aggregate.function().isOfPairs() ? List.of(argument, place(arguments.get(1))) : List.of(argument),
                over.isDistinct(),
                filter,
                aggregate.order(),
                aggregate.parameter().map(AggregateArguments::parameter),
                Optional.empty(),
                AggregateResults.isRow(aggregate)
                        ? value.type().withNullable(true)
                        : AggregateArguments.kept(
                                aggregate, type, arguments.get(0).type()));
        return new OverCall(
                OverFunction.OF_ROWS,
                call.columns(),
                0,
                false,
                over.isDistinct(),
                frame,
                Optional.empty(),
                Optional.of(call),
                call.type());
    }

    private DataType sumType(RexOver over, DataType type) {
        if (type.kind().isInteger()) {
            return DataType.decimal(MOST_DIGITS, 0, type.nullable());
        }
        boolean mayFail = type.kind() == TypeKind.DECIMAL;
        return type.withNullable(type.nullable() || mayFail && nullable.contains(over));
    }

    private static OverFunction function(RexOver over) {
        if (over.getAggOperator() instanceof UserAggregateOperator) {
            return OverFunction.USER;
        }
        if (over.getAggOperator() instanceof StreamAggregate aggregate) {
            return VARIANCES.getOrDefault(aggregate.function(), OverFunction.OF_ROWS);
        }
        return OverFunction.valueOf(over.getAggOperator().getName().replace("$SUM0", "SUM"));
    }

    private OverCall neighbour(OverFunction function, RexOver over, DataType type) {
        List<RexNode> operands = over.getOperands();
        long offset = operands.size() > 1 ? constant(function, operands.get(1)) : 1;
        List<Integer> arguments = new ArrayList<>();
        arguments.add(place(operands.get(0)));
        if (operands.size() > 2) {
            Expr otherwise = new ExprBuilder(source.columns(), constants).build(operands.get(2));
            arguments.add(place(
                    constants.cast(otherwise, type.withNullable(otherwise.type().nullable()))));
        }
        boolean nullable = arguments.size() == 1
                || arguments.stream()
                        .anyMatch(argument -> computed.get(argument).type().nullable());
        return new OverCall(
                function, arguments, offset, over.ignoreNulls(), false, Frame.ALL, type.withNullable(nullable));
    }

    private static long positive(OverFunction function, RexNode node) {
        long value = constant(function, node);
        if (value < 1) {
            throw new PlanException(
                    "the number of %s must be 1 or more, got %d".formatted(function, value),
                    "Write %s.".formatted(function == OverFunction.NTILE ? "NTILE(4)" : "NTH_VALUE(x, 2)"),
                    Optional.empty());
        }
        return value;
    }

    private static long constant(OverFunction function, RexNode node) {
        if (node instanceof RexCall call && call.getOperands().size() == 1 && call.isA(SqlKind.MINUS_PREFIX)) {
            return -constant(function, call.getOperands().get(0));
        }
        if (node instanceof RexLiteral literal && literal.getValueAs(BigDecimal.class) != null) {
            return literal.getValueAs(BigDecimal.class).longValue();
        }
        throw new PlanException(
                "the number of %s must be a constant".formatted(function), "Write it as a number.", Optional.empty());
    }

    private Frame frame(RexWindow window, List<SortKey> order) {
        Frame.Exclusion exclusion = exclusion(window);
        if (order.isEmpty() && !window.isRows()) {
            return new Frame(Frame.ALL.unit(), Frame.ALL.start(), Frame.ALL.end(), exclusion);
        }
        Frame.Unit unit = window.isRows() ? Frame.Unit.ROWS : Frame.Unit.RANGE;
        Bound start = bound(window.getLowerBound(), unit, order);
        return new Frame(unit, start, bound(window.getUpperBound(), unit, order), exclusion);
    }

    private static Frame.Exclusion exclusion(RexWindow window) {
        return switch (window.getExclude()) {
            case EXCLUDE_NO_OTHER -> Frame.Exclusion.NONE;
            case EXCLUDE_CURRENT_ROW -> Frame.Exclusion.CURRENT_ROW;
            case EXCLUDE_GROUP -> Frame.Exclusion.GROUP;
            case EXCLUDE_TIES -> Frame.Exclusion.TIES;
        };
    }

    private Bound bound(RexWindowBound bound, Frame.Unit unit, List<SortKey> order) {
        if (bound.isUnbounded()) {
            return bound.isPreceding() ? Bound.UNBOUNDED_PRECEDING : Bound.UNBOUNDED_FOLLOWING;
        }
        if (bound.isCurrentRow()) {
            return Bound.CURRENT;
        }
        long distance = distance(bound.getOffset(), unit, order);
        return new Bound(false, bound.isPreceding() ? -distance : distance);
    }

    private long distance(RexNode offset, Frame.Unit unit, List<SortKey> order) {
        Expr value = new ExprBuilder(source.columns(), constants).build(offset);
        boolean known = value instanceof Expr.Literal literal && literal.value().isPresent();
        DataType type = unit == Frame.Unit.ROWS || order.size() != 1
                ? value.type()
                : computed.get(order.get(0).column()).type();
        if (known && unit == Frame.Unit.ROWS && value.type().kind().isInteger()) {
            return checked((Long) ((Expr.Literal) value).value().orElseThrow());
        }
        if (known && unit == Frame.Unit.RANGE && order.size() == 1) {
            return checked(inUnitsOf(type, (Expr.Literal) value));
        }
        throw new PlanException(
                unit == Frame.Unit.ROWS
                        ? "the number of ROWS in a window must be a constant integer"
                        : "RANGE with a distance needs one sort key, a time or an exact number, and a constant",
                "Write ROWS BETWEEN 2 PRECEDING AND CURRENT ROW, or RANGE BETWEEN INTERVAL '1' HOUR PRECEDING AND CURRENT"
                        + " ROW.",
                Optional.empty());
    }

    private static long checked(long distance) {
        if (distance < 0) {
            throw new PlanException(
                    "the distance of a window's bound is negative: " + distance,
                    "Write PRECEDING or FOLLOWING with a number of 0 or more.",
                    Optional.empty());
        }
        return distance;
    }

    /** A distance as the difference of two values of the sort key, as they are stored. */
    private static long inUnitsOf(DataType key, Expr.Literal distance) {
        Object value = distance.value().orElseThrow();
        TypeKind kind = distance.type().kind();
        if (key.kind().isTimestamp() && kind == TypeKind.INTERVAL_DAY_TIME) {
            return (Long) value;
        }
        if (key.kind() == TypeKind.DATE && kind == TypeKind.INTERVAL_DAY_TIME && (Long) value % 86_400_000_000L == 0) {
            return (Long) value / 86_400_000_000L;
        }
        if (key.kind().isInteger() && kind.isInteger()) {
            return (Long) value;
        }
        if (key.kind() == TypeKind.DECIMAL && !key.isWide() && (kind.isInteger() || kind == TypeKind.DECIMAL)) {
            BigDecimal number = kind.isInteger() ? BigDecimal.valueOf((Long) value) : (BigDecimal) value;
            return number.setScale(key.scale(), java.math.RoundingMode.UNNECESSARY)
                    .unscaledValue()
                    .longValueExact();
        }
        throw new PlanException(
                "RANGE with a distance of type %s does not go with a sort key of type %s"
                        .formatted(distance.type(), key.withNullable(true)),
                "Order by a time and write an interval of days or less, or order by an integer or decimal and write a"
                        + " number.",
                Optional.empty());
    }
}
