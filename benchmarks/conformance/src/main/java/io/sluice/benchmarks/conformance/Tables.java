package io.sluice.benchmarks.conformance;

import io.sluice.planner.TableDefinition;
import io.sluice.planner.TableDefinition.ColumnDefinition;
import io.sluice.planner.TableResolver;
import io.sluice.planner.TableResolver.Relation;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Emission;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.TypeKind;
import io.sluice.sinks.memory.Row;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The tables and views that the queries of a suite see. Used by one thread. */
final class Tables {
    /** What the answers are written to. */
    static final TableResolver.Abilities ANSWER =
            new TableResolver.Abilities("answer", false, true, true, EnumSet.allOf(Emission.Mode.class));

    private final Map<String, StoredTable> stored = new LinkedHashMap<>();
    private final Map<String, Relation.View> views = new LinkedHashMap<>();

    Tables() {
        StoredTable one = new StoredTable(new TableDefinition(
                PlanNode.Scan.ONE_ROW,
                List.of(new ColumnDefinition.Physical("row", DataType.of(TypeKind.BIGINT, true))),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty()));
        one.add(Row.of(0L));
        put(one);
    }

    void put(StoredTable table) {
        stored.put(table.definition().name(), table);
    }

    void put(Relation.View view) {
        views.put(view.name(), view);
    }

    void remove(String name) {
        stored.remove(name);
        views.remove(name);
    }

    boolean contains(String name) {
        return stored.containsKey(name) || views.containsKey(name);
    }

    StoredTable table(String name) {
        StoredTable table = stored.get(name);
        if (table == null) {
            throw new IllegalArgumentException("there is no table \"%s\"".formatted(name));
        }
        return table;
    }

    /** @param bounded whether the tables are to be such that end */
    TableResolver resolver(boolean bounded) {
        return new TableResolver() {
            @Override
            public Optional<Relation> find(String name) {
                if (views.containsKey(name)) {
                    return Optional.of(views.get(name));
                }
                return Optional.ofNullable(stored.get(name))
                        .map(table -> new Relation.Table(
                                table.definition(), new Abilities("stored", true, bounded, true, ANSWER.modes())));
            }

            /** So that joins are ordered by sizes, and the suites tell whether they may be. */
            @Override
            public OptionalLong rows(String name) {
                return bounded && stored.containsKey(name)
                        ? OptionalLong.of(stored.get(name).size())
                        : OptionalLong.empty();
            }

            @Override
            public List<String> names() {
                List<String> names = new ArrayList<>(stored.keySet());
                names.addAll(views.keySet());
                names.remove(PlanNode.Scan.ONE_ROW);
                return names;
            }
        };
    }
}
