package io.sluice.engine;

import io.sluice.engine.catalog.Catalog;
import io.sluice.engine.catalog.Connectors;
import io.sluice.engine.query.QueryPreparer;
import io.sluice.engine.query.Settings;
import io.sluice.planner.PlannedQuery;
import io.sluice.planner.Planner;
import io.sluice.planner.Script;
import io.sluice.planner.Statement;
import io.sluice.planner.TableResolver.Abilities;
import io.sluice.planner.plan.Emission;
import io.sluice.sinks.BuiltInSinks;
import io.sluice.sources.BuiltInSources;
import java.nio.file.Path;
import java.util.EnumSet;

/** Plans queries over declared tables, and starts none. */
public final class Plans {
    private static final Abilities ANY_MODE =
            new Abilities("plans", false, false, true, EnumSet.allOf(Emission.Mode.class));

    private final Catalog catalog;

    /** @param declarations CREATE TABLE and CREATE VIEW */
    public Plans(Path directory, String declarations) {
        Connectors connectors = new Connectors(BuiltInSources.ALL, BuiltInSinks.ALL);
        catalog = new Catalog(connectors.oneRow(), directory);
        QueryPreparer preparer = new QueryPreparer(catalog, connectors, directory, directory);
        StatementRunner runner =
                new StatementRunner(catalog, connectors, directory, preparer, Settings.DEFAULT, view -> {});
        Script script = new Script("<declarations>", declarations);
        for (Statement statement : Planner.parse(script)) {
            runner.run(script, statement, query -> {
                throw new IllegalStateException(query.name() + " is no declaration");
            });
        }
    }

    /** The plan of a SELECT with or without EMIT, over inputs that do not end. */
    public PlannedQuery plan(String select) {
        Script script = new Script("<select>", select);
        Statement.Select parsed = (Statement.Select) Planner.parse(script).get(0);
        return new Planner(catalog, Settings.DEFAULT.plannerOptions()).plan(script, parsed, "result", ANY_MODE);
    }
}
