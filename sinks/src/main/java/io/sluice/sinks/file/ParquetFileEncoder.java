package io.sluice.sinks.file;

import io.sluice.sinks.parquet.ParquetEncoder;
import java.io.IOException;
import org.apache.arrow.vector.VectorSchemaRoot;

/** One Parquet file. */
record ParquetFileEncoder(ParquetEncoder encoder) implements FileEncoder {
    @Override
    public void write(VectorSchemaRoot rows) throws IOException {
        encoder.write(rows);
    }

    @Override
    public long heldBytes() {
        return encoder.heldBytes();
    }

    @Override
    public void flush() throws IOException {
        encoder.flushBlock();
    }

    @Override
    public void finish() throws IOException {
        encoder.finish();
    }
}
