package io.sluice.runtime.codegen;

import io.sluice.planner.function.Decimals;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import java.util.List;
import java.util.Optional;

/** Writes {@code + - * / %} and the unary minus of all kinds. */
final class ArithmeticCalls {
    private static final long DAY = 86_400_000_000L;
    private static final String TIME = "io.sluice.planner.function.TimeArithmeticFunctions";
    private static final String INTERVALS = "io.sluice.planner.function.IntervalFunctions";

    private final ExpressionCompiler compiler;
    private final boolean wrapIntegers;

    ArithmeticCalls(ExpressionCompiler compiler, boolean wrapIntegers) {
        this.compiler = compiler;
        this.wrapIntegers = wrapIntegers;
    }

    Value compile(CoreOperator operator, List<Value> arguments, DataType type, MethodText body) {
        List<Value> ordered = arguments;
        if (arguments.size() == 2 && isInterval(arguments.get(0)) && isTime(arguments.get(1))) {
            ordered = List.of(arguments.get(1), arguments.get(0));
        }
        boolean safe = type.kind().isFloating();
        return compiler.strict(type, ordered, code(operator, ordered, type), safe, body);
    }

    private String code(CoreOperator operator, List<Value> arguments, DataType type) {
        Value left = arguments.get(0);
        if (operator == CoreOperator.NEGATE) {
            return negate(left, type);
        }
        Value right = arguments.get(1);
        if (isTime(left) || isTime(right)) {
            return time(operator, left, right, type);
        }
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INT, BIGINT -> integer(operator, left.code(), right.code(), type.kind());
            case FLOAT -> "(double) (float) (%s %s %s)".formatted(left.code(), operator.symbol(), right.code());
            case DOUBLE -> "%s %s %s".formatted(left.code(), operator.symbol(), right.code());
            case DECIMAL -> decimal(operator, left, right, type);
            case INTERVAL_DAY_TIME -> exact(operator, left.code(), right.code());
            case INTERVAL_YEAR_MONTH -> months(exact(operator, left.code(), right.code()));
            case TIME -> "Math.floorMod(%s, %dL)".formatted(exact(operator, left.code(), right.code()), DAY);
            case BOOLEAN,
                    STRING,
                    BINARY,
                    DATE,
                    TIMESTAMP,
                    TIMESTAMP_LTZ,
                    ARRAY,
                    MAP,
                    ROW -> throw new IllegalStateException(
                    "%s of %s and %s".formatted(operator, left.type(), right.type()));
        };
    }

    private static boolean isInterval(Value value) {
        return value.type().kind() == TypeKind.INTERVAL_DAY_TIME || value.type().kind() == TypeKind.INTERVAL_YEAR_MONTH;
    }

    private static boolean isTime(Value value) {
        return value.type().kind().isTimestamp() || value.type().kind() == TypeKind.DATE;
    }

    private static String negate(Value value, DataType type) {
        return switch (type.kind()) {
            case FLOAT, DOUBLE -> "-" + value.code();
            case DECIMAL -> type.isWide() ? "Decimals.negate(" + value.asBigDecimal() + ")" : "-" + value.code();
            case INTERVAL_YEAR_MONTH -> "Arithmetic.negate(%s, %s)".formatted(value.code(), range(TypeKind.INT));
            default -> "Arithmetic.negate(%s, %s)".formatted(value.code(), range(type.kind()));
        };
    }

    private String integer(CoreOperator operator, String left, String right, TypeKind kind) {
        if (operator == CoreOperator.REMAINDER) {
            return "Arithmetic.remainder(%s, %s)".formatted(left, right);
        }
        if (wrapIntegers && operator != CoreOperator.DIVIDE) {
            return "(long) (%s) (%s %s %s)".formatted(javaKind(kind), left, operator.symbol(), right);
        }
        return "Arithmetic.%s(%s, %s, %s)".formatted(method(operator), left, right, range(kind));
    }

    private static String exact(CoreOperator operator, String left, String right) {
        return "Arithmetic.%s(%s, %s, %s)".formatted(method(operator), left, right, range(TypeKind.BIGINT));
    }

    private static String months(String code) {
        return INTERVALS + ".months(" + code + ")";
    }

    private static String method(CoreOperator operator) {
        return switch (operator) {
            case PLUS -> "add";
            case MINUS -> "subtract";
            case TIMES -> "multiply";
            case DIVIDE -> "divide";
            case REMAINDER -> "remainder";
            default -> throw new IllegalArgumentException("no arithmetic: " + operator);
        };
    }

    static String javaKind(TypeKind kind) {
        return switch (kind) {
            case TINYINT -> "byte";
            case SMALLINT -> "short";
            case INT -> "int";
            default -> "long";
        };
    }

    /** The least and the greatest value of an integer kind, as two arguments. */
    static String range(TypeKind kind) {
        return switch (kind) {
            case TINYINT -> "-128L, 127L";
            case SMALLINT -> "-32768L, 32767L";
            case INT -> "-2147483648L, 2147483647L";
            default -> "Long.MIN_VALUE, Long.MAX_VALUE";
        };
    }

    private static String decimal(CoreOperator operator, Value left, Value right, DataType type) {
        String digits = type.precision() + ", " + type.scale();
        boolean small = !type.isWide() && !left.type().isWide() && !right.type().isWide();
        if (small) {
            int leftScale = left.type().scale();
            int rightScale = right.type().scale();
            switch (operator) {
                case TIMES -> {
                    return "Decimals.multiplyLong(%s, %s, %d, %s)"
                            .formatted(left.code(), right.code(), leftScale + rightScale, digits);
                }
                case DIVIDE -> {
                    return "Decimals.divideLong(%s, %d, %s, %d, %s)"
                            .formatted(left.code(), leftScale, right.code(), rightScale, digits);
                }
                default -> {
                    boolean sameScale = leftScale == type.scale() && rightScale == type.scale();
                    boolean exact = operator != CoreOperator.REMAINDER && isExact(left, type) && isExact(right, type);
                    if (sameScale || exact) {
                        return "Decimals.%sLong(%s, %s, %s)"
                                .formatted(method(operator), rescaled(left, type), rescaled(right, type), digits);
                    }
                }
            }
        }
        String wide = "Decimals.%s(%s, %s, %s)"
                .formatted(method(operator), left.asBigDecimal(), right.asBigDecimal(), digits);
        return type.isWide() ? wide : "Decimals.toLong(" + wide + ", " + type.scale() + ")";
    }

    /** Whether the operand has at most 18 digits with the scale of the result, and loses none. */
    private static boolean isExact(Value operand, DataType result) {
        int added = result.scale() - operand.type().scale();
        return added >= 0 && operand.type().precision() + added <= DataType.LONG_DIGITS;
    }

    private static String rescaled(Value operand, DataType result) {
        int added = result.scale() - operand.type().scale();
        return added == 0 ? operand.code() : operand.code() + " * " + Decimals.power(added) + "L";
    }

    /**
     * The words of a wide product of two DECIMALs that are not wide, without a BigDecimal; nothing if it is another expression, or
     * if it can fail.
     */
    Optional<ColumnReads.WideWords> product(RowColumn.Computed column, MethodText body) {
        DataType type = column.type();
        if (!(column.expression() instanceof Expr.Call call)
                || CoreOperator.find(call.function())
                        .filter(CoreOperator.TIMES::equals)
                        .isEmpty()
                || !call.arguments().stream().allMatch(argument -> isSmall(argument.type()))) {
            return Optional.empty();
        }
        DataType left = call.arguments().get(0).type();
        DataType right = call.arguments().get(1).type();
        if (left.scale() + right.scale() != type.scale() || left.precision() + right.precision() > type.precision()) {
            return Optional.empty();
        }
        List<Value> factors = call.arguments().stream()
                .map(argument -> compiler.compile(argument, column.row(), body))
                .toList();
        String anyNull = Value.anyNull(factors);
        String isNull = anyNull.equals("false") ? anyNull : body.declare(JavaType.BOOLEAN, "n", anyNull);
        String both = factors.get(0).code() + ", " + factors.get(1).code();
        String low = factors.get(0).code() + " * " + factors.get(1).code();
        return Optional.of(new ColumnReads.WideWords("(" + low + ")", "Math.multiplyHigh(" + both + ")", isNull));
    }

    private static boolean isSmall(DataType type) {
        return type.kind() == TypeKind.DECIMAL && !type.isWide();
    }

    private static String time(CoreOperator operator, Value left, Value right, DataType type) {
        if (isTime(right)) {
            String difference = exact(operator, left.code(), right.code());
            return left.type().kind() == TypeKind.DATE ? days(difference) : difference;
        }
        boolean months = right.type().kind() == TypeKind.INTERVAL_YEAR_MONTH;
        String count = operator == CoreOperator.MINUS ? "-" + right.code() : right.code();
        if (left.type().kind() == TypeKind.DATE) {
            String date = months
                    ? TIME + ".addMonthsToDate(" + left.code() + ", " + count + ")"
                    : "Math.floorDiv(" + exact(operator, days(left.code()), right.code()) + ", " + DAY + "L)";
            if (type.kind() == TypeKind.DATE) {
                return date;
            }
            return months ? days(date) : exact(operator, days(left.code()), right.code());
        }
        if (!months) {
            return exact(operator, left.code(), right.code());
        }
        return left.type().kind() == TypeKind.TIMESTAMP_LTZ
                ? TIME + ".addMonthsToInstant(context, " + left.code() + ", " + count + ")"
                : TIME + ".addMonths(" + left.code() + ", " + count + ")";
    }

    private static String days(String code) {
        return "Math.multiplyExact(" + code + ", " + DAY + "L)";
    }
}
