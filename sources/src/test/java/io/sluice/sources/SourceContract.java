package io.sluice.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sources.column.ColumnType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What each source must guarantee within one process; {@link ReplayableSourceContract} has what only a source can that gives
 * its rows again to the next one. A subclass says how to open it and how new rows come.
 */
public abstract class SourceContract {
    /** Small enough that {@link #produce} makes more than one batch. */
    protected static final ReadLimit SMALL = new ReadLimit(1, Long.MAX_VALUE, 140_000);

    protected abstract SourceTable table();

    /** Opens the source over all that was produced and will be. */
    protected abstract Source open();

    /** Makes rows for at least two batches of {@link #SMALL}. */
    protected abstract void produce();

    @Test
    void nothingIsThereAfterTheLastPosition() {
        produce();
        try (Source source = open()) {
            List<OffsetRange> ranges = ranges(source, Optional.empty());
            assertThat(ranges).hasSizeGreaterThan(1);
            Optional<Offset> last = Optional.of(ranges.get(ranges.size() - 1).to());
            assertThat(source.next(last, SMALL)).isEmpty();
            assertThat(source.next(last, SMALL)).isEmpty();
            assertThat(source.latest()).isPresent();
        }
    }

    @Test
    void planningTwiceGivesTheSamePosition() {
        produce();
        try (Source source = open()) {
            source.next(Optional.empty(), SMALL);
            Optional<Offset> first = source.next(Optional.empty(), SMALL);
            assertThat(first).isPresent();
            assertThat(source.next(Optional.empty(), SMALL)).isEqualTo(first);
        }
    }

    @Test
    void theSameRangeGivesTheSameRowsTwice() {
        produce();
        try (Source source = open()) {
            for (OffsetRange range : ranges(source, Optional.empty())) {
                List<List<Object>> rows = read(source, range);
                assertThat(rows).isNotEmpty();
                assertThat(read(source, range)).isEqualTo(rows);
            }
        }
    }

    @Test
    void splitsGiveTheSameRowsInAnyOrderOfReading() {
        produce();
        try (Source source = open()) {
            List<ColumnType> columns = ColumnType.of(table());
            for (OffsetRange range : ranges(source, Optional.empty())) {
                List<Split> splits = source.splits(range, TestTable.scan(table()));
                List<List<List<Object>>> forward = new ArrayList<>();
                splits.forEach(split -> forward.add(TestRows.of(split, columns)));
                List<Split> reversed = new ArrayList<>(splits);
                Collections.reverse(reversed);
                List<List<List<Object>>> backward = new ArrayList<>();
                reversed.forEach(split -> backward.add(TestRows.of(split, columns)));
                Collections.reverse(backward);
                assertThat(backward).isEqualTo(forward);
            }
        }
    }

    @Test
    void releasedRangesDoNotChangeWhatFollows() {
        produce();
        try (Source source = open();
                Source other = open()) {
            List<OffsetRange> ranges = ranges(source, Optional.empty());
            List<List<Object>> rows = new ArrayList<>();
            ranges.forEach(range -> rows.addAll(read(source, range)));
            List<List<Object>> released = new ArrayList<>();
            Optional<Offset> at = Optional.empty();
            for (Optional<Offset> next = other.next(at, SMALL); next.isPresent(); next = other.next(at, SMALL)) {
                assertThat(released).hasSizeLessThan(rows.size());
                released.addAll(read(other, new OffsetRange(at, next.get())));
                other.release(next.get());
                at = next;
            }
            assertThat(released).isEqualTo(rows);
        }
    }

    @Test
    void aColumnIsTheSameWhicheverOthersAreRead() {
        produce();
        try (Source source = open()) {
            OffsetRange range = ranges(source, Optional.empty()).get(0);
            List<List<Object>> rows = read(source, range);
            List<ColumnType> columns = ColumnType.of(table());
            for (int column = 0; column < columns.size(); column++) {
                int position = column;
                List<Split> splits = source.splits(range, new Scan(List.of(position), ScanPredicate.TRUE));
                assertThat(TestRows.of(splits, List.of(columns.get(position))))
                        .isEqualTo(rows.stream()
                                .map(row -> Collections.singletonList(row.get(position)))
                                .toList());
            }
            List<Split> none = source.splits(range, new Scan(List.of(), ScanPredicate.TRUE));
            assertThat(TestRows.of(none, List.<ColumnType>of())).hasSameSizeAs(rows);
        }
    }

    @Test
    void aPositionOfAnotherConnectorIsRefused() {
        produce();
        try (Source source = open()) {
            assertThatThrownBy(() -> source.next(Optional.of(new Offset("{\"kafka\":[1,2]}")), SMALL))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("table \"t\"")
                    .hasMessageContaining("{\"kafka\":[1,2]}");
        }
    }

    final List<OffsetRange> ranges(Source source, Optional<Offset> start) {
        List<OffsetRange> ranges = new ArrayList<>();
        source.next(start, SMALL);
        Optional<Offset> at = start;
        for (Optional<Offset> next = source.next(at, SMALL); next.isPresent(); next = source.next(at, SMALL)) {
            ranges.add(new OffsetRange(at, next.get()));
            assertThat(ranges).hasSizeLessThan(100);
            at = next;
        }
        return ranges;
    }

    final List<List<Object>> read(Source source, OffsetRange range) {
        return TestRows.of(source.splits(range, TestTable.scan(table())), table());
    }
}
