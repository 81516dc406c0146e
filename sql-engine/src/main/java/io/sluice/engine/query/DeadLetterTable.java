package io.sluice.engine.query;

import io.sluice.engine.catalog.Catalog;
import io.sluice.engine.catalog.CatalogTable;
import io.sluice.planner.EnvelopeTable;
import io.sluice.planner.Nearest;
import io.sluice.planner.PlanException;
import io.sluice.planner.PlannedQuery;
import io.sluice.planner.Position;
import io.sluice.planner.Script;
import io.sluice.planner.plan.DeadLetters;
import io.sluice.runtime.RowErrors;
import io.sluice.sources.BadRowPolicy;
import java.util.List;
import java.util.Optional;

/** The table that a query sends the rows to which it could not read or compute, if anything wants that. */
final class DeadLetterTable {
    private static final String SETTING = Setting.DEAD_LETTER_TABLE.key();

    private final Catalog catalog;
    private final Script script;
    private final Position position;

    /** What is wrong is said at {@code position}, the query's. */
    DeadLetterTable(Catalog catalog, Script script, Position position) {
        this.catalog = catalog;
        this.script = script;
        this.position = position;
    }

    /** Empty if no row can go there, whatever the settings say. */
    Optional<String> of(PlannedQuery plan, Settings settings) {
        return why(plan, settings).map(why -> check(settings.get(Setting.DEAD_LETTER_TABLE), why, plan));
    }

    private Optional<String> why(PlannedQuery plan, Settings settings) {
        if (settings.rowErrors() == RowErrors.DEAD_LETTER) {
            return Optional.of("setting '%s' is 'dead-letter'".formatted(Setting.ROW_ERROR.key()));
        }
        return plan.sources().stream()
                .filter(name -> catalog.table(name)
                                .orElseThrow()
                                .readable()
                                .orElseThrow()
                                .badRows()
                        == BadRowPolicy.DEAD_LETTER)
                .findFirst()
                .map(source -> "table \"%s\" has '%s' = 'dead-letter'".formatted(source, BadRowPolicy.OPTION));
    }

    private String check(String name, String why, PlannedQuery plan) {
        if (name.isEmpty()) {
            throw failure(
                    "%s, but no dead-letter table is named".formatted(why),
                    "Declare one with the columns of %s, and name it: SET '%s' = '…'.".formatted(envelope(), SETTING));
        }
        Optional<CatalogTable> table = catalog.table(name);
        if (table.isEmpty()) {
            List<String> nearest = Nearest.of(name, catalog.names());
            throw failure(
                    "%s, and '%s' names \"%s\", which is no table".formatted(why, SETTING, name),
                    nearest.isEmpty()
                            ? "Declare it with the columns of %s.".formatted(envelope())
                            : "Did you mean \"%s\"?".formatted(nearest.get(0)));
        }
        if (plan.sinks().contains(name)) {
            throw failure(
                    "\"%s\" cannot be the dead-letter table of this query, which writes it anyway".formatted(name),
                    "Name another table in '%s'.".formatted(SETTING));
        }
        EnvelopeTable.obstacle(
                        table.get().definition(),
                        table.get().abilities(),
                        DeadLetters.COLUMNS,
                        "rows that cannot be read")
                .ifPresent(obstacle -> {
                    throw failure("dead-letter table \"%s\" %s".formatted(name, obstacle.what()), obstacle.hint());
                });
        return name;
    }

    private static String envelope() {
        return "(%s)"
                .formatted(String.join(
                        ", ",
                        DeadLetters.COLUMNS.stream()
                                .map(column ->
                                        column.name() + " " + column.type().withNullable(true))
                                .toList()));
    }

    private PlanException failure(String message, String hint) {
        return new PlanException(message, hint, Optional.of(new PlanException.Location(script, position)));
    }
}
