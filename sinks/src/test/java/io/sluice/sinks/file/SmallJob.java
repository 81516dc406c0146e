package io.sluice.sinks.file;

import io.sluice.sinks.Columns;
import io.sluice.sinks.OutputMode;
import io.sluice.sinks.Rows;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The trigger loop in small, with a log of commits that survives every crash. Batch n has the rows 10n and 10n + 1; the
 * second one is too large for a receipt in every batch but the first.
 */
final class SmallJob {
    static final int BATCHES = 3;

    private final BufferAllocator allocator;
    private final List<byte[]> commits = new ArrayList<>();
    private int publishedThrough = -1;

    SmallJob(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    int committed() {
        return commits.size();
    }

    /** Starts or restarts, and runs to the end. */
    void run(Path target) {
        try (Sink sink = open(target)) {
            sink.recover(commits.isEmpty() ? OptionalLong.empty() : OptionalLong.of(commits.size() - 1));
            for (int batch = publishedThrough + 1; batch < commits.size(); batch++) {
                sink.publish(batch, commits.get(batch));
            }
            for (int batch = commits.size(); batch < BATCHES; batch++) {
                write(sink, batch);
                byte[] receipt = sink.stage(batch);
                sink.force(batch);
                commits.add(receipt);
                sink.publish(batch, commits.get(batch));
                if (batch == 1) {
                    sync(sink);
                }
            }
            sync(sink);
        }
    }

    private void sync(Sink sink) {
        sink.sync();
        publishedThrough = commits.size() - 1;
    }

    static Sink open(Path target) {
        return OpenSink.of(
                Columns.table(Columns.numberAndText(), OutputMode.APPEND), FileSinkOptions.of(target, "json"));
    }

    private void write(Sink sink, int batch) {
        write(sink, batch, 0, 10L * batch, "small");
        write(sink, batch, 1, 10L * batch + 1, batch == 0 ? "small" : "x".repeat(PartOutput.INLINE_BYTES));
    }

    private void write(Sink sink, int batch, int part, long number, String text) {
        try (SinkWriter writer = sink.begin(batch, part);
                VectorSchemaRoot rows = Rows.of(allocator, Columns.numberAndText(), Rows.row(number, text))) {
            writer.write(rows, null);
            writer.finish();
        }
    }

    /** What the first {@code batches} batches bring. */
    static List<Long> numbers(int batches) {
        List<Long> numbers = new ArrayList<>();
        for (long batch = 0; batch < batches; batch++) {
            numbers.add(10 * batch);
            numbers.add(10 * batch + 1);
        }
        return numbers;
    }
}
