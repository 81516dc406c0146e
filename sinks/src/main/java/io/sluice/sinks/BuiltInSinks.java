package io.sluice.sinks;

import io.sluice.sinks.blackhole.BlackholeSinkFactory;
import io.sluice.sinks.console.ConsoleSinkFactory;
import io.sluice.sinks.console.PrintSinkFactory;
import io.sluice.sinks.file.FileSinkFactory;
import io.sluice.sinks.memory.MemorySinkFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The connectors that can be written to: those of this list, and those that the class path offers as services. */
public final class BuiltInSinks {
    public static final List<SinkFactory<?>> ALL = List.of(
            new FileSinkFactory(),
            new ConsoleSinkFactory(),
            new PrintSinkFactory(),
            new BlackholeSinkFactory(),
            new MemorySinkFactory());

    private BuiltInSinks() {}

    /** {@link #ALL}, then the services. */
    public static List<SinkFactory<?>> all() {
        List<SinkFactory<?>> factories = new ArrayList<>(ALL);
        for (SinkFactory<?> factory : ServiceLoader.load(SinkFactory.class)) {
            factories.add(factory);
        }
        return List.copyOf(factories);
    }

    /** The factory of {@code 'connector' = name}. */
    public static Optional<SinkFactory<?>> find(String name) {
        return all().stream()
                .filter(factory -> factory.connector().equals(name))
                .findFirst();
    }
}
