package io.sluice.sources.parquet;

import io.sluice.sources.ColumnVector;
import java.io.IOException;

/** Reads a column of the table, row group after row group. Used by one thread. */
interface RowColumn extends AutoCloseable {
    /** Moves to the first row of another row group. */
    void start(int group);

    void skip(long rows) throws IOException;

    /** The next rows, or of them what is wanted; valid until the next call. */
    ColumnVector read(int rows, ChosenRows wanted) throws IOException;

    /** The first row that is wanted of the batch just read, and is NULL; −1 if none is. */
    int firstNull(int rows);

    @Override
    void close();
}
