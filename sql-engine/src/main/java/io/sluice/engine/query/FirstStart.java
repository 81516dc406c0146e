package io.sluice.engine.query;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.checkpoint.CheckpointView;
import io.sluice.checkpoint.QueryMetadata;
import io.sluice.planner.Planner;
import io.sluice.planner.TableResolver;
import io.sluice.planner.udf.UserFunction;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The tables of a catalog, but with what decided the form of the query's state when it was first started, where it has a checkpoint. Its order
 * of joins is that of its state, however much the tables have grown: a size that is not there was not known then. And approximate
 * aggregates that have kept all values do so on. The checkpoint is looked at only if one of these is asked for.
 */
final class FirstStart implements TableResolver {
    private final TableResolver tables;
    private final Supplier<CheckpointPlace> checkpoint;
    private boolean looked;

    /** The plan that the checkpoint has, if there is one. */
    private Optional<JsonNode> plan = Optional.empty();

    FirstStart(TableResolver tables, Supplier<CheckpointPlace> checkpoint) {
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
        if (started().isEmpty()) {
            return tables.rows(name);
        }
        Long rows = Planner.sizes(started().get()).get(name);
        return rows == null ? OptionalLong.empty() : OptionalLong.of(rows);
    }

    @Override
    public boolean startedExactly() {
        return started().filter(known -> !Planner.hasSketches(known)).isPresent();
    }

    private Optional<JsonNode> started() {
        if (!looked) {
            plan = checkpoint.get().lookAtLogs(CheckpointView::query).map(QueryMetadata::plan);
            looked = true;
        }
        return plan;
    }
}
