package io.sluice.checkpoint.state;

import io.sluice.checkpoint.FillDifferences;
import io.sluice.checkpoint.FillRule;
import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import io.sluice.checkpoint.file.Trouble;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * One table, filled by key from another one:
 *
 * <pre>
 *   stored       the other one       the new one
 *   k  a0        k  a0  a1           k  a0  a1
 *   1  10        1  10  3            1  10  3
 *   2  20        2  20  5            2  20  5
 * </pre>
 *
 * Of the other table a part of the keys, by their hash, is in memory at a time; for each part both are read.
 */
final class TableFill implements AutoCloseable {
    /** So many rows are in memory at a time. */
    private static final long PART_ROWS = 4 << 20;

    /** The rows of so many bytes of files are in memory at a time. */
    private static final long PART_BYTES = 64 << 20;

    private final StateTable table;
    private final FillRule rule;
    private final BufferAllocator allocator;
    private final Optional<SnapshotOutput> output;
    private final VectorSchemaRoot part;
    private final VectorSchemaRoot staged;
    private final List<Field> columns;
    private List<Optional<String>> kept = List.of();

    private long rows;
    private long other;
    private long missing;
    private long more;
    private Optional<String> example = Optional.empty();

    /** @param output where the new table goes; empty: they are only compared */
    TableFill(StateTable table, FillRule rule, BufferAllocator allocator, Optional<SnapshotOutput> output) {
        this.table = table;
        this.rule = rule;
        this.allocator = allocator;
        this.output = output;
        columns = Columns.of(table);
        part = VectorSchemaRoot.create(new Schema(columns), allocator);
        staged = VectorSchemaRoot.create(new Schema(columns), allocator);
        output.ifPresent(to -> to.begin(columns, table.keyColumns()));
    }

    /** In how many parts so many rows are filled. */
    static int parts(long rows, long bytes) {
        return Math.toIntExact(1 + Math.max(rows / PART_ROWS, bytes / PART_BYTES));
    }

    /**
     * @param stored the rows that are stored; empty: none
     * @param from the other ones
     * @param parts in how many parts
     */
    FillDifferences run(Optional<StateReader.Held> stored, Optional<StateReader.Held> from, int parts) {
        try {
            for (int number = 0; number < parts; number++) {
                run(stored, from, new KeyPart(parts, number));
            }
        } catch (IOException e) {
            throw Trouble.with("fill", Path.of(StateWriter.name(table)), e);
        }
        return new FillDifferences(rows, other, missing, more, example);
    }

    private void run(Optional<StateReader.Held> stored, Optional<StateReader.Held> from, KeyPart keyPart)
            throws IOException {
        KeySet keys = new KeySet();
        clear(part);
        if (from.isPresent()) {
            load(from.get(), keys, keyPart);
        }
        if (rule.stored().isEmpty()) {
            rows += keys.size();
            append(part, keys.size());
            return;
        }
        BitSet met = new BitSet();
        if (stored.isPresent()) {
            merge(stored.get(), keys, keyPart, met);
        }
        if (rule.isCompared() && met.cardinality() < keys.size()) {
            more += keys.size() - met.cardinality();
            note(part, met.nextClearBit(0), "only the rows that were read again give it");
        }
    }

    private void load(StateReader.Held from, KeySet keys, KeyPart keyPart) {
        try (RowCursor cursor = new RowCursor(from, allocator)) {
            KeyEncoder encoder = null;
            VectorSchemaRoot root = null;
            while (cursor.next()) {
                if (root != cursor.input().root()) {
                    root = cursor.input().root();
                    Columns.check(
                            cursor.input().path(), columns, root.getSchema().getFields());
                    encoder = encoder(root);
                }
                for (int i = 0; i < cursor.count(); i++) {
                    int row = cursor.chosen()[i];
                    byte[] key = encoder.bytesOf(row);
                    if (keyPart.has(key, encoder.length()) && keys.add(key, encoder.length())) {
                        copy(root, row, part, keys.size() - 1);
                    }
                }
            }
        }
        part.setRowCount(keys.size());
    }

    private void merge(StateReader.Held stored, KeySet keys, KeyPart keyPart, BitSet met) throws IOException {
        try (RowCursor cursor = new RowCursor(stored, allocator)) {
            VectorSchemaRoot root = null;
            MigratedColumns migrated = null;
            while (cursor.next()) {
                if (root != cursor.input().root()) {
                    root = cursor.input().root();
                    List<Field> fields = root.getSchema().getFields();
                    kept = rule.kept().sources(table, fields.subList(1, fields.size()));
                    migrated = new MigratedColumns(table, kept);
                    migrated.check(cursor.input().path(), fields.subList(1, fields.size()));
                }
                clear(staged);
                for (int i = 0; i < cursor.count(); i++) {
                    migrated.copy(root, cursor.chosen()[i], staged, i);
                }
                staged.setRowCount(cursor.count());
                fill(keys, keyPart, met);
            }
        }
    }

    /** Fills the staged rows of the part, and sends them on. */
    private void fill(KeySet keys, KeyPart keyPart, BitSet met) throws IOException {
        KeyEncoder encoder = encoder(staged);
        int[] own = new int[staged.getRowCount()];
        int count = 0;
        for (int row = 0; row < staged.getRowCount(); row++) {
            byte[] key = encoder.bytesOf(row);
            if (!keyPart.has(key, encoder.length())) {
                continue;
            }
            rows++;
            own[count++] = row;
            int found = keys.find(key, encoder.length());
            if (found >= 0) {
                met.set(found);
                fill(row, found);
            } else if (rule.isCompared()) {
                missing++;
                note(staged, row, "the rows that were read again do not give it");
            }
        }
        if (output.isPresent() && other + missing == 0) {
            output.get().append(staged, own, count);
        }
    }

    private void fill(int row, int found) {
        boolean same = true;
        for (int i = table.keyColumns(); i < kept.size(); i++) {
            FieldVector to = staged.getVector(i + 1);
            FieldVector from = part.getVector(i + 1);
            if (kept.get(i).isEmpty()) {
                to.copyFromSafe(found, row, from);
            } else if (same && rule.compares(to.getField()) && !SameValues.are(to, row, from, found)) {
                same = false;
                note(
                        staged,
                        row,
                        "%s is %s, and %s from the rows that were read again"
                                .formatted(to.getName(), to.getObject(row), from.getObject(found)));
            }
        }
        other += same ? 0 : 1;
    }

    private void note(VectorSchemaRoot root, int row, String difference) {
        if (example.isEmpty()) {
            List<String> key = new ArrayList<>();
            for (int i = 1; i <= table.keyColumns(); i++) {
                key.add("%s = %s"
                        .formatted(
                                root.getVector(i).getName(), root.getVector(i).getObject(row)));
            }
            example = Optional.of("%s: %s".formatted(String.join(", ", key), difference));
        }
    }

    private void append(VectorSchemaRoot root, int count) throws IOException {
        if (output.isPresent()) {
            int[] all = new int[count];
            for (int i = 0; i < count; i++) {
                all[i] = i;
            }
            output.get().append(root, all, count);
        }
    }

    private KeyEncoder encoder(VectorSchemaRoot root) {
        return new KeyEncoder(root.getFieldVectors().subList(1, 1 + table.keyColumns()));
    }

    private static void copy(VectorSchemaRoot from, int row, VectorSchemaRoot to, int toRow) {
        for (int column = 0; column < to.getFieldVectors().size(); column++) {
            to.getVector(column).copyFromSafe(row, toRow, from.getVector(column));
        }
        ((TinyIntVector) to.getVector(0)).setSafe(toRow, StateDelta.PUT);
    }

    private static void clear(VectorSchemaRoot root) {
        root.getFieldVectors().forEach(FieldVector::reset);
        root.setRowCount(0);
    }

    @Override
    public void close() {
        part.close();
        staged.close();
    }
}
