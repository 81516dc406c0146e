package io.sluice.sources;

import io.sluice.sources.datagen.DatagenSourceFactory;
import io.sluice.sources.datagen.RateMicroBatchSourceFactory;
import io.sluice.sources.datagen.RateSourceFactory;
import io.sluice.sources.file.FileSourceFactory;
import io.sluice.sources.nexmark.NexmarkSourceFactory;
import io.sluice.sources.socket.SocketSourceFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The connectors that can be read: those that are built in, and those that others offer as services. */
public final class BuiltInSources {
    public static final List<SourceFactory<?>> ALL = List.of(
            new FileSourceFactory(),
            new DatagenSourceFactory(),
            new RateSourceFactory(),
            new RateMicroBatchSourceFactory(),
            new NexmarkSourceFactory(),
            new SocketSourceFactory());

    private BuiltInSources() {}

    /** The connector with this name; a built-in one goes before a service. */
    public static Optional<SourceFactory<?>> find(String connector) {
        return all().stream()
                .filter(factory -> factory.connector().equals(connector))
                .findFirst();
    }

    /** The built-in connectors, then those of the class path. */
    public static List<SourceFactory<?>> all() {
        List<SourceFactory<?>> factories = new ArrayList<>(ALL);
        for (SourceFactory<?> factory : ServiceLoader.load(SourceFactory.class)) {
            factories.add(factory);
        }
        return List.copyOf(factories);
    }
}
