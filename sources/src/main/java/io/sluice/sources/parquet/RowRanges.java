package io.sluice.sources.parquet;

import java.util.ArrayList;
import java.util.List;

/** Rows of a row group as ranges {@code [from, to)}, rising and apart. */
record RowRanges(List<Range> ranges) {
    record Range(long from, long to) {}

    RowRanges {
        ranges = List.copyOf(ranges);
    }

    static RowRanges all(long rows) {
        return new RowRanges(rows == 0 ? List.of() : List.of(new Range(0, rows)));
    }

    /** The rows that are in both. */
    RowRanges and(RowRanges other) {
        Builder both = new Builder();
        int left = 0;
        int right = 0;
        while (left < ranges.size() && right < other.ranges.size()) {
            Range a = ranges.get(left);
            Range b = other.ranges.get(right);
            both.add(Math.max(a.from, b.from), Math.min(a.to, b.to));
            if (a.to < b.to) {
                left++;
            } else {
                right++;
            }
        }
        return both.build();
    }

    /** Takes ranges in rising order and joins those that touch. */
    static final class Builder {
        private final List<Range> ranges = new ArrayList<>();

        void add(long from, long to) {
            if (from >= to) {
                return;
            }
            int last = ranges.size() - 1;
            if (last >= 0 && ranges.get(last).to == from) {
                ranges.set(last, new Range(ranges.get(last).from, to));
            } else {
                ranges.add(new Range(from, to));
            }
        }

        RowRanges build() {
            return new RowRanges(ranges);
        }
    }
}
