package io.sluice.sources;

/** A piece of a range that one thread reads. Opening it twice gives the same rows twice. */
public interface Split {
    /** The partition of the source that the rows belong to; watermarks are kept for each. */
    String partition();

    /** A guess at the number of rows, to share the work among threads; 0 when not known. */
    long estimatedRows();

    /** Opens the split for one reading thread. */
    SplitReader open();
}
