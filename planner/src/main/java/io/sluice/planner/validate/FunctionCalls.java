package io.sluice.planner.validate;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Calls of scalar functions, as they are written, as calls of the register. Only what SQL writes in a way of its own is
 * named here: EXTRACT, TIMESTAMPADD, FLOOR … TO, TRIM; and what is short for a CASE.
 */
final class FunctionCalls {
    private final ScriptErrors errors;

    FunctionCalls(ScriptErrors errors) {
        this.errors = errors;
    }

    /** A function without arguments and parentheses. */
    SqlNode of(String name, SqlParserPos pos) {
        SqlOperator operator = StreamOperators.INSTANCE.function(name).orElseThrow();
        return new SqlBasicCall(operator, List.of(), pos);
    }

    /** @param rewritten gives the arguments of the call, themselves rewritten */
    SqlNode of(String name, SqlCall call, Supplier<List<SqlNode>> rewritten) {
        refuseFunction(name, call);
        if (call.getFunctionQuantifier() != null) {
            throw errors.at(call, "%s cannot be called with DISTINCT or ALL".formatted(name), "Leave it out.");
        }
        List<SqlNode> operands = rewritten.get();
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
            throw errors.at(
                    call,
                    "%s stands without OVER".formatted(name),
                    "Write %s(…) OVER (PARTITION BY … ORDER BY …).".formatted(name));
        }
        if (name.startsWith("GROUPING") || name.equals("GROUP_ID")) {
            throw errors.notYet(call, "function " + name, "GROUPING SETS come with a later release.");
        }
        if (WindowCalls.isProperty(name) || WindowCalls.isWindow(name)) {
            throw errors.at(
                    call, "%s stands where no group window belongs to it".formatted(name), WindowCalls.PROPERTY_HINT);
        }
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
