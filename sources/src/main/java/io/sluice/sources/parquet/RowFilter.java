package io.sluice.sources.parquet;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.ScanPredicate.Comparison;
import io.sluice.sources.column.ColumnType.Lane;
import io.sluice.sources.format.FileBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.Util;

/**
 * Finds row groups, and pages in them, without a row that passes the predicate, by the bounds of each column. Where the
 * bounds leave a doubt the rows are read: NaN is in no statistic, so it may be above any greatest DOUBLE.
 */
final class RowFilter {
    static final RowFilter NONE = new RowFilter(List.of());

    private final List<Condition> conditions;

    /** A comparison and the column that it compares. */
    record Condition(Comparison comparison, MappedColumn column) {
        Condition {
            requireNonNull(comparison, "comparison");
            requireNonNull(column, "column");
        }

        boolean mayPass(Bounds bounds) {
            if (bounds.allNull()) {
                return false;
            }
            Optional<Object> least = bounds.least();
            Optional<Object> greatest = column.type().lane() == Lane.DOUBLE ? Optional.empty() : bounds.greatest();
            Object literal = comparison.literal();
            return switch (comparison.operator()) {
                case EQUAL -> order(least, literal, -1) <= 0 && order(greatest, literal, 1) >= 0;
                case LESS -> order(least, literal, -1) < 0;
                case LESS_OR_EQUAL -> order(least, literal, -1) <= 0;
                case GREATER -> order(greatest, literal, 1) > 0;
                case GREATER_OR_EQUAL -> order(greatest, literal, 1) >= 0;
                case IS_NOT_NULL -> true;
            };
        }
    }

    RowFilter(List<Condition> conditions) {
        this.conditions = List.copyOf(conditions);
    }

    boolean isEmpty() {
        return conditions.isEmpty();
    }

    boolean mayPass(Footer footer, int group) {
        return conditions.stream()
                .allMatch(condition -> condition.mayPass(Bounds.of(
                        condition.column(),
                        footer.metadata(group, condition.column().stored()))));
    }

    /** How a bound stands to the literal; {@code doubt} if there is no bound or it is of another type. */
    private static int order(Optional<Object> bound, Object literal, int doubt) {
        if (bound.isEmpty()) {
            return doubt;
        }
        Object value = bound.get();
        if (value instanceof Long number && literal instanceof Long other) {
            return Long.compare(number, other);
        }
        if (value instanceof Double number && literal instanceof Number other) {
            double compared = other.doubleValue();
            return number < compared ? -1 : number > compared ? 1 : 0;
        }
        if (value instanceof byte[] text && literal instanceof String other) {
            return Arrays.compareUnsigned(text, other.getBytes(StandardCharsets.UTF_8));
        }
        return doubt;
    }

    /** The rows of a row group that may pass, by the index of its pages where there is one. */
    RowRanges rows(Footer footer, int group, FileBytes bytes) throws IOException {
        RowRanges rows = RowRanges.all(footer.rows(group));
        for (Condition condition : conditions) {
            Optional<Footer.PageIndexPlace> place =
                    footer.pageIndex(group, condition.column().stored());
            if (place.isPresent()) {
                rows = rows.and(rows(condition, place.get(), footer.rows(group), bytes));
            }
        }
        return rows;
    }

    private static RowRanges rows(Condition condition, Footer.PageIndexPlace place, long all, FileBytes bytes)
            throws IOException {
        ColumnIndex index;
        OffsetIndex offsets;
        try {
            index = Util.readColumnIndex(
                    new ByteArrayInputStream(read(bytes, place.indexStart(), place.indexLength())));
            offsets = Util.readOffsetIndex(
                    new ByteArrayInputStream(read(bytes, place.offsetsStart(), place.offsetsLength())));
        } catch (RuntimeException e) {
            throw new IOException("expected the index of pages, got other bytes", e);
        }
        int pages = offsets.getPage_locationsSize();
        boolean complete = index.getNull_pagesSize() == pages
                && index.getMin_valuesSize() == pages
                && index.getMax_valuesSize() == pages
                && (!index.isSetNull_counts() || index.getNull_countsSize() == pages);
        if (!complete) {
            throw new IOException("expected an index of %d pages, got another number".formatted(pages));
        }
        RowRanges.Builder rows = new RowRanges.Builder();
        for (int page = 0; page < pages; page++) {
            long from = offsets.getPage_locations().get(page).getFirst_row_index();
            long to =
                    page + 1 < pages ? offsets.getPage_locations().get(page + 1).getFirst_row_index() : all;
            if (from < 0 || from > to || to > all || page == 0 && from > 0) {
                throw new IOException("expected an index of pages in the order of %d rows, got rows %d to %d"
                        .formatted(all, from, to));
            }
            if (condition.mayPass(Bounds.of(condition.column(), index, page))) {
                rows.add(from, to);
            }
        }
        return pages == 0 ? RowRanges.all(all) : rows.build();
    }

    private static byte[] read(FileBytes bytes, long start, int length) throws IOException {
        byte[] read = new byte[length];
        bytes.read(start, read, 0, length);
        return read;
    }
}
