package io.sluice.engine;

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

    /** A session in the current directory. */
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
