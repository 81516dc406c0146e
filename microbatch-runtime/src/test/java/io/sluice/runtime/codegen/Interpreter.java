package io.sluice.runtime.codegen;

import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/** Computes an expression in the plainest way: what generated code is compared with. Overflow is an ArithmeticException. */
final class Interpreter {
    private static final long DAY = 86_400_000_000L;

    private Interpreter() {}

    static Object evaluate(Expr expression, Object[] row) {
        if (expression instanceof Expr.Input input) {
            return row[input.index()];
        }
        if (expression instanceof Expr.Literal literal) {
            return literal.value().orElse(null);
        }
        if (expression instanceof Expr.Conditional conditional) {
            for (Expr.Branch branch : conditional.branches()) {
                if (Boolean.TRUE.equals(evaluate(branch.condition(), row))) {
                    return evaluate(branch.value(), row);
                }
            }
            return evaluate(conditional.otherwise(), row);
        }
        return call((Expr.Call) expression, row);
    }

    private static Object call(Expr.Call call, Object[] row) {
        CoreOperator operator = CoreOperator.find(call.function()).orElseThrow();
        List<Expr> arguments = call.arguments();
        return switch (operator) {
            case AND -> logic(arguments, row, false);
            case OR -> logic(arguments, row, true);
            case IS_NULL -> evaluate(arguments.get(0), row) == null;
            case IS_NOT_NULL -> evaluate(arguments.get(0), row) != null;
            case IS_TRUE -> Boolean.TRUE.equals(evaluate(arguments.get(0), row));
            case IS_NOT_TRUE -> !Boolean.TRUE.equals(evaluate(arguments.get(0), row));
            case IS_FALSE -> Boolean.FALSE.equals(evaluate(arguments.get(0), row));
            case IS_NOT_FALSE -> !Boolean.FALSE.equals(evaluate(arguments.get(0), row));
            case IS_DISTINCT_FROM -> !same(evaluate(arguments.get(0), row), evaluate(arguments.get(1), row));
            case IS_NOT_DISTINCT_FROM -> same(evaluate(arguments.get(0), row), evaluate(arguments.get(1), row));
            case IN -> in(arguments, row);
            default -> strict(operator, call, row);
        };
    }

    private static Boolean logic(List<Expr> arguments, Object[] row, boolean decisive) {
        Boolean result = !decisive;
        for (Expr argument : arguments) {
            Boolean value = (Boolean) evaluate(argument, row);
            if (value == null) {
                result = null;
            } else if (value == decisive) {
                return decisive;
            }
        }
        return result;
    }

    private static boolean same(Object left, Object right) {
        return left == null || right == null ? left == right : compare(left, right) == 0;
    }

    private static Boolean in(List<Expr> arguments, Object[] row) {
        Object value = evaluate(arguments.get(0), row);
        return value == null
                ? null
                : (Boolean) arguments.subList(1, arguments.size()).stream()
                        .anyMatch(each -> compare(value, evaluate(each, row)) == 0);
    }

    private static Object strict(CoreOperator operator, Expr.Call call, Object[] row) {
        Object[] values =
                call.arguments().stream().map(each -> evaluate(each, row)).toArray();
        if (Arrays.stream(values).anyMatch(value -> value == null)) {
            return null;
        }
        return switch (operator) {
            case NOT -> !(Boolean) values[0];
            case NEGATE -> negate(values[0], call.type());
            case EQUAL -> compare(values[0], values[1]) == 0;
            case NOT_EQUAL -> compare(values[0], values[1]) != 0;
            case LESS -> compare(values[0], values[1]) < 0;
            case LESS_OR_EQUAL -> compare(values[0], values[1]) <= 0;
            case GREATER -> compare(values[0], values[1]) > 0;
            case GREATER_OR_EQUAL -> compare(values[0], values[1]) >= 0;
            default -> arithmetic(operator, call, values);
        };
    }

    private static int compare(Object left, Object right) {
        if (left instanceof String text) {
            return Arrays.compareUnsigned(
                    text.getBytes(StandardCharsets.UTF_8), ((String) right).getBytes(StandardCharsets.UTF_8));
        }
        if (left instanceof Boolean truth) {
            return truth.compareTo((Boolean) right);
        }
        if (left instanceof BigDecimal decimal) {
            return decimal.compareTo((BigDecimal) right);
        }
        return left instanceof Double number
                ? Double.compare(number + 0.0, (Double) right + 0.0)
                : Long.compare((Long) left, (Long) right);
    }

    private static Object negate(Object value, DataType type) {
        if (value instanceof Double number) {
            return -number;
        }
        return value instanceof BigDecimal decimal
                ? decimal.negate()
                : integer(BigInteger.valueOf((Long) value).negate(), type);
    }

    private static Object arithmetic(CoreOperator operator, Expr.Call call, Object[] values) {
        TypeKind left = call.arguments().get(0).type().kind();
        if (left.isTimestamp() || left == TypeKind.DATE) {
            return time(operator, call, (Long) values[0], (Long) values[1]);
        }
        if (call.type().kind() == TypeKind.DECIMAL) {
            return decimal(operator, (BigDecimal) values[0], (BigDecimal) values[1], call.type());
        }
        if (call.type().kind().isFloating()) {
            double result = floating(operator, (Double) values[0], (Double) values[1]);
            return call.type().kind() == TypeKind.FLOAT ? (double) (float) result : result;
        }
        BigInteger a = BigInteger.valueOf((Long) values[0]);
        BigInteger b = BigInteger.valueOf((Long) values[1]);
        return integer(
                switch (operator) {
                    case PLUS -> a.add(b);
                    case MINUS -> a.subtract(b);
                    case TIMES -> a.multiply(b);
                    case DIVIDE -> a.divide(b);
                    default -> a.remainder(b);
                },
                call.type());
    }

    private static double floating(CoreOperator operator, double a, double b) {
        return switch (operator) {
            case PLUS -> a + b;
            case MINUS -> a - b;
            case TIMES -> a * b;
            case DIVIDE -> a / b;
            default -> a % b;
        };
    }

    private static Long integer(BigInteger value, DataType type) {
        int bits =
                switch (type.kind()) {
                    case TINYINT -> 8;
                    case SMALLINT -> 16;
                    case INT -> 32;
                    default -> 64;
                };
        if (value.bitLength() >= bits) {
            throw new ArithmeticException("out of range");
        }
        return value.longValueExact();
    }

    private static BigDecimal decimal(CoreOperator operator, BigDecimal a, BigDecimal b, DataType type) {
        BigDecimal exact =
                switch (operator) {
                    case PLUS -> a.add(b);
                    case MINUS -> a.subtract(b);
                    case TIMES -> a.multiply(b);
                    case DIVIDE -> a.divide(b, type.scale(), RoundingMode.HALF_UP);
                    default -> a.remainder(b);
                };
        BigDecimal rounded = exact.setScale(type.scale(), RoundingMode.HALF_UP);
        if (rounded.precision() > type.precision()) {
            throw new ArithmeticException("out of range");
        }
        return rounded;
    }

    private static Long time(CoreOperator operator, Expr.Call call, long left, long right) {
        Expr second = call.arguments().get(1);
        long sign = operator == CoreOperator.MINUS ? -1 : 1;
        boolean date = call.arguments().get(0).type().kind() == TypeKind.DATE;
        if (second.type().kind().isTimestamp() || second.type().kind() == TypeKind.DATE) {
            return date ? (left - right) * DAY : left - right;
        }
        if (second.type().kind() == TypeKind.INTERVAL_YEAR_MONTH) {
            if (date) {
                return LocalDate.ofEpochDay(left).plusMonths(sign * right).toEpochDay();
            }
            LocalDateTime time = LocalDateTime.ofEpochSecond(
                    Math.floorDiv(left, 1_000_000L), (int) Math.floorMod(left, 1_000_000L) * 1000, ZoneOffset.UTC);
            LocalDateTime moved = time.plusMonths(sign * right);
            return moved.toEpochSecond(ZoneOffset.UTC) * 1_000_000L + moved.getNano() / 1000;
        }
        return date ? Math.floorDiv(left * DAY + sign * right, DAY) : left + sign * right;
    }
}
