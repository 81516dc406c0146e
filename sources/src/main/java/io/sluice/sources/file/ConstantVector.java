package io.sluice.sources.file;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.LastingTexts;
import io.sluice.sources.SplitReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Vectors that have one value in all rows that a batch can have. */
public final class ConstantVector {
    private ConstantVector() {}

    public static ColumnVector number(long value) {
        ColumnVector vector = new ColumnVector();
        vector.reserveLongs(SplitReader.MAX_ROWS);
        Arrays.fill(vector.longs, value);
        return vector;
    }

    static ColumnVector fraction(double value) {
        ColumnVector vector = new ColumnVector();
        vector.reserveDoubles(SplitReader.MAX_ROWS);
        Arrays.fill(vector.doubles, value);
        return vector;
    }

    /** A number of 128 bits. */
    static ColumnVector wide(long high, long low) {
        ColumnVector vector = number(low);
        vector.reserveHighs(SplitReader.MAX_ROWS);
        Arrays.fill(vector.highs, high);
        return vector;
    }

    /** A dictionary of one entry. */
    static ColumnVector text(String value) {
        ColumnVector vector = new ColumnVector();
        vector.bytes = value.getBytes(StandardCharsets.UTF_8);
        vector.reserveSlices(SplitReader.MAX_ROWS);
        vector.reserveIds(SplitReader.MAX_ROWS);
        Arrays.fill(vector.lengths, vector.bytes.length);
        vector.lasting = new LastingTexts();
        vector.dictionarySize = 1;
        vector.dictionaryVersion = 1;
        vector.dictionaryStarts = new int[] {0};
        vector.dictionaryLengths = new int[] {vector.bytes.length};
        return vector;
    }

    /** NULL in all rows, with all arrays that a type may need. */
    static ColumnVector none() {
        ColumnVector vector = new ColumnVector();
        vector.hasNulls = true;
        vector.reserveNulls(SplitReader.MAX_ROWS);
        Arrays.fill(vector.nulls, true);
        vector.reserveLongs(SplitReader.MAX_ROWS);
        vector.reserveHighs(SplitReader.MAX_ROWS);
        vector.reserveDoubles(SplitReader.MAX_ROWS);
        vector.reserveSlices(SplitReader.MAX_ROWS);
        return vector;
    }
}
