package io.sluice.planner.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
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
import org.apache.calcite.sql.SqlSelectKeyword;
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
    private static final int INTERVAL_DIGITS = 10;
    private static final Pattern TOO_FINE = Pattern.compile("TIMESTAMP '[^'.]*\\.[0-9]{7,}'");
    private static final Set<String> CLOCKS = Set.of("CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "CURRENT_DATE");
    private static final Set<String> TIMES = Set.of("CURRENT_TIME", "LOCALTIME");
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

    ExpressionRewriter(ScriptErrors errors) {
        this.errors = errors;
    }

    SqlNode rewrite(SqlNode expression) {
        return expression.accept(this);
    }

    @Override
    public SqlNode visit(SqlIdentifier name) {
        if (!name.isSimple() || name.isComponentQuoted(0)) {
            return name;
        }
        String word = name.getSimple().toUpperCase(Locale.ROOT);
        if (CLOCKS.contains(word)) {
            return function(word, name.getParserPosition(), List.of());
        }
        if (TIMES.contains(word)) {
            throw errors.notYet(name, "type TIME of " + word, "Use LOCALTIMESTAMP or CURRENT_TIMESTAMP.");
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
        if (text.startsWith("TIME '")) {
            throw errors.notYet(literal, "type TIME", "Use a TIMESTAMP with a date, or text.");
        }
        if (literal.getTypeName() == SqlTypeName.BINARY) {
            throw errors.notYet(literal, "a binary literal", "Binary types come with a later release.");
        }
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

    @Override
    public SqlNode visit(SqlCall call) {
        refuseForms(call);
        SqlOperator operator = call.getOperator();
        Optional<SqlOperator> registered = StreamOperators.INSTANCE.function(operator);
        if (registered.isPresent()) {
            return new SqlBasicCall(registered.get(), operands(call), call.getParserPosition());
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
        return super.visit(call);
    }

    private void refuseForms(SqlCall call) {
        switch (call.getKind()) {
            case OVER -> throw errors.notYet(
                    call,
                    "OVER",
                    "Group by a window instead: FROM TABLE(TUMBLE(…)) GROUP BY window_start, window_end.");
            case SELECT,
                    UNION,
                    INTERSECT,
                    EXCEPT,
                    WITH,
                    VALUES,
                    ORDER_BY,
                    EXISTS,
                    SCALAR_QUERY,
                    CURSOR,
                    SOME,
                    ALL -> throw errors.notYet(
                    call, "a query inside an expression", "Write its result into a table first, or as a literal.");
            case IN, NOT_IN -> refuseQuery(call);
            case WITHIN_GROUP, WITHIN_DISTINCT, RESPECT_NULLS, IGNORE_NULLS -> throw errors.notYet(
                    call, "clause " + call.getOperator().getName(), "Leave it out.");
            case ROW -> throw errors.notYet(call, "a row value", "Compare the columns one by one, joined with AND.");
            case ARRAY_VALUE_CONSTRUCTOR, MAP_VALUE_CONSTRUCTOR, MULTISET_VALUE_CONSTRUCTOR, ITEM -> throw errors
                    .notYet(
                            call,
                            "a nested type",
                            "Nested types come with a later release; use a column for each value.");
            case SIMILAR -> throw errors.notYet(call, "SIMILAR TO", "Use LIKE or REGEXP(s, pattern).");
            case ARGUMENT_ASSIGNMENT -> throw errors.notYet(
                    call, "a named argument of a scalar function", "Give the arguments in their order.");
            default -> {}
        }
    }

    private void refuseQuery(SqlCall call) {
        if (!(call.operand(1) instanceof SqlNodeList)) {
            throw errors.notYet(
                    call, "%s (query)".formatted(call.getOperator().getName()), "List the values: IN (1, 2, 3).");
        }
    }

    private List<SqlNode> operands(SqlCall call) {
        List<SqlNode> operands = new ArrayList<>();
        for (SqlNode operand : call.getOperandList()) {
            operands.add(operand == null || operand instanceof SqlIntervalQualifier ? operand : operand.accept(this));
        }
        return operands;
    }

    private SqlNode function(SqlCall call) {
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        Optional<SqlNode> aggregate = StreamOperators.aggregate(name).map(operator -> aggregate(operator, call));
        if (aggregate.isPresent()) {
            return aggregate.get();
        }
        refuseFunction(name, call);
        if (call.getFunctionQuantifier() != null) {
            throw errors.at(call, "%s cannot be called with DISTINCT or ALL".formatted(name), "Leave it out.");
        }
        List<SqlNode> operands = operands(call);
        SqlParserPos pos = call.getParserPosition();
        return switch (name) {
            case "COALESCE", "IFNULL" -> coalesce(name, operands, call);
            case "NULLIF" -> nullIf(operands, call);
            case "IF" -> conditional(operands, call);
            case "EXTRACT" -> function("EXTRACT/" + unit(call, operands.get(0)), pos, operands.subList(1, 2), call);
            case "FLOOR", "CEIL", "CEILING" -> floorOrCeil(name, operands, call);
            case "TIMESTAMPADD" -> function(
                    "TIMESTAMPADD/" + unit(call, operands.get(0)),
                    pos,
                    List.of(operands.get(2), operands.get(1)),
                    call);
            case "TIMESTAMPDIFF" -> function(
                    "TIMESTAMPDIFF/" + unit(call, operands.get(0)), pos, operands.subList(1, 3), call);
            case "TRIM" -> trim(operands, call);
            case "SUBSTRING", "POSITION", "OVERLAY" -> function(name, pos, operands, call);
            case "TRANSLATE3" -> function("TRANSLATE", pos, operands, call);
            default -> function(name, pos, operands, call);
        };
    }

    private void refuseFunction(String name, SqlCall call) {
        if (StreamOperators.isLaterAggregate(name)) {
            throw errors.notYet(
                    call, "aggregate function " + name, "The aggregate functions are COUNT, SUM, AVG, MIN, MAX.");
        }
        if (StreamOperators.needsOver(name)) {
            throw errors.notYet(call, "function %s with OVER".formatted(name), "It comes with a later release.");
        }
        if (name.startsWith("GROUPING") || name.equals("GROUP_ID")) {
            throw errors.notYet(call, "function " + name, "GROUPING SETS come with a later release.");
        }
        if (WindowCalls.isProperty(name) || WindowCalls.isWindow(name)) {
            throw errors.at(
                    call, "%s stands where no group window belongs to it".formatted(name), WindowCalls.PROPERTY_HINT);
        }
    }

    private SqlNode aggregate(SqlOperator operator, SqlCall call) {
        SqlLiteral quantifier = call.getFunctionQuantifier();
        boolean distinct = quantifier != null && quantifier.getValue() == SqlSelectKeyword.DISTINCT;
        boolean harmless = operator.getKind() == SqlKind.MIN || operator.getKind() == SqlKind.MAX;
        if (distinct && !harmless) {
            throw errors.notYet(
                    call,
                    "%s(DISTINCT …)".formatted(operator.getName()),
                    "Group by the column first: SELECT …, COUNT(*) FROM (SELECT … GROUP BY …, x) GROUP BY …,"
                            + " with both on the same window.");
        }
        return new SqlBasicCall(operator, operands(call), call.getParserPosition());
    }

    private SqlNode coalesce(String name, List<SqlNode> operands, SqlCall call) {
        require(name.equals("IFNULL") ? operands.size() == 2 : !operands.isEmpty(), name + "(a, b)", call);
        SqlNodeList when = new SqlNodeList(call.getParserPosition());
        SqlNodeList then = new SqlNodeList(call.getParserPosition());
        for (SqlNode operand : operands.subList(0, operands.size() - 1)) {
            when.add(SqlStdOperatorTable.IS_NOT_NULL.createCall(operand.getParserPosition(), operand));
            then.add(SqlNode.clone(operand));
        }
        SqlNode last = operands.get(operands.size() - 1);
        return when.isEmpty() ? last : new SqlCase(call.getParserPosition(), null, when, then, last);
    }

    private SqlNode nullIf(List<SqlNode> operands, SqlCall call) {
        require(operands.size() == 2, "NULLIF(a, b)", call);
        SqlParserPos pos = call.getParserPosition();
        SqlNode equal = SqlStdOperatorTable.EQUALS.createCall(pos, operands);
        return new SqlCase(
                pos,
                null,
                SqlNodeList.of(equal),
                SqlNodeList.of(SqlLiteral.createNull(SqlParserPos.ZERO)),
                SqlNode.clone(operands.get(0)));
    }

    private SqlNode conditional(List<SqlNode> operands, SqlCall call) {
        require(operands.size() == 3, "IF(condition, a, b)", call);
        return new SqlCase(
                call.getParserPosition(),
                null,
                SqlNodeList.of(operands.get(0)),
                SqlNodeList.of(operands.get(1)),
                operands.get(2));
    }

    private SqlNode floorOrCeil(String name, List<SqlNode> operands, SqlCall call) {
        boolean floor = name.equals("FLOOR");
        if (operands.size() < 2) {
            return function(floor ? "FLOOR" : "CEIL", call.getParserPosition(), operands, call);
        }
        SqlNode unit = SqlLiteral.createCharString(
                unit(call, operands.get(1)), operands.get(1).getParserPosition());
        String target = floor ? "FLOOR TO" : "CEIL TO";
        return function(target, call.getParserPosition(), List.of(operands.get(0), unit), call);
    }

    private SqlNode trim(List<SqlNode> operands, SqlCall call) {
        if (operands.size() != 3 || !(operands.get(0) instanceof SqlLiteral flag)) {
            return function("BTRIM", call.getParserPosition(), operands, call);
        }
        List<SqlNode> arguments =
                operands.get(1) == null ? List.of(operands.get(2)) : List.of(operands.get(2), operands.get(1));
        return function("TRIM/" + flag.toValue(), call.getParserPosition(), arguments, call);
    }

    private static String unit(SqlCall call, SqlNode node) {
        return node instanceof SqlIntervalQualifier qualifier
                ? (qualifier.timeFrameName != null
                        ? qualifier.timeFrameName.toUpperCase(Locale.ROOT)
                        : qualifier.getUnit().name())
                : node.toString().toUpperCase(Locale.ROOT);
    }

    private void require(boolean condition, String form, SqlCall call) {
        if (!condition) {
            String name = form.substring(0, form.indexOf('('));
            throw errors.at(
                    call,
                    "%s takes other arguments: got %d".formatted(name, call.operandCount()),
                    "Write it as " + form + ".");
        }
    }

    private SqlNode function(String name, SqlParserPos pos, List<SqlNode> operands) {
        SqlOperator operator = StreamOperators.INSTANCE.function(name).orElseThrow();
        return new SqlBasicCall(operator, operands, pos);
    }

    private SqlNode function(String name, SqlParserPos pos, List<SqlNode> operands, SqlCall call) {
        SqlOperator operator = StreamOperators.INSTANCE.function(name).orElseThrow(() -> doesNotExist(name, call));
        return new SqlBasicCall(operator, operands, pos);
    }

    private RuntimeException doesNotExist(String name, SqlCall call) {
        int slash = name.indexOf('/');
        if (slash > 0) {
            String function = name.substring(0, slash);
            Set<String> units = new TreeSet<>();
            StreamOperators.INSTANCE.getOperatorList().stream()
                    .map(SqlOperator::getName)
                    .filter(other -> other.startsWith(function + "/"))
                    .forEach(other -> units.add(other.substring(slash + 1)));
            return errors.at(
                    call,
                    "%s has no unit %s".formatted(function, name.substring(slash + 1)),
                    "The units are %s.".formatted(String.join(", ", units)));
        }
        String near = Names.nearest(name, StreamOperators.functionNames()).replace("\"", "");
        return errors.at(
                call, "function %s does not exist%s".formatted(name, near), "SHOW FUNCTIONS lists what there is.");
    }
}
