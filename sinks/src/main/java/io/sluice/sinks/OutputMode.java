package io.sluice.sinks;

/** What a sink gets at each trigger. */
public enum OutputMode {
    /** Rows that will never change, once. */
    APPEND,
    /** The changed rows, at most one for each key: inserted, updated, or deleted. */
    UPDATE,
    /** The whole result; it replaces the last. */
    COMPLETE,
    /** Each change as it is, with its {@link RowKind}; an UPDATE_BEFORE comes before its UPDATE_AFTER. */
    CHANGELOG
}
