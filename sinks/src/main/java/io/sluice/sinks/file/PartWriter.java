package io.sluice.sinks.file;

import io.sluice.sinks.RowKind;
import io.sluice.sinks.SinkException;
import io.sluice.sinks.SinkTable;
import io.sluice.sinks.SinkWriter;
import io.sluice.sinks.encode.ColumnTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Checks the rows of one part of a batch and hands them to its files; a part without rows makes none. */
final class PartWriter implements SinkWriter {
    private final SinkTable table;
    private final RowFiles files;
    private final Path target;
    private boolean isFinished;

    PartWriter(SinkTable table, RowFiles files, Path target) {
        this.table = table;
        this.files = files;
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
            files.write(rows);
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
            files.finish();
            isFinished = true;
        } catch (IOException e) {
            throw trouble(e);
        }
    }

    private SinkException trouble(IOException cause) {
        return new FileTrouble(table.name()).with("write rows of", target, cause);
    }

    /** The files of the part, whole; none if it is not complete. */
    List<PartOutput> outputs() {
        return isFinished ? files.outputs() : List.of();
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
            files.discard();
        } catch (IOException e) {
            throw trouble(e);
        }
    }
}
