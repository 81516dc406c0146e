package io.sluice.checkpoint.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeySetTest {
    private static final int ROWS = 20_000;
    private static final int PARTS = 7;

    private final Random random = new Random(7);

    @Test
    void eachKeyIsOfOnePart() {
        int[] sizes = new int[PARTS];
        for (int i = 0; i < ROWS; i++) {
            byte[] key = ("key " + i).getBytes();
            List<KeyPart> parts = IntStream.range(0, PARTS)
                    .mapToObj(number -> new KeyPart(PARTS, number))
                    .filter(part -> part.has(key, key.length))
                    .toList();
            assertThat(parts).hasSize(1);
            sizes[parts.get(0).number()]++;
            assertThat(KeyPart.ALL.has(key, key.length)).isTrue();
        }
        assertThat(IntStream.of(sizes))
                .allSatisfy(size -> assertThat(size).isBetween(ROWS / PARTS * 9 / 10, ROWS / PARTS * 11 / 10));
    }

    /** Sets that expect too few keys, and too many; a key of several columns is 17 bytes wide, one with a text varies. */
    @ParameterizedTest
    @CsvSource({"false, 0", "false, 10", "false, 1700", "false, 1000000", "true, 0"})
    void holdsEachKeyOfItsPartOnce(boolean withText, long expected) {
        try (BufferAllocator allocator = new RootAllocator();
                BigIntVector wide = new BigIntVector("b", allocator);
                SmallIntVector small = new SmallIntVector("s", allocator);
                IntVector middle = new IntVector("i", allocator);
                VarCharVector text = new VarCharVector("t", allocator)) {
            for (int row = 0; row < ROWS; row++) {
                set(row, wide, small, middle, text);
            }
            List<FieldVector> columns = withText ? List.of(wide, small, middle, text) : List.of(wide, small, middle);
            columns.forEach(column -> column.setValueCount(ROWS));
            KeyEncoder keys = new KeyEncoder(columns);
            assertThat(keys.width()).isEqualTo(withText ? 0 : 17);
            Set<List<Object>> met = new HashSet<>();
            for (int number = 0; number < PARTS; number++) {
                check(keys, columns, SeenKeys.of(keys, expected), new KeyPart(PARTS, number), met);
            }
            assertThat(met).hasSizeBetween(1_000, ROWS * 9 / 10);
        }
    }

    /** Half of the values are few, so that keys come again; nulls lie over other values. */
    private void set(int row, BigIntVector wide, SmallIntVector small, IntVector middle, VarCharVector text) {
        wide.setSafe(row, random.nextBoolean() ? random.nextInt(30) - 15L : row / 2 * 0x1_0000_0001L);
        small.setSafe(row, random.nextInt(2));
        middle.setSafe(row, random.nextInt(3));
        text.setSafe(row, "x".repeat(random.nextInt(4)).getBytes());
        if (random.nextInt(5) == 0) {
            wide.setNull(row);
        }
        if (random.nextInt(5) == 0) {
            middle.setNull(row);
        }
        if (random.nextInt(5) == 0) {
            text.setNull(row);
        }
    }

    private static void check(
            KeyEncoder keys, List<FieldVector> columns, SeenKeys set, KeyPart part, Set<List<Object>> met) {
        KeyBlock block = new KeyBlock();
        for (int first = 0; first < ROWS; first += KeyBlock.ROWS) {
            block.encode(keys, first, Math.min(first + KeyBlock.ROWS, ROWS), part);
            set.lookAt(block);
            for (int i = 0; i < block.count(); i++) {
                int row = block.row(i);
                List<Object> key = new ArrayList<>();
                columns.forEach(column -> key.add(String.valueOf(column.getObject(row))));
                boolean isNew = met.add(key);
                assertThat(set.lacks(block, i)).isEqualTo(isNew);
                assertThat(set.add(block, i)).isEqualTo(isNew);
                assertThat(set.lacks(block, i)).isFalse();
            }
        }
    }
}
