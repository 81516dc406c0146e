package io.sluice.engine;

import io.sluice.runtime.WarmUp;
import io.sluice.sinks.SinkFactory;
import io.sluice.sources.SourceFactory;
import java.nio.file.Path;
import java.util.List;

/**
 * The embedded engine's front door.
 *
 * <pre>{@code
 * try (Session session = Sluice.open(SessionConfig.in(Path.of(".")))) {
 *     StreamingQuery query = session.sql("INSERT INTO delays SELECT …");
 *     query.awaitTermination();
 * }
 * }</pre>
 */
public final class Sluice {
    private Sluice() {}

    /**
     * Loads what the first query of a process would wait for, on a thread that ends by itself; returns after some 0.1 s. To be called
     * first, by programs that want their first result soon: the command line does. Changes nothing else.
     */
    public static void warmUp() {
        WarmUp.start();
    }

    /**
     * A session in the current directory.
     *
     * @throws IllegalStateException if Java was started without the option that Arrow needs, which the message names
     */
    public static Session open() {
        return open(SessionConfig.in(Path.of("").toAbsolutePath()));
    }

    public static Session open(SessionConfig config) {
        return new Session(config);
    }

    /** A session with more connectors than the built-in ones; they win over built-in ones of the same name. */
    public static Session open(
            SessionConfig config, List<SourceFactory<?>> moreSources, List<SinkFactory<?>> moreSinks) {
        return new Session(config, moreSources, moreSinks);
    }
}
