package io.sluice.sources.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.column.ColumnType.Lane;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs written by hand. */
class RunLengthsTest {
    /** With the bytes behind them that the reader may touch. */
    private static byte[] padded(int... bytes) {
        byte[] padded = new byte[bytes.length + Bits.PADDING];
        for (int i = 0; i < bytes.length; i++) {
            padded[i] = (byte) bytes[i];
        }
        return padded;
    }

    private static RunLengths runs(int width, int... bytes) throws IOException {
        RunLengths runs = new RunLengths();
        runs.start(padded(bytes), 0, bytes.length, width);
        return runs;
    }

    @Test
    void repeatedAndPackedRunsFollowEachOther() throws Exception {
        RunLengths runs = runs(3, 5 << 1, 7, 1 << 1 | 1, 0b10_001_000, 0b1_100_011_0, 0b111_110_10);
        int[] out = new int[13];
        runs.read(out, 0, 13);
        assertThat(out).containsExactly(7, 7, 7, 7, 7, 0, 1, 2, 3, 4, 5, 6, 7);
        assertThatThrownBy(() -> runs.read(out, 0, 1)).isInstanceOf(IOException.class);
    }

    @Test
    void readingInPartsAndSkippingIsTheSame() throws Exception {
        int[] bytes = {5 << 1, 7, 1 << 1 | 1, 0b10_001_000, 0b1_100_011_0, 0b111_110_10};
        for (int skipped = 0; skipped <= 13; skipped++) {
            RunLengths runs = runs(3, bytes);
            int[] out = new int[13];
            runs.skip(skipped);
            for (int i = skipped; i < 13; i++) {
                runs.read(out, i, 1);
            }
            int[] whole = new int[13];
            runs(3, bytes).read(whole, 0, 13);
            assertThat(Arrays.copyOfRange(out, skipped, 13)).isEqualTo(Arrays.copyOfRange(whole, skipped, 13));
        }
    }

    @Test
    void numbersOfNoBitsAreZeroAndNeedNoBytes() throws Exception {
        int[] out = {9, 9, 9};
        runs(0).read(out, 0, 3);
        assertThat(out).containsOnly(0);
    }

    @Test
    void damagedRunsAreErrors() {
        int[] out = new int[64];
        assertThatThrownBy(() -> runs(33)).hasMessage("expected numbers of 0 to 32 bits, got 33");
        assertThatThrownBy(() -> runs(3).read(out, 0, 1)).hasMessage("expected 1 more bytes in the page, got 0");
        assertThatThrownBy(() -> runs(3, 2 << 1, 8).read(out, 0, 2))
                .hasMessage("expected a repeated number of 3 bits, got 8");
        assertThatThrownBy(() -> runs(3, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1).read(out, 0, 1))
                .hasMessage("the header of a run is longer than five bytes");
        assertThatThrownBy(() -> runs(3, 1 << 1 | 1).read(out, 0, 1))
                .hasMessage("a run of packed numbers has no bytes");
        assertThatThrownBy(() -> runs(8, 1 << 1 | 1, 1, 2).read(out, 0, 3))
                .hasMessage("expected 1 more bytes in the page, got 0");
    }

    @Test
    void nullFlagsAreWrittenFromTheFirstNullOn() throws Exception {
        ColumnVector vector = new ColumnVector();
        vector.reserveNulls(24);
        Arrays.fill(vector.nulls, true);
        RunLengths runs = runs(1, 4 << 1, 1, 1 << 1 | 1, 0b1110_1111, 2 << 1, 0, 3 << 1, 1);
        assertThat(runs.readPresent(vector, 0, 4)).isEqualTo(4);
        assertThat(vector.hasNulls).isFalse();
        assertThat(runs.readPresent(vector, 4, 13)).isEqualTo(10);
        assertThat(vector.hasNulls).isTrue();
        for (int row = 0; row < 17; row++) {
            assertThat(vector.nulls[row]).as("row %d", row).isEqualTo(row == 8 || row == 12 || row == 13);
        }
    }

    @Test
    void anIdBeyondTheDictionaryIsAnError() throws Exception {
        ColumnVector entries = new ColumnVector();
        entries.longs = new long[] {10, 20, 30};
        ColumnVector out = new ColumnVector();
        out.reserveLongs(8);
        DictionaryValues values = new DictionaryValues(Lane.LONG);
        values.use(entries, new byte[0], 2, 1);
        values.start(padded(2, 3 << 1, 1, 1 << 1, 2), 0, 5);
        values.read(out, 0, 3);
        assertThat(out.longs).startsWith(20, 20, 20);
        assertThatThrownBy(() -> values.read(out, 3, 1)).hasMessage("expected ids of a dictionary of 2 entries, got 2");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 15, 31, 32, 33, 48, 55, 56, 57, 58, 63, 64})
    void packedNumbersOfAnyWidthAreUnpacked(int width) {
        Random random = new Random(width);
        long mask = width == 64 ? -1L : (1L << width) - 1;
        long[] numbers = random.longs(40).map(number -> number & mask).toArray();
        byte[] bytes = new byte[3 + 40 * width / 8 + Bits.PADDING];
        for (int i = 0; i < 40 * width; i++) {
            bytes[3 + i / 8] |= (byte) ((numbers[i / width] >>> i % width & 1) << i % 8);
        }
        long[] out = new long[40];
        Bits.unpack(bytes, 3, width, out, 0, 40);
        assertThat(out).isEqualTo(numbers);
    }
}
