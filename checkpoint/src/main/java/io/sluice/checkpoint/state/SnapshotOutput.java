package io.sluice.checkpoint.state;

import io.sluice.checkpoint.file.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Collects rows into record batches of a new snapshot. Makes no file before there is a row. */
final class SnapshotOutput implements Fold.Target, AutoCloseable {
    /** A record batch has no more. */
    static final int BATCH_ROWS = 16 << 10;

    private final Target target;
    private final Durability durability;
    private final BufferAllocator allocator;
    private final StateOutput.Pace pace;
    private final Optional<MigratedColumns> migration;
    private Optional<VectorSchemaRoot> batch = Optional.empty();
    private Optional<StateOutput> file = Optional.empty();
    private Optional<ArrowFileWriter> writer = Optional.empty();
    private int keyColumns;
    private int rows;

    /**
     * What is written, and where.
     *
     * @param expectedBytes a guess of the length
     */
    record Target(Path directory, String table, long through, long epoch, long expectedBytes) {}

    /** Those of a snapshot, if its record batches are full. */
    static long mostRows(StateInput snapshot) {
        return (long) snapshot.batches() * BATCH_ROWS;
    }

    /** @param migration where the table has other columns than the rows that come */
    SnapshotOutput(
            Target target,
            Durability durability,
            BufferAllocator allocator,
            StateOutput.Pace pace,
            Optional<MigratedColumns> migration) {
        this.migration = migration;
        this.target = target;
        this.durability = durability;
        this.allocator = allocator;
        this.pace = pace;
    }

    /** Rows with these columns follow, of no input. */
    void begin(List<Field> columns, int keys) {
        batch = Optional.of(VectorSchemaRoot.create(new Schema(columns), allocator));
        keyColumns = keys;
    }

    @Override
    public VectorSchemaRoot accept(StateInput input) {
        VectorSchemaRoot root = input.root();
        if (migration.isPresent()) {
            List<Field> stored = root.getSchema().getFields();
            migration.get().check(input.path(), stored.subList(1, stored.size()));
            if (batch.isEmpty()) {
                batch = Optional.of(
                        VectorSchemaRoot.create(new Schema(migration.get().fields()), allocator));
                keyColumns = migration.get().keyColumns();
            }
            return root;
        }
        if (batch.isEmpty()) {
            batch = Optional.of(VectorSchemaRoot.create(root.getSchema(), allocator));
            keyColumns = input.keyColumns();
        }
        Columns.check(
                input.path(),
                batch.get().getSchema().getFields(),
                root.getSchema().getFields());
        return root;
    }

    @Override
    public void append(VectorSchemaRoot source, int[] chosen, int count) throws IOException {
        for (int first = 0; first < count; ) {
            int some = Math.min(count - first, BATCH_ROWS - rows);
            append(source, chosen, first, some);
            first += some;
            rows += some;
            if (rows == BATCH_ROWS) {
                flush();
            }
        }
    }

    private void append(VectorSchemaRoot source, int[] chosen, int first, int count) {
        VectorSchemaRoot collected = batch.orElseThrow();
        if (migration.isPresent()) {
            for (int i = 0; i < count; i++) {
                migration.get().copy(source, chosen[first + i], collected, rows + i);
            }
            return;
        }
        for (int column = 0; column < collected.getFieldVectors().size(); column++) {
            RowCopy.append(source.getVector(column), chosen, first, count, collected.getVector(column), rows);
        }
    }

    /** Ends the file and makes it durable; empty if there was no row. */
    Optional<StateFile> finish() throws IOException {
        if (rows > 0) {
            flush();
        }
        if (writer.isEmpty()) {
            return Optional.empty();
        }
        writer.get().end();
        StateFile result = file.orElseThrow().finish();
        durability.directory(target.directory());
        return Optional.of(result);
    }

    private void flush() throws IOException {
        VectorSchemaRoot collected = batch.orElseThrow();
        collected.setRowCount(rows);
        if (writer.isEmpty()) {
            open(collected);
        }
        writer.orElseThrow().writeBatch();
        collected.getFieldVectors().forEach(FieldVector::reset);
        rows = 0;
    }

    private void open(VectorSchemaRoot collected) throws IOException {
        Path path = target.directory().resolve(StateNames.snapshot(target.through(), target.epoch()));
        long bytes = Math.max(target.expectedBytes(), StateWriter.bytes(collected));
        boolean compressed = bytes >= StateWriter.COMPRESSED_FROM_BYTES;
        StateOutput output = StateOutput.create(path, durability, bytes, pace);
        file = Optional.of(output);
        Map<String, String> footer =
                StateWriter.footer("snapshot", target.table(), keyColumns, target.through(), target.epoch());
        writer = Optional.of(StateWriter.open(collected, footer, compressed, output));
        writer.get().start();
    }

    @Override
    public void close() throws IOException {
        batch.ifPresent(VectorSchemaRoot::close);
        if (file.isPresent()) {
            file.get().close();
        }
    }
}
