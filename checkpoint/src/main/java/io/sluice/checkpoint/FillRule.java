package io.sluice.checkpoint;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Where the columns of a table are from that is filled from another checkpoint's.
 *
 * @param stored the stored table whose rows it has, as {@code uid/table}; empty: it is new, and all rows are the other one's
 * @param kept says for each column the stored one that it is; empty: it is filled
 * @param ignored names of columns that need not be the same in both
 * @param isCompared whether both tables must have the same keys, and in columns that are kept the same values
 */
public record FillRule(Optional<String> stored, StateMigration kept, Set<String> ignored, boolean isCompared) {
    public FillRule {
        requireNonNull(stored, "stored");
        requireNonNull(kept, "kept");
        ignored = Set.copyOf(ignored);
    }

    /** A table that is not stored yet. */
    public static FillRule fresh() {
        return new FillRule(Optional.empty(), (table, stored) -> List.of(), Set.of(), false);
    }

    /** Whether a column has to be the same in both tables. */
    public boolean compares(Field column) {
        return isCompared && !ignored.contains(column.getName());
    }
}
