package io.sluice.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.sources.ColumnVector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chains of rows over several parts of slots, against lists. */
class RowTableTest {
    private static final List<DataType> TYPES =
            List.of(DataType.of(TypeKind.BIGINT, true), DataType.of(TypeKind.BIGINT, true));

    private static final int KEYS = 500;
    private static final int BLOCK = 5000;

    /** A row: what it is, how often it counts, and the number kept besides. */
    private record Row(long id, int count, long extra) {}

    private final Random random = new Random(17);
    private final ColumnBatch batch = ColumnBatch.of(TYPES, BLOCK);
    private final long[] hashes = new long[BLOCK];
    private final Map<Long, List<Row>> expected = new HashMap<>();
    private RowTable table = table();
    private long ids;

    private static RowTable table() {
        return new RowTable(0, TYPES, new int[] {0}, new boolean[] {false, true}, true, false, 1);
    }

    @Test
    void chainsOfKeysAreInTheOrderInWhichRowsCame(@TempDir Path folder) throws IOException {
        addUntil(2 * ColumnVector.PART + 100);
        check();
        removeFirsts(ColumnVector.PART);
        check();
        addUntil(3 * ColumnVector.PART + 100);
        removeAnywhere(ColumnVector.PART);
        check();
        addUntil(4 * ColumnVector.PART + 100);
        removeAnywhere(5000);
        table.settle();
        assertThat(table.compact()).isNotNull();
        check();
        removeAnywhere(2000);
        table.settle();
        table = restored(folder.resolve("page"));
        check();
        addUntil(table.slots() + ColumnVector.PART);
        removeAnywhere(3000);
        check();
    }

    private void addUntil(int slots) {
        while (table.slots() < slots) {
            int rows = 1 + random.nextInt(BLOCK);
            batch.clear();
            for (int row = 0; row < rows; row++) {
                batch.column(0).longs[row] = random.nextInt(KEYS);
                batch.column(1).longs[row] = ids + row;
            }
            table.keyHash().hash(batch.columns(), rows, hashes);
            int first = table.addAll(batch.columns(), null, rows, hashes);
            for (int row = 0; row < rows; row++) {
                int extra = random.nextInt(3);
                table.setExtra(0, first + row, extra);
                expected.computeIfAbsent(batch.column(0).longs[row], key -> new ArrayList<>())
                        .add(new Row(ids + row, 1, extra));
            }
            ids += rows;
        }
    }

    /** The oldest rows of keys: those before others are not asked for. */
    private void removeFirsts(int count) {
        for (int i = 0; i < count; i++) {
            int key = anyKey();
            expected.get(valueOf(key)).remove(0);
            table.remove(table.first(key));
        }
    }

    private void removeAnywhere(int count) {
        for (int i = 0; i < count; i++) {
            int key = anyKey();
            int place = random.nextInt(Math.min(20, table.rowsOf(key)));
            int slot = table.first(key);
            for (int step = 0; step < place; step++) {
                slot = table.next(slot);
            }
            expected.get(valueOf(key)).remove(place);
            table.remove(slot);
        }
    }

    private int anyKey() {
        int key = random.nextInt(table.keys());
        while (table.rowsOf(key) == 0) {
            key = random.nextInt(table.keys());
        }
        return key;
    }

    private long valueOf(int key) {
        return table.columns()[0].longs[table.first(key)];
    }

    private void check() {
        int rows = 0;
        for (int key = 0; key < table.keys(); key++) {
            if (table.rowsOf(key) == 0) {
                continue;
            }
            List<Row> found = new ArrayList<>();
            for (int slot = table.first(key); slot >= 0; slot = table.next(slot)) {
                ColumnVector column = table.columns()[1];
                assertThat(table.keyOf(slot)).isEqualTo(key);
                assertThat(table.isLive(slot)).isTrue();
                found.add(
                        new Row(column.part(slot).longs[column.place(slot)], table.count(slot), table.extra(0, slot)));
            }
            assertThat(found).isEqualTo(expected.get(valueOf(key)));
            rows += found.size();
        }
        assertThat(rows).isEqualTo(table.size());
        assertThat(rows)
                .isEqualTo(expected.values().stream().mapToInt(List::size).sum());
    }

    private RowTable restored(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            PageOutput out = new PageOutput(channel, ByteBuffer.allocateDirect(1 << 16));
            table.save(out);
            out.flush();
            channel.position(0);
            RowTable restored = table();
            restored.load(new PageInput(channel, ByteBuffer.allocateDirect(1 << 16)));
            return restored;
        }
    }
}
