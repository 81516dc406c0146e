package io.sluice.checkpoint;

/**
 * Fills columns of state tables from a second checkpoint that has the same tables, by their keys. Nothing counts before
 * {@link #finish}, and is final with the next commit; what was written until a failure is garbage that the next opening deletes. Used
 * by one thread, before the first commit of a start.
 */
public interface StateFilling {
    /** Writes a table with the columns that are filled; if it differs from the other one, it is not to be finished. */
    FillDifferences fill(StateTable table, FillRule rule);

    /** Whether rows of a table are stored with just these columns. */
    boolean isStored(StateTable table);

    /** Compares only. */
    FillDifferences compare(StateTable table, FillRule rule);

    /** What was written counts from now on. */
    void finish();
}
