package io.sluice.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.checkpoint.PackedRows;
import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.ZstdCodec;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.batch.Vectors;
import io.sluice.sources.ColumnVector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a map from rows to counts, with a second table that is restored from what was stored. */
class KeyedRowsTest {
    private static final List<Column> COLUMNS = List.of(
            new Column("k", DataType.of(TypeKind.BIGINT, true)),
            new Column("text", DataType.of(TypeKind.STRING, true)),
            new Column("x", DataType.of(TypeKind.DOUBLE, true)));
    private static final List<DataType> TYPES =
            COLUMNS.stream().map(Column::type).toList();

    private final BufferAllocator allocator = new RootAllocator();
    private final Random random = new Random(11);

    @AfterEach
    void close() {
        allocator.close();
    }

    private KeyedRows rows(boolean counted) {
        return new KeyedRows("t", "rows", COLUMNS, new int[] {0}, counted, List.of("seen"), allocator);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rowsAreThoseThatWereAddedAndNotTakenBack(boolean counted) {
        try (KeyedRows rows = rows(counted);
                KeyedRows stored = rows(counted)) {
            Map<List<Object>, Integer> expected = new LinkedHashMap<>();
            for (int batch = 0; batch < 80; batch++) {
                rows.begin(0);
                for (int i = random.nextInt(60); i > 0; i--) {
                    change(rows, expected, batch % 20 > 12);
                }
                rows.settle();
                rows.delta().ifPresent(delta -> stored.restore(delta.rows()));
                for (int shard = 0; shard < KeyGroups.SHARDS; shard++) {
                    rows.shard(shard).compact();
                }
                assertThat(contents(rows)).isEqualTo(sorted(expected));
            }
            stored.begin(0);
            assertThat(contents(stored)).isEqualTo(sorted(expected)).isNotEmpty();
            assertThat(stored.size()).isEqualTo(rows.size());
            assertThat(seen(stored)).isEqualTo(seen(rows));
        }
    }

    /** Rows of many shards in pieces that do not end where shards end, after rows of an earlier round. */
    @Test
    void whatIsPackedIsWhatIsWrittenOtherwise() throws IOException {
        try (KeyedRows packed = rows(true);
                KeyedRows written = rows(true);
                KeyedRows stored = rows(true)) {
            Random other = new Random(5);
            for (int batch = 0; batch < 3; batch++) {
                packed.begin(0);
                written.begin(0);
                for (int round = 0; round < 2; round++) {
                    for (int i = 0; i < 5000; i++) {
                        long key = other.nextInt(20_000);
                        ColumnVector[] row = columns(Arrays.asList(key, "text" + key % 7, key % 2 == 0 ? null : 0.5));
                        boolean gone = other.nextInt(3) == 0;
                        addOrTakeBack(packed, row, gone);
                        addOrTakeBack(written, row, gone);
                    }
                    pack(packed, round);
                    written.settle();
                }
                StateDelta delta = packed.delta().orElseThrow();
                assertThat(delta.packed()).hasSizeGreaterThan(2);
                assertThat(delta.rowCount())
                        .isEqualTo(written.delta().orElseThrow().rows().getRowCount());
                restore(delta, stored);
                assertThat(contents(packed)).isEqualTo(contents(written));
            }
            stored.begin(0);
            assertThat(contents(stored)).isEqualTo(contents(written)).hasSizeGreaterThan(1000);
        }
    }

    private static void addOrTakeBack(KeyedRows rows, ColumnVector[] row, boolean gone) {
        long hash = rows.keyHash().hash(row, 0);
        RowTable shard = rows.shard(KeyGroups.shard(hash));
        if (!gone) {
            shard.add(row, 0, hash);
        } else if (shard.key(row, 0, hash) >= 0) {
            shard.takeBack(slot(shard, row));
        }
    }

    private static void pack(KeyedRows rows, int round) {
        if (rows.collect() == 0 || round == 0) {
            rows.write();
            return;
        }
        for (int piece = rows.startPacking() - 1; piece >= 0; piece--) {
            rows.pack(piece);
        }
        rows.finishPacking();
    }

    private void restore(StateDelta delta, KeyedRows stored) throws IOException {
        for (PackedRows each : delta.packed()) {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            MessageSerializer.serialize(new WriteChannel(Channels.newChannel(file)), each.batch());
            ReadChannel in = new ReadChannel(Channels.newChannel(new ByteArrayInputStream(file.toByteArray())));
            try (ArrowRecordBatch batch = (ArrowRecordBatch) MessageSerializer.deserializeMessageBatch(in, allocator);
                    VectorSchemaRoot root = VectorSchemaRoot.create(delta.rows().getSchema(), allocator)) {
                new VectorLoader(root, ZstdCodec.FACTORY).load(batch);
                stored.restore(root);
            }
        }
        stored.restore(delta.rows());
    }

    private void change(KeyedRows rows, Map<List<Object>, Integer> expected, boolean shrinking) {
        if (!expected.isEmpty() && random.nextInt(10) < (shrinking ? 8 : 3)) {
            List<List<Object>> known = new ArrayList<>(expected.keySet());
            List<Object> row = known.get(random.nextInt(known.size()));
            ColumnVector[] columns = columns(row);
            RowTable shard = shard(rows, columns);
            shard.takeBack(slot(shard, columns));
            if (expected.merge(row, -1, Integer::sum) == 0) {
                expected.remove(row);
            }
            return;
        }
        List<Object> row = Arrays.asList(
                random.nextInt(12) == 0 ? null : (Object) (long) random.nextInt(25),
                random.nextInt(6) == 0 ? null : "text".repeat(random.nextInt(3)) + random.nextInt(3),
                random.nextInt(6) == 0 ? null : random.nextInt(3) * 0.5);
        ColumnVector[] columns = columns(row);
        RowTable shard = shard(rows, columns);
        int slot = shard.add(columns, 0, rows.keyHash().hash(columns, 0));
        shard.setExtra(0, slot, random.nextInt(5));
        expected.merge(row, 1, Integer::sum);
    }

    private static ColumnVector[] columns(List<Object> row) {
        ColumnVector[] columns = new ColumnVector[TYPES.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = Vectors.of(Collections.singletonList(row.toArray()), i, TYPES.get(i), false, 0);
        }
        return columns;
    }

    private static RowTable shard(KeyedRows rows, ColumnVector[] columns) {
        return rows.shard(KeyGroups.shard(rows.keyHash().hash(columns, 0)));
    }

    /** By the content where the table is counted, by the chain of the key where it is not. */
    private static int slot(RowTable shard, ColumnVector[] columns) {
        RowHash whole = new RowHash(TYPES, new int[] {0, 1, 2});
        int key = shard.key(columns, 0, shard.keyHash().hash(columns, 0));
        int inChain = shard.first(key);
        while (!whole.isSame(columns, 0, shard.columns(), inChain)) {
            inChain = shard.next(inChain);
        }
        return inChain;
    }

    private static Map<String, Integer> sorted(Map<List<Object>, Integer> rows) {
        Map<String, Integer> sorted = new TreeMap<>();
        rows.forEach((row, count) -> sorted.put(row.toString(), count));
        return sorted;
    }

    /** By way of the chains of all keys. */
    private static Map<String, Integer> contents(KeyedRows rows) {
        Map<String, Integer> found = new TreeMap<>();
        for (int i = 0; i < KeyGroups.SHARDS; i++) {
            RowTable shard = rows.shard(i);
            for (int key = 0; key < shard.keys(); key++) {
                int size = 0;
                for (int slot = shard.rowsOf(key) == 0 ? -1 : shard.first(key); slot >= 0; slot = shard.next(slot)) {
                    found.merge(row(shard, slot).toString(), shard.count(slot), Integer::sum);
                    assertThat(shard.keyOf(slot)).isEqualTo(key);
                    size++;
                }
                assertThat(size).isEqualTo(shard.rowsOf(key));
            }
        }
        return found;
    }

    private static List<Object> row(RowTable shard, int slot) {
        List<Object> row = new ArrayList<>();
        for (int column = 0; column < TYPES.size(); column++) {
            row.add(Vectors.value(shard.columns()[column], TYPES.get(column), slot));
        }
        return row;
    }

    private static Map<Long, Long> seen(KeyedRows rows) {
        Map<Long, Long> seen = new TreeMap<>();
        for (int i = 0; i < KeyGroups.SHARDS; i++) {
            RowTable shard = rows.shard(i);
            for (int slot = 0; slot < shard.slots(); slot++) {
                if (shard.isLive(slot)) {
                    seen.put(shard.number(slot), shard.extra(0, slot));
                }
            }
        }
        return seen;
    }
}
