package io.sluice.sources;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalInt;

/**
 * What is wanted of a table.
 *
 * @param columns positions in the schema of the table, in the order in which {@link SplitReader#column} counts them
 * @param predicate rows that fail it may be left out; the caller tests again
 * @param observed position in the schema of the table of the event time whose greatest value over all rows matters,
 *     those that are left out too: then rows may be left out only if {@link Split#knownTimes} tells it, and none of
 *     them is without a time
 */
public record Scan(List<Integer> columns, ScanPredicate predicate, OptionalInt observed) {
    public Scan {
        columns = List.copyOf(columns);
        requireNonNull(predicate, "predicate");
        requireNonNull(observed, "observed");
    }

    /** A scan of a table whose rows may be left out unseen. */
    public Scan(List<Integer> columns, ScanPredicate predicate) {
        this(columns, predicate, OptionalInt.empty());
    }
}
