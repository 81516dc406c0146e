package io.sluice.sinks;

/** What becomes of output that readers have seen if its batch is run and published again, after the query was taken back. */
public enum Repetition {
    /** It takes the place of what was there of that batch: with the same rows, nobody sees a difference. */
    REPLACES,
    /** It comes once more: readers see the rows twice. */
    ADDS,
    /** The sink has put the output of several batches together, and does not start with an older checkpoint. */
    REFUSED
}
