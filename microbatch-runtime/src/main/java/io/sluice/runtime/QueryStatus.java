package io.sluice.runtime;

import static java.util.Objects.requireNonNull;

/**
 * What a query does at this moment, in the words of Structured Streaming.
 *
 * @param message such as {@code Waiting for data to arrive}
 * @param isDataAvailable the last look at the sources has found new rows
 * @param isTriggerActive a trigger is running now, with or without rows
 */
public record QueryStatus(String message, boolean isDataAvailable, boolean isTriggerActive) {
    public QueryStatus {
        requireNonNull(message, "message");
    }
}
