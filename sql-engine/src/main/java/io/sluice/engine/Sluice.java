package io.sluice.engine;

import java.nio.file.Path;

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
}
