package io.sluice.planner.parse;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;

/**
 * {@code s LIKE ANY (p, q)}, short for {@code s LIKE p OR s LIKE q}; with ALL, AND. A NOT before LIKE is one before each of them.
 */
public final class QuantifiedLike extends SqlBinaryOperator {
    private final SqlOperator each;
    private final boolean all;

    private QuantifiedLike(SqlOperator each, boolean all) {
        super(
                each.getName() + (all ? " ALL" : " ANY"),
                SqlKind.OTHER,
                32,
                true,
                ReturnTypes.BOOLEAN_NULLABLE,
                InferTypes.FIRST_KNOWN,
                OperandTypes.ANY_ANY);
        this.each = each;
        this.all = all;
    }

    static SqlOperator of(boolean not, boolean caseless, boolean all) {
        SqlOperator plain = not ? SqlStdOperatorTable.NOT_LIKE : SqlStdOperatorTable.LIKE;
        SqlOperator other = not ? SqlLibraryOperators.NOT_ILIKE : SqlLibraryOperators.ILIKE;
        return new QuantifiedLike(caseless ? other : plain, all);
    }

    /** What the call is short for. */
    public SqlNode expanded(SqlCall call) {
        SqlParserPos pos = call.getParserPosition();
        List<SqlNode> parts = new ArrayList<>();
        for (SqlNode pattern : (SqlNodeList) call.operand(1)) {
            parts.add(each.createCall(pos, SqlNode.clone(call.operand(0)), pattern));
        }
        SqlOperator operator = all ? SqlStdOperatorTable.AND : SqlStdOperatorTable.OR;
        return parts.stream()
                .reduce((left, right) -> operator.createCall(pos, left, right))
                .orElseThrow();
    }
}
