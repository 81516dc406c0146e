package io.sluice.engine.query;

import static java.util.Objects.requireNonNull;

import io.sluice.engine.catalog.CatalogTable;
import io.sluice.planner.PlannedQuery;
import io.sluice.runtime.CheckpointFit;
import io.sluice.runtime.CheckpointLook;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A planned query with all that it takes to start it; changes to the catalog or the settings do not reach it any more.
 *
 * @param tables the tables that it reads and writes, by name
 * @param deadLetterTable among the tables: where the rows go that could not be read or computed
 * @param checkpoint where it is; empty: one that is made when the query starts and removed when it ends, as it only
 *     prints
 */
public record PreparedQuery(
        String name,
        PlannedQuery plan,
        Settings settings,
        Map<String, CatalogTable> tables,
        Optional<String> deadLetterTable,
        Optional<CheckpointPlace> checkpoint) {
    public PreparedQuery {
        requireNonNull(name, "name");
        requireNonNull(plan, "plan");
        requireNonNull(settings, "settings");
        tables = Map.copyOf(tables);
        requireNonNull(deadLetterTable, "deadLetterTable");
        requireNonNull(checkpoint, "checkpoint");
    }

    public boolean temporary() {
        return checkpoint.isEmpty();
    }

    /** Whether it keeps a materialized view, which has its name. */
    public boolean keepsView() {
        return temporary() && tables.get(name).connector().equals("memory");
    }

    /**
     * Whether the query could go on with its checkpoint; changes nothing there. Not of a temporary one.
     *
     * @param mayLose uids of operators whose state may be lost
     * @param bootstrap uids of group-bys whose added aggregates are to be filled
     */
    public CheckpointFit fit(Set<String> mayLose, Set<String> bootstrap) {
        CheckpointLook look =
                new CheckpointLook(plan, new TableConnectors(this), mayLose, own(bootstrap), settings.batch());
        return checkpoint.orElseThrow().look(look::at);
    }

    /** Of names of operators those that this query may be meant by: {@code uid}, or {@code query/uid}. */
    Set<String> own(Set<String> names) {
        return names.stream()
                .filter(each -> each.lastIndexOf('/') < 0 || each.startsWith(name + "/"))
                .map(each -> each.substring(each.lastIndexOf('/') + 1))
                .collect(Collectors.toSet());
    }
}
