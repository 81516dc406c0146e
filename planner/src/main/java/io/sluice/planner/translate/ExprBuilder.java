package io.sluice.planner.translate;

import io.sluice.planner.PlanException;
import io.sluice.planner.function.Argument;
import io.sluice.planner.function.CommonType;
import io.sluice.planner.function.ComparisonFunctions;
import io.sluice.planner.function.FunctionBinding;
import io.sluice.planner.function.FunctionRegister;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.rules.Expressions;
import io.sluice.planner.rules.Widening;
import io.sluice.planner.validate.LambdaOperator;
import io.sluice.planner.validate.LambdaVariable;
import io.sluice.planner.validate.SqlTypes;
import io.sluice.planner.validate.UserOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlInternalOperators;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Calcite's expressions as ours. All conversions become casts, as {@link Expr} promises; constants are folded, exactly.
 * Forms that are not listed here do not pass.
 */
final class ExprBuilder {
    private static final DataType TRUTH = DataType.of(TypeKind.BOOLEAN, false);

    private static final RexBuilder REX = new RexBuilder(new SqlTypeFactoryImpl(RelDataTypeSystem.DEFAULT));

    private final List<Column> inputs;
    private final Constants constants;
    private final TimeArithmetic times = new TimeArithmetic();
    private final Lambdas lambdas;

    ExprBuilder(List<Column> inputs, Constants constants) {
        this.inputs = inputs;
        this.constants = constants;
        this.lambdas = new Lambdas(this::build, constants);
    }

    Expr build(RexNode node) {
        if (node instanceof RexInputRef input) {
            return new Expr.Input(input.getIndex(), inputs.get(input.getIndex()).type());
        }
        if (node instanceof RexLiteral literal) {
            return constants.literal(literal);
        }
        if (node instanceof RexCall call) {
            return call(call);
        }
        if (node instanceof RexFieldAccess access) {
            return field(build(access.getReferenceExpr()), access.getField().getIndex());
        }
        throw unsupported(node);
    }

    private static PlanException unsupported(RexNode node) {
        return new PlanException(
                "expression %s is not supported yet".formatted(node),
                "Write it in another way, or leave it out.",
                Optional.empty());
    }

    private Expr call(RexCall call) {
        return switch (call.getKind()) {
            case CAST, SAFE_CAST -> cast(call);
            case CASE -> conditional(call);
            case COALESCE -> coalesced(call);
            case AND, OR -> logical(call);
            case NOT -> new Expr.Call("NOT", List.of(build(operand(call, 0))), nullableTruth(all(call)));
            case IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE -> new Expr.Call(
                    symbol(call.getKind()), all(call), TRUTH);
            case EQUALS,
                    NOT_EQUALS,
                    LESS_THAN,
                    LESS_THAN_OR_EQUAL,
                    GREATER_THAN,
                    GREATER_THAN_OR_EQUAL,
                    IS_DISTINCT_FROM,
                    IS_NOT_DISTINCT_FROM -> comparison(call);
            case PLUS, MINUS, TIMES, DIVIDE, MOD -> arithmetic(call);
            case PLUS_PREFIX -> build(operand(call, 0));
            case MINUS_PREFIX -> negation(call);
            case LIKE, OTHER, OTHER_FUNCTION -> call.getOperator() == SqlInternalOperators.THROW_UNLESS
                    ? new Expr.Call(ComparisonFunctions.ONE_VALUE, List.of(build(operand(call, 0))), TRUTH)
                    : function(call);
            case ARRAY_VALUE_CONSTRUCTOR -> constructed(CoreOperator.ARRAY, call);
            case MAP_VALUE_CONSTRUCTOR -> constructed(CoreOperator.MAP, call);
            case ROW -> constructed(CoreOperator.ROW, call);
            case ITEM -> item(call);
            case SEARCH -> build(RexUtil.expandSearch(REX, null, call));
            default -> throw unsupported(call);
        };
    }

    private static Expr field(Expr row, int index) {
        DataType type = row.type().children().get(index).type();
        Expr place = new Expr.Literal(Optional.of((long) index), DataType.of(TypeKind.INT, false));
        boolean nullable = type.nullable() || row.type().nullable();
        return new Expr.Call(CoreOperator.FIELD.symbol(), List.of(row, place), type.withNullable(nullable));
    }

    /** The arguments get the types of the children, those of a MAP by turns. */
    private Expr constructed(CoreOperator operator, RexCall call) {
        DataType type = SqlTypes.toDataType(call.getType());
        List<Column> children = type.children();
        List<Expr> arguments = new ArrayList<>();
        for (Expr argument : all(call)) {
            DataType child = children.get(arguments.size() % children.size()).type();
            arguments.add(
                    constants.cast(argument, child.withNullable(argument.type().nullable())));
        }
        return new Expr.Call(operator.symbol(), arguments, type.withNullable(false));
    }

    private Expr item(RexCall call) {
        Expr from = build(operand(call, 0));
        Expr which = build(operand(call, 1));
        if (from.type().kind() == TypeKind.ROW) {
            return field(from, rowPlace(from.type(), which));
        }
        boolean array = from.type().kind() == TypeKind.ARRAY;
        DataType key = array ? DataType.of(TypeKind.BIGINT, false) : from.type().key();
        DataType type = array ? from.type().element() : from.type().value();
        Expr place = constants.cast(which, key.withNullable(which.type().nullable()));
        return new Expr.Call(CoreOperator.ITEM.symbol(), List.of(from, place), type.withNullable(true));
    }

    private static int rowPlace(DataType row, Expr place) {
        Object value = place instanceof Expr.Literal literal ? literal.value().orElse(0L) : 0L;
        int count = row.children().size();
        if (!(value instanceof Long number) || number < 1 || number > count) {
            throw new PlanException(
                    "a ROW of %d fields has none at place %s".formatted(count, value),
                    "The first field is at place 1.",
                    Optional.empty());
        }
        return (int) (number - 1);
    }

    private static RexNode operand(RexCall call, int index) {
        return call.getOperands().get(index);
    }

    private List<Expr> all(RexCall call) {
        return call.getOperands().stream().map(this::build).toList();
    }

    private static String symbol(SqlKind kind) {
        CoreOperator operator =
                switch (kind) {
                    case EQUALS -> CoreOperator.EQUAL;
                    case NOT_EQUALS -> CoreOperator.NOT_EQUAL;
                    case LESS_THAN -> CoreOperator.LESS;
                    case LESS_THAN_OR_EQUAL -> CoreOperator.LESS_OR_EQUAL;
                    case GREATER_THAN -> CoreOperator.GREATER;
                    case GREATER_THAN_OR_EQUAL -> CoreOperator.GREATER_OR_EQUAL;
                    case MOD -> CoreOperator.REMAINDER;
                    default -> CoreOperator.valueOf(kind.name());
                };
        return operator.symbol();
    }

    private static DataType nullableTruth(List<Expr> arguments) {
        return TRUTH.withNullable(isNullable(arguments));
    }

    private static boolean isNullable(List<Expr> arguments) {
        return arguments.stream().anyMatch(argument -> argument.type().nullable());
    }

    private Expr cast(RexCall call) {
        Expr value = build(operand(call, 0));
        boolean safe = call.getKind() == SqlKind.SAFE_CAST;
        DataType type = SqlTypes.toDataType(call.getType());
        DataType target = type.withNullable(safe || value.type().nullable());
        if (call.getType().getSqlTypeName() == SqlTypeName.CHAR) {
            return padded(value, limited(call, target), safe);
        }
        if (call.getType().getSqlTypeName() == SqlTypeName.BINARY) {
            return filled("CAST/BINARY", constants.cast(value, target, safe), target);
        }
        return constants.cast(value, target, safe);
    }

    private static DataType limited(RexCall call, DataType target) {
        return new DataType(TypeKind.STRING, call.getType().getPrecision(), 0, target.nullable());
    }

    /** Cut to the length, then filled up to it. */
    private Expr padded(Expr value, DataType type, boolean safe) {
        return constants
                .padded(value, type.precision())
                .orElseGet(() -> filled("CAST/CHAR", constants.cast(value, type, safe), type));
    }

    private Expr filled(String function, Expr value, DataType type) {
        Expr length = new Expr.Literal(Optional.of((long) type.precision()), DataType.of(TypeKind.INT, false));
        return bound(function, List.of(value, length));
    }

    private Expr conditional(RexCall call) {
        List<Expr> parts = all(call);
        DataType type = SqlTypes.toDataType(call.getType());
        boolean nullable = parts.get(parts.size() - 1).type().nullable();
        for (int i = 0; i + 1 < parts.size(); i += 2) {
            nullable |= parts.get(i + 1).type().nullable() && !isGuarded(parts.get(i), parts.get(i + 1));
        }
        DataType result = type.withNullable(nullable);
        List<Expr.Branch> branches = new ArrayList<>();
        for (int i = 0; i + 1 < parts.size(); i += 2) {
            branches.add(new Expr.Branch(parts.get(i), constants.cast(parts.get(i + 1), result)));
        }
        return new Expr.Conditional(branches, constants.cast(parts.get(parts.size() - 1), result), result);
    }

    /** The first that is not NULL: what USING makes of two columns. */
    private Expr coalesced(RexCall call) {
        List<Expr> values = all(call);
        Expr last = values.get(values.size() - 1);
        DataType result =
                SqlTypes.toDataType(call.getType()).withNullable(last.type().nullable());
        List<Expr.Branch> branches = new ArrayList<>();
        for (Expr value : values.subList(0, values.size() - 1)) {
            Expr known = new Expr.Call(CoreOperator.IS_NOT_NULL.symbol(), List.of(value), TRUTH);
            branches.add(new Expr.Branch(known, constants.cast(value, result)));
        }
        return new Expr.Conditional(branches, constants.cast(last, result), result);
    }

    /** {@code WHEN x IS NOT NULL THEN x}. */
    private static boolean isGuarded(Expr condition, Expr value) {
        return Expressions.conjuncts(condition).stream()
                .anyMatch(test -> test instanceof Expr.Call call
                        && call.function().equals(CoreOperator.IS_NOT_NULL.symbol())
                        && call.arguments().get(0).equals(value));
    }

    private Expr logical(RexCall call) {
        List<Expr> arguments = new ArrayList<>();
        String symbol = symbol(call.getKind());
        for (Expr argument : all(call)) {
            if (argument instanceof Expr.Call inner && inner.function().equals(symbol)) {
                arguments.addAll(inner.arguments());
            } else {
                arguments.add(argument);
            }
        }
        Optional<Expr> list = call.getKind() == SqlKind.OR ? InLists.of(arguments) : Optional.empty();
        return list.orElseGet(() -> new Expr.Call(symbol, arguments, nullableTruth(arguments)));
    }

    private Expr comparison(RexCall call) {
        List<Expr> arguments =
                unified(all(call).stream().map(ExprBuilder::unwidened).toList());
        boolean neverNull =
                call.getKind() == SqlKind.IS_DISTINCT_FROM || call.getKind() == SqlKind.IS_NOT_DISTINCT_FROM;
        return new Expr.Call(symbol(call.getKind()), arguments, neverNull ? TRUTH : nullableTruth(arguments));
    }

    /** Without a cast that gives a value more room: values of one kind compare whatever their room is. */
    private static Expr unwidened(Expr expr) {
        boolean widens = expr instanceof Expr.Cast cast
                && !cast.safe()
                && Widening.isSameKind(cast.value().type(), cast.type());
        return widens ? unwidened(((Expr.Cast) expr).value()) : expr;
    }

    /** Both of one kind; integers of any width and decimals of any precision already are. */
    private List<Expr> unified(List<Expr> arguments) {
        DataType left = arguments.get(0).type();
        DataType right = arguments.get(1).type();
        boolean same = left.kind() == right.kind()
                || left.kind().isInteger() && right.kind().isInteger();
        if (same) {
            return arguments;
        }
        if (isUntypedNull(arguments.get(0)) || isUntypedNull(arguments.get(1))) {
            DataType known = isUntypedNull(arguments.get(0)) ? right : left;
            return arguments.stream()
                    .map(argument -> constants.cast(
                            argument, known.withNullable(argument.type().nullable())))
                    .toList();
        }
        DataType common = CommonType.of(List.of(left, right))
                .orElseThrow(() -> new PlanException(
                        "%s cannot be compared with %s".formatted(left, right),
                        "Cast one of them: CAST(… AS …).",
                        Optional.empty()));
        return arguments.stream()
                .map(argument -> argument.type().kind() == common.kind()
                        ? argument
                        : constants.cast(
                                argument, common.withNullable(argument.type().nullable())))
                .toList();
    }

    private static boolean isUntypedNull(Expr expr) {
        return expr instanceof Expr.Literal literal && literal.value().isEmpty();
    }

    private Expr arithmetic(RexCall call) {
        List<Expr> arguments = all(call);
        DataType type = SqlTypes.toDataType(call.getType());
        DataType result = type.withNullable(isNullable(arguments));
        if (TimeArithmetic.applies(arguments)) {
            return times.build(call.getKind(), arguments, result);
        }
        List<Expr> operands = arguments.stream()
                .map(argument -> constants.cast(argument, operandType(argument.type(), result)))
                .toList();
        return new Expr.Call(symbol(call.getKind()), operands, result);
    }

    /** An operand as the result needs it: integers stay for an integer, become decimals for a DECIMAL … */
    private static DataType operandType(DataType operand, DataType result) {
        if (result.kind().isInteger() || operand.kind() == result.kind()) {
            return operand.kind().isInteger() || operand.kind() == result.kind()
                    ? operand
                    : result.withNullable(operand.nullable());
        }
        if (result.kind() == TypeKind.DECIMAL && operand.kind().isInteger()) {
            return asDecimal(operand);
        }
        return DataType.of(result.kind(), operand.nullable());
    }

    private static DataType asDecimal(DataType type) {
        int digits =
                switch (type.kind()) {
                    case TINYINT -> 3;
                    case SMALLINT -> 5;
                    case INT -> 10;
                    default -> 19;
                };
        return DataType.decimal(digits, 0, type.nullable());
    }

    private Expr negation(RexCall call) {
        Expr value = build(operand(call, 0));
        return constants
                .negated(value)
                .orElseGet(() -> new Expr.Call(CoreOperator.NEGATE.symbol(), List.of(value), value.type()));
    }

    private Expr function(RexCall call) {
        if (call.getOperator() instanceof LambdaVariable variable) {
            return lambdas.variable(variable.getName());
        }
        if (call.getOperator() instanceof LambdaOperator operator) {
            return lambdas.call(operator, call);
        }
        if (call.getOperator().getName().equals("CAST/NESTED")) {
            Expr value = build(operand(call, 0));
            return new Expr.Cast(
                    value, DataType.of(TypeKind.STRING, value.type().nullable()), false);
        }
        if (call.getOperator().getName().equals("ARRAY/OR_EMPTY")) {
            return Expressions.orEmpty(build(operand(call, 0)));
        }
        if (call.getOperator().getName().equals(CoreOperator.TRY.symbol())) {
            Expr value = build(operand(call, 0));
            return new Expr.Call(
                    CoreOperator.TRY.symbol(), List.of(value), value.type().withNullable(true));
        }
        if (call.getOperator() instanceof UserOperator user) {
            List<Expr> arguments = all(call);
            return user.function()
                    .bind(arguments.stream().map(Argument::of).toList())
                    .call(arguments);
        }
        return bound(call.getOperator().getName(), all(call));
    }

    private Expr bound(String name, List<Expr> arguments) {
        FunctionBinding binding = FunctionRegister.bind(
                        name, arguments.stream().map(Argument::of).toList())
                .orElseThrow(() -> new PlanException(
                        "%s does not take (%s)"
                                .formatted(
                                        name,
                                        String.join(
                                                ", ",
                                                arguments.stream()
                                                        .map(argument ->
                                                                argument.type().toString())
                                                        .toList())),
                        "Cast the arguments.",
                        Optional.empty()));
        return constants.folded(binding.call(arguments));
    }
}
