package io.sluice.checkpoint.state;

import static io.sluice.checkpoint.StateDelta.PUT;

import io.sluice.checkpoint.file.Durability;
import io.sluice.checkpoint.file.Trouble;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Makes one snapshot of a snapshot and the deltas after it, from the newest to the oldest: the first row that is seen of
 * a key is the one that counts.
 *
 * <pre>
 *             snapshot     delta 7      delta 8          new snapshot
 *             a 1          put a 2      delete b         put c 4   (8)
 *             b 1          put b 2      put c 4          put a 2   (7)
 *             d 1                                        put d 1   (snapshot)
 * </pre>
 *
 * Memory: the keys of the deltas, and one record batch. Reads durable data only, so it may run beside commits.
 */
final class Fold {
    private final Path directory;
    private final StateReader reader;
    private final long epoch;
    private final Durability durability;
    private final BufferAllocator allocator;

    /** What to fold: at least one delta, oldest first. */
    record Input(String table, Optional<StateChange.Snapshot> snapshot, List<StateCatalog.LiveDelta> deltas) {
        Input {
            deltas = List.copyOf(deltas);
        }

        long through() {
            return deltas.get(deltas.size() - 1).batch();
        }
    }

    Fold(Path directory, StateReader reader, long epoch, Durability durability, BufferAllocator allocator) {
        this.directory = directory;
        this.reader = reader;
        this.epoch = epoch;
        this.durability = durability;
        this.allocator = allocator;
    }

    /** Writes the snapshot durably; it counts when a commit names it. */
    StateChange.Snapshot run(Input input, StateOutput.Pace pace) {
        Path target = directory.resolve(input.table());
        SnapshotOutput.Target snapshotTarget =
                new SnapshotOutput.Target(target, input.table(), input.through(), epoch, expectedBytes(input));
        KeySet newer = new KeySet();
        try (SnapshotOutput output = new SnapshotOutput(snapshotTarget, durability, allocator, pace)) {
            durability.createDirectories(target);
            for (int i = input.deltas().size() - 1; i >= 0; i--) {
                try (StateInput delta =
                        reader.open(input.table(), input.deltas().get(i), allocator)) {
                    foldDelta(delta, newer, output);
                }
            }
            Optional<StateFile> older = input.snapshot().flatMap(StateChange.Snapshot::file);
            if (older.isPresent()) {
                try (StateInput snapshot = reader.open(input.table(), older.get(), allocator)) {
                    foldSnapshot(snapshot, newer, output);
                }
            }
            return new StateChange.Snapshot(input.table(), input.through(), output.finish());
        } catch (IOException e) {
            throw Trouble.with("write a snapshot to", target, e);
        }
    }

    private static void foldDelta(StateInput delta, KeySet newer, SnapshotOutput output) throws IOException {
        VectorSchemaRoot rows = output.accept(delta);
        KeyEncoder keys = keys(rows, delta.keyColumns());
        TinyIntVector operations = (TinyIntVector) rows.getVector(0);
        while (delta.next()) {
            for (int row = 0; row < rows.getRowCount(); row++) {
                if (newer.add(keys.bytesOf(row), keys.length()) && operations.get(row) == PUT) {
                    output.append(rows, row);
                }
            }
        }
    }

    private static void foldSnapshot(StateInput snapshot, KeySet newer, SnapshotOutput output) throws IOException {
        VectorSchemaRoot rows = output.accept(snapshot);
        KeyEncoder keys = keys(rows, snapshot.keyColumns());
        while (snapshot.next()) {
            for (int row = 0; row < rows.getRowCount(); row++) {
                if (!newer.contains(keys.bytesOf(row), keys.length())) {
                    output.append(rows, row);
                }
            }
        }
    }

    private static KeyEncoder keys(VectorSchemaRoot rows, int keyColumns) {
        return new KeyEncoder(rows.getFieldVectors().subList(1, 1 + keyColumns));
    }

    private static long expectedBytes(Input input) {
        long sum = input.snapshot()
                .flatMap(StateChange.Snapshot::file)
                .map(StateFile::length)
                .orElse(0L);
        for (StateCatalog.LiveDelta delta : input.deltas()) {
            sum += delta.file().map(StateFile::length).orElse(0L);
        }
        return sum;
    }
}
