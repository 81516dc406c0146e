package io.sluice.sources;

import io.sluice.sources.datagen.DatagenSourceFactory;
import io.sluice.sources.datagen.RateMicroBatchSourceFactory;
import io.sluice.sources.datagen.RateSourceFactory;
import io.sluice.sources.file.FileSourceFactory;
import io.sluice.sources.nexmark.NexmarkSourceFactory;
import io.sluice.sources.socket.SocketSourceFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The connectors that can be read: those that are built in, and those that others offer as services, under other names. */
public final class BuiltInSources {
    public static final List<SourceFactory<?>> ALL = List.of(
            new FileSourceFactory(),
            new DatagenSourceFactory(),
            new RateSourceFactory(),
            new RateMicroBatchSourceFactory(),
            new NexmarkSourceFactory(),
            new SocketSourceFactory());

    private BuiltInSources() {}

    /** The connectors of the class path. All of its jars are opened for that, so it is not done where a built-in one is meant. */
    public static List<SourceFactory<?>> services() {
        List<SourceFactory<?>> factories = new ArrayList<>();
        for (SourceFactory<?> factory : ServiceLoader.load(SourceFactory.class)) {
            factories.add(factory);
        }
        return List.copyOf(factories);
    }
}
