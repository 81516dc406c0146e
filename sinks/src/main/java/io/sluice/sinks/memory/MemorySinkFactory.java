package io.sluice.sinks.memory;

import static java.util.Objects.requireNonNull;

import io.sluice.sinks.OutputMode;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkFactory;
import io.sluice.sinks.SinkTable;
import io.sluice.sinks.encode.ColumnTypes;
import java.util.EnumSet;
import java.util.Set;

/** {@code 'connector' = 'memory'}: rows that the program can look at. */
public final class MemorySinkFactory implements SinkFactory<MemorySinkOptions> {
    private static final String CONNECTOR = "memory";

    private final MemoryTables tables;

    /** The tables are the factory's own and nobody sees them. */
    public MemorySinkFactory() {
        this(new MemoryTables());
    }

    /** The rows go to these tables. */
    public MemorySinkFactory(MemoryTables tables) {
        this.tables = requireNonNull(tables, "tables");
    }

    @Override
    public String connector() {
        return CONNECTOR;
    }

    @Override
    public Class<MemorySinkOptions> optionsType() {
        return MemorySinkOptions.class;
    }

    @Override
    public Set<OutputMode> modes(MemorySinkOptions options) {
        return EnumSet.allOf(OutputMode.class);
    }

    /** Rows of a committed batch that was not published when the process died are lost. */
    @Override
    public boolean isExactlyOnce(MemorySinkOptions options) {
        return false;
    }

    @Override
    public Sink open(SinkTable table, MemorySinkOptions options) {
        ColumnTypes.check(table, CONNECTOR);
        MemoryTable rows = tables.table(table.name());
        rows.open(table, options.keepsResult());
        return new MemorySink(table, rows);
    }
}
