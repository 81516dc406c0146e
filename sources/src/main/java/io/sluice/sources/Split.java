package io.sluice.sources;

import java.util.OptionalLong;

/** A piece of a range that one thread reads. Opening it twice gives the same rows twice. */
public interface Split {
    /** The partition of the source that the rows belong to; watermarks are kept for each. */
    String partition();

    /** A guess at the number of rows, to share the work among threads; 0 when not known. */
    long estimatedRows();

    /**
     * The greatest event time ({@link Scan#observed}, in microseconds) of rows that the split stands for and leaves out.
     * Never more than the greatest of all its rows. Empty if it leaves out none, or the scan does not ask for it.
     */
    default OptionalLong greatestLeftOut() {
        return OptionalLong.empty();
    }

    /** Opens the split for one reading thread. */
    SplitReader open();
}
