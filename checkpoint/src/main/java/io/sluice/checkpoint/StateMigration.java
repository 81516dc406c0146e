package io.sluice.checkpoint;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;

/** How the columns of a stored table become those of a newer one. */
@FunctionalInterface
public interface StateMigration {
    /**
     * For each column of the table the stored one that it takes its values from; empty: NULL. Types may be wider than the stored
     * ones: longer integers, DOUBLE for FLOAT, DECIMALs with more digits before the point.
     *
     * @param stored the columns as they are stored, the key's first
     */
    List<Optional<String>> sources(StateTable table, List<Field> stored);

    /** A table is kept as it is, but for names and wider types: columns by their places. */
    static List<Optional<String>> byPlace(StateTable table, List<Field> stored) {
        requireNonNull(table, "table");
        return stored.stream().map(field -> Optional.of(field.getName())).toList();
    }
}
