package io.sluice.planner.validate;

import io.sluice.planner.TableResolver;
import java.util.List;
import java.util.Optional;

/** A catalog without tables. */
public enum NoTables implements TableResolver {
    INSTANCE;

    @Override
    public Optional<Relation> find(String name) {
        return Optional.empty();
    }

    @Override
    public List<String> names() {
        return List.of();
    }
}
