package io.sluice.sources;

/**
 * What a split knows of event times ({@link Scan#observed}, in microseconds) without reading rows.
 *
 * @param least the least time of rows that are left out; never less than the least of all rows
 * @param greatest the greatest time of rows that are left out; never more than the greatest of all rows
 * @param complete the bounds are those of all rows that the split stands for, and none of these is without a time
 */
public record KnownTimes(long least, long greatest, boolean complete) {
    /** Of the rows of both. */
    public KnownTimes and(KnownTimes other) {
        return new KnownTimes(
                Math.min(least, other.least), Math.max(greatest, other.greatest), complete && other.complete);
    }
}
