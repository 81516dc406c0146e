package io.sluice.sinks;

import io.sluice.sinks.blackhole.BlackholeSinkFactory;
import io.sluice.sinks.console.ConsoleSinkFactory;
import io.sluice.sinks.console.PrintSinkFactory;
import io.sluice.sinks.file.FileSinkFactory;
import io.sluice.sinks.memory.MemorySinkFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The connectors that can be written to: those of this list, and those that the class path offers as services, under other names. */
public final class BuiltInSinks {
    public static final List<SinkFactory<?>> ALL = List.of(
            new FileSinkFactory(),
            new ConsoleSinkFactory(),
            new PrintSinkFactory(),
            new BlackholeSinkFactory(),
            new MemorySinkFactory());

    private BuiltInSinks() {}

    /** The connectors of the class path. All of its jars are opened for that, so it is not done where a built-in one is meant. */
    public static List<SinkFactory<?>> services() {
        List<SinkFactory<?>> factories = new ArrayList<>();
        for (SinkFactory<?> factory : ServiceLoader.load(SinkFactory.class)) {
            factories.add(factory);
        }
        return List.copyOf(factories);
    }
}
