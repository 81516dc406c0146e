package io.sluice.sinks.encode;

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
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.Field;

/** Writes the value that a row has in one column, with the column's type decided before the first row. */
@FunctionalInterface
interface CsvCell {
    void append(TextBuffer out, int row);

    static CsvCell of(FieldVector column, Field declared, CsvText text, CsvStyle style) {
        CsvCell value = value(column, declared, style);
        boolean isPlain = column.getMinorType() != MinorType.VARCHAR
                && !declared.getType().isComplex()
                && text.plainIsSafe();
        CsvCell field =
                isPlain ? value : column instanceof VarCharVector chars ? string(chars, text) : quoted(value, text);
        if (column.getNullCount() == 0) {
            return field;
        }
        return (out, row) -> {
            if (column.isNull(row)) {
                text.appendNull(out);
            } else {
                field.append(out, row);
            }
        };
    }

    private static CsvCell quoted(CsvCell value, CsvText text) {
        TextBuffer scratch = new TextBuffer();
        return (out, row) -> {
            scratch.clear();
            value.append(scratch, row);
            text.append(out, scratch.array(), 0, scratch.length());
        };
    }

    private static CsvCell string(VarCharVector column, CsvText text) {
        ArrowBuf values = column.getDataBuffer();
        TextBuffer scratch = new TextBuffer();
        ArrowBuf ends = column.getOffsetBuffer();
        return (out, row) -> {
            int mark = out.length();
            int start = ends.getInt((long) row * Integer.BYTES);
            out.append(values, start, ends.getInt((row + 1L) * Integer.BYTES) - start);
            text.settle(out, mark, scratch);
        };
    }

    private static CsvCell value(FieldVector column, Field declared, CsvStyle style) {
        return switch (column.getMinorType()) {
            case BIT -> bool((BitVector) column);
            case TINYINT -> tinyInt((TinyIntVector) column);
            case SMALLINT -> smallInt((SmallIntVector) column);
            case INT -> integer((IntVector) column);
            case BIGINT -> bigInt((BigIntVector) column);
            case FLOAT4 -> real((Float4Vector) column);
            case FLOAT8 -> real((Float8Vector) column);
            case DECIMAL -> decimal((DecimalVector) column, style.scientific());
            case VARCHAR -> characters((VarCharVector) column);
            case VARBINARY -> binary((VarBinaryVector) column);
            case DATEDAY -> date((DateDayVector) column);
            case TIMEMICRO -> time((TimeMicroVector) column, ColumnTypes.precision(declared));
            case TIMESTAMPMICRO -> timestamp((TimeStampMicroVector) column, ColumnTypes.precision(declared));
            case TIMESTAMPMICROTZ -> instant((TimeStampMicroTZVector) column, ColumnTypes.precision(declared));
            case DURATION -> dayTime((DurationVector) column);
            case INTERVALYEAR -> yearMonth((IntervalYearVector) column);
            case LIST -> list((ListVector) column, declared, style);
            case STRUCT -> struct((StructVector) column, declared, style);
            default -> throw new IllegalArgumentException(
                    "no CSV for a column of " + column.getField().getType());
        };
    }

    private static CsvCell dayTime(DurationVector column) {
        ArrowBuf values = column.getDataBuffer();
        return (out, row) -> out.appendDayTime(DurationVector.get(values, row));
    }

    private static CsvCell yearMonth(IntervalYearVector column) {
        return (out, row) -> out.appendYearMonth(column.get(row));
    }

    private static CsvCell bool(BitVector column) {
        return (out, row) -> out.append(column.get(row) == 1 ? "true" : "false");
    }

    private static CsvCell tinyInt(TinyIntVector column) {
        return (out, row) -> out.appendLong(column.get(row));
    }

    private static CsvCell smallInt(SmallIntVector column) {
        return (out, row) -> out.appendLong(column.get(row));
    }

    private static CsvCell integer(IntVector column) {
        return (out, row) -> out.appendLong(column.get(row));
    }

    private static CsvCell bigInt(BigIntVector column) {
        ArrowBuf values = column.getDataBuffer();
        return (out, row) -> out.appendLong(values.getLong((long) row * Long.BYTES));
    }

    private static CsvCell real(Float4Vector column) {
        return (out, row) -> out.append(Float.toString(column.get(row)));
    }

    private static CsvCell real(Float8Vector column) {
        return (out, row) -> out.append(Double.toString(column.get(row)));
    }

    private static CsvCell decimal(DecimalVector column, boolean scientific) {
        int scale = column.getScale();
        if (scientific) {
            return (out, row) ->
                    out.append(column.getObjectNotNull(row).stripTrailingZeros().toString());
        }
        if (column.getPrecision() > ColumnTypes.LONG_DIGITS) {
            return (out, row) -> out.append(column.getObjectNotNull(row).toPlainString());
        }
        ArrowBuf values = column.getDataBuffer();
        return (out, row) -> out.appendDecimal(values.getLong((long) row * DecimalVector.TYPE_WIDTH), scale);
    }

    private static CsvCell characters(VarCharVector column) {
        ArrowBuf values = column.getDataBuffer();
        return (out, row) -> {
            int start = column.getStartOffset(row);
            out.append(values, start, column.getEndOffset(row) - start);
        };
    }

    private static CsvCell binary(VarBinaryVector column) {
        return (out, row) -> {
            byte[] encoded = Base64.getEncoder().encode(column.get(row));
            out.append(encoded, 0, encoded.length);
        };
    }

    private static CsvCell date(DateDayVector column) {
        return (out, row) -> out.appendDate(column.get(row));
    }

    private static CsvCell time(TimeMicroVector column, int precision) {
        return (out, row) -> out.appendTime(column.get(row), precision);
    }

    private static CsvCell timestamp(TimeStampMicroVector column, int precision) {
        ArrowBuf values = column.getDataBuffer();
        return (out, row) -> out.appendTimestamp(values.getLong((long) row * Long.BYTES), precision, ' ');
    }

    private static CsvCell instant(TimeStampMicroTZVector column, int precision) {
        return (out, row) ->
                out.appendTimestamp(column.get(row), precision, ' ').appendAscii('Z');
    }

    private static CsvCell list(ListVector column, Field declared, CsvStyle style) {
        FieldVector elements = column.getDataVector();
        CsvCell element = value(elements, declared.getChildren().get(0), style);
        byte[] delimiter = style.elementDelimiter().getBytes(StandardCharsets.UTF_8);
        return (out, row) -> {
            int start = column.getElementStartIndex(row);
            int end = column.getElementEndIndex(row);
            for (int i = start; i < end; i++) {
                if (i > start) {
                    out.append(delimiter, 0, delimiter.length);
                }
                if (!elements.isNull(i)) {
                    element.append(out, i);
                }
            }
        };
    }

    private static CsvCell struct(StructVector column, Field declared, CsvStyle style) {
        List<FieldVector> children = column.getChildrenFromFields();
        CsvCell[] cells = new CsvCell[children.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = value(children.get(i), declared.getChildren().get(i), style);
        }
        byte[] delimiter = style.elementDelimiter().getBytes(StandardCharsets.UTF_8);
        return (out, row) -> {
            for (int i = 0; i < cells.length; i++) {
                if (i > 0) {
                    out.append(delimiter, 0, delimiter.length);
                }
                if (!children.get(i).isNull(row)) {
                    cells[i].append(out, row);
                }
            }
        };
    }
}
