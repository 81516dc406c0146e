package io.sluice.sources.file;

import io.sluice.sources.SourceException;
import io.sluice.sources.SourceTable;
import io.sluice.sources.avro.AvroFormat;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.csv.CsvFormat;
import io.sluice.sources.format.FileFormat;
import io.sluice.sources.json.JsonFormat;
import io.sluice.sources.parquet.ParquetFormat;
import io.sluice.sources.raw.RawFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Field;

/** The formats with the options of a table. */
public final class RowFormats {
    private RowFormats() {}

    /** @param missingIsNull whether a column that a Parquet file does not have is NULL */
    public static FileFormat of(
            FileSourceOptions.Format format,
            SourceTable table,
            List<ColumnType> columns,
            FormatOptions rows,
            boolean missingIsNull) {
        return switch (format) {
            case JSON -> new JsonFormat(columns, rows.json(table.zone()));
            case CSV -> csvFormat(table, columns, rows);
            case RAW -> rawFormat(table, columns, rows);
            case PARQUET -> new ParquetFormat(columns, table.zone(), rows.truncatesNanos(), missingIsNull);
            case AVRO -> new AvroFormat(columns, table.zone(), rows.truncatesNanos(), rows.badRows(format));
            case ORC -> throw new IllegalStateException("format " + format);
        };
    }

    private static CsvFormat csvFormat(SourceTable table, List<ColumnType> columns, FormatOptions rows) {
        List<Integer> stored = stored(table);
        stored.stream()
                .map(columns::get)
                .filter(ColumnType::isNested)
                .findFirst()
                .ifPresent(column -> {
                    throw new SourceException(
                            "cannot read table \"%s\": column \"%s\": expected a type that CSV has, got %s"
                                    .formatted(table.name(), column.name(), column.sqlType()),
                            "Declare it as STRING: CSV has no common way to write nested values.");
                });
        return new CsvFormat(columns, stored, rows.csv(table.zone()));
    }

    private static RawFormat rawFormat(SourceTable table, List<ColumnType> columns, FormatOptions rows) {
        List<ColumnType> stored = stored(table).stream().map(columns::get).toList();
        boolean fits = stored.size() == 1
                && (stored.get(0).kind() == ColumnType.Kind.STRING
                        || stored.get(0).kind() == ColumnType.Kind.BINARY);
        if (!fits) {
            throw new SourceException(
                    "cannot read table \"%s\": format 'raw' gives one column of STRING or BYTES, got %s"
                            .formatted(
                                    table.name(),
                                    stored.stream()
                                            .map(column -> column.name() + " " + column.sqlType())
                                            .toList()),
                    "Declare one such column, and beside it only metadata and computed columns.");
        }
        return new RawFormat(rows.raw(stored.get(0).kind() == ColumnType.Kind.BINARY));
    }

    /** The positions of the columns that are in the files. */
    private static List<Integer> stored(SourceTable table) {
        List<Field> fields = table.schema().getFields();
        return IntStream.range(0, fields.size())
                .filter(position -> !fields.get(position).getMetadata().containsKey(SourceTable.METADATA_KEY))
                .filter(position -> !table.partitions().contains(position))
                .boxed()
                .toList();
    }
}
