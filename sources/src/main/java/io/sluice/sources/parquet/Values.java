package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import java.io.IOException;

/**
 * The non-null values of one page in order, in one encoding. A value goes to the lane of its physical type: BOOLEAN,
 * INT32, INT64 and INT96 (as microseconds) to longs, FLOAT and DOUBLE to doubles, byte arrays to slices of {@link
 * #bytes}. Failures to decode are {@code IOException} or {@code IndexOutOfBoundsException}.
 */
interface Values {
    /** Writes the next {@code count} values to the rows from {@code at} on. */
    void read(ColumnVector out, int at, int count) throws IOException;

    void skip(int count) throws IOException;

    /** What slices point into; stays as it is until the next page is loaded, or for a dictionary the next chunk. */
    byte[] bytes();
}
