package io.sluice.sources.parquet;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.Split;
import io.sluice.sources.format.DataFile;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Puts the row groups of a file together to splits. What is left out counts for the split that is being made; if no
 * other row group follows, for one without rows.
 */
final class SplitsOfFile {
    private static final long ROWS_OF_SPLIT = 64 << 10;

    private final DataFile file;
    private final Footer footer;
    private final List<ColumnTree> columns;
    private final RowFilter filter;
    private final List<Split> splits = new ArrayList<>();
    private List<Integer> groups = new ArrayList<>();
    private long rows;
    private boolean pagesMaySkip = true;
    private OptionalLong leftOut = OptionalLong.empty();

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
     * @param greatest its greatest event time, which counts although rows are left out
     */
    void add(int group, boolean skipped, boolean maySkip, OptionalLong greatest) {
        if (!skipped) {
            if (rows > 0 && rows + footer.rows(group) > ROWS_OF_SPLIT) {
                finish();
            }
            groups.add(group);
            rows += footer.rows(group);
            pagesMaySkip &= maySkip;
        }
        if (greatest.isPresent()) {
            leftOut = OptionalLong.of(Math.max(leftOut.orElse(Long.MIN_VALUE), greatest.getAsLong()));
        }
    }

    private void finish() {
        splits.add(
                new ParquetSplit(file, footer, columns, groups, rows, pagesMaySkip ? filter : RowFilter.NONE, leftOut));
        groups = new ArrayList<>();
        rows = 0;
        pagesMaySkip = true;
        leftOut = OptionalLong.empty();
    }

    List<Split> all() {
        if (rows > 0 || leftOut.isPresent()) {
            finish();
        }
        return List.copyOf(splits);
    }
}
