package io.sluice.planner.validate;

import io.sluice.planner.function.Casts;
import io.sluice.planner.function.RowException;
import io.sluice.planner.function.Utf8;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Text beside a number, a time or a BOOLEAN: it is cast to the type of that, as in Flink. A literal is read at once, with all its
 * digits, so that {@code price < '9.995'} compares with that number, and one that cannot be read is an error at start.
 */
final class TextOperands {
    private static final int MOST_DIGITS = 38;
    private static final int SCALE_OF_TEXT = 18;

    private final ScriptErrors errors;

    TextOperands(ScriptErrors errors) {
        this.errors = errors;
    }

    /** Whether text is cast to a type. */
    static boolean isReadable(DataType type) {
        return switch (type.kind()) {
            case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ, BOOLEAN -> true;
            default -> TypeRules.isNumber(type);
        };
    }

    static SqlNode cast(SqlNode value, SqlTypeName type) {
        return cast(value, type, RelDataType.PRECISION_NOT_SPECIFIED);
    }

    private static SqlNode cast(SqlNode value, SqlTypeName type, int precision) {
        return cast(value, type, precision, RelDataType.SCALE_NOT_SPECIFIED);
    }

    private static SqlNode cast(SqlNode value, SqlTypeName type, int precision, int scale) {
        SqlParserPos pos = value.getParserPosition();
        SqlDataTypeSpec spec = new SqlDataTypeSpec(new SqlBasicTypeNameSpec(type, precision, scale, null, pos), pos);
        return SqlStdOperatorTable.CAST.createCall(pos, new ArrayList<>(List.of(value, spec)));
    }

    /** Of two operands, text and a number, the text as a number. */
    void numbers(SqlCall call, DataType left, DataType right) {
        boolean first = left.kind() == TypeKind.STRING;
        call.setOperand(first ? 0 : 1, read(call.operand(first ? 0 : 1), first ? right : left));
    }

    /** Text as a value of a type. */
    SqlNode read(SqlNode text, DataType type) {
        boolean isLiteral = text instanceof SqlLiteral literal && literal.getTypeName() == SqlTypeName.CHAR;
        if (isLiteral && TypeRules.isNumber(type)) {
            return number((SqlLiteral) text, type);
        }
        if (isLiteral) {
            check((SqlLiteral) text, type);
        }
        return switch (type.kind()) {
            case DATE -> cast(text, SqlTypeName.DATE);
            case BOOLEAN -> cast(text, SqlTypeName.BOOLEAN);
            case TIME -> cast(text, SqlTypeName.TIME, 6);
            case TIMESTAMP -> cast(text, SqlTypeName.TIMESTAMP, 6);
            case TIMESTAMP_LTZ -> cast(text, SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, 6);
            case TINYINT -> cast(text, SqlTypeName.TINYINT);
            case SMALLINT -> cast(text, SqlTypeName.SMALLINT);
            case INT -> cast(text, SqlTypeName.INTEGER);
            case BIGINT -> cast(text, SqlTypeName.BIGINT);
            case DECIMAL -> cast(text, SqlTypeName.DECIMAL, MOST_DIGITS, SCALE_OF_TEXT);
            default -> cast(text, SqlTypeName.DOUBLE);
        };
    }

    private void check(SqlLiteral literal, DataType type) {
        Utf8 text = Utf8.of(literal.getValueAs(String.class));
        try {
            switch (type.kind()) {
                case DATE -> Casts.stringToDate(text);
                case BOOLEAN -> Casts.stringToBoolean(text);
                case TIME -> Casts.stringToTime(text, 6);
                default -> Casts.stringToTimestamp(text, 6);
            }
        } catch (RowException e) {
            throw errors.at(literal, e.getMessage(), e.hint());
        }
    }

    private SqlNode number(SqlLiteral literal, DataType type) {
        String text = literal.getValueAs(String.class).strip();
        SqlParserPos pos = literal.getParserPosition();
        try {
            BigDecimal number = new BigDecimal(text);
            return type.kind().isFloating() || number.precision() > MOST_DIGITS || number.scale() > MOST_DIGITS
                    ? SqlLiteral.createApproxNumeric(Double.toString(number.doubleValue()), pos)
                    : SqlLiteral.createExactNumeric(number.toPlainString(), pos);
        } catch (NumberFormatException e) {
            throw errors.at(
                    literal,
                    "%s is no number, beside a value of type %s"
                            .formatted(errors.text(literal), type.withNullable(true)),
                    "Write a number, or cast the other side: CAST(… AS STRING).");
        }
    }
}
