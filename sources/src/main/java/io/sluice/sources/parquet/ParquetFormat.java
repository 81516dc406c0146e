package io.sluice.sources.parquet;

import io.sluice.sources.KnownTimes;
import io.sluice.sources.Scan;
import io.sluice.sources.ScanPredicate;
import io.sluice.sources.Split;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.WallClock;
import io.sluice.sources.format.DataFile;
import io.sluice.sources.format.FileFormat;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parquet files. Columns are found by name; a split is one row group, or several small ones.
 *
 * <p>Types: numbers widen where nothing is lost; timestamps of any unit, between wall clock and instant by the session's
 * zone; nested types field by field. All else must be the same type.
 */
public final class ParquetFormat implements FileFormat {
    private final List<ColumnType> columns;
    private final TimestampRules rules;
    private final boolean missingIsNull;

    /**
     * @param columns those of the table, by position; those that are not stored in files are never scanned
     * @param missingIsNull a nullable column that a file does not have is NULL; else it is an error
     */
    public ParquetFormat(List<ColumnType> columns, ZoneId zone, boolean truncateNanos, boolean missingIsNull) {
        this.columns = List.copyOf(columns);
        this.rules = new TimestampRules(new WallClock(zone), truncateNanos);
        this.missingIsNull = missingIsNull;
    }

    @Override
    public List<Split> splits(DataFile file, Scan scan) {
        Footer footer = Footer.read(file);
        ColumnMapping mapping = new ColumnMapping(file, footer, rules, missingIsNull);
        List<ColumnTree> mapped = scan.columns().stream()
                .map(position -> mapping.map(columns.get(position)))
                .toList();
        RowFilter filter = filter(mapping, scan.predicate());
        Optional<MappedColumn> observed = scan.observed().stream()
                .mapToObj(columns::get)
                .flatMap(column -> mapping.flat(column).stream())
                .findFirst();
        SplitsOfFile splits = new SplitsOfFile(file, footer, mapped, filter);
        for (int group = 0; group < footer.groupCount(); group++) {
            Optional<KnownTimes> times = times(footer, group, observed);
            boolean maySkip = scan.observed().isEmpty() || times.isPresent();
            splits.add(group, maySkip && !filter.mayPass(footer, group), maySkip, times);
        }
        return splits.all();
    }

    /** The event times of a row group, if they are known to the row. */
    private static Optional<KnownTimes> times(Footer footer, int group, Optional<MappedColumn> observed) {
        return observed.flatMap(column ->
                Bounds.of(column, footer.metadata(group, column.stored())).times());
    }

    private RowFilter filter(ColumnMapping mapping, ScanPredicate predicate) {
        List<RowFilter.Condition> conditions = new ArrayList<>();
        for (ScanPredicate.Comparison comparison : predicate.comparisons()) {
            mapping.flat(columns.get(comparison.column()))
                    .ifPresent(column -> conditions.add(new RowFilter.Condition(comparison, column)));
        }
        return new RowFilter(conditions);
    }
}
