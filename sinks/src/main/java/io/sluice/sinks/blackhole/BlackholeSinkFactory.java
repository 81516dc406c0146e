package io.sluice.sinks.blackhole;

import io.sluice.sinks.OutputMode;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkFactory;
import io.sluice.sinks.SinkTable;
import java.util.EnumSet;
import java.util.Set;

/** {@code 'connector' = 'blackhole'}: takes all rows and drops them. */
public final class BlackholeSinkFactory implements SinkFactory<BlackholeSinkOptions> {
    @Override
    public String connector() {
        return "blackhole";
    }

    @Override
    public Class<BlackholeSinkOptions> optionsType() {
        return BlackholeSinkOptions.class;
    }

    @Override
    public Set<OutputMode> modes(BlackholeSinkOptions options) {
        return EnumSet.allOf(OutputMode.class);
    }

    @Override
    public boolean isExactlyOnce(BlackholeSinkOptions options) {
        return true;
    }

    @Override
    public Sink open(SinkTable table, BlackholeSinkOptions options) {
        return new BlackholeSink(table.name());
    }
}
