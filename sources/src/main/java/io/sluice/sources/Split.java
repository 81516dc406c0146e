package io.sluice.sources;

import java.util.Optional;

/** A piece of a range that one thread reads. Opening it twice gives the same rows twice. */
public interface Split {
    /** The partition of the source that the rows belong to; watermarks are kept for each. */
    String partition();

    /** Where its rows are, for a message; empty if that is nowhere in particular. */
    default String place() {
        return "";
    }

    /** A guess at the number of rows, to share the work among threads; 0 when not known. */
    long estimatedRows();

    /**
     * The event times of rows that the split stands for and leaves out, at least; where they are those of all rows, no time
     * has to be read for the watermark. Empty if nothing is known, or the scan does not ask for it.
     */
    default Optional<KnownTimes> knownTimes() {
        return Optional.empty();
    }

    /** Opens the split for one reading thread. */
    SplitReader open();
}
