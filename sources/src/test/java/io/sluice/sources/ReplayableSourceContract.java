package io.sluice.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;

/** What a source must guarantee to another one of a later process: the same ranges, rows and ends. */
public abstract class ReplayableSourceContract extends SourceContract {
    @Test
    void aRangeIsReadAgainByANewSourceThatKnowsNothingElse() {
        produce();
        List<OffsetRange> ranges;
        List<List<List<Object>>> rows = new ArrayList<>();
        try (Source source = open()) {
            ranges = ranges(source, Optional.empty());
            ranges.forEach(range -> rows.add(read(source, range)));
        }
        for (int i = 0; i < ranges.size(); i++) {
            try (Source source = open()) {
                assertThat(read(source, ranges.get(i))).isEqualTo(rows.get(i));
            }
        }
    }

    @Test
    void aRestartAtEachPositionGivesTheRestOfTheRows() {
        produce();
        List<OffsetRange> ranges;
        List<List<Object>> rows = new ArrayList<>();
        try (Source source = open()) {
            ranges = ranges(source, Optional.empty());
            ranges.forEach(range -> rows.addAll(read(source, range)));
        }
        for (int done = 1; done <= ranges.size(); done++) {
            assertThat(rowsOverRestart(done)).isEqualTo(rows);
        }
    }

    /** Reads so many batches, then the rest with a second source that gets position and memory. */
    private List<List<Object>> rowsOverRestart(int batches) {
        List<List<Object>> rows = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator();
                Source first = open();
                Source second = open()) {
            List<VectorSchemaRoot> stored = new ArrayList<>();
            Optional<Offset> at = Optional.empty();
            for (int batch = 0; batch < batches; batch++) {
                OffsetRange range = new OffsetRange(at, nextOf(first, at));
                rows.addAll(read(first, range));
                first.memory().ifPresent(memory -> stored.addAll(memory.additions(range, allocator)));
                at = Optional.of(range.to());
            }
            second.memory().ifPresent(memory -> {
                assertThat(memory.keyColumns())
                        .isBetween(1, memory.schema().getFields().size());
                stored.forEach(memory::restore);
            });
            stored.forEach(VectorSchemaRoot::close);
            rows.addAll(TestRows.all(second, table(), at, SMALL));
        }
        return rows;
    }

    @Test
    void anEndThatIsPinnedIsThatOfANewSource() {
        produce();
        try (Source first = open();
                Source second = open()) {
            first.next(Optional.empty(), SMALL);
            first.freeze();
            Optional<Offset> end = first.end(Optional.empty());
            assertThat(end).isPresent();
            second.freeze(end.get());
            assertThat(second.end(Optional.empty())).isEqualTo(end);
            List<OffsetRange> ranges = ranges(second, Optional.empty());
            List<List<Object>> rows = new ArrayList<>();
            ranges.forEach(range -> rows.addAll(read(second, range)));
            assertThat(rows).isEqualTo(TestRows.all(first, table(), Optional.empty(), SMALL));
            assertThat(second.isExhausted(
                            Optional.of(ranges.get(ranges.size() - 1).to())))
                    .isTrue();
        }
    }

    /** After each batch of a frozen source: what its end says, with its memory, is what a new source reads and ends with. */
    @Test
    void anEndThatIsToldAfterSomeBatchesIsTakenByANewSource() {
        produce();
        for (int done = 0; done <= 2; done++) {
            try (BufferAllocator allocator = new RootAllocator();
                    Source first = open();
                    Source second = open()) {
                List<VectorSchemaRoot> stored = new ArrayList<>();
                first.next(Optional.empty(), SMALL);
                first.freeze();
                Optional<Offset> at = Optional.empty();
                assertThat(first.end(at)).isPresent();
                for (int batch = 0; batch < done; batch++) {
                    OffsetRange range = new OffsetRange(at, nextOf(first, at));
                    first.splits(range, TestTable.scan(table()));
                    first.memory().ifPresent(memory -> stored.addAll(memory.additions(range, allocator)));
                    at = Optional.of(range.to());
                    first.release(range.to());
                }
                Optional<Offset> end = first.end(at);
                assertThat(end).isPresent();
                second.memory().ifPresent(memory -> stored.forEach(memory::restore));
                stored.forEach(VectorSchemaRoot::close);
                second.freeze(end.get());
                assertThat(second.isExhausted(at)).isEqualTo(first.isExhausted(at));
                assertThat(second.end(at)).isEqualTo(end);
                assertThat(TestRows.all(second, table(), at, SMALL)).isEqualTo(TestRows.all(first, table(), at, SMALL));
            }
        }
    }

    private static Offset nextOf(Source source, Optional<Offset> at) {
        Optional<Offset> next = source.next(at, SMALL);
        assertThat(next).isPresent();
        return next.get();
    }
}
