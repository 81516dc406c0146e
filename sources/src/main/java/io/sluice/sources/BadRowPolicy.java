package io.sluice.sources;

/** What becomes of a row that cannot be read: the table option {@value #OPTION}. */
public enum BadRowPolicy {
    /** The query fails, with the place, the error and the text. */
    FAIL,
    /** It is left out and counted. */
    SKIP,
    /** It is left out and counted, and given to the reader's caller, see {@link SplitReader#takeBadRows}. */
    DEAD_LETTER;

    public static final String OPTION = "scan.bad-row";
}
