package io.sluice.sources.file;

import io.sluice.sources.OffsetRange;
import io.sluice.sources.SourceMemory;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The files that were taken, by path, with their number. A table whose end is known stores the whole list with the first
 * range after that: numbers beyond the position are then the files that are still to be read, in order.
 */
final class SeenFiles implements SourceMemory {
    private static final Schema SCHEMA = new Schema(List.of(
            new Field("path", FieldType.notNullable(ArrowType.Utf8.INSTANCE), null),
            new Field("mtime", FieldType.notNullable(new ArrowType.Int(64, true)), null),
            new Field("size", FieldType.notNullable(new ArrowType.Int(64, true)), null),
            new Field("seq", FieldType.notNullable(new ArrowType.Int(64, true)), null)));

    private final String table;
    private final Map<String, Numbered> seen = new HashMap<>();

    /** Paths of planned files that no range has stored yet. */
    private final Set<String> unstored = new LinkedHashSet<>();
    /** Paths that are stored and no longer hold. */
    private final Set<String> forgotten = new HashSet<>();

    private record Numbered(FileEntry file, long number) {}

    SeenFiles(String table) {
        this.table = table;
    }

    boolean contains(String path) {
        return seen.containsKey(path);
    }

    void add(FileOffset range) {
        range.forEach(this::add);
    }

    /** A file that is to be read as the one of this number. */
    void plan(FileEntry file, long number) {
        add(file, number);
        unstored.add(file.path());
    }

    /** Whether all that was planned has been given to be stored. */
    boolean isStored() {
        return unstored.isEmpty();
    }

    /** These were planned, and are not to be read any more as they were. */
    void forget(List<FileEntry> planned) {
        planned.forEach(file -> {
            seen.remove(file.path());
            forgotten.add(file.path());
        });
    }

    private void add(FileEntry file, long number) {
        seen.put(file.path(), new Numbered(file, number));
    }

    /** The files whose number is beyond {@code number}, in order. */
    List<FileEntry> after(long number) {
        TreeMap<Long, FileEntry> files = new TreeMap<>();
        seen.values().stream()
                .filter(entry -> entry.number() > number)
                .forEach(entry -> files.put(entry.number(), entry.file()));
        return List.copyOf(files.values());
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public int keyColumns() {
        return 1;
    }

    @Override
    public void restore(VectorSchemaRoot rows) {
        VarCharVector path = (VarCharVector) rows.getVector("path");
        BigIntVector modified = (BigIntVector) rows.getVector("mtime");
        BigIntVector size = (BigIntVector) rows.getVector("size");
        BigIntVector number = (BigIntVector) rows.getVector("seq");
        for (int row = 0; row < rows.getRowCount(); row++) {
            String name = new String(path.get(row), StandardCharsets.UTF_8);
            add(new FileEntry(name, size.get(row), modified.get(row)), number.get(row));
        }
    }

    /** The files of the range, and those that were planned since the last one. */
    @Override
    public List<VectorSchemaRoot> additions(OffsetRange range, BufferAllocator allocator) {
        FileOffset to = FileOffset.parse(range.to(), table);
        add(to);
        to.files().forEach(file -> unstored.add(file.path()));
        List<Numbered> added = unstored.stream().map(seen::get).toList();
        forgotten.removeAll(unstored);
        unstored.clear();
        return added.isEmpty() ? List.of() : List.of(root(added, allocator));
    }

    @Override
    public void removals(BufferAllocator allocator, Consumer<VectorSchemaRoot> keys) {
        if (forgotten.isEmpty()) {
            return;
        }
        try (VectorSchemaRoot root =
                VectorSchemaRoot.create(new Schema(SCHEMA.getFields().subList(0, 1)), allocator)) {
            VarCharVector path = (VarCharVector) root.getVector("path");
            int row = 0;
            for (String name : forgotten) {
                path.setSafe(row++, name.getBytes(StandardCharsets.UTF_8));
            }
            root.setRowCount(row);
            keys.accept(root);
        }
        forgotten.clear();
    }

    private static VectorSchemaRoot root(List<Numbered> files, BufferAllocator allocator) {
        VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
        root.allocateNew();
        VarCharVector path = (VarCharVector) root.getVector("path");
        BigIntVector modified = (BigIntVector) root.getVector("mtime");
        BigIntVector size = (BigIntVector) root.getVector("size");
        BigIntVector number = (BigIntVector) root.getVector("seq");
        for (int row = 0; row < files.size(); row++) {
            Numbered entry = files.get(row);
            path.setSafe(row, entry.file().path().getBytes(StandardCharsets.UTF_8));
            modified.setSafe(row, entry.file().modified());
            size.setSafe(row, entry.file().size());
            number.setSafe(row, entry.number());
        }
        root.setRowCount(files.size());
        return root;
    }
}
