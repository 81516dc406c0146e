package io.sluice.planner.validate;

import io.sluice.planner.function.Shorthand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Functions that are short for an expression: mostly a CASE, or arithmetic that gives NULL where it fails. */
final class ShorthandCalls {
    private static final Map<String, String> ALIASES = Shorthand.all().stream()
            .filter(each -> !each.alias().isEmpty())
            .collect(Collectors.toUnmodifiableMap(Shorthand::name, Shorthand::alias));
    private static final Map<String, String> FORMS =
            Shorthand.all().stream().collect(Collectors.toUnmodifiableMap(Shorthand::name, Shorthand::form));

    private final ScriptErrors errors;

    ShorthandCalls(ScriptErrors errors) {
        this.errors = errors;
    }

    /** The function of the register that a name stands for. */
    static String registered(String name) {
        return ALIASES.getOrDefault(name, name);
    }

    /** The expression that the call is short for; empty if it is not. */
    Optional<SqlNode> of(String name, List<SqlNode> operands, SqlCall call) {
        return Optional.ofNullable(
                switch (name) {
                    case "COALESCE" -> coalesce(required(!operands.isEmpty(), name, operands, call), call);
                    case "IFNULL", "NVL" -> coalesce(required(2, name, operands, call), call);
                    case "NVL2" -> ifNotNull(required(3, name, operands, call), call);
                    case "NULLIF" -> nullIf(required(2, name, operands, call), call);
                    case "NULLIFZERO" -> nullIf(withZero(required(1, name, operands, call), call), call);
                    case "ZEROIFNULL" -> coalesce(withZero(required(1, name, operands, call), call), call);
                    case "IF" -> conditional(required(3, name, operands, call), call);
                    case "ELT" -> choice(required(operands.size() > 1, name, operands, call), call);
                    case "EQUAL_NULL" -> core(
                            SqlStdOperatorTable.IS_NOT_DISTINCT_FROM, required(2, name, operands, call), call);
                    case "ISNULL" -> core(SqlStdOperatorTable.IS_NULL, required(1, name, operands, call), call);
                    case "ISNOTNULL" -> core(SqlStdOperatorTable.IS_NOT_NULL, required(1, name, operands, call), call);
                    case "ISNAN" -> core(
                            SqlStdOperatorTable.IS_TRUE, List.of(isNan(required(1, name, operands, call), call)), call);
                    case "NANVL" -> unlessNan(required(2, name, operands, call), call);
                    case "TRY_ADD" -> tried(SqlStdOperatorTable.PLUS, required(2, name, operands, call), call);
                    case "TRY_SUBTRACT" -> tried(SqlStdOperatorTable.MINUS, required(2, name, operands, call), call);
                    case "TRY_MULTIPLY" -> tried(SqlStdOperatorTable.MULTIPLY, required(2, name, operands, call), call);
                    case "TRY_DIVIDE" -> tried(
                            SqlStdOperatorTable.DIVIDE, withoutZero(required(2, name, operands, call), call), call);
                    case "TRY_MOD" -> tried(
                            SqlStdOperatorTable.PERCENT_REMAINDER, required(2, name, operands, call), call);
                    default -> null;
                });
    }

    private List<SqlNode> required(int count, String name, List<SqlNode> operands, SqlCall call) {
        return required(operands.size() == count, name, operands, call);
    }

    private List<SqlNode> required(boolean condition, String name, List<SqlNode> operands, SqlCall call) {
        if (!condition) {
            throw errors.at(
                    call,
                    "%s takes other arguments: got %d".formatted(name, operands.size()),
                    "Write it as " + FORMS.get(name) + ".");
        }
        return operands;
    }

    private static SqlNode core(SqlOperator operator, List<SqlNode> operands, SqlCall call) {
        return operator.createCall(call.getParserPosition(), operands);
    }

    private static SqlNode tried(SqlOperator operator, List<SqlNode> operands, SqlCall call) {
        return core(StreamOperators.TRY, List.of(core(operator, operands, call)), call);
    }

    private static SqlNode zero(SqlCall call) {
        return SqlLiteral.createExactNumeric("0", call.getParserPosition());
    }

    private static List<SqlNode> withZero(List<SqlNode> operands, SqlCall call) {
        return List.of(operands.get(0), zero(call));
    }

    private static List<SqlNode> withoutZero(List<SqlNode> operands, SqlCall call) {
        return List.of(operands.get(0), nullIf(List.of(operands.get(1), zero(call)), call));
    }

    private static SqlNode coalesce(List<SqlNode> operands, SqlCall call) {
        List<SqlNode> known =
                operands.stream().filter(operand -> !isNull(operand)).toList();
        if (known.isEmpty()) {
            return operands.get(0);
        }
        SqlNodeList when = new SqlNodeList(call.getParserPosition());
        SqlNodeList then = new SqlNodeList(call.getParserPosition());
        for (SqlNode operand : known.subList(0, known.size() - 1)) {
            when.add(SqlStdOperatorTable.IS_NOT_NULL.createCall(operand.getParserPosition(), operand));
            then.add(SqlNode.clone(operand));
        }
        SqlNode last = known.get(known.size() - 1);
        return when.isEmpty() ? last : new SqlCase(call.getParserPosition(), null, when, then, last);
    }

    private static boolean isNull(SqlNode node) {
        return node instanceof SqlLiteral literal && literal.getValue() == null;
    }

    private static SqlNode ifNotNull(List<SqlNode> operands, SqlCall call) {
        SqlNode known = core(SqlStdOperatorTable.IS_NOT_NULL, operands.subList(0, 1), call);
        return conditional(List.of(known, operands.get(1), operands.get(2)), call);
    }

    private static SqlNode nullIf(List<SqlNode> operands, SqlCall call) {
        SqlNode equal = core(SqlStdOperatorTable.EQUALS, operands, call);
        SqlNode none = SqlLiteral.createNull(SqlParserPos.ZERO);
        return conditional(List.of(equal, none, SqlNode.clone(operands.get(0))), call);
    }

    private static SqlNode conditional(List<SqlNode> operands, SqlCall call) {
        return new SqlCase(
                call.getParserPosition(),
                null,
                SqlNodeList.of(operands.get(0)),
                SqlNodeList.of(operands.get(1)),
                operands.get(2));
    }

    private static SqlNode choice(List<SqlNode> operands, SqlCall call) {
        SqlNodeList when = new SqlNodeList(call.getParserPosition());
        SqlNodeList then = new SqlNodeList(call.getParserPosition());
        for (int i = 1; i < operands.size(); i++) {
            List<SqlNode> equal = new ArrayList<>();
            equal.add(SqlNode.clone(operands.get(0)));
            equal.add(SqlLiteral.createExactNumeric(Integer.toString(i), call.getParserPosition()));
            when.add(core(SqlStdOperatorTable.EQUALS, equal, call));
            then.add(operands.get(i));
        }
        return new SqlCase(call.getParserPosition(), null, when, then, SqlLiteral.createNull(SqlParserPos.ZERO));
    }

    private static SqlNode isNan(List<SqlNode> operands, SqlCall call) {
        SqlOperator operator = StreamOperators.INSTANCE.function("IS_NAN").orElseThrow();
        return new SqlBasicCall(operator, operands.subList(0, 1), call.getParserPosition());
    }

    private static SqlNode unlessNan(List<SqlNode> operands, SqlCall call) {
        return conditional(List.of(isNan(operands, call), operands.get(1), SqlNode.clone(operands.get(0))), call);
    }
}
