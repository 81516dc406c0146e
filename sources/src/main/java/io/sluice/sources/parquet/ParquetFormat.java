package io.sluice.sources.parquet;

import io.sluice.sources.Scan;
import io.sluice.sources.ScanPredicate;
import io.sluice.sources.SourceException;
import io.sluice.sources.Split;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.WallClock;
import io.sluice.sources.format.DataFile;
import io.sluice.sources.format.FileFormat;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Parquet files of flat columns. Columns are found by name; a split is one row group, or several small ones.
 *
 * <p>Types: integers widen, FLOAT widens to DOUBLE, a DECIMAL may get more digits before the point; timestamps of any
 * unit, between wall clock and instant by the session's zone. All else must be the same type.
 */
public final class ParquetFormat implements FileFormat {
    private final List<ColumnType> columns;
    private final TimestampRules rules;

    /** {@code columns} are those of the table, by position; those that are not stored in files are never scanned. */
    public ParquetFormat(List<ColumnType> columns, ZoneId zone, boolean truncateNanos) {
        this.columns = List.copyOf(columns);
        this.rules = new TimestampRules(new WallClock(zone), truncateNanos);
    }

    @Override
    public List<Split> splits(DataFile file, Scan scan) {
        Footer footer = Footer.read(file);
        List<MappedColumn> mapped = scan.columns().stream()
                .map(position -> map(file, footer, columns.get(position)))
                .toList();
        RowFilter filter = filter(file, footer, scan.predicate());
        Optional<MappedColumn> observed = scan.observed().stream()
                .mapToObj(position -> map(file, footer, columns.get(position)))
                .findFirst();
        SplitsOfFile splits = new SplitsOfFile(file, footer, mapped, filter);
        for (int group = 0; group < footer.groupCount(); group++) {
            OptionalLong greatest = filter.isEmpty() ? OptionalLong.empty() : greatest(footer, group, observed);
            boolean maySkip = observed.isEmpty() || greatest.isPresent();
            splits.add(group, maySkip && !filter.mayPass(footer, group), maySkip, greatest);
        }
        return splits.all();
    }

    /** The greatest event time of a row group, if it is known to the row. */
    private static OptionalLong greatest(Footer footer, int group, Optional<MappedColumn> observed) {
        return observed.map(column -> Bounds.of(column, footer.metadata(group, column.stored()))
                        .greatestTime())
                .orElse(OptionalLong.empty());
    }

    private RowFilter filter(DataFile file, Footer footer, ScanPredicate predicate) {
        return new RowFilter(predicate.comparisons().stream()
                .map(comparison ->
                        new RowFilter.Condition(comparison, map(file, footer, columns.get(comparison.column()))))
                .toList());
    }

    private MappedColumn map(DataFile file, Footer footer, ColumnType column) {
        FileColumn stored = footer.column(column.name()).orElseThrow(() -> missing(file, footer, column));
        Conversion conversion = Conversion.between(stored, column, rules)
                .orElseThrow(() -> file.failure(
                        "column \"%s\": expected %s, got %s"
                                .formatted(column.name(), column.sqlType(), stored.typeName()),
                        hint(stored)));
        return new MappedColumn(column, stored, conversion);
    }

    private static String hint(FileColumn stored) {
        return stored.meaning() == FileColumn.Meaning.OTHER
                ? "Values of this kind come with a later release; leave the column out of the table."
                : "Declare the column as %s and CAST it in the query."
                        .formatted(
                                stored.meaning() == FileColumn.Meaning.UNSIGNED
                                        ? "a wider integer"
                                        : stored.typeName());
    }

    private static SourceException missing(DataFile file, Footer footer, ColumnType column) {
        String known = footer.columns().stream()
                .map(stored -> "\"" + stored.name() + "\"")
                .collect(Collectors.joining(", "));
        return file.failure(
                "expected a column \"%s\", got the columns %s".formatted(column.name(), known),
                "Names are case-sensitive: declare the column by its name in the file.");
    }
}
