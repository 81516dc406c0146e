package io.sluice.planner.parse;

import org.apache.calcite.sql.validate.SqlConformance;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;

/** What SQL may look like: all that Calcite can read, but for what makes it give another answer. */
public final class StreamConformance extends SqlDelegatingConformance {
    public static final SqlConformance INSTANCE = new StreamConformance();

    private StreamConformance() {
        super(SqlConformanceEnum.BABEL);
    }

    /** With it, {@code SELECT COUNT(*), 91 … WHERE FALSE} gives {@code 0, NULL}. */
    @Override
    public boolean isNonStrictGroupBy() {
        return false;
    }

    /** {@code ROW(1, 'a')} anywhere. */
    @Override
    public boolean allowExplicitRowValueConstructor() {
        return true;
    }
}
