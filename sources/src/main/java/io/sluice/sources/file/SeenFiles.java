package io.sluice.sources.file;

import io.sluice.sources.OffsetRange;
import io.sluice.sources.SourceMemory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The files that were taken, by path, with their number. A table that ends stores the whole list with its first range:
 * numbers beyond the position are then the files that are still to be read, in order.
 */
final class SeenFiles implements SourceMemory {
    private static final Schema SCHEMA = new Schema(List.of(
            new Field("path", FieldType.notNullable(ArrowType.Utf8.INSTANCE), null),
            new Field("mtime", FieldType.notNullable(new ArrowType.Int(64, true)), null),
            new Field("size", FieldType.notNullable(new ArrowType.Int(64, true)), null),
            new Field("seq", FieldType.notNullable(new ArrowType.Int(64, true)), null)));

    private final String table;
    private final Map<String, Numbered> seen = new HashMap<>();

    private record Numbered(FileEntry file, long number) {}

    SeenFiles(String table) {
        this.table = table;
    }

    boolean contains(String path) {
        return seen.containsKey(path);
    }

    void add(FileOffset range) {
        for (int i = 0; i < range.files().size(); i++) {
            add(range.files().get(i), range.number(i));
        }
    }

    void add(FileEntry file, long number) {
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

    /** The files of the range; for the first range all that are known. */
    @Override
    public List<VectorSchemaRoot> additions(OffsetRange range, BufferAllocator allocator) {
        FileOffset to = FileOffset.parse(range.to(), table);
        add(to);
        List<Numbered> added = new ArrayList<>();
        if (range.from().isEmpty()) {
            added.addAll(seen.values());
        } else {
            to.files().forEach(file -> added.add(seen.get(file.path())));
        }
        return added.isEmpty() ? List.of() : List.of(root(added, allocator));
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
