package io.sluice.sinks.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a file of one row to nowhere. The first Parquet file of a process costs half a second of class loading; done
 * while the query starts, its first batch does not wait for it.
 */
public final class ParquetWarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(ParquetWarmUp.class);

    private ParquetWarmUp() {}

    /** Starts on a daemon thread of its own and returns. */
    public static void start(ParquetSettings settings) {
        Thread thread = new Thread(() -> run(settings), "sluice-parquet-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private static void run(ParquetSettings settings) {
        try {
            write(settings);
        } catch (IOException | RuntimeException e) {
            LOG.debug("Parquet was not warmed up", e);
        }
    }

    static void write(ParquetSettings settings) throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                BigIntVector column = new BigIntVector("n", allocator)) {
            column.allocateNew(1);
            column.set(0, 1);
            column.setValueCount(1);
            VectorSchemaRoot rows = new VectorSchemaRoot(List.of(column));
            ParquetEncoder encoder =
                    new ParquetEncoder.Pool(rows.getSchema(), settings).open(OutputStream.nullOutputStream());
            encoder.write(rows);
            encoder.finish();
        }
    }
}
