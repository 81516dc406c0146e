package io.sluice.engine.query;

import static java.util.Objects.requireNonNull;

import io.sluice.engine.catalog.CatalogTable;
import io.sluice.planner.PlannedQuery;
import io.sluice.runtime.CheckpointFit;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A planned query with all that it takes to start it; changes to the catalog or the settings do not reach it any more.
 *
 * @param tables the tables that it reads and writes, by name
 * @param deadLetterTable among the tables: where the rows go that could not be read or computed
 * @param checkpoint its directory
 * @param temporary the checkpoint is removed when the query ends: it only prints
 */
public record PreparedQuery(
        String name,
        PlannedQuery plan,
        Settings settings,
        Map<String, CatalogTable> tables,
        Optional<String> deadLetterTable,
        Path checkpoint,
        boolean temporary) {
    public PreparedQuery {
        requireNonNull(name, "name");
        requireNonNull(plan, "plan");
        requireNonNull(settings, "settings");
        tables = Map.copyOf(tables);
        requireNonNull(deadLetterTable, "deadLetterTable");
        requireNonNull(checkpoint, "checkpoint");
    }

    /** Whether the query could go on with its checkpoint; changes nothing there. */
    public CheckpointFit fit() {
        return CheckpointFit.look(checkpoint, plan, settings.batch());
    }
}
