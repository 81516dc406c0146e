package io.sluice.runtime;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one batch has done. {@link #json} has the names and the order of Structured Streaming.
 *
 * @param id of the query, stable over restarts
 * @param runId of this start of the query
 * @param name of the query
 * @param timestamp when the trigger began
 * @param batchId the number of the batch
 * @param batchDuration how long the trigger took
 * @param sincePreviousTrigger from the beginning of the trigger before; empty at the first
 * @param durations of the steps: {@code latestOffset, walCommit, addBatch, commitOffsets, publish, release,
 *     triggerExecution}
 * @param eventTime of the rows read, and the watermark
 * @param stateOperators what each operator with state holds
 * @param sources what was read
 * @param sink what was written; several sinks count as one
 */
public record QueryProgress(
        String id,
        String runId,
        String name,
        Instant timestamp,
        long batchId,
        Duration batchDuration,
        Optional<Duration> sincePreviousTrigger,
        SortedMap<String, Duration> durations,
        EventTime eventTime,
        List<StateOperator> stateOperators,
        List<SourceProgress> sources,
        SinkProgress sink) {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    public QueryProgress {
        requireNonNull(id, "id");
        requireNonNull(runId, "runId");
        requireNonNull(name, "name");
        requireNonNull(timestamp, "timestamp");
        requireNonNull(batchDuration, "batchDuration");
        requireNonNull(sincePreviousTrigger, "sincePreviousTrigger");
        durations = Collections.unmodifiableSortedMap(new TreeMap<>(durations));
        requireNonNull(eventTime, "eventTime");
        stateOperators = List.copyOf(stateOperators);
        sources = List.copyOf(sources);
        requireNonNull(sink, "sink");
    }

    /**
     * Times of the rows of the batch, in microseconds since the epoch.
     *
     * @param avg empty also where statistics of files have told the bounds of times that were not read
     * @param watermark the one that rows were tested against; empty while there is none
     */
    public record EventTime(Optional<Long> avg, Optional<Long> max, Optional<Long> min, Optional<Long> watermark) {
        public EventTime {
            requireNonNull(avg, "avg");
            requireNonNull(max, "max");
            requireNonNull(min, "min");
            requireNonNull(watermark, "watermark");
        }
    }

    /**
     * An operator with state, after the batch.
     *
     * @param operatorName its uid
     * @param updates how long it has taken rows in; of an operator that does all in one, also what it has sent on
     * @param removals how long it has sent on and dropped what has changed or closed
     * @param commit how long it has made the deltas of its state, which are written with the batch
     * @param numBadRows rows that it has sent on and for which an expression has failed
     * @param customMetrics more numbers: {@code deltaRows} and {@code deltaBytes} (in memory) of what its state has changed, which
     *     is written with the batch
     */
    public record StateOperator(
            String operatorName,
            long numRowsTotal,
            long numRowsUpdated,
            Duration updates,
            long numRowsRemoved,
            Duration removals,
            Duration commit,
            long memoryUsedBytes,
            long numRowsDroppedByWatermark,
            long numBadRows,
            Map<String, Long> customMetrics) {
        public StateOperator {
            customMetrics = Map.copyOf(customMetrics);
            requireNonNull(operatorName, "operatorName");
            requireNonNull(updates, "updates");
            requireNonNull(removals, "removals");
            requireNonNull(commit, "commit");
        }
    }

    /**
     * What was read of a source; offsets are the source's own JSON.
     *
     * @param name of the table
     * @param numRowsWithoutTime rows that were left out because their event time is NULL
     * @param numBadRows rows that could not be read or computed, and were left out or got a NULL
     * @param metrics what the connector tells besides, after the batch
     */
    public record SourceProgress(
            String name,
            String description,
            Optional<String> startOffset,
            Optional<String> endOffset,
            Optional<String> latestOffset,
            long numInputRows,
            long numInputBytes,
            long numRowsWithoutTime,
            long numBadRows,
            Map<String, String> metrics) {
        public SourceProgress {
            metrics = Map.copyOf(metrics);
            requireNonNull(name, "name");
            requireNonNull(description, "description");
            requireNonNull(startOffset, "startOffset");
            requireNonNull(endOffset, "endOffset");
            requireNonNull(latestOffset, "latestOffset");
        }
    }

    /**
     * What was written.
     *
     * @param metrics what the connector tells besides; of several sinks, each name has that of the table and a dot before it
     */
    public record SinkProgress(String description, long numOutputRows, Map<String, String> metrics) {
        public SinkProgress {
            metrics = Map.copyOf(metrics);
            requireNonNull(description, "description");
        }
    }

    public long numInputRows() {
        return sources.stream().mapToLong(SourceProgress::numInputRows).sum();
    }

    /** Rows that came behind the watermark and were not taken in. */
    public long numLateRows() {
        return stateOperators.stream()
                .mapToLong(StateOperator::numRowsDroppedByWatermark)
                .sum();
    }

    /** Rows that could not be read or computed, and were left out or got a NULL. */
    public long numBadRows() {
        return sources.stream().mapToLong(SourceProgress::numBadRows).sum()
                + stateOperators.stream().mapToLong(StateOperator::numBadRows).sum();
    }

    /** {@code rows} for each second between this trigger and the one before; empty at the first. */
    public OptionalDouble inputRowsPerSecond(long rows) {
        return sincePreviousTrigger.map(time -> rate(rows, time)).orElse(OptionalDouble.empty());
    }

    /** {@code rows} for each second that the trigger took. */
    public OptionalDouble processedRowsPerSecond(long rows) {
        return rate(rows, batchDuration);
    }

    private static OptionalDouble rate(long rows, Duration time) {
        return OptionalDouble.of(rows * 1e9 / Math.max(time.toNanos(), SHORTEST.toNanos()));
    }

    /** One line of JSON. */
    public String json() {
        return ProgressJson.of(this);
    }

    /** For the log: the totals in a few words. */
    @Override
    public String toString() {
        return "batch %d: %d rows in, %d out, %d late, %d ms"
                .formatted(batchId, numInputRows(), sink.numOutputRows(), numLateRows(), batchDuration.toMillis());
    }
}
