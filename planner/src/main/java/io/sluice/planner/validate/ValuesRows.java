package io.sluice.planner.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Rows that a query writes down. */
final class ValuesRows {
    /** Each row of VALUES is code of its own. */
    private static final int MOST_VALUES = 500;

    private final ScriptErrors errors;
    private final ExpressionRewriter expressions;

    ValuesRows(ScriptErrors errors, ExpressionRewriter expressions) {
        this.errors = errors;
        this.expressions = expressions;
    }

    SqlNode of(SqlCall values) {
        if (values.operandCount() > MOST_VALUES) {
            throw errors.at(
                    values,
                    "VALUES has %d rows: expected at most %d".formatted(values.operandCount(), MOST_VALUES),
                    "Read the rows from a file, such as one of format 'csv'.");
        }
        List<SqlNode> rows = new ArrayList<>();
        for (SqlNode row : values.getOperandList()) {
            List<SqlNode> cells = new ArrayList<>();
            List<SqlNode> given = ((SqlCall) row).getOperandList();
            for (int i = 0; i < given.size(); i++) {
                cells.add(expressions.rewriteWithoutColumns(typed(given.get(i), i, values)));
            }
            rows.add(SqlStdOperatorTable.ROW.createCall(row.getParserPosition(), cells));
        }
        return SqlStdOperatorTable.VALUES.createCall(values.getParserPosition(), rows);
    }

    /** Calcite gives NULL a type in a CASE, but not in VALUES: that of another row. */
    private static SqlNode typed(SqlNode cell, int column, SqlCall values) {
        if (!SqlUtil.isNullLiteral(cell, false)) {
            return cell;
        }
        return values.getOperandList().stream()
                .map(row -> ((SqlCall) row).getOperandList())
                .filter(cells -> cells.size() > column && !SqlUtil.isNullLiteral(cells.get(column), false))
                .findFirst()
                .<SqlNode>map(cells -> nothingOf(cells.get(column), cell.getParserPosition()))
                .orElse(cell);
    }

    /** NULL of the type of an expression. */
    private static SqlNode nothingOf(SqlNode expression, SqlParserPos pos) {
        return new SqlCase(
                pos,
                null,
                SqlNodeList.of(SqlLiteral.createBoolean(false, pos)),
                SqlNodeList.of(expression),
                SqlLiteral.createNull(pos));
    }
}
