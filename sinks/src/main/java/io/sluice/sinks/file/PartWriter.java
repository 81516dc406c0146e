package io.sluice.sinks.file;

import io.sluice.sinks.RowKind;
import io.sluice.sinks.SinkException;
import io.sluice.sinks.SinkTable;
import io.sluice.sinks.SinkWriter;
import io.sluice.sinks.encode.ColumnTypes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Writes one part of a batch; a part without rows makes no file. */
final class PartWriter implements SinkWriter {
    /** Starts the file of a part. */
    @FunctionalInterface
    interface EncoderFactory {
        FileEncoder open(OutputStream out) throws IOException;
    }

    private final SinkTable table;
    private final EncoderFactory encoders;
    private final PartOutput output;
    private final Path target;
    private FileEncoder encoder;
    private boolean isFinished;

    PartWriter(SinkTable table, EncoderFactory encoders, PartOutput output, Path target) {
        this.table = table;
        this.encoders = encoders;
        this.output = output;
        this.target = target;
    }

    @Override
    public void write(VectorSchemaRoot rows, byte[] kinds) {
        checkInserts(rows, kinds);
        ColumnTypes.checkRows(table, rows);
        if (rows.getRowCount() == 0) {
            return;
        }
        try {
            if (encoder == null) {
                encoder = encoders.open(output);
            }
            encoder.write(rows);
        } catch (IOException e) {
            throw trouble(e);
        }
    }

    private void checkInserts(VectorSchemaRoot rows, byte[] kinds) {
        if (kinds == null) {
            return;
        }
        for (int row = 0; row < rows.getRowCount(); row++) {
            if (kinds[row] != RowKind.INSERT.ordinal()) {
                throw new IllegalStateException("table \"%s\" takes new rows only, got %s"
                        .formatted(table.name(), RowKind.of(kinds[row]).symbol()));
            }
        }
    }

    @Override
    public void finish() {
        try {
            if (encoder != null) {
                encoder.finish();
                output.finish();
            }
            isFinished = true;
        } catch (IOException e) {
            throw trouble(e);
        }
    }

    private SinkException trouble(IOException cause) {
        return new FileTrouble(table.name()).with("write rows of", target, cause);
    }

    /** Whether the part is complete and has rows. */
    boolean hasRows() {
        return isFinished && encoder != null;
    }

    PartOutput output() {
        return output;
    }

    @Override
    public void close() {
        if (!isFinished) {
            discard();
        }
    }

    /** Drops the part, complete or not. */
    void discard() {
        isFinished = false;
        try {
            output.discard();
        } catch (IOException e) {
            throw trouble(e);
        }
    }
}
