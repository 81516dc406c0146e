package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.runtime.RowErrors;
import io.sluice.runtime.StateLimits;
import java.time.ZoneId;
import java.util.Optional;

/**
 * How a query runs.
 *
 * @param parallelism number of threads, the caller's included; does not change the results
 * @param zone the session's time zone
 * @param queryName for late rows and messages
 * @param wrapIntegers integer overflow wraps around instead of being an error
 * @param rowErrors what becomes of rows for which an expression over a source's columns fails
 * @param deadLetterSink takes the rows that sources of the policy dead-letter could not read
 * @param stateLimits what of the state goes to disk
 */
public record ExecutionOptions(
        int parallelism,
        ZoneId zone,
        String queryName,
        boolean wrapIntegers,
        RowErrors rowErrors,
        Optional<String> deadLetterSink,
        StateLimits stateLimits) {
    public ExecutionOptions {
        if (parallelism < 1) {
            throw new IllegalArgumentException("parallelism must be 1 or more, got " + parallelism);
        }
        requireNonNull(zone, "zone");
        requireNonNull(queryName, "queryName");
        requireNonNull(rowErrors, "rowErrors");
        requireNonNull(deadLetterSink, "deadLetterSink");
        requireNonNull(stateLimits, "stateLimits");
    }
}
