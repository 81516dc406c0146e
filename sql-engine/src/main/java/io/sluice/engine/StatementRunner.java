package io.sluice.engine;

import io.sluice.engine.catalog.Catalog;
import io.sluice.engine.catalog.CatalogTable;
import io.sluice.engine.catalog.Connectors;
import io.sluice.engine.catalog.FunctionClasses;
import io.sluice.engine.catalog.OptionException;
import io.sluice.engine.query.PreparedQuery;
import io.sluice.engine.query.QueryPreparer;
import io.sluice.engine.query.Setting;
import io.sluice.engine.query.Settings;
import io.sluice.planner.Nearest;
import io.sluice.planner.PlanException;
import io.sluice.planner.Planner;
import io.sluice.planner.Position;
import io.sluice.planner.Script;
import io.sluice.planner.Statement;
import io.sluice.planner.TableDefinition;
import io.sluice.planner.TableDefinition.TableOption;
import io.sluice.planner.TableResolver.Relation;
import io.sluice.planner.function.FunctionRegister;
import io.sluice.planner.plan.Column;
import io.sluice.planner.udf.UserFunction;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Runs one statement after the other against the catalog and the settings of a session. */
final class StatementRunner {
    private final Catalog catalog;
    private final Connectors connectors;
    private final Path directory;
    private final QueryPreparer preparer;
    private final Consumer<String> dropped;
    private final FunctionClasses classes = new FunctionClasses();
    private Settings settings;

    /** @param dropped is told the materialized views that are dropped */
    StatementRunner(
            Catalog catalog,
            Connectors connectors,
            Path directory,
            QueryPreparer preparer,
            Settings settings,
            Consumer<String> dropped) {
        this.dropped = dropped;
        this.catalog = catalog;
        this.connectors = connectors;
        this.directory = directory;
        this.preparer = preparer;
        this.settings = settings;
    }

    /** {@code start} takes the queries; its result is the statement's. */
    StatementResult run(Script script, Statement statement, Function<PreparedQuery, StatementResult> start) {
        if (statement instanceof Statement.CreateTable create) {
            return createTable(script, create, start);
        }
        if (statement instanceof Statement.CreateView create) {
            return createView(script, create);
        }
        if (statement instanceof Statement.CreateMaterializedView create) {
            return createMaterializedView(script, create, start);
        }
        if (statement instanceof Statement.CreateFunction create) {
            return createFunction(script, create);
        }
        if (statement instanceof Statement.Drop drop) {
            return drop(script, drop);
        }
        if (statement instanceof Statement.Insert insert) {
            return start.apply(preparer.prepare(script, insert, settings));
        }
        if (statement instanceof Statement.Select select) {
            return start.apply(preparer.prepare(script, select, settings));
        }
        if (statement instanceof Statement.StatementSet set) {
            return start.apply(preparer.prepare(script, set, settings));
        }
        if (statement instanceof Statement.Set set) {
            return set(script, set);
        }
        if (statement instanceof Statement.Reset reset) {
            return reset(script, reset);
        }
        if (statement instanceof Statement.Explain explain) {
            return explain(script, explain);
        }
        if (statement instanceof Statement.Show show) {
            return show(script, show);
        }
        if (statement instanceof Statement.Describe describe) {
            return describe(script, describe);
        }
        throw new IllegalStateException("no way to run " + statement.getClass());
    }

    private StatementResult createTable(
            Script script, Statement.CreateTable create, Function<PreparedQuery, StatementResult> start) {
        String name = create.table().name();
        if (catalog.contains(name)) {
            if (create.ifNotExists()) {
                return new StatementResult.Done();
            }
            throw alreadyThere(script, create.position(), name);
        }
        TableDefinition definition = new Planner(catalog, settings.plannerOptions()).define(script, create);
        catalog.put(bind(script, create.position(), definition));
        if (create.query().isEmpty()) {
            return new StatementResult.Done();
        }
        Statement.Insert insert = new Statement.Insert(
                create.position(),
                create.position(),
                name,
                List.of(),
                create.query().get(),
                Optional.empty(),
                Optional.empty());
        try {
            return start.apply(preparer.prepare(script, insert, settings));
        } catch (RuntimeException e) {
            catalog.removeTable(name);
            throw e;
        }
    }

    private CatalogTable bind(Script script, Position position, TableDefinition definition) {
        try {
            return connectors.bind(definition, directory);
        } catch (OptionException e) {
            Position place = e.option()
                    .flatMap(option -> definition.options().stream()
                            .filter(given -> given.name().equals(option))
                            .findFirst())
                    .map(TableOption::position)
                    .orElse(position);
            throw failure(script, place, e.getMessage(), e.hint());
        }
    }

    private StatementResult createView(Script script, Statement.CreateView create) {
        boolean exists = catalog.contains(create.name());
        if (exists && create.ifNotExists()) {
            return new StatementResult.Done();
        }
        boolean replaces = create.replace() && catalog.viewNames().contains(create.name());
        if (exists && !replaces) {
            throw alreadyThere(script, create.position(), create.name());
        }
        List<Column> columns = new Planner(catalog, settings.plannerOptions()).define(script, create);
        List<String> renamed = create.columns().isEmpty()
                ? List.of()
                : columns.stream().map(Column::name).toList();
        catalog.put(new Relation.View(create.name(), create.query().text(), renamed));
        return new StatementResult.Done();
    }

    private StatementResult createMaterializedView(
            Script script, Statement.CreateMaterializedView create, Function<PreparedQuery, StatementResult> start) {
        String name = create.name();
        if (catalog.contains(name)) {
            if (create.ifNotExists()) {
                return new StatementResult.Done();
            }
            throw alreadyThere(script, create.position(), name);
        }
        Statement.CreateView view =
                new Statement.CreateView(create.position(), false, false, name, create.columns(), create.query());
        List<Column> columns = new Planner(catalog, settings.plannerOptions()).define(script, view);
        List<TableDefinition.ColumnDefinition> physical = columns.stream()
                .<TableDefinition.ColumnDefinition>map(
                        column -> new TableDefinition.ColumnDefinition.Physical(column.name(), column.type()))
                .toList();
        List<TableOption> options = List.of(
                new TableOption("connector", "memory", create.position()),
                new TableOption("keep", "result", create.position()));
        CatalogTable result = bind(
                script,
                create.position(),
                new TableDefinition(name, physical, List.of(), List.of(), Optional.empty(), options, Optional.empty()));
        StatementResult started = start.apply(preparer.prepare(script, create, result, settings));
        List<String> renamed = create.columns().isEmpty()
                ? List.of()
                : columns.stream().map(Column::name).toList();
        catalog.put(new Relation.View(name, create.query().text(), renamed), result);
        return started;
    }

    private StatementResult createFunction(Script script, Statement.CreateFunction create) {
        String name = create.name().toUpperCase(Locale.ROOT);
        if (catalog.function(name).isPresent() && create.ifNotExists()) {
            return new StatementResult.Done();
        }
        if (catalog.function(name).isPresent() || Planner.isBuiltIn(name)) {
            throw failure(
                    script,
                    create.position(),
                    "there is already a function %s".formatted(name),
                    Planner.isBuiltIn(name)
                            ? "It is built in: choose another name."
                            : "DROP it first, choose another name, or write IF NOT EXISTS.");
        }
        try {
            catalog.put(UserFunction.of(name, classes.load(name, create.type(), create.jars(), directory)));
        } catch (PlanException e) {
            throw failure(script, create.position(), e.getMessage(), e.hint());
        }
        return new StatementResult.Done();
    }

    private StatementResult drop(Script script, Statement.Drop drop) {
        List<String> names =
                switch (drop.kind()) {
                    case TABLE -> catalog.tableNames();
                    case VIEW -> catalog.viewNames().stream()
                            .filter(view -> !catalog.materializedNames().contains(view))
                            .toList();
                    case MATERIALIZED_VIEW -> catalog.materializedNames();
                    case FUNCTION -> catalog.functionNames();
                };
        String name = drop.kind() == Statement.Drop.Kind.FUNCTION ? drop.name().toUpperCase(Locale.ROOT) : drop.name();
        if (!names.contains(name)) {
            if (drop.ifExists()) {
                return new StatementResult.Done();
            }
            String kind = drop.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            throw notFound(script, drop.position(), kind, drop.name(), names);
        }
        switch (drop.kind()) {
            case TABLE -> catalog.removeTable(drop.name());
            case VIEW -> catalog.removeView(drop.name());
            case MATERIALIZED_VIEW -> {
                catalog.removeView(drop.name());
                preparer.release(drop.name());
                dropped.accept(drop.name());
            }
            case FUNCTION -> catalog.removeFunction(name);
        }
        return new StatementResult.Done();
    }

    private StatementResult set(Script script, Statement.Set set) {
        if (set.key().isEmpty()) {
            return new StatementResult.Rows(
                    List.of("key", "value", "meaning"),
                    java.util.Arrays.stream(Setting.values())
                            .map(setting -> List.of(setting.key(), settings.get(setting), setting.meaning()))
                            .toList());
        }
        try {
            settings = settings.with(set.key().get(), set.value().orElse(""));
        } catch (IllegalArgumentException e) {
            throw failure(script, set.position(), e.getMessage(), "");
        }
        return new StatementResult.Done();
    }

    private StatementResult reset(Script script, Statement.Reset reset) {
        try {
            settings = reset.key().isEmpty()
                    ? Settings.DEFAULT
                    : settings.without(reset.key().get());
        } catch (IllegalArgumentException e) {
            throw failure(script, reset.position(), e.getMessage(), "");
        }
        return new StatementResult.Done();
    }

    private StatementResult explain(Script script, Statement.Explain explain) {
        StringBuilder text = new StringBuilder();
        run(script, explain.statement(), query -> {
            preparer.release(query.name());
            text.append(Planner.explain(query.plan()));
            return new StatementResult.Done();
        });
        return new StatementResult.Text(text.toString());
    }

    private StatementResult show(Script script, Statement.Show show) {
        return switch (show.what()) {
            case TABLES -> names("table name", catalog.tableNames());
            case VIEWS -> names("view name", catalog.viewNames());
            case FUNCTIONS -> names(
                    "function name",
                    Stream.concat(
                                    FunctionRegister.all().stream()
                                            .map(function -> function.name().split("/")[0]),
                                    catalog.functionNames().stream())
                            .distinct()
                            .sorted()
                            .toList());
            case CREATE_TABLE -> new StatementResult.Text(CreateTableText.of(
                    table(script, show.position(), show.name().orElse("")).definition()));
        };
    }

    private static StatementResult names(String header, List<String> names) {
        return new StatementResult.Rows(
                List.of(header), names.stream().map(List::of).toList());
    }

    private CatalogTable table(Script script, Position position, String name) {
        return catalog.table(name).orElseThrow(() -> notFound(script, position, "table", name, catalog.tableNames()));
    }

    private StatementResult describe(Script script, Statement.Describe describe) {
        Relation relation = catalog.find(describe.name())
                .orElseThrow(
                        () -> notFound(script, describe.position(), "table or view", describe.name(), catalog.names()));
        if (relation instanceof Relation.View view) {
            return new StatementResult.Text(view.query() + "\n");
        }
        return DescribeTable.of(((Relation.Table) relation).definition());
    }

    private static PlanException alreadyThere(Script script, Position position, String name) {
        return failure(
                script,
                position,
                "there is already a table or view \"%s\"".formatted(name),
                "DROP it first, choose another name, or write IF NOT EXISTS.");
    }

    private static PlanException notFound(
            Script script, Position position, String kind, String name, List<String> names) {
        List<String> nearest = Nearest.of(name, names);
        String list = names.isEmpty() ? "None is defined." : "Defined are \"" + String.join("\", \"", names) + "\".";
        return failure(
                script,
                position,
                "there is no %s \"%s\"".formatted(kind, name),
                nearest.isEmpty() ? list : "Did you mean \"%s\"? %s".formatted(nearest.get(0), list));
    }

    private static PlanException failure(Script script, Position position, String message, String hint) {
        return new PlanException(message, hint, Optional.of(new PlanException.Location(script, position)));
    }
}
