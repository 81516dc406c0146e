package io.sluice.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Tables with a nullable text as key and a number as value, for tests. */
final class StateRows {
    private StateRows() {}

    static StateTable table(String uid, String name) {
        Schema schema = new Schema(List.of(
                Field.nullable("key", new ArrowType.Utf8()), Field.nullable("value", new ArrowType.Int(64, true))));
        return new StateTable(uid, name, schema, 1);
    }

    /** A delta; an absent value deletes the key. The caller closes its rows. */
    static StateDelta delta(BufferAllocator allocator, StateTable table, Map<String, Optional<Long>> changes) {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.notNullable(StateDelta.OPERATION, new ArrowType.Int(8, true)));
        fields.addAll(table.schema().getFields());
        VectorSchemaRoot rows = VectorSchemaRoot.create(new Schema(fields), allocator);
        TinyIntVector operations = (TinyIntVector) rows.getVector(0);
        VarCharVector keys = (VarCharVector) rows.getVector(1);
        BigIntVector values = (BigIntVector) rows.getVector(2);
        int row = 0;
        for (var change : changes.entrySet()) {
            operations.setSafe(row, change.getValue().isPresent() ? StateDelta.PUT : StateDelta.DELETE);
            if (change.getKey() == null) {
                keys.setNull(row);
            } else {
                keys.setSafe(row, change.getKey().getBytes(StandardCharsets.UTF_8));
            }
            if (change.getValue().isPresent()) {
                values.setSafe(row, change.getValue().get());
            } else {
                values.setNull(row);
            }
            row++;
        }
        rows.setRowCount(row);
        return new StateDelta(table, rows);
    }

    /** Of a batch: a small delta, or one so large that it is a file. The checkpoints in the resources hold these rows. */
    static Map<String, Optional<Long>> changes(long batch) {
        Map<String, Optional<Long>> changes = put("k" + batch, batch);
        changes.put("k" + (batch - 3), Optional.empty());
        changes.put(batch % 3 == 0 ? "x".repeat(700) : "always", Optional.of(batch));
        return changes;
    }

    /** What the table holds then. */
    static Map<String, Long> model(long through) {
        Map<String, Long> model = new HashMap<>();
        for (long batch = 0; batch <= through; batch++) {
            apply(model, changes(batch));
        }
        return model;
    }

    static Map<String, Optional<Long>> put(String key, long value) {
        Map<String, Optional<Long>> changes = new LinkedHashMap<>();
        changes.put(key, Optional.of(value));
        return changes;
    }

    /** What the table holds, as it is restored. */
    static Map<String, Long> restore(Checkpoint checkpoint, StateTable table) {
        Map<String, Long> result = new HashMap<>();
        checkpoint.restore(table, rows -> take(rows, result));
        return result;
    }

    /** The same, read by several threads; gives how many files and records have begun, too. */
    static Map<String, Long> restoreByThreads(Checkpoint checkpoint, StateTable table, AtomicInteger begun) {
        Map<String, Long> result = new HashMap<>();
        Tasks tasks = new Tasks() {
            @Override
            public int threads() {
                return 3;
            }

            @Override
            public void run(int count, IntConsumer task) {
                IntStream.range(0, count).parallel().forEach(task);
            }
        };
        checkpoint.restore(table, tasks, pieces -> pieces.pieces().forEach(piece -> {
            begun.addAndGet(piece.begins() ? 1 : 0);
            take(piece.root(), result);
        }));
        return result;
    }

    private static void take(VectorSchemaRoot rows, Map<String, Long> result) {
        TinyIntVector operations = (TinyIntVector) rows.getVector(0);
        VarCharVector keys = (VarCharVector) rows.getVector(1);
        BigIntVector values = (BigIntVector) rows.getVector(2);
        for (int row = 0; row < rows.getRowCount(); row++) {
            String key = keys.isNull(row) ? null : new String(keys.get(row), StandardCharsets.UTF_8);
            if (operations.get(row) == StateDelta.PUT) {
                result.put(key, values.get(row));
            } else {
                result.remove(key);
            }
        }
    }

    /** Applies changes to a model of the table. */
    static void apply(Map<String, Long> model, Map<String, Optional<Long>> changes) {
        changes.forEach((key, value) -> value.ifPresentOrElse(v -> model.put(key, v), () -> model.remove(key)));
    }

    /** Commits a batch that changes one table. */
    static void commit(
            Checkpoint checkpoint,
            BufferAllocator allocator,
            BatchCommit commit,
            StateTable table,
            Map<String, Optional<Long>> changes) {
        StateDelta delta = delta(allocator, table, changes);
        try {
            checkpoint.commit(commit, List.of(delta));
        } finally {
            delta.rows().close();
        }
    }

    static BatchIntent intent(long batch) {
        return new BatchIntent(
                batch,
                Map.of("flights", new BatchIntent.Range(from(batch), "{\"row\":" + batch + "}")),
                Map.of("flights", Map.of("0", batch * 1_000)),
                batch * 1_000_000,
                false);
    }

    private static Optional<String> from(long batch) {
        return batch == 0 ? Optional.empty() : Optional.of("{\"row\":" + (batch - 1) + "}");
    }

    static BatchCommit commit(long batch) {
        return new BatchCommit(
                batch,
                Map.of("flights", "{\"row\":" + batch + "}"),
                Map.of("flights", Map.of("0", batch * 1_000)),
                Map.of("delays", new byte[] {0, (byte) batch, -1}),
                Map.of("read", batch),
                batch - 1,
                false);
    }
}
