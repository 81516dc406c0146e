package io.sluice.planner.plan;

/** A function with OVER. */
public enum OverFunction {
    ROW_NUMBER,
    RANK,
    DENSE_RANK,
    NTILE,
    PERCENT_RANK,
    CUME_DIST,
    LAG,
    LEAD,
    FIRST_VALUE,
    LAST_VALUE,
    NTH_VALUE,
    /** By a class that a user has written. */
    USER,
    /** Any other aggregate, from all rows of the frame. */
    OF_ROWS,
    COUNT,
    SUM,
    MIN,
    MAX,
    VAR_POP,
    VAR_SAMP,
    STDDEV_POP,
    STDDEV_SAMP;

    /** Whether it is one of the aggregates of group-bys. */
    public boolean isAggregate() {
        return ordinal() >= COUNT.ordinal();
    }

    /** Whether it is a variance, or the root of one. */
    public boolean isVariance() {
        return ordinal() >= VAR_POP.ordinal();
    }

    /** Whether it looks at the rows of a frame. */
    public boolean hasFrame() {
        return !isRanking() && this != LAG && this != LEAD;
    }

    /** Whether it is computed from the place of the row in its partition, without a frame. */
    public boolean isRanking() {
        return ordinal() <= CUME_DIST.ordinal();
    }
}
