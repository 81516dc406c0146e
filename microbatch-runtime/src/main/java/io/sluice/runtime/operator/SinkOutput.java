package io.sluice.runtime.operator;

import static java.util.Objects.requireNonNull;

import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkWriter;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The parts of a batch that go to one sink. A part is opened when it gets its first rows, by whichever thread has them; one
 * thread at a time opens.
 */
public final class SinkOutput {
    private final String name;
    private final Sink sink;
    private final TreeMap<Integer, SinkWriter> writers = new TreeMap<>();
    private final AtomicLong rows = new AtomicLong();
    private long batch;

    public SinkOutput(String name, Sink sink) {
        this.name = requireNonNull(name, "name");
        this.sink = requireNonNull(sink, "sink");
    }

    public String name() {
        return name;
    }

    public Sink sink() {
        return sink;
    }

    public void begin(long newBatch) {
        batch = newBatch;
        rows.set(0);
    }

    /** The part that a thread writes of a piece of the batch. */
    public int part(int thread, int piece) {
        return sink.partsByThread() ? thread : piece;
    }

    /** @param kinds as {@link SinkWriter#write} takes them */
    public void write(int part, VectorSchemaRoot root, byte[] kinds) {
        writer(part).write(root, kinds);
        rows.addAndGet(root.getRowCount());
    }

    /** Makes sure that there is a part, though it may stay empty. */
    public void open(int part) {
        writer(part);
    }

    private SinkWriter writer(int part) {
        synchronized (writers) {
            return writers.computeIfAbsent(part, key -> sink.begin(batch, key));
        }
    }

    /** All rows are written; the parts are still to be finished. */
    public List<SinkWriter> writers() {
        return List.copyOf(writers.values());
    }

    public long rows() {
        return rows.get();
    }

    /** Closes the parts: those that were not finished are dropped. */
    public void close() {
        RuntimeException failure = null;
        for (SinkWriter writer : writers.values()) {
            try {
                writer.close();
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        writers.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
