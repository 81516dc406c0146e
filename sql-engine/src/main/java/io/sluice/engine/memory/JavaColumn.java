package io.sluice.engine.memory;

import io.sluice.sinks.memory.Row;
import io.sluice.sources.ColumnVector;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Columns of the Java values that a {@link Row} holds; null is NULL. */
public final class JavaColumn {
    private static final int NANOS_OF_MICRO = 1000;

    private JavaColumn() {}

    public static ColumnVector of(Field field, List<Object> values) {
        ColumnVector column = new ColumnVector();
        column.reserveNulls(values.size());
        for (int row = 0; row < values.size(); row++) {
            if (values.get(row) == null) {
                column.nulls[row] = true;
                column.hasNulls = true;
            }
        }
        ArrowType type = field.getType();
        if (type instanceof ArrowType.Struct) {
            fillRows(column, field.getChildren(), values);
        } else if (type instanceof ArrowType.List) {
            fillArrays(column, field.getChildren().get(0), values);
        } else if (type instanceof ArrowType.Map) {
            fillMaps(column, field.getChildren().get(0).getChildren(), values);
        } else if (type instanceof ArrowType.Utf8 || type instanceof ArrowType.Binary) {
            fillSlices(column, values);
        } else if (type instanceof ArrowType.FloatingPoint) {
            column.reserveDoubles(values.size());
            for (int row = 0; row < values.size(); row++) {
                column.doubles[row] = values.get(row) == null ? 0 : ((Number) values.get(row)).doubleValue();
            }
        } else if (type instanceof ArrowType.Decimal decimal) {
            fillDecimals(column, decimal.getScale(), values);
        } else {
            column.reserveLongs(values.size());
            for (int row = 0; row < values.size(); row++) {
                column.longs[row] = values.get(row) == null ? 0 : word(values.get(row));
            }
        }
        return column;
    }

    private static long word(Object value) {
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        if (value instanceof Number number) {
            return number.longValue();
        }
        if (value instanceof LocalDate date) {
            return date.toEpochDay();
        }
        if (value instanceof LocalTime time) {
            return time.toNanoOfDay() / NANOS_OF_MICRO;
        }
        if (value instanceof LocalDateTime time) {
            return ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant(ZoneOffset.UTC));
        }
        if (value instanceof Instant instant) {
            return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
        }
        throw new IllegalStateException("no column holds a " + value.getClass());
    }

    private static void fillDecimals(ColumnVector column, int scale, List<Object> values) {
        column.reserveLongs(values.size());
        column.reserveHighs(values.size());
        for (int row = 0; row < values.size(); row++) {
            if (values.get(row) instanceof BigDecimal value) {
                BigInteger unscaled =
                        value.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue();
                column.longs[row] = unscaled.longValue();
                column.highs[row] = unscaled.shiftRight(Long.SIZE).longValue();
            }
        }
    }

    private static void fillSlices(ColumnVector column, List<Object> values) {
        column.reserveSlices(values.size());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int row = 0; row < values.size(); row++) {
            byte[] bytes = bytes(values.get(row));
            column.starts[row] = all.size();
            column.lengths[row] = bytes.length;
            all.writeBytes(bytes);
        }
        column.bytes = all.toByteArray();
    }

    private static byte[] bytes(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        return value == null ? new byte[0] : ((String) value).getBytes(StandardCharsets.UTF_8);
    }

    private static void fillArrays(ColumnVector column, Field element, List<Object> values) {
        column.reserveSlices(values.size());
        List<Object> elements = new ArrayList<>();
        for (int row = 0; row < values.size(); row++) {
            List<?> array = values.get(row) == null ? List.of() : (List<?>) values.get(row);
            column.starts[row] = elements.size();
            column.lengths[row] = array.size();
            elements.addAll(array);
        }
        column.children = new ColumnVector[] {of(element, elements)};
    }

    private static void fillMaps(ColumnVector column, List<Field> entry, List<Object> values) {
        column.reserveSlices(values.size());
        List<Object> keys = new ArrayList<>();
        List<Object> mapped = new ArrayList<>();
        for (int row = 0; row < values.size(); row++) {
            Map<?, ?> map = values.get(row) == null ? Map.of() : (Map<?, ?>) values.get(row);
            column.starts[row] = keys.size();
            column.lengths[row] = map.size();
            map.forEach((key, value) -> {
                keys.add(key);
                mapped.add(value);
            });
        }
        column.children = new ColumnVector[] {of(entry.get(0), keys), of(entry.get(1), mapped)};
    }

    private static void fillRows(ColumnVector column, List<Field> fields, List<Object> values) {
        column.children = new ColumnVector[fields.size()];
        for (int i = 0; i < fields.size(); i++) {
            List<Object> cells = new ArrayList<>();
            for (Object value : values) {
                cells.add(value == null ? null : ((Row) value).value(i));
            }
            column.children[i] = of(fields.get(i), cells);
        }
    }
}
