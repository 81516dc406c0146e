package io.sluice.sinks.console;

import static java.util.Objects.requireNonNull;

import io.sluice.sinks.OutputMode;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkFactory;
import io.sluice.sinks.SinkTable;
import io.sluice.sinks.encode.ColumnTypes;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.Set;

/** {@code 'connector' = 'console'}: the first rows of each batch as a table. */
public final class ConsoleSinkFactory implements SinkFactory<ConsoleSinkOptions> {
    private static final String CONNECTOR = "console";

    private final PrintStream out;

    /** Prints to standard output. */
    public ConsoleSinkFactory() {
        this(Printer.standardOutput());
    }

    public ConsoleSinkFactory(PrintStream out) {
        this.out = requireNonNull(out, "out");
    }

    @Override
    public String connector() {
        return CONNECTOR;
    }

    @Override
    public Class<ConsoleSinkOptions> optionsType() {
        return ConsoleSinkOptions.class;
    }

    @Override
    public Set<OutputMode> modes(ConsoleSinkOptions options) {
        return EnumSet.allOf(OutputMode.class);
    }

    @Override
    public boolean isExactlyOnce(ConsoleSinkOptions options) {
        return false;
    }

    @Override
    public Sink open(SinkTable table, ConsoleSinkOptions options) {
        ColumnTypes.check(table, CONNECTOR);
        return new ConsoleSink(table, options, new Printer(table.name(), out));
    }
}
