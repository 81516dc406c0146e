package io.sluice.runtime.codegen;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.Utf8;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.RowErrors;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the statements that compute an expression and says where its value then is.
 *
 * <p>A column that several expressions use is computed once for a row. What would make a method too large goes to a method
 * of its own, which leaves its result in fields. What is the same for all rows is computed once for a batch; what depends
 * on one text that comes with a dictionary, once for each entry.
 */
final class ExpressionCompiler {
    private static final int SMALL = 6;

    private final ClassText owner;
    private final CoreCalls coreCalls;
    private final CastCalls castCalls;
    private final FunctionCalls functionCalls;
    private final UserCalls userCalls;
    private final LambdaCalls lambdaCalls;

    /** What the variables of the lambdas around the expression are. */
    private final Map<String, Value> variables = new HashMap<>();

    private final Map<Expr, ClassText.ColumnInFields> constants = new HashMap<>();
    private final Map<DictionaryMemo.Key, DictionaryMemo.Memo> memos = new HashMap<>();

    private final RowErrors rowErrors;
    private final boolean weighted;

    /** @param weighted rows may be taken back */
    ExpressionCompiler(ClassText owner, boolean wrapIntegers, RowErrors rowErrors, boolean weighted) {
        this.weighted = weighted;
        this.rowErrors = requireNonNull(rowErrors, "rowErrors");
        this.owner = requireNonNull(owner, "owner");
        coreCalls = new CoreCalls(this, wrapIntegers);
        castCalls = new CastCalls(this, wrapIntegers);
        functionCalls = new FunctionCalls(this);
        userCalls = new UserCalls(this);
        lambdaCalls = new LambdaCalls(this);
    }

    ClassText owner() {
        return owner;
    }

    /** For calls of what users have written. */
    UserCalls userCalls() {
        return userCalls;
    }

    /** Whether a row for which an expression fails is left out: then all is computed before anything is changed. */
    boolean leavesOut() {
        return rowErrors != RowErrors.FAIL;
    }

    /** @param row what the expression's inputs refer to */
    Value compile(Expr expression, List<RowColumn> row, MethodText body) {
        if (expression instanceof Expr.Literal literal) {
            return literal(literal);
        }
        if (expression instanceof Expr.Input input) {
            return column(row.get(input.index()), body);
        }
        if (expression instanceof Expr.Variable variable) {
            return variables.get(variable.name());
        }
        if (Expressions.isConstant(expression)) {
            return oncePerBatch(expression, body);
        }
        Optional<RowColumn.Read> text = DictionaryMemo.text(expression, row);
        if (text.isPresent() && !body.isIsolated()) {
            return remembered(text.get(), expression, row, body).value(body);
        }
        int size = Expressions.size(expression);
        boolean full = body.weight() + size > owner.budget();
        if (full && body.weight() > 0 && (size > SMALL || body.weight() > owner.budget())) {
            ClassText.ColumnInFields method = outOfLine(expression, row, body);
            method.method().ifPresent(name -> body.line(name + "(r);"));
            body.addWeight(1);
            return method.value();
        }
        return inLine(expression, row, body);
    }

    /** Expressions that are equal have one memory: what is in one of them may be another. */
    private DictionaryMemo.Memo remembered(RowColumn.Read text, Expr expression, List<RowColumn> row, MethodText body) {
        DictionaryMemo.Key key = new DictionaryMemo.Key(text.index(), expression);
        DictionaryMemo.Memo there = memos.get(key);
        if (there == null) {
            there = DictionaryMemo.Memo.of(text, outOfLine(expression, row, body), owner);
            memos.put(key, there);
        }
        return there;
    }

    /** The body of a lambda whose parameters have these values, which are in fields of the class. */
    Value lambda(Expr.Lambda lambda, List<Value> values, List<RowColumn> row, MethodText body) {
        Map<String, Value> outer = new HashMap<>(variables);
        for (int i = 0; i < values.size(); i++) {
            variables.put(lambda.parameters().get(i).name(), values.get(i));
        }
        Value value = compile(lambda.body(), row, body);
        variables.clear();
        variables.putAll(outer);
        return value;
    }

    private Value inLine(Expr expression, List<RowColumn> row, MethodText body) {
        body.addWeight(1);
        return expression.accept(new Expr.Visitor<>() {
            @Override
            public Value input(Expr.Input expr) {
                return compile(expr, row, body);
            }

            @Override
            public Value literal(Expr.Literal expr) {
                return compile(expr, row, body);
            }

            @Override
            public Value lambda(Expr.Lambda expr) {
                throw new IllegalStateException("a lambda is no value");
            }

            @Override
            public Value variable(Expr.Variable expr) {
                return compile(expr, row, body);
            }

            @Override
            public Value call(Expr.Call expr) {
                if (LambdaCalls.isOne(expr)) {
                    return lambdaCalls.compile(expr, row, body);
                }
                Optional<CoreOperator> operator = CoreOperator.find(expr.function());
                return operator.isPresent()
                        ? coreCalls.compile(operator.get(), expr, row, body)
                        : functionCalls.compile(expr, row, body);
            }

            @Override
            public Value userCall(Expr.UserCall expr) {
                return userCalls.compile(expr, row, body);
            }

            @Override
            public Value cast(Expr.Cast expr) {
                return castCalls.compile(expr, row, body);
            }

            @Override
            public Value conditional(Expr.Conditional expr) {
                return coreCalls.conditional(expr, row, body);
            }
        });
    }

    /** The value of a column of the row, computed here unless it is known already. */
    Value column(RowColumn column, MethodText body) {
        Optional<Value> known = body.known(column);
        if (known.isPresent()) {
            return known.get();
        }
        Value value;
        if (column instanceof RowColumn.Read read) {
            value = ColumnReads.read(read, body);
        } else if (column instanceof RowColumn.OfWindow ofWindow) {
            value = Value.of(ofWindow.variable(), ofWindow.type());
        } else if (column instanceof RowColumn.OfElement ofElement) {
            value = ofElement.value();
        } else {
            value = computed((RowColumn.Computed) column, body);
        }
        body.know(column, value);
        return value;
    }

    /** The words of a wide column that is a product of two short numbers, if no row is left out for what fails in it. */
    Optional<ColumnReads.WideWords> product(RowColumn.Computed column, MethodText body) {
        return rowErrors == RowErrors.FAIL ? coreCalls.product(column, body) : Optional.empty();
    }

    private Value computed(RowColumn.Computed column, MethodText body) {
        if (column.uses() <= 1 || body.isIsolated()) {
            return guarded(column, body);
        }
        ClassText.ColumnInFields there = owner.inFields().get(column);
        if (there != null) {
            there.method().ifPresentOrElse(method -> body.line(method + "(r);"), () -> owner.publish(column));
            return there.value();
        }
        if (body.isForEachRow()) {
            Value value = guarded(column, body);
            Value fields = fields(value);
            owner.inFields().put(column, new ClassText.ColumnInFields(fields, Optional.empty()));
            body.markPublication(column, value, fields);
            return value;
        }
        ClassText.ColumnInFields once = oncePerRow(column);
        owner.inFields().put(column, once);
        once.method().ifPresent(method -> body.line(method + "(r);"));
        return once.value();
    }

    private Value guarded(RowColumn.Computed column, MethodText body) {
        Expr expression = column.expression();
        if (rowErrors != RowErrors.NULL || !expression.type().nullable() || Expressions.size(expression) == 1) {
            return compile(expression, column.row(), body);
        }
        JavaType type = JavaType.of(expression.type());
        String value = body.declare(type, "v", type.initial());
        String isNull = body.declare(JavaType.BOOLEAN, "n", "true");
        body.open("try");
        Value computed = compile(expression, column.row(), body);
        body.line("%s = %s; %s = %s;".formatted(value, computed.code(), isNull, computed.isNull()));
        body.close();
        body.line("catch (RowException e) { %sleaveOut(e); }".formatted(weighted ? "if (!takesBack(e, r)) " : ""));
        return new Value(value, isNull, expression.type());
    }

    /** A method that computes the column when it is called first for a row. */
    private ClassText.ColumnInFields oncePerRow(RowColumn.Computed column) {
        owner.needTick();
        String name = owner.name("m");
        String at = owner.field("long", "at", "-1L");
        MethodText method = owner.method("private void " + name, "int r", false);
        method.line("if (" + at + " == tick) return;");
        method.line(at + " = tick;");
        return finish(method, name, guarded(column, method));
    }

    /** A method that computes the expression each time that it is called. */
    private ClassText.ColumnInFields outOfLine(Expr expression, List<RowColumn> row, MethodText from) {
        String name = owner.name("x");
        MethodText method = owner.method("private void " + name, "int r", from.isIsolated());
        return finish(method, name, inLine(expression, row, method));
    }

    private Value oncePerBatch(Expr expression, MethodText body) {
        ClassText.ColumnInFields there = constants.get(expression);
        if (there == null) {
            String name = owner.name("p");
            String done = owner.field("boolean", "done", "false");
            owner.atBatchStart(done + " = false;");
            MethodText method = owner.method("private void " + name, "int r", true);
            method.line("if (" + done + ") return;");
            Value value = inLine(expression, List.of(), method);
            there = finish(method, name, value);
            method.line(done + " = true;");
            constants.put(expression, there);
        }
        there.method().ifPresent(method -> body.line(method + "(r);"));
        return there.value();
    }

    private ClassText.ColumnInFields finish(MethodText method, String name, Value value) {
        Value fields = fields(value);
        method.line(fields.code() + " = " + value.code() + ";");
        if (!fields.neverNull()) {
            method.line(fields.isNull() + " = " + value.isNull() + ";");
        }
        return new ClassText.ColumnInFields(fields, Optional.of(name));
    }

    private Value fields(Value value) {
        JavaType type = value.javaType();
        String code = owner.field(type.text(), "v", type.initial());
        return value.neverNull()
                ? Value.of(code, value.type())
                : new Value(code, owner.field("boolean", "n", "false"), value.type());
    }

    private Value literal(Expr.Literal literal) {
        DataType type = literal.type();
        if (literal.value().isEmpty()) {
            return Value.ofNull(type);
        }
        Object value = literal.value().get();
        return switch (JavaType.of(type)) {
            case BOOLEAN -> Value.of(value.toString(), type);
            case LONG -> Value.of(longText(longValue(value, type)), type);
            case DOUBLE -> Value.of(doubleText(((Number) value).doubleValue()), type);
            case DECIMAL -> Value.of(owner.constant(BigDecimal.class, value), type);
            case TEXT -> Value.of(owner.constant(Utf8.class, text(value)), type);
        };
    }

    /** Of a STRING or BINARY. */
    static Utf8 text(Object value) {
        return value instanceof Utf8 bytes ? bytes : Utf8.of((String) value);
    }

    static long longValue(Object value, DataType type) {
        return type.kind() == TypeKind.DECIMAL
                ? ((BigDecimal) value).setScale(type.scale()).unscaledValue().longValueExact()
                : ((Number) value).longValue();
    }

    static String longText(long value) {
        return value == Long.MIN_VALUE ? "Long.MIN_VALUE" : "(" + value + "L)";
    }

    private static String doubleText(double value) {
        return "Double.longBitsToDouble(" + longText(Double.doubleToRawLongBits(value)) + ")";
    }

    /**
     * Computes {@code code} unless an argument is NULL.
     *
     * @param safe it may be computed all the same
     */
    Value strict(DataType type, List<Value> arguments, String code, boolean safe, MethodText body) {
        String anyNull = Value.anyNull(arguments);
        JavaType javaType = JavaType.of(type);
        if (anyNull.equals("true")) {
            return Value.ofNull(type);
        }
        if (anyNull.equals("false")) {
            return Value.of(body.declare(javaType, "v", code), type);
        }
        String isNull = body.declare(JavaType.BOOLEAN, "n", anyNull);
        if (safe) {
            return new Value(body.declare(javaType, "v", code), isNull, type);
        }
        String value = body.declare(javaType, "v", javaType.initial());
        body.line("if (!" + isNull + ") " + value + " = " + code + ";");
        return new Value(value, isNull, type);
    }

    /** Runs a statement that writes to {@code text} unless an argument is NULL. */
    Value strictText(DataType type, List<Value> arguments, String text, String statement, MethodText body) {
        String anyNull = Value.anyNull(arguments);
        if (anyNull.equals("true")) {
            return Value.ofNull(type);
        }
        if (anyNull.equals("false")) {
            body.line(text + ".clear(); " + statement);
            return Value.of(text, type);
        }
        String isNull = body.declare(JavaType.BOOLEAN, "n", anyNull);
        body.line("if (!" + isNull + ") { " + text + ".clear(); " + statement + " }");
        return new Value(text, isNull, type);
    }
}
