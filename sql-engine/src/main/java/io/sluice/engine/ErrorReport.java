package io.sluice.engine;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.planner.PlanException;
import io.sluice.planner.function.RowException;
import io.sluice.runtime.QueryFailedException;
import io.sluice.sinks.SinkException;
import io.sluice.sources.SourceException;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What a person is told of a failure, and what the process exits with: {@value #SCRIPT} if the script or an option is
 * wrong, {@value #QUERY} if a query failed. The user's trouble is one message with a hint; a bug of ours shows its stack.
 */
public record ErrorReport(int exitCode, String text) {
    /** The query failed. */
    public static final int QUERY = 1;

    /** The script or an option is wrong. */
    public static final int SCRIPT = 2;

    public static ErrorReport of(Throwable failure) {
        if (failure instanceof PlanException plan) {
            return new ErrorReport(SCRIPT, "error: " + plan.report());
        }
        if (failure instanceof QueryFailedException query) {
            Throwable cause = query.getCause() == null ? query : query.getCause();
            return new ErrorReport(QUERY, message(query.getMessage(), hint(cause), cause));
        }
        return new ErrorReport(QUERY, message(failure.getMessage(), hint(failure), failure));
    }

    private static String message(String message, String hint, Throwable cause) {
        if (!isUsersTrouble(cause)) {
            StringWriter stack = new StringWriter();
            cause.printStackTrace(new PrintWriter(stack));
            return "error: %s\n  This is a bug in Sluice; the stack below tells where.\n%s".formatted(message, stack);
        }
        return "error: " + message + "\n" + (hint.isEmpty() ? "" : "  " + hint + "\n");
    }

    private static boolean isUsersTrouble(Throwable failure) {
        return failure instanceof SourceException
                || failure instanceof SinkException
                || failure instanceof CheckpointException
                || failure instanceof RowException;
    }

    private static String hint(Throwable failure) {
        if (failure instanceof SourceException source) {
            return source.hint();
        }
        if (failure instanceof SinkException sink) {
            return sink.hint();
        }
        if (failure instanceof CheckpointException checkpoint) {
            return checkpoint.hint();
        }
        return failure instanceof RowException row ? row.hint() : "";
    }
}
