package io.sluice.runtime.loop;

import io.sluice.checkpoint.BatchIntent;
import io.sluice.checkpoint.Checkpoint;
import io.sluice.checkpoint.CheckpointReader;
import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import io.sluice.sources.Source;
import io.sluice.sources.SourceMemory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * What sources remember, kept with the state of the query: the rows of source {@code s} are in the table {@code seen} of
 * the uid {@code source-s}. Used by the loop's thread.
 */
final class SourceMemories {
    private static final String PREFIX = "source-";
    private static final String HEX_PREFIX = "sourcex-";
    private static final String TABLE = "seen";
    private static final int PIECE_ROWS = 4096;

    private final List<Kept> kept = new ArrayList<>();
    private final BufferAllocator allocator;

    private record Kept(String source, SourceMemory memory, StateTable table) {}

    SourceMemories(Map<String, Source> sources, BufferAllocator allocator) {
        this.allocator = allocator;
        sources.forEach((name, source) -> source.memory()
                .ifPresent(memory -> kept.add(new Kept(
                        name, memory, new StateTable(uid(name), TABLE, memory.schema(), memory.keyColumns())))));
    }

    /** A uid has letters, digits, - and _ only; a table may have any name. */
    static String uid(String source) {
        return source.matches("[A-Za-z0-9_-]+")
                ? PREFIX + source
                : HEX_PREFIX + HexFormat.of().formatHex(source.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether a stored table belongs to a source, not to an operator. */
    static boolean isOfSource(String storedTable) {
        return (storedTable.startsWith(PREFIX) || storedTable.startsWith(HEX_PREFIX))
                && storedTable.endsWith("/" + TABLE);
    }

    /** Gives each source back what it has asked to remember, and not to forget since. */
    void restore(Checkpoint checkpoint) {
        for (Kept entry : kept) {
            try (StoredRows rows = new StoredRows(entry.table(), allocator)) {
                checkpoint.restore(entry.table(), rows::add);
                entry.memory().restore(rows.live());
            }
        }
    }

    /** The same of a checkpoint that is only looked at, as of a batch. */
    void restore(CheckpointReader checkpoint, long batch) {
        List<String> stored = checkpoint.tables(batch);
        for (Kept entry : kept) {
            String name = entry.table().uid() + "/" + entry.table().table();
            try (VectorSchemaRoot all = VectorSchemaRoot.create(entry.table().schema(), allocator)) {
                if (stored.contains(name)) {
                    checkpoint.read(name, batch, PIECE_ROWS, allocator, rows -> append(rows, all));
                }
                entry.memory().restore(all);
            }
        }
    }

    private static void append(VectorSchemaRoot rows, VectorSchemaRoot all) {
        int size = all.getRowCount();
        for (int row = 0; row < rows.getRowCount(); row++) {
            for (int column = 0; column < all.getFieldVectors().size(); column++) {
                all.getVector(column).copyFromSafe(row, size + row, rows.getVector(column));
            }
        }
        all.setRowCount(size + rows.getRowCount());
    }

    /** What the batch adds and removes. */
    Changes changes(BatchIntent intent) {
        Changes changes = new Changes();
        try {
            for (Kept entry : kept) {
                changes.add(entry, Optional.ofNullable(intent.ranges().get(entry.source())));
            }
            return changes;
        } catch (RuntimeException | Error e) {
            changes.close();
            throw e;
        }
    }

    /** Deltas of all memories; owns their vectors. */
    final class Changes implements AutoCloseable {
        private final List<DeltaRows> rows = new ArrayList<>();

        private void add(Kept entry, Optional<BatchIntent.Range> range) {
            DeltaRows delta = new DeltaRows(entry.table(), allocator);
            rows.add(delta);
            range.ifPresent(present -> addAll(delta, entry.memory(), present));
            entry.memory().removals(allocator, keys -> delta.append(keys, StateDelta.DELETE));
        }

        private void addAll(DeltaRows delta, SourceMemory memory, BatchIntent.Range range) {
            List<VectorSchemaRoot> additions = memory.additions(Inputs.range(range), allocator);
            try {
                additions.forEach(addition -> delta.append(addition, StateDelta.PUT));
            } finally {
                additions.forEach(VectorSchemaRoot::close);
            }
        }

        List<StateDelta> deltas() {
            return rows.stream()
                    .filter(delta -> delta.size() > 0)
                    .map(DeltaRows::delta)
                    .toList();
        }

        @Override
        public void close() {
            rows.forEach(DeltaRows::close);
        }
    }
}
