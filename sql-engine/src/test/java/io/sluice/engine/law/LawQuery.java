package io.sluice.engine.law;

import java.util.Set;

/**
 * A query in Sluice and in DuckDB.
 *
 * @param name unique; the file of the catalogue that has it, and what it is called there
 * @param more of {@link LawMode#APPEND} and {@link LawMode#UPDATE} those that must be legal; in them no other may be
 */
record LawQuery(String name, String sluice, String duckdb, Set<LawMode> more) {
    LawQuery {
        more = Set.copyOf(more);
    }

    boolean runsIn(LawMode mode) {
        return mode.isAlwaysLegal() || more.contains(mode);
    }

    @Override
    public String toString() {
        return name;
    }
}
