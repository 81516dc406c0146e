package io.sluice.planner.parse;

import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlPrefixOperator;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;

/**
 * Operators on bits that Spark writes and Calcite does not read. {@code &} binds more than {@code ^}, then come {@code |} and the
 * shifts.
 */
public final class SparkOperators {
    public static final SqlOperator BIT_OR = binary("|", 34);
    public static final SqlOperator RIGHT_SHIFT = binary(">>", 32);
    public static final SqlOperator BIT_NOT =
            new SqlPrefixOperator("~", SqlKind.OTHER, 80, ReturnTypes.ARG0, InferTypes.RETURN_TYPE, OperandTypes.ANY);

    private SparkOperators() {}

    private static SqlOperator binary(String name, int precedence) {
        return new SqlBinaryOperator(
                name, SqlKind.OTHER, precedence, true, ReturnTypes.ARG0, InferTypes.FIRST_KNOWN, OperandTypes.ANY_ANY);
    }

    /** {@code > >} is none. */
    static boolean isShift(Token first, Token second) {
        return first.kind == GeneratedParserConstants.GT
                && second.kind == GeneratedParserConstants.GT
                && first.endLine == second.beginLine
                && first.endColumn + 1 == second.beginColumn;
    }
}
