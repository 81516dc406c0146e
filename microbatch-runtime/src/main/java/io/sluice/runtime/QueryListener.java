package io.sluice.runtime;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * Hears what happens to queries: {@link #started} first, on the thread that starts the query, before {@link
 * StreamingQuery#start} returns; the rest on the query's own thread, which waits, so it should be brief; {@link
 * #terminated} last. What it throws is logged and has no other effect.
 */
public interface QueryListener {
    default void started(Started event) {}

    /** A batch is committed and published. */
    default void progress(QueryProgress progress) {}

    /** There was something to do, and now there is not. */
    default void idle(Idle event) {}

    default void terminated(Terminated event) {}

    /** A query starts. */
    record Started(String id, String runId, String name, Instant timestamp) {
        public Started {
            requireNonNull(id, "id");
            requireNonNull(runId, "runId");
            requireNonNull(name, "name");
            requireNonNull(timestamp, "timestamp");
        }
    }

    /** A query waits for rows. */
    record Idle(String id, String runId, Instant timestamp) {
        public Idle {
            requireNonNull(id, "id");
            requireNonNull(runId, "runId");
            requireNonNull(timestamp, "timestamp");
        }
    }

    /** A query has ended; with a failure, or because it was stopped or had no more to do. */
    record Terminated(String id, String runId, Optional<QueryFailedException> exception) {
        public Terminated {
            requireNonNull(id, "id");
            requireNonNull(runId, "runId");
            requireNonNull(exception, "exception");
        }
    }
}
