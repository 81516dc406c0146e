package io.sluice.planner.validate;

import io.sluice.planner.PlanException;
import io.sluice.planner.function.CommonType;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * Which types may meet. Numbers compare with numbers, times with times, text with text; text beside a number, a time or a
 * BOOLEAN is cast to the type of that, see {@link TextOperands}. Nothing else is converted unasked.
 */
final class TypeRules {
    private final ScriptErrors errors;
    private final StreamValidator validator;
    private final TextOperands texts;

    TypeRules(ScriptErrors errors, StreamValidator validator) {
        this.errors = errors;
        this.validator = validator;
        this.texts = new TextOperands(errors);
    }

    void check(SqlValidatorScope scope, SqlCall call) {
        if (call.getOperator() instanceof StreamAggregate aggregate) {
            aggregate(scope, call, aggregate);
        }
        if (call.getOperator() instanceof UserAggregateOperator user && user.filtered()) {
            truth(scope, "FILTER", call.operand(call.operandCount() - 1));
        }
        switch (call.getKind()) {
            case EQUALS,
                    NOT_EQUALS,
                    LESS_THAN,
                    LESS_THAN_OR_EQUAL,
                    GREATER_THAN,
                    GREATER_THAN_OR_EQUAL,
                    IS_DISTINCT_FROM,
                    IS_NOT_DISTINCT_FROM,
                    BETWEEN -> compare(scope, call);
            case IN, NOT_IN -> compareList(scope, call);
            case ITEM -> place(scope, call);
            case MIN, MAX -> ordered(scope, call);
            case CAST, SAFE_CAST -> cast(scope, call);
            case MINUS -> refuseTimeDifference(scope, call);
            case PLUS, TIMES, DIVIDE, MOD -> arithmetic(scope, call);
            case SUM, AVG -> number(scope, call);
            case MINUS_PREFIX, PLUS_PREFIX -> signed(scope, call);
            case AND, OR, NOT, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE -> call.getOperandList()
                    .forEach(operand -> truth(scope, call.getOperator().getName(), operand));
            case CASE -> ((SqlCase) call).getWhenOperands().forEach(when -> truth(scope, "WHEN", when));
            case LIKE -> call.getOperandList().forEach(operand -> text(scope, operand));
            default -> {}
        }
    }

    /** The fields of a ROW have types of their own, so that the place must be known. */
    private void place(SqlValidatorScope scope, SqlCall call) {
        if (type(scope, call.operand(0)).isStruct() && !(call.operand(1) instanceof SqlLiteral)) {
            throw errors.at(
                    call,
                    "a field of a ROW is asked for by a place that is no constant",
                    "Write its number, r[1], or its name behind a dot, as in t.r.name.");
        }
    }

    private void aggregate(SqlValidatorScope scope, SqlCall call, StreamAggregate aggregate) {
        DataType value = SqlTypes.toDataType(type(scope, call.operand(0)));
        switch (aggregate.function()) {
            case BIT_AND, BIT_OR, BIT_XOR -> {
                if (!value.kind().isInteger()) {
                    throw expected(call, aggregate.sqlName(), value, "an integer");
                }
            }
            case LISTAGG -> {
                if (value.kind() != TypeKind.STRING) {
                    throw errors.at(
                            call,
                            "%s does not take %s: expected text"
                                    .formatted(aggregate.sqlName(), value.withNullable(true)),
                            "Cast the argument: CAST(… AS STRING).");
                }
            }
            case PERCENTILE_DISC, MODE -> checkOrdered(call, aggregate.sqlName(), value);
            default -> {}
        }
        int operands = aggregate.filtered() ? call.operandCount() - 1 : call.operandCount();
        if (aggregate.filtered()) {
            truth(scope, "FILTER", call.operand(operands));
        }
        for (SqlNode key : call.getOperandList().subList(1, operands)) {
            if (!aggregate.function().isOfPairs()) {
                checkOrdered(call, aggregate.sqlName(), SqlTypes.toDataType(type(scope, key)));
            }
        }
    }

    private void checkOrdered(SqlCall call, String name, DataType type) {
        if (type.kind().isNested()) {
            throw expected(call, name, type, "a type with an order");
        }
    }

    private RelDataType type(SqlValidatorScope scope, SqlNode node) {
        return validator.deriveType(scope, node);
    }

    /** A BOOLEAN becomes any number by way of 0 and 1. */
    private void cast(SqlValidatorScope scope, SqlCall call) {
        Optional<DataType> to = target(scope, call);
        RelDataType from = type(scope, call.operand(0));
        CastRules.check(errors, call, from, to);
        boolean nested =
                !SqlTypes.isNull(from) && SqlTypes.toDataType(from).kind().isNested();
        if (nested && to.isPresent() && to.get().kind() == TypeKind.STRING) {
            SqlNode value = call.operand(0);
            call.setOperand(0, StreamOperators.NESTED_TEXT.createCall(value.getParserPosition(), value));
        }
        boolean wide = to.isPresent() && isNumber(to.get()) && !to.get().kind().isInteger();
        if (wide && from.getSqlTypeName() == SqlTypeName.BOOLEAN) {
            call.setOperand(0, TextOperands.cast(call.operand(0), SqlTypeName.INTEGER));
        }
    }

    private Optional<DataType> target(SqlValidatorScope scope, SqlCall cast) {
        return cast.operand(1) instanceof SqlDataTypeSpec spec
                ? SqlTypes.find(spec.deriveType(validator))
                : Optional.empty();
    }

    private void refuseTimeDifference(SqlValidatorScope scope, SqlCall call) {
        if (call.operandCount() == 2 && isTime(scope, call.operand(0)) && isTime(scope, call.operand(1))) {
            throw errors.at(
                    call,
                    "two times cannot be subtracted: got %s".formatted(errors.text(call)),
                    "Write TIMESTAMPDIFF(SECOND, from, to).");
        }
        arithmetic(scope, call);
    }

    private void arithmetic(SqlValidatorScope scope, SqlCall call) {
        if (call.operandCount() != 2) {
            return;
        }
        RelDataType left = type(scope, call.operand(0));
        RelDataType right = type(scope, call.operand(1));
        if (SqlTypes.isNull(left) || SqlTypes.isNull(right)) {
            return;
        }
        boolean takes = takes(call.getKind(), SqlTypes.toDataType(left), SqlTypes.toDataType(right));
        boolean ofText = isTextAndNumber(SqlTypes.toDataType(left), SqlTypes.toDataType(right));
        if (ofText) {
            texts.numbers(call, SqlTypes.toDataType(left), SqlTypes.toDataType(right));
            arithmetic(scope, call);
            return;
        }
        if (!takes) {
            throw errors.at(
                    call,
                    "%s does not go with %s and %s".formatted(call.getOperator().getName(), shown(left), shown(right)),
                    isInterval(SqlTypes.toDataType(left)) && isInterval(SqlTypes.toDataType(right))
                            ? "Add them to a time one after the other."
                            : "Cast one of them: CAST(… AS …).");
        }
        wholeDays(call, SqlTypes.toDataType(left), SqlTypes.toDataType(right));
    }

    private static boolean isTextAndNumber(DataType left, DataType right) {
        return left.kind() == TypeKind.STRING && isNumber(right) || right.kind() == TypeKind.STRING && isNumber(left);
    }

    private void number(SqlValidatorScope scope, SqlCall call) {
        if (call.operandCount() == 1 && !isNumber(SqlTypes.toDataType(type(scope, call.operand(0))))) {
            throw errors.at(
                    call,
                    "%s does not take %s: expected a number"
                            .formatted(call.getOperator().getName(), shown(type(scope, call.operand(0)))),
                    "Cast the argument: CAST(… AS DOUBLE).");
        }
    }

    private void ordered(SqlValidatorScope scope, SqlCall call) {
        checkOrdered(call, call.getOperator().getName(), SqlTypes.toDataType(type(scope, call.operand(0))));
    }

    private void signed(SqlValidatorScope scope, SqlCall call) {
        DataType type = SqlTypes.toDataType(type(scope, call.operand(0)));
        if (!isNumber(type) && !isInterval(type)) {
            throw expected(call, call.getOperator().getName(), type, "a number");
        }
    }

    private void truth(SqlValidatorScope scope, String operator, SqlNode operand) {
        RelDataType type = type(scope, operand);
        if (!SqlTypes.isNull(type) && SqlTypes.toDataType(type).kind() != TypeKind.BOOLEAN) {
            throw expected(operand, operator, SqlTypes.toDataType(type), "a condition");
        }
    }

    private void text(SqlValidatorScope scope, SqlNode operand) {
        RelDataType type = type(scope, operand);
        if (!SqlTypes.isNull(type) && SqlTypes.toDataType(type).kind() != TypeKind.STRING) {
            throw expected(operand, "LIKE", SqlTypes.toDataType(type), "text");
        }
    }

    private PlanException expected(SqlNode node, String operator, DataType type, String expected) {
        return errors.at(
                node,
                "%s does not take %s: expected %s".formatted(operator, type.withNullable(true), expected),
                "Compare or cast it first.");
    }

    private void wholeDays(SqlCall call, DataType left, DataType right) {
        for (SqlNode operand : call.getOperandList()) {
            boolean partOfDay = operand instanceof SqlIntervalLiteral literal
                    && IntervalText.of(literal)
                            .filter(text -> !text.months() && text.value() % IntervalText.DAY != 0)
                            .isPresent();
            if (partOfDay && (left.kind() == TypeKind.DATE || right.kind() == TypeKind.DATE)) {
                throw errors.at(
                        call,
                        "an interval with a part of a day cannot be added to a DATE",
                        "Cast the DATE first: CAST(d AS TIMESTAMP(0)).");
            }
        }
    }

    private static boolean takes(SqlKind kind, DataType left, DataType right) {
        boolean numbers = isNumber(left) && isNumber(right);
        return switch (kind) {
            case MOD -> numbers && !left.kind().isFloating() && !right.kind().isFloating();
            case PLUS -> numbers
                    || shifts(left, right)
                    || shifts(right, left)
                    || left.kind() == right.kind() && isInterval(left);
            case MINUS -> numbers || shifts(left, right) || left.kind() == right.kind() && isInterval(left);
            case TIMES -> numbers || isInterval(left) && isNumber(right) || isNumber(left) && isInterval(right);
            case DIVIDE -> numbers || isInterval(left) && isNumber(right);
            default -> numbers;
        };
    }

    private static boolean shifts(DataType time, DataType interval) {
        return switch (time.kind()) {
            case DATE, TIMESTAMP, TIMESTAMP_LTZ -> isInterval(interval);
            case TIME -> interval.kind() == TypeKind.INTERVAL_DAY_TIME;
            default -> false;
        };
    }

    private static boolean isInterval(DataType type) {
        return type.kind() == TypeKind.INTERVAL_DAY_TIME || type.kind() == TypeKind.INTERVAL_YEAR_MONTH;
    }

    static boolean isNumber(DataType type) {
        return type.kind().isInteger() || type.kind().isFloating() || type.kind() == TypeKind.DECIMAL;
    }

    private boolean isTime(SqlValidatorScope scope, SqlNode node) {
        return SqlTypes.find(type(scope, node))
                .filter(type -> type.kind().isTimestamp() || type.kind() == TypeKind.DATE)
                .isPresent();
    }

    private void compare(SqlValidatorScope scope, SqlCall call) {
        for (int i = 1; i < call.operandCount(); i++) {
            int index = i;
            comparable(
                    scope,
                    call,
                    call.operand(0),
                    call.operand(i),
                    value -> call.setOperand(0, value),
                    value -> call.setOperand(index, value));
        }
    }

    private void compareList(SqlValidatorScope scope, SqlCall call) {
        if (!(call.operand(1) instanceof SqlNodeList values)) {
            return;
        }
        for (int i = 0; i < values.size(); i++) {
            int index = i;
            comparable(
                    scope,
                    call,
                    call.operand(0),
                    values.get(i),
                    value -> call.setOperand(0, value),
                    value -> values.set(index, value));
        }
    }

    private void comparable(
            SqlValidatorScope scope,
            SqlCall call,
            SqlNode left,
            SqlNode right,
            Consumer<SqlNode> setLeft,
            Consumer<SqlNode> setRight) {
        RelDataType a = type(scope, left);
        RelDataType b = type(scope, right);
        if (SqlTypes.isNull(a) || SqlTypes.isNull(b)) {
            return;
        }
        DataType leftType = SqlTypes.toDataType(a);
        DataType rightType = SqlTypes.toDataType(b);
        if (rightType.kind() == TypeKind.STRING && TextOperands.isReadable(leftType)) {
            setRight.accept(texts.read(right, leftType));
        } else if (leftType.kind() == TypeKind.STRING && TextOperands.isReadable(rightType)) {
            setLeft.accept(texts.read(left, rightType));
        } else if (!meet(leftType, rightType) || !isComparable(call, leftType)) {
            throw errors.at(
                    call,
                    "%s cannot be compared with %s".formatted(shown(a), shown(b)),
                    "Cast one of them: CAST(… AS …).");
        }
    }

    /** Nested values are equal or not, and have no order; a MAP has no equality either. */
    private static boolean isComparable(SqlCall call, DataType type) {
        boolean equality =
                switch (call.getKind()) {
                    case EQUALS, NOT_EQUALS, IS_DISTINCT_FROM, IS_NOT_DISTINCT_FROM -> true;
                    default -> false;
                };
        return !type.kind().isNested() || equality && !type.holds(TypeKind.MAP);
    }

    private static boolean meet(DataType left, DataType right) {
        if (left.kind() != right.kind() && (left.kind() == TypeKind.DATE || right.kind() == TypeKind.DATE)) {
            return false;
        }
        return isInterval(left)
                ? left.kind() == right.kind()
                : CommonType.of(List.of(left, right)).isPresent();
    }

    static String shown(RelDataType type) {
        return SqlTypes.isNull(type)
                ? "NULL"
                : SqlTypes.toDataType(type).withNullable(true).toString();
    }
}
