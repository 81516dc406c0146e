package io.sluice.runtime.loop;

import io.sluice.checkpoint.StateMigration;
import io.sluice.checkpoint.StateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Where the columns of a table of values are in the one that is stored: keys by their places, counts, which are all that follows, by
 * numbers.
 *
 * @param counts for each count the number of the stored one; −1: it is new
 */
record StoredCounts(List<Integer> counts) implements StateMigration {
    StoredCounts {
        counts = List.copyOf(counts);
    }

    @Override
    public List<Optional<String>> sources(StateTable table, List<Field> stored) {
        List<Optional<String>> sources = new ArrayList<>();
        int keys = table.keyColumns();
        int columns = table.schema().getFields().size();
        for (int i = 0; i < columns; i++) {
            int from = i < keys || i - keys >= counts.size() ? i : place(keys, counts.get(i - keys));
            boolean isNew = i >= keys && i - keys < counts.size() && counts.get(i - keys) < 0;
            sources.add(
                    isNew || from >= stored.size()
                            ? Optional.empty()
                            : Optional.of(stored.get(from).getName()));
        }
        return sources;
    }

    private static int place(int keys, int count) {
        return count < 0 ? Integer.MAX_VALUE : keys + count;
    }
}
