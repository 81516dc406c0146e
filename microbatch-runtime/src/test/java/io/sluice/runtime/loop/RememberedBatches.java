package io.sluice.runtime.loop;

import io.sluice.sources.OffsetRange;
import io.sluice.sources.SourceMemory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Remembers the ranges that were read, as {@code from-to}. */
final class RememberedBatches implements SourceMemory {
    private static final Field NAME = Field.notNullable("name", ArrowType.Utf8.INSTANCE);
    private static final Field SIZE = Field.nullable("size", new ArrowType.Int(64, true));

    private final List<String> added = new ArrayList<>();
    private final List<String> restored = new ArrayList<>();
    private final List<String> forgotten = new ArrayList<>();

    @Override
    public Schema schema() {
        return new Schema(List.of(NAME, SIZE));
    }

    @Override
    public int keyColumns() {
        return 1;
    }

    @Override
    public void restore(VectorSchemaRoot rows) {
        for (int row = 0; row < rows.getRowCount(); row++) {
            String name = new String(((VarCharVector) rows.getVector(0)).get(row), StandardCharsets.UTF_8);
            if (((BigIntVector) rows.getVector(1)).get(row) != name.length()) {
                throw new IllegalStateException("the row of " + name + " was torn apart");
            }
            restored.add(name);
        }
    }

    @Override
    public List<VectorSchemaRoot> additions(OffsetRange range, BufferAllocator allocator) {
        String name = range.from().map(Object::toString).orElse("0") + "-" + range.to();
        added.add(name);
        VectorSchemaRoot rows = VectorSchemaRoot.create(schema(), allocator);
        ((VarCharVector) rows.getVector(0)).setSafe(0, name.getBytes(StandardCharsets.UTF_8));
        ((BigIntVector) rows.getVector(1)).setSafe(0, name.length());
        rows.setRowCount(1);
        return List.of(rows);
    }

    @Override
    public void removals(BufferAllocator allocator, Consumer<VectorSchemaRoot> keys) {
        try (VectorSchemaRoot rows = VectorSchemaRoot.create(new Schema(List.of(NAME)), allocator)) {
            for (int row = 0; row < forgotten.size(); row++) {
                ((VarCharVector) rows.getVector(0))
                        .setSafe(row, forgotten.get(row).getBytes(StandardCharsets.UTF_8));
            }
            rows.setRowCount(forgotten.size());
            keys.accept(rows);
        }
        forgotten.clear();
    }

    void forget(String name) {
        forgotten.add(name);
    }

    List<String> added() {
        return added;
    }

    List<String> restored() {
        return restored;
    }
}
