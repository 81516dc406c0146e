package io.sluice.sources.datagen;

import io.sluice.sources.ColumnVector;

/** Makes the values of one column; each is a function of the number of its row alone. Used by any thread. */
interface Generator {
    /** Writes {@code count} values, at most a batch, of the rows from {@code first} on; room is there. */
    void fill(long first, int count, ColumnVector out);
}
