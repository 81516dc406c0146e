package io.sluice.sinks.blackhole;

import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkWriter;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Reads every byte of every column, so that a query cannot save the work of making them, and drops the rows. There is
 * nothing that a crash could lose or double.
 */
final class BlackholeSink implements Sink {
    private final String table;
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong checksum = new AtomicLong();

    BlackholeSink(String table) {
        this.table = table;
    }

    /** Rows of all finished parts, those of aborted batches too. */
    long rows() {
        return rows.get();
    }

    /** Depends on every value that was read. */
    long checksum() {
        return checksum.get();
    }

    @Override
    public void recover(OptionalLong lastCommitted) {}

    @Override
    public SinkWriter begin(long batch, int part) {
        return new Part();
    }

    @Override
    public byte[] stage(long batch) {
        return new byte[0];
    }

    @Override
    public void publish(long batch, byte[] receipt) {}

    @Override
    public void sync() {}

    @Override
    public void abort(long batch) {}

    @Override
    public boolean partsByThread() {
        return true;
    }

    @Override
    public boolean writesAhead() {
        return true;
    }

    @Override
    public String description() {
        return "Blackhole[" + table + "]";
    }

    @Override
    public void close() {}

    private final class Part implements SinkWriter {
        private long count;
        private long sum;

        @Override
        public void write(VectorSchemaRoot batch, byte[] kinds) {
            for (FieldVector column : batch.getFieldVectors()) {
                for (ArrowBuf buffer : column.getFieldBuffers()) {
                    sum += sum(buffer, buffer.readableBytes());
                }
            }
            count += batch.getRowCount();
        }

        @Override
        public void finish() {
            rows.addAndGet(count);
            checksum.addAndGet(sum);
        }

        @Override
        public void close() {}
    }

    private static long sum(ArrowBuf buffer, long bytes) {
        long sum = 0;
        long words = bytes / Long.BYTES * Long.BYTES;
        for (long at = 0; at < words; at += Long.BYTES) {
            sum = sum * 31 + buffer.getLong(at);
        }
        for (long at = words; at < bytes; at++) {
            sum = sum * 31 + buffer.getByte(at);
        }
        return sum;
    }
}
