package io.sluice.runtime;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.planner.function.RowException;
import io.sluice.sinks.SinkException;
import io.sluice.sources.SourceException;

/**
 * A query has ended because of a failure. Nothing that was committed is lost; a new start with the same checkpoint goes
 * on from there. Says which batch and which step; the cause says what was wrong, and its type whose trouble it is.
 */
public final class QueryFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String query;
    private final long batch;
    private final Step step;

    /** @param repeated the batch was begun before the start of this run, and was being repeated */
    public QueryFailedException(String query, long batch, Step step, boolean repeated, Throwable cause) {
        super(message(query, batch, step, repeated, cause), requireNonNull(cause, "cause"));
        this.query = requireNonNull(query, "query");
        this.batch = batch;
        this.step = requireNonNull(step, "step");
    }

    private static String message(String query, long batch, Step step, boolean repeated, Throwable cause) {
        String what = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return "query \"%s\" failed in batch %d while %s%s: %s"
                .formatted(
                        query,
                        batch,
                        step.doing(),
                        repeated ? " again, because the last run did not commit it" : "",
                        what);
    }

    public String query() {
        return query;
    }

    /** The batch that was in flight, or the one that would have been next. */
    public long batch() {
        return batch;
    }

    public Step step() {
        return step;
    }

    /** True: the data, the script or the environment must change. False: it is a bug. */
    public boolean isUsersTrouble() {
        Throwable cause = getCause();
        return cause instanceof SourceException
                || cause instanceof SinkException
                || cause instanceof CheckpointException
                || cause instanceof RowException;
    }
}
