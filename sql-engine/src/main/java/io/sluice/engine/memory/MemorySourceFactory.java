package io.sluice.engine.memory;

import static java.util.Objects.requireNonNull;

import io.sluice.sinks.memory.MemoryTables;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Source;
import io.sluice.sources.SourceFactory;
import io.sluice.sources.SourceTable;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/** Reads {@code 'connector' = 'memory'}: what a query of this session has written there by now. */
public final class MemorySourceFactory implements SourceFactory<MemorySourceOptions> {
    private final MemoryTables tables;

    public MemorySourceFactory(MemoryTables tables) {
        this.tables = requireNonNull(tables, "tables");
    }

    @Override
    public String connector() {
        return "memory";
    }

    @Override
    public Class<MemorySourceOptions> optionsType() {
        return MemorySourceOptions.class;
    }

    @Override
    public boolean isBounded(MemorySourceOptions options) {
        return true;
    }

    @Override
    public ReadLimit readLimit(MemorySourceOptions options) {
        return ReadLimit.NONE;
    }

    @Override
    public List<Field> metadataColumns(MemorySourceOptions options) {
        return List.of();
    }

    @Override
    public Source open(SourceTable table, MemorySourceOptions options) {
        return new MemorySource(table, tables);
    }
}
