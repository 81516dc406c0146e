package io.sluice.runtime.loop;

import io.sluice.planner.PlannedQuery;
import io.sluice.planner.Planner;
import io.sluice.planner.PlannerOptions;
import io.sluice.planner.Script;
import io.sluice.planner.Statement;
import io.sluice.planner.TableDefinition;
import io.sluice.planner.TableResolver;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.Emission;
import io.sluice.planner.plan.WatermarkRules.NullTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Schema;

/** A script that declares tables and ends with a statement set, planned. All tables are streams and take rows once. */
public final class SqlPlan implements TableResolver {
    private static final Abilities ABILITIES =
            new Abilities("filesystem", true, false, true, Set.of(Emission.Mode.APPEND, Emission.Mode.COMPLETE));

    private final Map<String, TableDefinition> tables = new LinkedHashMap<>();
    private final PlannedQuery query;

    public SqlPlan(String sql) {
        Script script = new Script("test.sql", sql);
        Planner planner = new Planner(this, new PlannerOptions(ZoneOffset.UTC, false, NullTime.DROP));
        List<PlannedQuery> planned = new ArrayList<>();
        for (Statement statement : Planner.parse(script)) {
            if (statement instanceof Statement.CreateTable create) {
                TableDefinition table = planner.define(script, create);
                tables.put(table.name(), table);
            } else if (statement instanceof Statement.StatementSet set) {
                planned.add(planner.plan(script, set));
            }
        }
        this.query = planned.get(0);
    }

    public PlannedQuery query() {
        return query;
    }

    public Schema schema(String table) {
        return Column.schema(tables.get(table).schema());
    }

    @Override
    public Optional<Relation> find(String name) {
        return Optional.ofNullable(tables.get(name)).map(table -> new Relation.Table(table, ABILITIES));
    }

    @Override
    public List<String> names() {
        return List.copyOf(tables.keySet());
    }
}
