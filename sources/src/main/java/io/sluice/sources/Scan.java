package io.sluice.sources;

import java.util.List;

/**
 * What is wanted of a table.
 *
 * @param columns positions in the schema of the table, in the order in which {@link SplitReader#column} counts them
 * @param predicate rows that fail it may be left out; the caller tests again
 */
public record Scan(List<Integer> columns, ScanPredicate predicate) {
    public Scan {
        columns = List.copyOf(columns);
    }
}
