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

/** {@code 'connector' = 'print'}: every row on a line, as Flink prints it. */
public final class PrintSinkFactory implements SinkFactory<PrintSinkOptions> {
    private static final String CONNECTOR = "print";

    private final PrintStream out;

    /** Prints to standard output. */
    public PrintSinkFactory() {
        this(Printer.standardOutput());
    }

    public PrintSinkFactory(PrintStream out) {
        this.out = requireNonNull(out, "out");
    }

    @Override
    public String connector() {
        return CONNECTOR;
    }

    @Override
    public Class<PrintSinkOptions> optionsType() {
        return PrintSinkOptions.class;
    }

    @Override
    public Set<OutputMode> modes(PrintSinkOptions options) {
        return EnumSet.allOf(OutputMode.class);
    }

    @Override
    public boolean isExactlyOnce(PrintSinkOptions options) {
        return false;
    }

    @Override
    public Sink open(SinkTable table, PrintSinkOptions options) {
        ColumnTypes.check(table, CONNECTOR);
        return new PrintSink(table, options.prefix(), new Printer(table.name(), out));
    }
}
