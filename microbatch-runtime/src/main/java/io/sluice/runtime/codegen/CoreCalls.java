package io.sluice.runtime.codegen;

import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the core operators: logic of three values with short cuts, comparisons, and CASE; arithmetic is apart. */
final class CoreCalls {
    private final ExpressionCompiler compiler;
    private final ArithmeticCalls arithmetic;
    private final NestedCalls nested;

    CoreCalls(ExpressionCompiler compiler, boolean wrapIntegers) {
        this.compiler = compiler;
        nested = new NestedCalls(compiler);
        arithmetic = new ArithmeticCalls(compiler, wrapIntegers);
    }

    Value compile(CoreOperator operator, Expr.Call call, List<RowColumn> row, MethodText body) {
        return switch (operator) {
            case PLUS, MINUS, TIMES, DIVIDE, REMAINDER, NEGATE -> arithmetic.compile(
                    operator, arguments(call, row, body), call.type(), body);
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> comparison(
                    operator, arguments(call, row, body), call.type(), body);
            case AND -> logic(call, row, body, "false");
            case OR -> logic(call, row, body, "true");
            case NOT -> {
                Value value = compiler.compile(call.arguments().get(0), row, body);
                yield value.alwaysNull()
                        ? value
                        : new Value(
                                body.declare(JavaType.BOOLEAN, "v", "!" + value.code()), value.isNull(), call.type());
            }
            case IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE -> test(
                    operator, compiler.compile(call.arguments().get(0), row, body), call.type(), body);
            case IS_DISTINCT_FROM, IS_NOT_DISTINCT_FROM -> distinct(
                    operator, arguments(call, row, body), call.type(), body);
            case IN -> in(call, row, body);
            case TRY -> tried(call, row, body);
            case ARRAY, MAP, ROW, ITEM, FIELD -> nested.compile(operator, call, row, body);
        };
    }

    /** See {@link ArithmeticCalls#product}. */
    Optional<ColumnReads.WideWords> product(RowColumn.Computed column, MethodText body) {
        return arithmetic.product(column, body);
    }

    private Value tried(Expr.Call call, List<RowColumn> row, MethodText body) {
        JavaType type = JavaType.of(call.type());
        String value = body.declare(type, "v", type.initial());
        String isNull = body.declare(JavaType.BOOLEAN, "n", "true");
        body.open("try");
        Value computed = compiler.compile(call.arguments().get(0), row, body);
        body.line("%s = %s; %s = %s;".formatted(value, computed.code(), isNull, computed.isNull()));
        body.close();
        body.line("catch (RowException e) { }");
        return new Value(value, isNull, call.type());
    }

    private List<Value> arguments(Expr.Call call, List<RowColumn> row, MethodText body) {
        List<Value> values = new ArrayList<>();
        for (Expr argument : call.arguments()) {
            values.add(compiler.compile(argument, row, body));
        }
        return values;
    }

    private Value comparison(CoreOperator operator, List<Value> arguments, DataType type, MethodText body) {
        Value left = arguments.get(0);
        Value right = arguments.get(1);
        JavaType javaType = left.javaType();
        boolean sameLayout = left.type().scale() == right.type().scale() && javaType == right.javaType();
        boolean safe = sameLayout && javaType != JavaType.TEXT && javaType != JavaType.DECIMAL;
        return compiler.strict(type, arguments, comparison(javaOperator(operator), left, right), safe, body);
    }

    private static String comparison(String operator, Value left, Value right) {
        if (left.type().kind() == TypeKind.DECIMAL) {
            return decimalComparison(operator, left, right);
        }
        return switch (left.javaType()) {
            case LONG, DOUBLE -> left.code() + " " + operator + " " + right.code();
            case BOOLEAN -> operator.equals("==") || operator.equals("!=")
                    ? left.code() + " " + operator + " " + right.code()
                    : "(%s ? 1 : 0) %s (%s ? 1 : 0)".formatted(left.code(), operator, right.code());
            case TEXT -> switch (operator) {
                case "==" -> left.code() + ".contentEquals(" + right.code() + ")";
                case "!=" -> "!" + left.code() + ".contentEquals(" + right.code() + ")";
                default -> left.code() + ".compareTo(" + right.code() + ") " + operator + " 0";
            };
            case DECIMAL -> throw new IllegalStateException("a decimal of kind " + left.type());
        };
    }

    private static String decimalComparison(String operator, Value left, Value right) {
        if (left.type().isWide() || right.type().isWide()) {
            return left.asBigDecimal() + ".compareTo(" + right.asBigDecimal() + ") " + operator + " 0";
        }
        int leftScale = left.type().scale();
        int rightScale = right.type().scale();
        return leftScale == rightScale
                ? left.code() + " " + operator + " " + right.code()
                : "Decimals.compareLong(%s, %d, %s, %d) %s 0"
                        .formatted(left.code(), leftScale, right.code(), rightScale, operator);
    }

    private static String javaOperator(CoreOperator operator) {
        return operator == CoreOperator.EQUAL ? "==" : operator == CoreOperator.NOT_EQUAL ? "!=" : operator.symbol();
    }

    /** AND and OR: {@code decisive} is the value of an argument that decides. */
    private Value logic(Expr.Call call, List<RowColumn> row, MethodText body, String decisive) {
        String start = decisive.equals("false") ? "true" : "false";
        String value = body.declare(JavaType.BOOLEAN, "v", start);
        boolean nullable =
                call.arguments().stream().anyMatch(argument -> argument.type().nullable());
        String isNull = nullable ? body.declare(JavaType.BOOLEAN, "n", "false") : "false";
        String undecided = decisive.equals("false") ? value : "!" + value;
        for (int i = 0; i < call.arguments().size(); i++) {
            if (i > 0) {
                body.open("if (" + undecided + ")");
            }
            Value argument = compiler.compile(call.arguments().get(i), row, body);
            String decides = decisive.equals("false") ? "!" + argument.code() : argument.code();
            if (argument.neverNull() || !nullable) {
                body.line("if (%s) { %s = %s; %s}"
                        .formatted(decides, value, decisive, nullable ? isNull + " = false; " : ""));
            } else {
                body.line("if (%s) %s = true; else if (%s) { %s = %s; %s = false; }"
                        .formatted(argument.isNull(), isNull, decides, value, decisive, isNull));
            }
            if (i > 0) {
                body.close();
            }
        }
        return new Value(value, isNull, call.type());
    }

    private static Value test(CoreOperator operator, Value value, DataType type, MethodText body) {
        String isFalse = value.neverNull() ? "!" + value.code() : "(!" + value.isNull() + " && !" + value.code() + ")";
        String code =
                switch (operator) {
                    case IS_NULL -> value.isNull();
                    case IS_NOT_NULL -> "!" + value.isNull();
                    case IS_TRUE -> value.isTrue();
                    case IS_NOT_TRUE -> "!(" + value.isTrue() + ")";
                    case IS_FALSE -> isFalse;
                    case IS_NOT_FALSE -> "!(" + isFalse + ")";
                    default -> throw new IllegalArgumentException("no test: " + operator);
                };
        return Value.of(body.declare(JavaType.BOOLEAN, "v", code), type);
    }

    private static Value distinct(CoreOperator operator, List<Value> arguments, DataType type, MethodText body) {
        Value left = arguments.get(0);
        Value right = arguments.get(1);
        String equal = left.javaType() == JavaType.DOUBLE
                ? "(%1$s == %2$s || %1$s != %1$s && %2$s != %2$s)".formatted(left.code(), right.code())
                : comparison("==", left, right);
        String code = left.neverNull() && right.neverNull()
                ? equal
                : "(%s || %s) ? (%s && %s) : %s"
                        .formatted(left.isNull(), right.isNull(), left.isNull(), right.isNull(), equal);
        boolean negated = operator == CoreOperator.IS_DISTINCT_FROM;
        return Value.of(body.declare(JavaType.BOOLEAN, "v", negated ? "!(" + code + ")" : code), type);
    }

    private Value in(Expr.Call call, List<RowColumn> row, MethodText body) {
        Value value = compiler.compile(call.arguments().get(0), row, body);
        List<Expr.Literal> literals = new ArrayList<>();
        for (Expr each : call.arguments().subList(1, call.arguments().size())) {
            literals.add((Expr.Literal) each);
        }
        String code = Members.test(value, literals, compiler.owner());
        boolean safe = value.javaType() != JavaType.TEXT && value.javaType() != JavaType.DECIMAL;
        return compiler.strict(call.type(), List.of(value), code, safe, body);
    }

    /** CASE: each branch runs only if no earlier one did. */
    Value conditional(Expr.Conditional expr, List<RowColumn> row, MethodText body) {
        JavaType type = JavaType.of(expr.type());
        String value = body.declare(type, "v", type.initial());
        String isNull = body.declare(JavaType.BOOLEAN, "n", "false");
        String done = body.declare(JavaType.BOOLEAN, "b", "false");
        boolean nullable = false;
        for (Expr.Branch branch : expr.branches()) {
            body.open("if (!" + done + ")");
            Value condition = compiler.compile(branch.condition(), row, body);
            body.open("if (" + condition.isTrue() + ")");
            nullable |= assign(branch.value(), row, body, value, isNull);
            body.line(done + " = true;");
            body.close();
            body.close();
        }
        body.open("if (!" + done + ")");
        nullable |= assign(expr.otherwise(), row, body, value, isNull);
        body.close();
        return new Value(value, nullable ? isNull : "false", expr.type());
    }

    private boolean assign(Expr expr, List<RowColumn> row, MethodText body, String value, String isNull) {
        Value result = compiler.compile(expr, row, body);
        body.line(value + " = " + result.code() + ";");
        if (!result.neverNull()) {
            body.line(isNull + " = " + result.isNull() + ";");
        }
        return !result.neverNull();
    }
}
