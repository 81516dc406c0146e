package io.sluice.sinks;

import static java.util.Objects.requireNonNull;

import io.sluice.sinks.encode.ColumnTypes;
import io.sluice.sinks.encode.TextBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * The text of a value in a column, as {@code CAST(… AS STRING)} gives it: times with exactly the digits of their declared
 * precision (metadata {@code precision} of the field, 6 without), DECIMAL with its scale, DOUBLE as Java writes it, NULL
 * as {@code NULL}; a nested value as {@code [a, b]}, {@code {k=v}}, {@code (1, x)}. BYTES are shown in hexadecimal.
 * Immutable.
 */
public final class CellText {
    public static final String NULL = "NULL";

    private static final CellText SQL_IN_UTC = sql(ZoneOffset.UTC);

    private final ZoneId zone;
    private final String yes;
    private final String no;

    private CellText(ZoneId zone, String yes, String no) {
        this.zone = requireNonNull(zone, "zone");
        this.yes = yes;
        this.no = no;
    }

    /** BOOLEAN is {@code TRUE} or {@code FALSE}; TIMESTAMP_LTZ is shown in {@code zone}. */
    public static CellText sql(ZoneId zone) {
        return new CellText(zone, "TRUE", "FALSE");
    }

    /** For output that people look at: as {@link #sql}, but BOOLEAN is {@code true} or {@code false}. */
    public static CellText display(ZoneId zone) {
        return new CellText(zone, "true", "false");
    }

    /** The SQL text, with TIMESTAMP_LTZ in UTC. */
    public static String of(FieldVector column, int row) {
        return SQL_IN_UTC.text(column, row);
    }

    /** The SQL text, with TIMESTAMP_LTZ in UTC; the precision is that of the table's column. */
    public static String of(FieldVector column, int row, Field declared) {
        return SQL_IN_UTC.text(column, row, declared);
    }

    public String text(FieldVector column, int row) {
        return text(column, row, column.getField());
    }

    /** @param declared the column as the table has it; its precision counts */
    public String text(FieldVector column, int row, Field declared) {
        if (column.isNull(row)) {
            return NULL;
        }
        return switch (column.getMinorType()) {
            case BIT -> ((BitVector) column).get(row) == 1 ? yes : no;
            case TINYINT, SMALLINT, INT, BIGINT, FLOAT4, FLOAT8 -> column.getObject(row)
                    .toString();
            case DECIMAL -> ((DecimalVector) column).getObjectNotNull(row).toPlainString();
            case VARCHAR -> string((VarCharVector) column, row);
            case DATEDAY -> new TextBuffer()
                    .appendDate(((DateDayVector) column).get(row))
                    .toString();
            case VARBINARY -> binary((VarBinaryVector) column, row);
            case TIMEMICRO -> new TextBuffer()
                    .appendTime(((TimeMicroVector) column).get(row), ColumnTypes.precision(declared))
                    .toString();
            case DURATION -> new TextBuffer()
                    .appendDayTime(DurationVector.get(column.getDataBuffer(), row))
                    .toString();
            case INTERVALYEAR -> new TextBuffer()
                    .appendYearMonth(((IntervalYearVector) column).get(row))
                    .toString();
            case LIST -> list((ListVector) column, row, declared);
            case MAP -> map((MapVector) column, row, declared);
            case STRUCT -> struct((StructVector) column, row, declared);
            case TIMESTAMPMICRO -> timestamp(((TimeStampVector) column).get(row), declared);
            case TIMESTAMPMICROTZ -> timestamp(local(((TimeStampVector) column).get(row)), declared);
            default -> throw new IllegalArgumentException(
                    "no text for a column of " + column.getField().getType());
        };
    }

    /** As {@code [1, 2]}. */
    private String list(ListVector column, int row, Field declared) {
        List<String> elements = new ArrayList<>();
        for (int i = column.getElementStartIndex(row); i < column.getElementEndIndex(row); i++) {
            elements.add(text(column.getDataVector(), i, declared.getChildren().get(0)));
        }
        return "[" + String.join(", ", elements) + "]";
    }

    /** As <code>{a=1, b=2}</code>. */
    private String map(MapVector column, int row, Field declared) {
        StructVector entries = (StructVector) column.getDataVector();
        List<Field> fields = declared.getChildren().get(0).getChildren();
        List<String> texts = new ArrayList<>();
        for (int i = column.getElementStartIndex(row); i < column.getElementEndIndex(row); i++) {
            texts.add(text((FieldVector) entries.getChildByOrdinal(0), i, fields.get(0)) + "="
                    + text((FieldVector) entries.getChildByOrdinal(1), i, fields.get(1)));
        }
        return "{" + String.join(", ", texts) + "}";
    }

    /** As {@code (1, x)}. */
    private String struct(StructVector column, int row, Field declared) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < column.size(); i++) {
            fields.add(text(
                    (FieldVector) column.getChildByOrdinal(i),
                    row,
                    declared.getChildren().get(i)));
        }
        return "(" + String.join(", ", fields) + ")";
    }

    /** As {@code x'0AFF'}. */
    private static String binary(VarBinaryVector column, int row) {
        return "x'" + HexFormat.of().withUpperCase().formatHex(column.get(row)) + "'";
    }

    private static String string(VarCharVector column, int row) {
        int start = column.getStartOffset(row);
        return new TextBuffer()
                .append(column.getDataBuffer(), start, column.getEndOffset(row) - start)
                .toString();
    }

    private static String timestamp(long micros, Field declared) {
        return new TextBuffer()
                .appendTimestamp(micros, ColumnTypes.precision(declared), ' ')
                .toString();
    }

    private long local(long micros) {
        Instant instant = Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L));
        return micros + zone.getRules().getOffset(instant).getTotalSeconds() * 1_000_000L;
    }
}
