package io.sluice.engine.catalog;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.CheckpointReader;
import io.sluice.engine.catalog.Binding.Readable;
import io.sluice.planner.PlanException;
import io.sluice.planner.StateTableName;
import io.sluice.planner.TableDefinition;
import io.sluice.planner.TableDefinition.ColumnDefinition;
import io.sluice.planner.WatermarkOptions;
import io.sluice.planner.plan.DataType;
import io.sluice.runtime.inspect.StateSourceFactory;
import io.sluice.runtime.inspect.StateSourceOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Schema;

/** The tables that {@code TABLE(STATE(…))} names, made when a query asks for them. Used by one thread. */
final class StateTables {
    private final Path base;
    private final Map<String, CatalogTable> known = new HashMap<>();

    /** @param base relative directories start there */
    StateTables(Path base) {
        this.base = requireNonNull(base, "base");
    }

    /** The table that a query has asked for; empty for other names. */
    Optional<CatalogTable> known(String name) {
        return Optional.ofNullable(known.get(name));
    }

    /** The table as the checkpoint is now; empty if the name is not of one. */
    Optional<CatalogTable> find(String name) {
        Optional<CatalogTable> table = StateTableName.of(name).map(state -> table(name, state));
        table.ifPresent(found -> known.put(name, found));
        return table;
    }

    private CatalogTable table(String name, StateTableName state) {
        try {
            Path directory = CheckpointReader.locate(base.resolve(state.directory()));
            return CheckpointReader.look(directory, reader -> table(name, state, reader));
        } catch (CheckpointException e) {
            throw new PlanException(e.getMessage(), e.hint(), Optional.empty());
        }
    }

    private static CatalogTable table(String name, StateTableName state, CheckpointReader reader) {
        long batch = state.batch().orElseGet(reader::lastBatch);
        String table = reader.table(state.uid(), state.table(), batch);
        StateSourceOptions options = new StateSourceOptions(reader.directory(), table, batch);
        return new CatalogTable(
                definition(name, reader.schema(table, batch)),
                "state",
                Optional.of(new Readable<>(new StateSourceFactory(), options)),
                Optional.empty(),
                WatermarkOptions.NONE);
    }

    private static TableDefinition definition(String name, Schema schema) {
        List<ColumnDefinition> columns = schema.getFields().stream()
                .<ColumnDefinition>map(field -> new ColumnDefinition.Physical(field.getName(), DataType.of(field)))
                .toList();
        return new TableDefinition(name, columns, List.of(), List.of(), Optional.empty(), List.of(), Optional.empty());
    }
}
