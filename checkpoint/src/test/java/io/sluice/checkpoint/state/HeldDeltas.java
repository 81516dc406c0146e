package io.sluice.checkpoint.state;

import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** A table of BIGINTs, the first of which is the key, in deltas that ride in commits, for tests. */
final class HeldDeltas {
    private final StateTable table;
    private final List<byte[]> deltas = new ArrayList<>();

    HeldDeltas(String... columns) {
        List<Field> fields = Stream.of(columns)
                .map(name -> Field.notNullable(name, new ArrowType.Int(64, true)))
                .toList();
        table = new StateTable("agg-1", "groups", new Schema(fields), 1);
    }

    StateTable table() {
        return table;
    }

    /** Adds a delta: rows that are put, and then keys that are deleted. */
    void add(BufferAllocator allocator, List<long[]> put, long... deleted) throws IOException {
        try (VectorSchemaRoot rows = VectorSchemaRoot.create(new Schema(Columns.of(table)), allocator)) {
            int count = 0;
            for (long[] row : put) {
                set(rows, count++, StateDelta.PUT, row);
            }
            for (long key : deleted) {
                long[] row = new long[table.schema().getFields().size()];
                row[0] = key;
                set(rows, count++, StateDelta.DELETE, row);
            }
            rows.setRowCount(count);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            StateWriter.write(
                    new StateDelta(table, rows),
                    StateWriter.footer("delta", StateWriter.name(table), 1, deltas.size(), 1),
                    Channels.newChannel(bytes));
            deltas.add(bytes.toByteArray());
        }
    }

    private static void set(VectorSchemaRoot rows, int at, byte operation, long... row) {
        ((TinyIntVector) rows.getVector(0)).setSafe(at, operation);
        for (int i = 0; i < row.length; i++) {
            ((BigIntVector) rows.getVector(1 + i)).setSafe(at, row[i]);
        }
    }

    StateReader reader(Path directory) {
        return new StateReader(directory, new InlineDeltas() {
            @Override
            public byte[] read(long batch, String name) {
                return deltas.get((int) batch);
            }

            @Override
            public Path path() {
                return Path.of("commits");
            }
        });
    }

    /** @param rows how many each delta is said to have */
    Fold.Input input(long rows) {
        List<StateCatalog.LiveDelta> live = IntStream.range(0, deltas.size())
                .mapToObj(batch -> new StateCatalog.LiveDelta(batch, Optional.empty(), rows, deltas.get(batch).length))
                .toList();
        return new Fold.Input(StateWriter.name(table), new StateCatalog.View(StateCatalog.Base.NOTHING, live));
    }

    /** @param rows how many each delta is said to have */
    StateReader.Held hold(long rows) {
        Fold.Input input = input(rows);
        return reader(Path.of("state")).hold(input.table(), input.view());
    }
}
