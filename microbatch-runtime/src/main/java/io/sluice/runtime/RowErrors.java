package io.sluice.runtime;

/**
 * What becomes of a row that cannot be computed: an expression fails for it (an overflow, a bad CAST, a division by zero), or the
 * operator that sends it has no value for it (a sum out of range).
 */
public enum RowErrors {
    /** The query fails. */
    FAIL,
    /**
     * The column of the innermost SELECT whose expression fails is NULL. Where that cannot be NULL, or the failure is in
     * a condition, the row is left out.
     */
    NULL,
    /** The row is left out, and counted. */
    SKIP,
    /** The row is left out, counted, and sent to the dead-letter table. */
    DEAD_LETTER
}
