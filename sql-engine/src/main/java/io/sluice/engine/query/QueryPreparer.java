package io.sluice.engine.query;

import io.sluice.engine.catalog.Catalog;
import io.sluice.engine.catalog.CatalogTable;
import io.sluice.engine.catalog.Connectors;
import io.sluice.planner.PlanException;
import io.sluice.planner.PlannedQuery;
import io.sluice.planner.Planner;
import io.sluice.planner.Position;
import io.sluice.planner.Script;
import io.sluice.planner.Statement;
import io.sluice.planner.TableDefinition;
import io.sluice.planner.TableDefinition.ColumnDefinition;
import io.sluice.planner.TableDefinition.TableOption;
import io.sluice.planner.plan.Emission;
import io.sluice.planner.plan.PlanNode;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Plans the statements that start queries, and gives each its name and its checkpoint. */
public final class QueryPreparer {
    /** What a plain SELECT writes to. */
    private static final String CONSOLE = "console";

    private final Catalog catalog;
    private final Connectors connectors;
    private final Path directory;
    private final Path checkpoints;
    private final Set<String> names = new HashSet<>();
    private int selects;

    public QueryPreparer(Catalog catalog, Connectors connectors, Path directory, Path checkpoints) {
        this.catalog = catalog;
        this.connectors = connectors;
        this.directory = directory;
        this.checkpoints = checkpoints;
    }

    public PreparedQuery prepare(Script script, Statement.Insert insert, Settings settings) {
        Place place = new Place(script, insert.position(), insert.target(), settings);
        return durable(place, planner(place).plan(script, insert));
    }

    public PreparedQuery prepare(Script script, Statement.StatementSet set, Settings settings) {
        Place place = new Place(script, set.position(), Planner.name(set), settings);
        return durable(place, planner(place).plan(script, set));
    }

    private Planner planner(Place place) {
        return new Planner(
                new FirstStart(catalog, () -> checkpoint(place)),
                place.settings().plannerOptions());
    }

    /**
     * Where a query stands in its script.
     *
     * @param named the name that it has if none is set
     */
    private record Place(Script script, Position position, String named, Settings settings) {
        String name() {
            String set = settings.get(Setting.QUERY_NAME);
            return set.isEmpty() ? named : set;
        }

        PlanException failure(String message, String hint) {
            return new PlanException(message, hint, Optional.of(new PlanException.Location(script, position)));
        }
    }

    /** What keeps a materialized view; it is computed anew when it starts again, since its result is in memory only. */
    public PreparedQuery prepare(
            Script script, Statement.CreateMaterializedView create, CatalogTable result, Settings settings) {
        String name = create.name();
        Statement.Select select = new Statement.Select(
                create.position(),
                create.query(),
                Optional.of(new Statement.Emit(create.position(), Optional.of(Emission.Mode.CHANGELOG))),
                Optional.empty());
        PlannedQuery plan =
                new Planner(catalog, settings.plannerOptions()).plan(script, select, name, result.abilities());
        Optional<String> deadLetters = new DeadLetterTable(catalog, script, create.position()).of(plan, settings);
        Map<String, CatalogTable> tables = new HashMap<>(tables(plan, deadLetters, name));
        tables.put(name, result);
        names.add(name);
        return new PreparedQuery(name, plan, settings, tables, deadLetters, Optional.empty());
    }

    /** A plain SELECT prints; what it remembers is forgotten when it ends. */
    public PreparedQuery prepare(Script script, Statement.Select select, Settings settings) {
        String name = "select-" + ++selects;
        CatalogTable probe = console(name, List.of());
        PlannedQuery plan =
                new Planner(catalog.results(), settings.plannerOptions()).plan(script, select, name, probe.abilities());
        Optional<String> deadLetters = new DeadLetterTable(catalog, script, select.position()).of(plan, settings);
        Map<String, CatalogTable> tables = new HashMap<>(tables(plan, deadLetters, name));
        PlanNode.Write output = plan.outputs().get(0);
        List<ColumnDefinition> columns = output.columns().stream()
                .<ColumnDefinition>map(column -> new ColumnDefinition.Physical(column.name(), column.type()))
                .toList();
        tables.put(name, console(name, columns));
        return new PreparedQuery(name, plan, settings, tables, deadLetters, Optional.empty());
    }

    private CatalogTable console(String name, List<ColumnDefinition> columns) {
        List<TableOption> options = List.of(new TableOption("connector", CONSOLE, Position.START));
        return connectors.bind(
                new TableDefinition(name, columns, List.of(), List.of(), Optional.empty(), options, Optional.empty()),
                directory);
    }

    private PreparedQuery durable(Place place, PlannedQuery plan) {
        String name = place.name();
        Settings settings = place.settings();
        Optional<String> deadLetters =
                new DeadLetterTable(catalog, place.script(), place.position()).of(plan, settings);
        Map<String, CatalogTable> tables = tables(plan, deadLetters, "");
        OwnOutput.find(plan, deadLetters, tables).ifPresent(own -> {
            throw place.failure("query \"%s\" %s".formatted(name, own), OwnOutput.HINT);
        });
        if (!names.add(name)) {
            throw place.failure(
                    "there is already a query named \"%s\" in this session".formatted(name),
                    "A query is named by its target: give this one a name with SET 'pipeline.name' = '…', or put both"
                            + " into one EXECUTE STATEMENT SET.");
        }
        return new PreparedQuery(name, plan, settings, tables, deadLetters, Optional.of(checkpoint(place)));
    }

    private CheckpointPlace checkpoint(Place place) {
        String folder = place.settings().get(Setting.CHECKPOINT_DIRECTORY);
        CheckpointPlace all = folder.isEmpty() ? CheckpointPlace.of(checkpoints) : set(folder, place);
        return all.resolve(CheckpointFolder.of(place.name()));
    }

    private CheckpointPlace set(String folder, Place place) {
        try {
            return CheckpointPlace.of(folder, directory);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw place.failure(
                    "setting '%s' must be a path or an address, got '%s'"
                            .formatted(Setting.CHECKPOINT_DIRECTORY.key(), folder),
                    "Write it as 'folder/below/the/script' or 's3a://bucket/folder'.");
        }
    }

    /** A query of this name has ended: the name is free again. */
    public void release(String name) {
        names.remove(name);
    }

    private Map<String, CatalogTable> tables(PlannedQuery plan, Optional<String> deadLetters, String without) {
        Map<String, CatalogTable> tables = new HashMap<>();
        Stream.of(plan.sources(), plan.sinks(), deadLetters.stream().toList())
                .flatMap(List::stream)
                .filter(name -> !name.equals(without))
                .forEach(name -> tables.put(name, catalog.table(name).orElseThrow()));
        return tables;
    }
}
