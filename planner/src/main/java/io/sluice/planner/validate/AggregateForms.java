package io.sluice.planner.validate;

import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Aggregates that are others in another dress:
 *
 * <pre>
 * BOOL_AND(c), EVERY(c)   MIN(c)      FALSE is less than TRUE
 * BOOL_OR(c), SOME, ANY   MAX(c)
 * COUNT_IF(c)             COUNT(CASE WHEN c THEN 1 END)
 * ANY_VALUE(x)            MIN(x)      so that it does not depend on the order of the rows
 * </pre>
 */
final class AggregateForms {
    private AggregateForms() {}

    /** @param argument the only one, rewritten */
    static SqlNode of(String name, SqlNode argument, SqlParserPos pos) {
        return switch (name) {
            case "BOOL_AND", "EVERY" -> new SqlBasicCall(SqlStdOperatorTable.MIN, List.of(truth(argument, pos)), pos);
            case "BOOL_OR", "SOME", "ANY" -> new SqlBasicCall(
                    SqlStdOperatorTable.MAX, List.of(truth(argument, pos)), pos);
            case "COUNT_IF", "COUNTIF" -> {
                SqlNode one = SqlLiteral.createExactNumeric("1", pos);
                SqlNode counted = new SqlCase(
                        pos,
                        null,
                        SqlNodeList.of(argument),
                        SqlNodeList.of(one),
                        SqlLiteral.createNull(SqlParserPos.ZERO));
                yield new SqlBasicCall(SqlStdOperatorTable.COUNT, List.of(counted), pos);
            }
            case "ANY_VALUE" -> new SqlBasicCall(SqlStdOperatorTable.MIN, List.of(argument), pos);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** AND takes a BOOLEAN only. */
    private static SqlNode truth(SqlNode argument, SqlParserPos pos) {
        return SqlStdOperatorTable.AND.createCall(pos, argument, SqlLiteral.createBoolean(true, pos));
    }
}
