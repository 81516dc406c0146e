package io.sluice.engine.query;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.CheckpointView;
import io.sluice.checkpoint.QueryMetadata;
import io.sluice.planner.Planner;
import io.sluice.planner.TableResolver;
import io.sluice.planner.udf.UserFunction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The tables of a catalog, but with the sizes that they had when the query was first started, where it has a checkpoint: its order
 * of joins is that of its state, however much the tables have grown. A size that is not there was not known then. The
 * checkpoint is looked at only if a size is asked for.
 */
final class SizesOfStart implements TableResolver {
    private final TableResolver tables;
    private final Supplier<CheckpointPlace> checkpoint;
    private Optional<Optional<Map<String, Long>>> looked = Optional.empty();

    SizesOfStart(TableResolver tables, Supplier<CheckpointPlace> checkpoint) {
        this.tables = requireNonNull(tables, "tables");
        this.checkpoint = requireNonNull(checkpoint, "checkpoint");
    }

    @Override
    public Optional<Relation> find(String name) {
        return tables.find(name);
    }

    @Override
    public List<String> names() {
        return tables.names();
    }

    @Override
    public Optional<UserFunction> function(String name) {
        return tables.function(name);
    }

    @Override
    public OptionalLong rows(String name) {
        if (looked.isEmpty()) {
            looked = Optional.of(look());
        }
        Optional<Map<String, Long>> stored = looked.get();
        if (stored.isEmpty()) {
            return tables.rows(name);
        }
        Long rows = stored.get().get(name);
        return rows == null ? OptionalLong.empty() : OptionalLong.of(rows);
    }

    /** Empty for a query that begins. One in an object store has no sizes: it would have to be brought whole to be looked at. */
    private Optional<Map<String, Long>> look() {
        return checkpoint
                .get()
                .directory()
                .map(directory ->
                        CheckpointView.query(directory).map(QueryMetadata::plan).map(Planner::sizes))
                .orElse(Optional.of(Map.of()));
    }
}
