package io.sluice.sinks;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Columns and tables as the planner declares them. */
public final class Columns {
    public static final String QUERY = "1b4e28ba-2fa1-11d2-883f-0016d3cca427";
    public static final String OTHER_QUERY = "6fa459ea-ee8a-3ca4-894e-db77e160355e";

    private Columns() {}

    public static Field bool(String name) {
        return column(name, ArrowType.Bool.INSTANCE);
    }

    public static Field integer(String name, int bits) {
        return column(name, new ArrowType.Int(bits, true));
    }

    public static Field real(String name, FloatingPointPrecision precision) {
        return column(name, new ArrowType.FloatingPoint(precision));
    }

    public static Field decimal(String name, int precision, int scale) {
        return column(name, new ArrowType.Decimal(precision, scale, 128));
    }

    public static Field string(String name) {
        return column(name, ArrowType.Utf8.INSTANCE);
    }

    public static Field date(String name) {
        return column(name, new ArrowType.Date(DateUnit.DAY));
    }

    public static Field timestamp(String name, int precision) {
        return time(name, null, precision);
    }

    public static Field instant(String name, int precision) {
        return time(name, "UTC", precision);
    }

    private static Field time(String name, String zone, int precision) {
        ArrowType type = new ArrowType.Timestamp(TimeUnit.MICROSECOND, zone);
        Map<String, String> metadata = Map.of("precision", Integer.toString(precision));
        return new Field(name, new FieldType(true, type, null, metadata), null);
    }

    public static Field column(String name, ArrowType type) {
        return new Field(name, FieldType.nullable(type), null);
    }

    public static Field notNull(Field field) {
        return new Field(
                field.getName(), new FieldType(false, field.getType(), null, field.getMetadata()), field.getChildren());
    }

    /** A number and a text. */
    public static Schema numberAndText() {
        return new Schema(List.of(integer("n", 64), string("s")));
    }

    public static SinkTable table(Schema schema, OutputMode mode) {
        return table(schema, mode, QUERY);
    }

    public static SinkTable table(Schema schema, OutputMode mode, String queryId) {
        return new SinkTable("out", schema, List.of(0), List.of(), mode, queryId, "job", ZoneOffset.UTC);
    }
}
