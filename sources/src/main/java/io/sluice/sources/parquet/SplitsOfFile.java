package io.sluice.sources.parquet;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.KnownTimes;
import io.sluice.sources.Split;
import io.sluice.sources.format.DataFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts the row groups of a file together to splits, and cuts large ones, so that the threads have equally much to do. What is left out counts for the split that is being made; if no
 * other row group follows, for one without rows.
 */
final class SplitsOfFile {
    private static final long ROWS_OF_SPLIT = 64 << 10;

    /** A page in which a part begins is decompressed for the part before it, too: so the parts are not small. */
    private static final long ROWS_OF_PART = 96 << 10;

    private final DataFile file;
    private final Footer footer;
    private final List<ColumnTree> columns;
    private final RowFilter filter;
    private final List<Split> splits = new ArrayList<>();
    private List<Integer> groups = new ArrayList<>();
    private long rows;
    private boolean pagesMaySkip = true;
    private Optional<KnownTimes> times = Optional.empty();
    private boolean allTimesKnown = true;

    SplitsOfFile(DataFile file, Footer footer, List<ColumnTree> columns, RowFilter filter) {
        this.file = requireNonNull(file, "file");
        this.footer = requireNonNull(footer, "footer");
        this.columns = requireNonNull(columns, "columns");
        this.filter = requireNonNull(filter, "filter");
    }

    /**
     * Takes the next row group.
     *
     * @param skipped it is left out
     * @param maySkip pages of it may be left out
     * @param known its event times, which count although rows are left out
     */
    void add(int group, boolean skipped, boolean maySkip, Optional<KnownTimes> known) {
        if (!skipped) {
            if (rows > 0 && rows + footer.rows(group) > ROWS_OF_SPLIT) {
                finish();
            }
            groups.add(group);
            rows += footer.rows(group);
            pagesMaySkip &= maySkip;
        }
        allTimesKnown &= known.isPresent();
        if (known.isPresent()) {
            times = Optional.of(times.isPresent() ? times.get().and(known.get()) : known.get());
        }
    }

    private void finish() {
        long parts = groups.size() == 1 ? Math.max(1, Math.round((double) rows / ROWS_OF_PART)) : 1;
        for (long part = 0; part < parts; part++) {
            RowRanges.Range range = new RowRanges.Range(rows * part / parts, rows * (part + 1) / parts);
            splits.add(split(range.to() - range.from(), parts == 1 ? Optional.empty() : Optional.of(range)));
        }
        groups = new ArrayList<>();
        rows = 0;
        pagesMaySkip = true;
        times = Optional.empty();
        allTimesKnown = true;
    }

    private Split split(long rowsOfSplit, Optional<RowRanges.Range> part) {
        boolean complete = allTimesKnown;
        return new ParquetSplit(
                file,
                footer,
                columns,
                groups,
                part,
                rowsOfSplit,
                pagesMaySkip ? filter : RowFilter.NONE,
                times.map(known -> new KnownTimes(known.least(), known.greatest(), complete)));
    }

    List<Split> all() {
        if (rows > 0 || times.isPresent()) {
            finish();
        }
        return List.copyOf(splits);
    }
}
