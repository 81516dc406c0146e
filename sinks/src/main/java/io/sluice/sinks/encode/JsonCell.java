package io.sluice.sinks.encode;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.Field;

/** Writes the value that a row has in one column, with the column's type decided before the first row. */
@FunctionalInterface
public interface JsonCell {
    byte[] NULL = {'n', 'u', 'l', 'l'};
    byte[] TRUE = {'t', 'r', 'u', 'e'};
    byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    void append(TextBuffer out, int row);

    static JsonCell of(FieldVector column, Field declared, TimestampStyle style) {
        JsonCell value = value(column, declared, style);
        if (column.getNullCount() == 0) {
            return value;
        }
        return (out, row) -> {
            if (column.isNull(row)) {
                out.append(NULL, 0, NULL.length);
            } else {
                value.append(out, row);
            }
        };
    }

    private static JsonCell value(FieldVector column, Field declared, TimestampStyle style) {
        return switch (column.getMinorType()) {
            case BIT -> bool((BitVector) column);
            case TINYINT -> tinyInt((TinyIntVector) column);
            case SMALLINT -> smallInt((SmallIntVector) column);
            case INT -> integer((IntVector) column);
            case BIGINT -> bigInt((BigIntVector) column);
            case FLOAT4 -> real((Float4Vector) column);
            case FLOAT8 -> real((Float8Vector) column);
            case DECIMAL -> decimal((DecimalVector) column);
            case VARCHAR -> string((VarCharVector) column);
            case DATEDAY -> date((DateDayVector) column);
            case VARBINARY -> binary((VarBinaryVector) column);
            case TIMEMICRO -> time((TimeMicroVector) column, ColumnTypes.precision(declared));
            case DURATION -> dayTime((DurationVector) column);
            case INTERVALYEAR -> yearMonth((IntervalYearVector) column);
            case LIST -> list((ListVector) column, declared, style);
            case MAP -> map((MapVector) column, declared, style);
            case STRUCT -> struct((StructVector) column, declared, style);
            case TIMESTAMPMICRO -> timestamp((TimeStampMicroVector) column, ColumnTypes.precision(declared), style);
            case TIMESTAMPMICROTZ -> instant((TimeStampMicroTZVector) column, ColumnTypes.precision(declared), style);
            default -> throw new IllegalArgumentException(
                    "no JSON for a column of " + column.getField().getType());
        };
    }

    private static JsonCell list(ListVector column, Field declared, TimestampStyle style) {
        JsonCell element = of(column.getDataVector(), declared.getChildren().get(0), style);
        return (out, row) -> {
            out.appendAscii('[');
            int start = column.getElementStartIndex(row);
            int end = column.getElementEndIndex(row);
            for (int i = start; i < end; i++) {
                if (i > start) {
                    out.appendAscii(',');
                }
                element.append(out, i);
            }
            out.appendAscii(']');
        };
    }

    /** An object; keys that are no text become it. */
    private static JsonCell map(MapVector column, Field declared, TimestampStyle style) {
        StructVector entries = (StructVector) column.getDataVector();
        List<Field> fields = declared.getChildren().get(0).getChildren();
        JsonCell key = of((FieldVector) entries.getChildByOrdinal(0), fields.get(0), style);
        JsonCell value = of((FieldVector) entries.getChildByOrdinal(1), fields.get(1), style);
        TextBuffer name = new TextBuffer();
        return (out, row) -> {
            out.appendAscii('{');
            int start = column.getElementStartIndex(row);
            int end = column.getElementEndIndex(row);
            for (int i = start; i < end; i++) {
                if (i > start) {
                    out.appendAscii(',');
                }
                name.clear();
                key.append(name, i);
                if (name.array()[0] == '"') {
                    out.append(name.array(), 0, name.length());
                } else {
                    out.appendAscii('"').append(name.array(), 0, name.length()).appendAscii('"');
                }
                out.appendAscii(':');
                value.append(out, i);
            }
            out.appendAscii('}');
        };
    }

    private static JsonCell struct(StructVector column, Field declared, TimestampStyle style) {
        int count = column.size();
        JsonCell[] cells = new JsonCell[count];
        TextBuffer[] names = new TextBuffer[count];
        for (int i = 0; i < count; i++) {
            Field field = declared.getChildren().get(i);
            cells[i] = of((FieldVector) column.getChildByOrdinal(i), field, style);
            names[i] = new TextBuffer();
            appendString(names[i], field.getName());
        }
        return (out, row) -> {
            out.appendAscii('{');
            for (int i = 0; i < count; i++) {
                if (i > 0) {
                    out.appendAscii(',');
                }
                out.append(names[i].array(), 0, names[i].length()).appendAscii(':');
                cells[i].append(out, row);
            }
            out.appendAscii('}');
        };
    }

    /** In base64. */
    private static JsonCell binary(VarBinaryVector column) {
        return (out, row) -> {
            byte[] text = Base64.getEncoder().encode(column.get(row));
            out.appendAscii('"').append(text, 0, text.length).appendAscii('"');
        };
    }

    private static JsonCell time(TimeMicroVector column, int precision) {
        return (out, row) ->
                out.appendAscii('"').appendTime(column.get(row), precision).appendAscii('"');
    }

    private static JsonCell dayTime(DurationVector column) {
        ArrowBuf values = column.getDataBuffer();
        return (out, row) -> out.appendAscii('"')
                .appendDayTime(DurationVector.get(values, row))
                .appendAscii('"');
    }

    private static JsonCell yearMonth(IntervalYearVector column) {
        return (out, row) ->
                out.appendAscii('"').appendYearMonth(column.get(row)).appendAscii('"');
    }

    private static JsonCell bool(BitVector column) {
        return (out, row) -> {
            byte[] text = column.get(row) == 1 ? TRUE : FALSE;
            out.append(text, 0, text.length);
        };
    }

    private static JsonCell tinyInt(TinyIntVector column) {
        return (out, row) -> out.appendLong(column.get(row));
    }

    private static JsonCell smallInt(SmallIntVector column) {
        return (out, row) -> out.appendLong(column.get(row));
    }

    private static JsonCell integer(IntVector column) {
        return (out, row) -> out.appendLong(column.get(row));
    }

    private static JsonCell bigInt(BigIntVector column) {
        return (out, row) -> out.appendLong(column.get(row));
    }

    private static JsonCell real(Float4Vector column) {
        return (out, row) -> {
            float value = column.get(row);
            appendReal(out, Float.toString(value), Float.isFinite(value));
        };
    }

    private static JsonCell real(Float8Vector column) {
        return (out, row) -> {
            double value = column.get(row);
            appendReal(out, Double.toString(value), Double.isFinite(value));
        };
    }

    private static void appendReal(TextBuffer out, String text, boolean isNumber) {
        if (isNumber) {
            out.append(text);
        } else {
            out.appendAscii('"').append(text).appendAscii('"');
        }
    }

    private static JsonCell decimal(DecimalVector column) {
        int scale = column.getScale();
        if (column.getPrecision() > ColumnTypes.LONG_DIGITS) {
            return (out, row) -> {
                BigDecimal value = column.getObjectNotNull(row);
                out.append(value.toPlainString());
            };
        }
        ArrowBuf values = column.getDataBuffer();
        return (out, row) -> out.appendDecimal(values.getLong((long) row * DecimalVector.TYPE_WIDTH), scale);
    }

    private static JsonCell date(DateDayVector column) {
        return (out, row) -> out.appendAscii('"').appendDate(column.get(row)).appendAscii('"');
    }

    private static JsonCell timestamp(TimeStampMicroVector column, int precision, TimestampStyle style) {
        char separator = style.separator();
        return (out, row) -> out.appendAscii('"')
                .appendTimestamp(column.get(row), precision, separator)
                .appendAscii('"');
    }

    private static JsonCell instant(TimeStampMicroTZVector column, int precision, TimestampStyle style) {
        char separator = style.separator();
        return (out, row) -> out.appendAscii('"')
                .appendTimestamp(column.get(row), precision, separator)
                .appendAscii('Z')
                .appendAscii('"');
    }

    private static JsonCell string(VarCharVector column) {
        ArrowBuf values = column.getDataBuffer();
        byte[][] scratch = {new byte[64]};
        return (out, row) -> {
            int start = column.getStartOffset(row);
            int count = column.getEndOffset(row) - start;
            if (scratch[0].length < count) {
                scratch[0] = new byte[Math.max(count, 2 * scratch[0].length)];
            }
            values.getBytes(start, scratch[0], 0, count);
            appendString(out, scratch[0], count);
        };
    }

    /** A JSON string. */
    static void appendString(TextBuffer out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        appendString(out, utf8, utf8.length);
    }

    private static void appendString(TextBuffer out, byte[] utf8, int count) {
        out.appendAscii('"');
        int start = 0;
        for (int at = 0; at < count; at++) {
            byte next = utf8[at];
            if (next == '"' || next == '\\' || (next >= 0 && next < ' ')) {
                out.append(utf8, start, at - start);
                appendEscape(out, next);
                start = at + 1;
            }
        }
        out.append(utf8, start, count - start).appendAscii('"');
    }

    private static void appendEscape(TextBuffer out, byte character) {
        out.appendAscii('\\');
        switch (character) {
            case '"', '\\' -> out.appendAscii(character);
            case '\n' -> out.appendAscii('n');
            case '\r' -> out.appendAscii('r');
            case '\t' -> out.appendAscii('t');
            default -> out.append("u00").appendAscii(HEX[character >> 4]).appendAscii(HEX[character & 15]);
        }
    }
}
