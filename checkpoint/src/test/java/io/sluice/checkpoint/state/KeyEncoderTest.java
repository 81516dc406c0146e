package io.sluice.checkpoint.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;

class KeyEncoderTest {
    @Test
    void nullsEqualEachOtherAndNothingElse() {
        try (BufferAllocator allocator = new RootAllocator();
                IntVector column = new IntVector("k", allocator)) {
            column.allocateNew(3);
            column.set(0, 5);
            column.setNull(0);
            column.setNull(1);
            column.set(2, 0);
            column.setValueCount(3);
            assertThat(key(column, 0)).isEqualTo(key(column, 1)).isNotEqualTo(key(column, 2));
        }
    }

    @Test
    void numbersAreComparedByValue() {
        try (BufferAllocator allocator = new RootAllocator();
                Float8Vector doubles = new Float8Vector("d", allocator);
                Float4Vector floats = new Float4Vector("f", allocator)) {
            double otherNaN = Double.longBitsToDouble(0x7ff8_0000_0000_0001L);
            double[] values = {0.0, -0.0, Double.NaN, otherNaN, 1.0};
            doubles.allocateNew(5);
            floats.allocateNew(5);
            for (int row = 0; row < 5; row++) {
                doubles.set(row, values[row]);
                floats.set(row, (float) values[row]);
            }
            for (FieldVector column : List.of(doubles, floats)) {
                column.setValueCount(5);
                assertThat(key(column, 0)).isEqualTo(key(column, 1)).isNotEqualTo(key(column, 2));
                assertThat(key(column, 2)).isEqualTo(key(column, 3)).isNotEqualTo(key(column, 4));
            }
        }
    }

    @Test
    void columnsDoNotRunIntoEachOther() {
        try (BufferAllocator allocator = new RootAllocator();
                VarCharVector left = new VarCharVector("l", allocator);
                VarCharVector right = new VarCharVector("r", allocator)) {
            left.setSafe(0, bytes("ab"));
            right.setSafe(0, bytes("c"));
            left.setSafe(1, bytes("a"));
            right.setSafe(1, bytes("bc"));
            left.setSafe(2, bytes("ab"));
            right.setSafe(2, bytes("c"));
            left.setValueCount(3);
            right.setValueCount(3);
            KeyEncoder keys = new KeyEncoder(List.of(left, right));
            assertThat(key(keys, 0)).isNotEqualTo(key(keys, 1)).isEqualTo(key(keys, 2));
        }
    }

    @Test
    void bitsAndDecimalsAreKeys() {
        try (BufferAllocator allocator = new RootAllocator();
                BitVector bits = new BitVector("b", allocator);
                DecimalVector decimals = new DecimalVector("d", allocator, 38, 2)) {
            bits.allocateNew(3);
            decimals.allocateNew(3);
            for (int row = 0; row < 3; row++) {
                bits.set(row, row / 2);
                decimals.set(row, new BigDecimal(row < 2 ? "-1.50" : "1.50"));
            }
            bits.setValueCount(3);
            decimals.setValueCount(3);
            assertThat(key(bits, 0)).isEqualTo(key(bits, 1)).isNotEqualTo(key(bits, 2));
            assertThat(key(decimals, 0)).isEqualTo(key(decimals, 1)).isNotEqualTo(key(decimals, 2));
        }
    }

    @Test
    void nestedKeysAreEqualByValue() {
        try (BufferAllocator allocator = new RootAllocator();
                ListVector column = ListVector.empty("l", allocator)) {
            column.addOrGetVector(FieldType.nullable(new ArrowType.Int(32, true)));
            IntVector elements = (IntVector) column.getDataVector();
            int[][] rows = {{1, 2}, {1}, {1, 2}, {}};
            for (int i = 0; i < rows.length; i++) {
                int at = column.startNewValue(i);
                for (int j = 0; j < rows[i].length; j++) {
                    elements.setSafe(at + j, rows[i][j]);
                }
                column.endValue(i, rows[i].length);
            }
            column.setValueCount(rows.length);
            KeyEncoder keys = new KeyEncoder(List.of(column));
            List<byte[]> encoded = new ArrayList<>();
            for (int i = 0; i < rows.length; i++) {
                byte[] bytes = keys.bytesOf(i);
                encoded.add(Arrays.copyOf(bytes, keys.length()));
            }
            assertThat(encoded.get(0)).isEqualTo(encoded.get(2)).isNotEqualTo(encoded.get(1));
            assertThat(encoded.get(3)).isNotEqualTo(encoded.get(1));
        }
    }

    @Test
    void aSetOfKeysHoldsEachOnce() {
        KeySet set = new KeySet();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 100_000; i++) {
                byte[] key = bytes("key-" + i);
                assertThat(set.add(key, key.length)).isEqualTo(round == 0);
            }
        }
        byte[] huge = new byte[3 << 20];
        assertThat(set.add(huge, huge.length)).isTrue();
        assertThat(set.add(huge, huge.length - 1)).isTrue();
        assertThat(set.contains(huge, huge.length)).isTrue();
        assertThat(set.contains(huge, 1)).isFalse();
        assertThat(set.size()).isEqualTo(100_002);
    }

    private static byte[] key(FieldVector column, int row) {
        return key(new KeyEncoder(List.of(column)), row);
    }

    private static byte[] key(KeyEncoder keys, int row) {
        byte[] bytes = keys.bytesOf(row);
        return Arrays.copyOf(bytes, keys.length());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
