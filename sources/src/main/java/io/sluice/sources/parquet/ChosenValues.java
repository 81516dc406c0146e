package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import java.io.IOException;

/** Values of which some can be read without all between them. */
interface ChosenValues extends Values {
    /**
     * Passes the next {@code count} values, which are those of the rows from {@code first} on, and writes the ones of
     * {@code rows[from, to)}, rising, to {@code out}, one after the other from {@code at} on.
     */
    void readChosen(ColumnVector out, int at, int[] rows, int from, int to, int first, int count) throws IOException;
}
