package io.sluice.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every sink promises. A subclass opens its sink on a world that lasts for one test, and looks at that world. */
public abstract class SinkContract {
    protected BufferAllocator allocator;

    /** Opens the sink; a second call is a restart of the query. Rows are those of {@link Columns#numberAndText}. */
    protected abstract Sink open();

    /** The numbers in the first column of all rows that can be seen. */
    protected abstract List<Long> seen();

    @BeforeEach
    void openAllocator() {
        allocator = new RootAllocator();
    }

    @AfterEach
    void allocatorIsEmpty() {
        allocator.close();
    }

    protected final SinkTable table() {
        return Columns.table(Columns.numberAndText(), OutputMode.APPEND);
    }

    protected final Sink start() {
        Sink sink = open();
        sink.recover(OptionalLong.empty());
        return sink;
    }

    /** One part with these numbers. */
    protected final void write(Sink sink, long batch, int part, long... numbers) {
        try (SinkWriter writer = sink.begin(batch, part)) {
            fill(writer, numbers);
            writer.finish();
        }
    }

    private void fill(SinkWriter writer, long... numbers) {
        List<Object[]> rows = new ArrayList<>();
        for (long number : numbers) {
            rows.add(Rows.row(number, "text " + number));
        }
        try (VectorSchemaRoot root = Rows.of(allocator, Columns.numberAndText(), rows.toArray(Object[][]::new))) {
            writer.write(root, null);
        }
    }

    protected final void runBatch(Sink sink, long batch, long... numbers) {
        write(sink, batch, 0, numbers);
        byte[] receipt = sink.stage(batch);
        sink.force(batch);
        sink.publish(batch, receipt);
    }

    @Test
    void publishedRowsAreSeenInTheOrderOfBatches() {
        try (Sink sink = start()) {
            runBatch(sink, 0, 1, 2);
            runBatch(sink, 1, 3);
            sink.sync();
        }
        assertThat(seen()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void batchThatIsPublishedTwiceIsSeenOnce() {
        try (Sink sink = start()) {
            write(sink, 0, 0, 1, 2);
            byte[] receipt = sink.stage(0);
            sink.force(0);
            sink.publish(0, receipt);
            sink.publish(0, receipt);
        }
        assertThat(seen()).containsExactly(1L, 2L);
    }

    @Test
    void partsAreSeenInTheirOrder() {
        try (Sink sink = start()) {
            write(sink, 0, 2, 5);
            write(sink, 0, 0, 1, 2);
            write(sink, 0, 1, 3, 4);
            byte[] receipt = sink.stage(0);
            sink.force(0);
            sink.publish(0, receipt);
        }
        assertThat(seen()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void writerTakesSeveralBatchesOfRows() {
        try (Sink sink = start()) {
            try (SinkWriter writer = sink.begin(0, 0)) {
                fill(writer, 1, 2);
                fill(writer);
                fill(writer, 3);
                writer.finish();
            }
            byte[] receipt = sink.stage(0);
            sink.force(0);
            sink.publish(0, receipt);
        }
        assertThat(seen()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void partThatWasNotFinishedIsDropped() {
        try (Sink sink = start()) {
            write(sink, 0, 0, 1);
            try (SinkWriter writer = sink.begin(0, 1)) {
                fill(writer, 2);
            }
            byte[] receipt = sink.stage(0);
            sink.force(0);
            sink.publish(0, receipt);
        }
        assertThat(seen()).containsExactly(1L);
    }

    @Test
    void abortedAttemptLeavesNothing() {
        try (Sink sink = start()) {
            write(sink, 0, 0, 1);
            write(sink, 0, 1, 2);
            sink.abort(0);
            runBatch(sink, 0, 3);
        }
        assertThat(seen()).containsExactly(3L);
    }

    @Test
    void batchWithoutRowsAddsNothing() {
        try (Sink sink = start()) {
            write(sink, 0, 0);
            byte[] receipt = sink.stage(0);
            sink.force(0);
            sink.publish(0, receipt);
            byte[] none = sink.stage(1);
            sink.force(1);
            sink.publish(1, none);
            sink.sync();
        }
        assertThat(seen()).isEmpty();
    }

    @Test
    void descriptionNamesTheSink() {
        try (Sink sink = start()) {
            assertThat(sink.description()).matches("\\w+\\[.+]");
        }
    }
}
