package io.sluice.planner.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Comparisons of lists in parentheses are those of their fields, by SQL's rules of NULL:
 *
 * <pre>
 * (a, b) = (c, d)                  a = c AND b = d
 * (a, b) <> (c, d)                 NOT (a = c AND b = d)
 * (a, b) < (c, d)                  a < c OR (a = c AND b < d)
 * (a, b) IN ((c, d), (e, f))       (a = c AND b = d) OR (a = e AND b = f)
 * </pre>
 */
final class RowComparisons {
    private RowComparisons() {}

    /** Empty if the call is another one. */
    static Optional<SqlNode> of(SqlCall call) {
        return switch (call.getKind()) {
            case EQUALS, IS_NOT_DISTINCT_FROM -> fields(call).map(pairs -> all(call.getOperator(), pairs, call));
            case NOT_EQUALS -> fields(call).map(pairs -> not(all(SqlStdOperatorTable.EQUALS, pairs, call)));
            case IS_DISTINCT_FROM -> fields(call)
                    .map(pairs -> not(all(SqlStdOperatorTable.IS_NOT_DISTINCT_FROM, pairs, call)));
            case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL -> fields(call)
                    .map(pairs -> ordered(call, pairs, 0));
            case IN -> anyOf(call);
            case NOT_IN -> anyOf(call).map(RowComparisons::not);
            default -> Optional.empty();
        };
    }

    /** Two expressions at the same place. */
    private record Pair(SqlNode left, SqlNode right) {
        SqlNode by(SqlOperator operator, SqlParserPos pos) {
            return operator.createCall(pos, SqlNode.clone(left), SqlNode.clone(right));
        }
    }

    private static Optional<List<Pair>> fields(SqlCall call) {
        return pairs(call.operand(0), call.operand(1));
    }

    private static Optional<List<Pair>> pairs(SqlNode left, SqlNode right) {
        if (left.getKind() != SqlKind.ROW || right.getKind() != SqlKind.ROW) {
            return Optional.empty();
        }
        List<SqlNode> lefts = ((SqlCall) left).getOperandList();
        List<SqlNode> rights = ((SqlCall) right).getOperandList();
        if (lefts.size() != rights.size()) {
            return Optional.empty();
        }
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < lefts.size(); i++) {
            pairs.add(new Pair(lefts.get(i), rights.get(i)));
        }
        return Optional.of(pairs);
    }

    private static SqlNode all(SqlOperator operator, List<Pair> pairs, SqlCall call) {
        SqlParserPos pos = call.getParserPosition();
        return pairs.stream()
                .map(pair -> pair.by(operator, pos))
                .reduce((left, right) -> SqlStdOperatorTable.AND.createCall(pos, left, right))
                .orElseThrow();
    }

    private static SqlNode ordered(SqlCall call, List<Pair> pairs, int from) {
        SqlParserPos pos = call.getParserPosition();
        Pair pair = pairs.get(from);
        if (from == pairs.size() - 1) {
            return pair.by(call.getOperator(), pos);
        }
        boolean less = call.getKind() == SqlKind.LESS_THAN || call.getKind() == SqlKind.LESS_THAN_OR_EQUAL;
        SqlNode before = pair.by(less ? SqlStdOperatorTable.LESS_THAN : SqlStdOperatorTable.GREATER_THAN, pos);
        SqlNode rest = SqlStdOperatorTable.AND.createCall(
                pos, pair.by(SqlStdOperatorTable.EQUALS, pos), ordered(call, pairs, from + 1));
        return SqlStdOperatorTable.OR.createCall(pos, before, rest);
    }

    private static Optional<SqlNode> anyOf(SqlCall call) {
        if (!(call.operand(1) instanceof SqlNodeList values) || values.isEmpty()) {
            return Optional.empty();
        }
        SqlParserPos pos = call.getParserPosition();
        SqlNode any = null;
        for (SqlNode value : values) {
            Optional<List<Pair>> pairs = pairs(call.operand(0), value);
            if (pairs.isEmpty()) {
                return Optional.empty();
            }
            SqlNode equal = all(SqlStdOperatorTable.EQUALS, pairs.get(), call);
            any = any == null ? equal : SqlStdOperatorTable.OR.createCall(pos, any, equal);
        }
        return Optional.ofNullable(any);
    }

    private static SqlNode not(SqlNode condition) {
        return SqlStdOperatorTable.NOT.createCall(condition.getParserPosition(), condition);
    }
}
