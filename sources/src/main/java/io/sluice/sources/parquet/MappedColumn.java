package io.sluice.sources.parquet;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.column.ColumnType;

/** A column of the table and where it comes from in one file. */
record MappedColumn(ColumnType type, FileColumn stored, Conversion conversion) {
    MappedColumn {
        requireNonNull(type, "type");
        requireNonNull(stored, "stored");
        requireNonNull(conversion, "conversion");
    }
}
