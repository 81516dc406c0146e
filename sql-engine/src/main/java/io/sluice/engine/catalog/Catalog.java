package io.sluice.engine.catalog;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.TableResolver;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.udf.UserFunction;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The tables and views of a session. Used by one thread. */
public final class Catalog implements TableResolver {
    private final Map<String, CatalogTable> tables = new TreeMap<>();
    private final Map<String, Relation.View> views = new TreeMap<>();
    private final Map<String, CatalogTable> results = new TreeMap<>();
    private final Map<String, UserFunction> functions = new TreeMap<>();
    private final StateTables states;
    private final CatalogTable oneRow;

    /**
     * @param oneRow what {@link PlanNode.Scan#ONE_ROW} reads; nobody sees it
     * @param directory relative paths in queries start there
     */
    public Catalog(CatalogTable oneRow, Path directory) {
        this.states = new StateTables(directory);
        this.oneRow = requireNonNull(oneRow, "oneRow");
    }

    @Override
    public Optional<Relation> find(String name) {
        CatalogTable table = tables.get(name);
        if (table != null) {
            return Optional.of(relation(table));
        }
        return Optional.<Relation>ofNullable(views.get(name))
                .or(() -> states.find(name).map(Catalog::relation));
    }

    private static Relation relation(CatalogTable table) {
        return new Relation.Table(table.definition(), table.abilities(), table.watermark());
    }

    @Override
    public List<String> names() {
        return java.util.stream.Stream.concat(tables.keySet().stream(), views.keySet().stream())
                .sorted()
                .toList();
    }

    @Override
    public OptionalLong rows(String name) {
        return table(name).map(CatalogTable::rows).orElse(OptionalLong.empty());
    }

    /** Functions that were created, by their names in upper case. */
    @Override
    public Optional<UserFunction> function(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    public List<String> functionNames() {
        return List.copyOf(functions.keySet());
    }

    public void put(UserFunction function) {
        functions.put(function.name(), function);
    }

    public void removeFunction(String name) {
        functions.remove(name);
    }

    public Optional<CatalogTable> table(String name) {
        CatalogTable table = name.equals(PlanNode.Scan.ONE_ROW) ? oneRow : tables.get(name);
        return Optional.ofNullable(table)
                .or(() -> Optional.ofNullable(results.get(name)))
                .or(() -> states.known(name));
    }

    public List<String> tableNames() {
        return List.copyOf(tables.keySet());
    }

    public List<String> viewNames() {
        return List.copyOf(views.keySet());
    }

    public boolean contains(String name) {
        return tables.containsKey(name) || views.containsKey(name);
    }

    public void put(CatalogTable table) {
        tables.put(table.definition().name(), table);
    }

    public void put(Relation.View view) {
        views.put(view.name(), view);
    }

    /** A materialized view: a view to queries that run on, and a table with its result to those that look. */
    public void put(Relation.View view, CatalogTable result) {
        views.put(view.name(), view);
        results.put(view.name(), result);
    }

    public List<String> materializedNames() {
        return List.copyOf(results.keySet());
    }

    /** The same tables and views, but of materialized views what they hold. */
    public TableResolver results() {
        return new TableResolver() {
            @Override
            public Optional<Relation> find(String name) {
                return Optional.ofNullable(results.get(name))
                        .<Relation>map(
                                table -> new Relation.Table(table.definition(), table.abilities(), table.watermark()))
                        .or(() -> Catalog.this.find(name));
            }

            @Override
            public List<String> names() {
                return Catalog.this.names();
            }

            @Override
            public OptionalLong rows(String name) {
                return Catalog.this.rows(name);
            }

            @Override
            public Optional<UserFunction> function(String name) {
                return Catalog.this.function(name);
            }
        };
    }

    public void removeTable(String name) {
        tables.remove(name);
    }

    public void removeView(String name) {
        views.remove(name);
        results.remove(name);
    }
}
