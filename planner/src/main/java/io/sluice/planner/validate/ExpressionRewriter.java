package io.sluice.planner.validate;

import io.sluice.planner.parse.IntervalTypeName;
import io.sluice.planner.parse.QuantifiedLike;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalLiteral.IntervalValue;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Brings an expression into the form that the validator knows: each scalar function becomes the one of the register, what
 * is short for a CASE becomes one, literals of intervals get their exact type. Refuses by name what we do not have.
 */
final class ExpressionRewriter extends SqlShuttle {
    private static final Set<SqlKind> GROUPINGS =
            Set.of(SqlKind.GROUPING_SETS, SqlKind.ROLLUP, SqlKind.CUBE, SqlKind.GROUP_BY_DISTINCT);

    private static final Set<SqlKind> QUERIES = Set.of(
            SqlKind.SELECT,
            SqlKind.UNION,
            SqlKind.INTERSECT,
            SqlKind.EXCEPT,
            SqlKind.WITH,
            SqlKind.VALUES,
            SqlKind.ORDER_BY);

    private static final int INTERVAL_DIGITS = 10;
    private static final Pattern TOO_FINE = Pattern.compile("TIMESTAMP '[^'.]*\\.[0-9]{7,}'");
    private static final Set<String> CLOCKS =
            Set.of("CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "LOCALTIME");
    private static final Set<String> SESSION_VALUES = Set.of(
            "CURRENT_CATALOG",
            "CURRENT_DEFAULT_TRANSFORM_GROUP",
            "CURRENT_PATH",
            "CURRENT_ROLE",
            "CURRENT_SCHEMA",
            "CURRENT_USER",
            "SESSION_USER",
            "SYSTEM_USER");

    private final ScriptErrors errors;
    private final FunctionCalls functions;
    private final UnaryOperator<SqlNode> queries;
    private final AggregateCalls aggregates;
    private final OverClauses over;
    private final LambdaCalls lambdas;
    private boolean columns = true;
    private final Function<String, Optional<UserOperator>> users;

    /**
     * @param queries rewrites a query inside an expression
     * @param users functions that users have created, by their names in upper case
     */
    ExpressionRewriter(
            ScriptErrors errors, UnaryOperator<SqlNode> queries, Function<String, Optional<UserOperator>> users) {
        this.errors = errors;
        this.users = users;
        this.lambdas = new LambdaCalls(errors, this::rewrite);
        this.queries = query -> {
            if (lambdas.isInBody()) {
                throw lambdas.query(query);
            }
            return queries.apply(query);
        };
        this.functions = new FunctionCalls(errors, node -> node.accept(this));
        this.aggregates = new AggregateCalls(errors, this::rewrite);
        this.over = new OverClauses(errors, this);
    }

    /** Of functions with OVER. */
    OverClauses over() {
        return over;
    }

    AggregateCalls aggregates() {
        return aggregates;
    }

    SqlNode rewrite(SqlNode expression) {
        return expression.accept(this);
    }

    /** An expression that can refer to no column: PI is the number there. */
    SqlNode rewriteWithoutColumns(SqlNode expression) {
        columns = false;
        try {
            return rewrite(expression);
        } finally {
            columns = true;
        }
    }

    @Override
    public SqlNode visit(SqlIdentifier name) {
        Optional<SqlNode> variable = lambdas.variable(name);
        if (variable.isPresent()) {
            return variable.get();
        }
        if (!name.isSimple() || name.isComponentQuoted(0)) {
            return name;
        }
        String word = name.getSimple().toUpperCase(Locale.ROOT);
        if (CLOCKS.contains(word) || !columns && word.equals("PI")) {
            return functions.of(word, name.getParserPosition());
        }
        if (SESSION_VALUES.contains(word)) {
            throw errors.notYet(name, word, "Write the value as a string.");
        }
        return name;
    }

    @Override
    public SqlNode visit(SqlLiteral literal) {
        return literal instanceof SqlIntervalLiteral interval ? interval(interval) : checked(literal);
    }

    private SqlNode checked(SqlLiteral literal) {
        String text = literal.toString();
        if (TOO_FINE.matcher(text).matches()) {
            throw errors.at(
                    literal,
                    "%s has more than 6 digits of a second".formatted(errors.text(literal)),
                    "Times are microseconds; leave the other digits out.");
        }
        return literal;
    }

    private SqlNode interval(SqlIntervalLiteral literal) {
        SqlIntervalQualifier qualifier = ((IntervalValue) literal.getValue()).getIntervalQualifier();
        IntervalText text = IntervalText.of(literal)
                .orElseThrow(() -> errors.at(
                        literal,
                        "%s is not an interval of %s to the microsecond".formatted(errors.text(literal), qualifier),
                        "Write INTERVAL '10' MINUTE, INTERVAL '1.5' SECOND, INTERVAL '1 02:30' DAY TO MINUTE."));
        SqlIntervalQualifier exact = new SqlIntervalQualifier(
                qualifier.getStartUnit(),
                INTERVAL_DIGITS,
                qualifier.timeUnitRange.endUnit == null ? qualifier.getStartUnit() : qualifier.timeUnitRange.endUnit,
                text.fractionDigits(),
                qualifier.getParserPosition());
        IntervalValue value = (IntervalValue) literal.getValue();
        return SqlLiteral.createInterval(
                value.getSign(), value.getIntervalLiteral(), exact, literal.getParserPosition());
    }

    /** A call is copied also where nothing in it changes: the validator writes into it, and may see it again. */
    @Override
    public SqlNode visit(SqlCall call) {
        if (QUERIES.contains(call.getKind())) {
            return queries.apply(call);
        }
        if (call.getOperator() instanceof LambdaVariable || call.getOperator() instanceof LambdaOperator) {
            return SqlNode.clone(call);
        }
        if (call.getKind() == SqlKind.LAMBDA) {
            throw lambdas.stray(call);
        }
        if (call.getOperator() == StreamOperators.ELEMENTS) {
            return new SqlBasicCall(StreamOperators.ELEMENTS, operands(call), call.getParserPosition());
        }
        Optional<SqlNode> ofElements = ElementQueries.of(call);
        if (ofElements.isPresent()) {
            return ofElements.get().accept(this);
        }
        if (call.getKind() == SqlKind.OVER) {
            return over.over(call);
        }
        if (GROUPINGS.contains(call.getKind())) {
            return groupingSets(call);
        }
        Optional<SqlNode> aggregate = aggregates.of(call);
        if (aggregate.isPresent()) {
            return aggregate.get();
        }
        if (call.getKind() == SqlKind.WITHIN_DISTINCT) {
            return withinDistinct(call);
        }
        refuseForms(call);
        if (call instanceof SqlCase choice && isNull(choice)) {
            return TextOperands.cast(SqlLiteral.createNull(call.getParserPosition()), SqlTypeName.INTEGER);
        }
        Optional<SqlNode> collection = CollectionForms.of(call, this::rewrite);
        if (collection.isPresent()) {
            return collection.get();
        }
        if (call.getOperator() == SqlStdOperatorTable.ARRAY_QUERY
                || call.getOperator() == SqlStdOperatorTable.MAP_QUERY) {
            return call.getOperator().createCall(call.getParserPosition(), queries.apply(call.operand(0)));
        }
        if (call.getOperator() == SqlStdOperatorTable.UNARY_PLUS) {
            return call.operand(0).accept(this);
        }
        if (call.getOperator() instanceof QuantifiedLike like) {
            return patterns(like, call).accept(this);
        }
        Optional<SqlNode> fields = RowComparisons.of(call);
        if (fields.isPresent()) {
            return fields.get().accept(this);
        }
        SqlOperator operator = call.getOperator();
        Optional<SqlOperator> registered = StreamOperators.INSTANCE.function(operator);
        if (registered.isPresent()) {
            SqlNode function = new SqlBasicCall(registered.get(), operands(call), call.getParserPosition());
            return StreamOperators.isNegated(operator)
                    ? SqlStdOperatorTable.NOT.createCall(call.getParserPosition(), function)
                    : function;
        }
        if (operator == SqlLibraryOperators.NULL_SAFE_EQUAL) {
            return SqlStdOperatorTable.IS_NOT_DISTINCT_FROM.createCall(call.getParserPosition(), operands(call));
        }
        if (operator == SqlStdOperatorTable.INTERVAL) {
            return rewrite(multiplied(call));
        }
        if (operator == SqlStdOperatorTable.MINUS_DATE) {
            return timeDifference(call);
        }
        if (operator == SqlStdOperatorTable.CAST) {
            return SqlStdOperatorTable.CAST.createCall(call.getParserPosition(), operands(call));
        }
        if (operator == SqlLibraryOperators.TRY_CAST || operator == SqlLibraryOperators.SAFE_CAST) {
            return SqlLibraryOperators.SAFE_CAST.createCall(call.getParserPosition(), operands(call));
        }
        if (operator instanceof SqlFunction && !StreamOperators.isCore(operator)) {
            return function(call);
        }
        if (!StreamOperators.isCore(operator)) {
            throw errors.notYet(call, "operator " + operator.getName(), "");
        }
        SqlNode visited = super.visit(call);
        return visited == call ? SqlNode.clone(call) : visited;
    }

    private SqlNode patterns(QuantifiedLike like, SqlCall call) {
        for (SqlNode pattern : (SqlNodeList) call.operand(1)) {
            if (QUERIES.contains(pattern.getKind())) {
                throw errors.at(
                        pattern,
                        "%s takes a list of patterns, not a query".formatted(like.getName()),
                        "Write EXISTS (SELECT … WHERE s LIKE pattern).");
            }
        }
        return like.expanded(call);
    }

    /** Columns, lists of columns in parentheses, and grouping sets in grouping sets. */
    private SqlNode groupingSets(SqlCall call) {
        List<SqlNode> sets = new ArrayList<>();
        for (SqlNode operand : call.getOperandList()) {
            if (operand.getKind() == SqlKind.ROW) {
                SqlCall row = (SqlCall) operand;
                sets.add(SqlStdOperatorTable.ROW.createCall(row.getParserPosition(), operands(row)));
            } else {
                sets.add(operand.accept(this));
            }
        }
        return call.getOperator().createCall(call.getParserPosition(), sets);
    }

    private SqlNode withinDistinct(SqlCall call) {
        SqlNodeList keys = new SqlNodeList(call.operand(1).getParserPosition());
        for (SqlNode key : (SqlNodeList) call.operand(1)) {
            keys.add(rewrite(key));
        }
        return call.getOperator().createCall(call.getParserPosition(), rewrite(call.operand(0)), keys);
    }

    /** {@code INTERVAL x DAY} is {@code x * INTERVAL '1' DAY}. */
    private static SqlNode multiplied(SqlCall interval) {
        SqlParserPos pos = interval.getParserPosition();
        SqlNode one = SqlLiteral.createInterval(1, "1", interval.operand(1), pos);
        return SqlStdOperatorTable.MULTIPLY.createCall(pos, interval.operand(0), one);
    }

    /** {@code (to - from) unit}. */
    private SqlNode timeDifference(SqlCall call) {
        boolean months = ((SqlIntervalQualifier) call.operand(2)).isYearMonth();
        SqlOperator function = StreamOperators.INSTANCE
                .function(months ? "MINUS_DATE/MONTHS" : "MINUS_DATE/MICROS")
                .orElseThrow();
        return new SqlBasicCall(function, operands(call).subList(0, 2), call.getParserPosition());
    }

    private void refuseForms(SqlCall call) {
        switch (call.getKind()) {
            case CURSOR -> throw errors.notYet(call, "CURSOR", "");
            case WITHIN_GROUP, RESPECT_NULLS, IGNORE_NULLS -> throw errors.notYet(
                    call, "clause " + call.getOperator().getName(), "Leave it out.");
            case SIMILAR -> throw errors.notYet(call, "SIMILAR TO", "Use LIKE or REGEXP(s, pattern).");
            case ARGUMENT_ASSIGNMENT -> throw errors.notYet(
                    call, "a named argument of a scalar function", "Give the arguments in their order.");
            case CASE -> refuseLists((SqlCase) call);
            case CAST, SAFE_CAST -> {
                if (call.operandCount() > 2) {
                    throw errors.notYet(
                            call, "CAST … FORMAT", "Write TO_TIMESTAMP(s, pattern) or DATE_FORMAT(t, pattern).");
                }
            }
            default -> {}
        }
    }

    /** {@code WHEN a, b} has a meaning only behind {@code CASE value}. */
    private void refuseLists(SqlCase call) {
        for (SqlNode when : call.getWhenOperands()) {
            if (when instanceof SqlNodeList) {
                throw errors.at(when, "WHEN has several conditions", "Join them with OR.");
            }
        }
    }

    /** NULL whatever the conditions say, and of no type: an INT, as a bare NULL is in DuckDB. */
    private static boolean isNull(SqlCase call) {
        SqlNode otherwise = call.getElseOperand();
        return call.getThenOperands().stream().allMatch(then -> SqlUtil.isNullLiteral(then, false))
                && (otherwise == null || SqlUtil.isNullLiteral(otherwise, false));
    }

    private List<SqlNode> operands(SqlCall call) {
        List<SqlNode> operands = new ArrayList<>();
        for (SqlNode operand : call.getOperandList()) {
            operands.add(operand == null || operand instanceof SqlIntervalQualifier ? operand : operand.accept(this));
        }
        boolean cast = call.getKind() == SqlKind.CAST || call.getKind() == SqlKind.SAFE_CAST;
        if (cast && operands.get(1) instanceof SqlIntervalQualifier units) {
            operands.set(1, type(units));
        }
        return operands;
    }

    /** Calcite takes the units of an interval for more than a type, and cuts values by them. */
    private static SqlNode type(SqlIntervalQualifier units) {
        SqlParserPos pos = units.getParserPosition();
        return new SqlDataTypeSpec(new IntervalTypeName(units, pos), pos);
    }

    private SqlNode function(SqlCall call) {
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        Optional<UserOperator> user = users.apply(name);
        if (user.isPresent()) {
            return userCall(user.get(), call);
        }
        Optional<SqlNode> lambda = lambdas.of(name, call);
        if (lambda.isPresent()) {
            return lambda.get();
        }
        if (StreamOperators.isForm(name)) {
            return form(name, call);
        }
        Optional<SqlNode> aggregate = StreamOperators.aggregate(name).map(operator -> aggregate(operator, call));
        return aggregate.orElseGet(() -> functions.of(name, call, () -> operands(call)));
    }

    /** A call of an aggregate function of a user; empty if it is of another function. */
    Optional<SqlCall> userAggregate(SqlCall call) {
        return users.apply(call.getOperator().getName().toUpperCase(Locale.ROOT))
                .filter(user -> user.function().isAggregate())
                .map(user -> (SqlCall) userCall(user, call));
    }

    private SqlNode userCall(UserOperator function, SqlCall call) {
        if (function.function().table()) {
            throw errors.at(
                    call,
                    "table function %s stands in an expression".formatted(function.getName()),
                    "Write FROM t, LATERAL TABLE(%s(…)) AS r(a, b).".formatted(function.getName()));
        }
        boolean isAggregate = function.function().isAggregate();
        if (call.getFunctionQuantifier() != null && (!isAggregate || call.operandCount() == 0)) {
            throw errors.at(
                    call, "%s cannot be called with DISTINCT or ALL".formatted(function.getName()), "Leave it out.");
        }
        SqlOperator operator = isAggregate ? new UserAggregateOperator(function.function()) : function;
        return new SqlBasicCall(operator, operands(call), call.getParserPosition(), call.getFunctionQuantifier());
    }

    private SqlNode form(String name, SqlCall call) {
        if (call.operandCount() != 1) {
            throw errors.at(call, "%s takes one argument".formatted(name), "Write %s(x).".formatted(name));
        }
        return AggregateForms.of(name, operands(call).get(0), call.getParserPosition());
    }

    /** Variances are those of doubles. */
    private List<SqlNode> arguments(SqlOperator operator, SqlCall call) {
        boolean variance = SqlKind.AVG_AGG_FUNCTIONS.contains(operator.getKind()) && operator.getKind() != SqlKind.AVG;
        if (!variance || call.operandCount() != 1) {
            return operands(call);
        }
        SqlParserPos pos = call.getParserPosition();
        return List.of(SqlStdOperatorTable.MULTIPLY.createCall(
                pos, operands(call).get(0), SqlLiteral.createApproxNumeric("1e0", pos)));
    }

    private SqlNode aggregate(SqlOperator operator, SqlCall call) {
        SqlLiteral quantifier = call.getFunctionQuantifier();
        boolean same = operator.getKind() == SqlKind.MIN || operator.getKind() == SqlKind.MAX;
        return new SqlBasicCall(
                operator, arguments(operator, call), call.getParserPosition(), same ? null : quantifier);
    }
}
