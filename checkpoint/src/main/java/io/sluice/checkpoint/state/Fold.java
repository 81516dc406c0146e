package io.sluice.checkpoint.state;

import io.sluice.checkpoint.file.Durability;
import io.sluice.checkpoint.file.Trouble;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.arrow.memory.BufferAllocator;
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
 * Memory: the keys of the deltas, and one record batch. Where the keys are many all is read several times, each time for a part of the
 * keys by their hash. Reads durable data only, so it may run beside commits.
 */
final class Fold {
    private final Path directory;
    private final StateReader reader;
    private final long epoch;
    private final Durability durability;
    private final BufferAllocator allocator;

    /** What to fold: at least one delta. */
    record Input(String table, StateCatalog.View view) {
        long through() {
            return view.deltas().get(view.deltas().size() - 1).batch();
        }
    }

    /** Takes the rows that count. */
    interface Target {
        /** The root of an input whose rows are to be appended; all inputs have the same columns. */
        VectorSchemaRoot accept(StateInput input);

        /** Takes the first {@code count} of some rows. */
        void append(VectorSchemaRoot source, int[] rows, int count) throws IOException;
    }

    Fold(Path directory, StateReader reader, long epoch, Durability durability, BufferAllocator allocator) {
        this.directory = directory;
        this.reader = reader;
        this.epoch = epoch;
        this.durability = durability;
        this.allocator = allocator;
    }

    /**
     * Writes the snapshot durably; it counts when a commit names it.
     *
     * @param isInVain asked for each record batch: whether no commit will name it; what has been written is garbage then
     * @return empty if it is in vain
     */
    Optional<StateChange.Snapshot> run(Input input, StateOutput.Pace pace, BooleanSupplier isInVain) {
        return run(input, input.through(), pace, Optional.empty(), isInVain);
    }

    /**
     * The same with other columns.
     *
     * @param through the last batch in the snapshot
     */
    StateChange.Snapshot migrate(Input input, long through, MigratedColumns migration) {
        return run(input, through, StateOutput.Pace.NONE, Optional.of(migration), () -> false)
                .orElseThrow();
    }

    private Optional<StateChange.Snapshot> run(
            Input input,
            long through,
            StateOutput.Pace pace,
            Optional<MigratedColumns> migration,
            BooleanSupplier isInVain) {
        Path target = directory.resolve(input.table());
        SnapshotOutput.Target snapshotTarget =
                new SnapshotOutput.Target(target, input.table(), through, epoch, expectedBytes(input.view()));
        try (SnapshotOutput output = new SnapshotOutput(snapshotTarget, durability, allocator, pace, migration)) {
            durability.createDirectories(target);
            try (StateReader.Held held = reader.hold(input.table(), input.view())) {
                if (!rows(held, allocator, output, isInVain)) {
                    return Optional.empty();
                }
            }
            return Optional.of(new StateChange.Snapshot(input.table(), through, output.finish()));
        } catch (IOException e) {
            throw Trouble.with("write a snapshot to", target, e);
        }
    }

    /** Gives the rows of a table, each key once, to {@code target}. */
    static void rows(StateReader.Held held, BufferAllocator allocator, Target target) throws IOException {
        rows(held, allocator, target, () -> false);
    }

    private static boolean rows(
            StateReader.Held held, BufferAllocator allocator, Target target, BooleanSupplier isInVain)
            throws IOException {
        try (RowCursor cursor = new RowCursor(held, allocator)) {
            StateInput accepted = null;
            while (cursor.next()) {
                if (isInVain.getAsBoolean()) {
                    return false;
                }
                if (cursor.input() != accepted) {
                    accepted = cursor.input();
                    target.accept(accepted);
                }
                target.append(accepted.root(), cursor.chosen(), cursor.count());
            }
            return true;
        }
    }

    private static long expectedBytes(StateCatalog.View view) {
        long sum = view.base().file().map(StateFile::length).orElse(0L);
        for (StateCatalog.LiveDelta delta : view.deltas()) {
            sum += delta.file().map(StateFile::length).orElse(0L);
        }
        return sum;
    }
}
