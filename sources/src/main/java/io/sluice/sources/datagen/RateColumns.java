package io.sluice.sources.datagen;

import io.sluice.sources.SourceException;
import io.sluice.sources.SourceTable;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.ColumnType.Kind;
import java.util.List;

/** The two columns that rate tables have; a table may leave one out. */
final class RateColumns {
    static final String TIMESTAMP = "timestamp";
    static final String VALUE = "value";

    private RateColumns() {}

    static List<ColumnType> of(String connector, SourceTable table) {
        List<ColumnType> columns = ColumnType.of(table);
        for (ColumnType column : columns) {
            boolean fits = column.name().equals(VALUE) && column.kind() == Kind.BIGINT
                    || column.name().equals(TIMESTAMP) && column.isTimestamp();
            if (!fits) {
                throw new SourceException(
                        "cannot read %s table \"%s\": expected the columns \"timestamp\" TIMESTAMP or TIMESTAMP_LTZ and \"value\" BIGINT, got \"%s\" %s"
                                .formatted(connector, table.name(), column.name(), column.sqlType()),
                        "Declare these columns; compute others from them (column AS expression).");
            }
        }
        return columns;
    }

    /** Row i has value i. */
    static Generator values() {
        return (first, count, out) -> {
            for (int i = 0; i < count; i++) {
                out.longs[i] = first + i;
            }
        };
    }
}
