package io.sluice.sinks.memory;

import static java.util.Objects.requireNonNull;

import io.sluice.sinks.RowKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A row as Java values: {@code Boolean, Byte, Short, Integer, Long, Float, Double, BigDecimal, String, LocalDate},
 * {@code LocalDateTime} for TIMESTAMP, {@code Instant} for TIMESTAMP_LTZ, {@code LocalTime}, {@code byte[]} for
 * BYTES, {@code List}, {@code Map}, {@code Row} (inserted) for a ROW, and null for NULL.
 */
public record Row(RowKind kind, List<Object> values) {
    public Row {
        requireNonNull(kind, "kind");
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    /** A row that is inserted; values may be null. */
    public static Row of(Object... values) {
        return new Row(RowKind.INSERT, Arrays.asList(values));
    }

    public Object value(int column) {
        return values.get(column);
    }

    /** As the connector {@code print} shows it, such as {@code +I[a, 2]}. */
    @Override
    public String toString() {
        return kind.symbol() + values;
    }
}
