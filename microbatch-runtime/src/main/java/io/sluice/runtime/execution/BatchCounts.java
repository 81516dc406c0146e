package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a batch has done, for progress reports.
 *
 * @param rowsRead by source
 * @param maxEventTime microseconds, by source; absent where no row had a time
 * @param minEventTime microseconds, by source; absent where no row had a time
 * @param rowsWritten by sink
 * @param lateRows by uid of the operator
 * @param badRows rows left out because they could not be read or computed, by source and by uid of the operator
 * @param nullTimes rows left out for want of an event time, by source
 * @param stateRows groups held at the end of the batch, by uid
 * @param stateBytes memory that they take, by uid
 * @param stateUpdated groups added or changed, by uid
 * @param stateRemoved groups dropped, by uid
 * @param bytesRead as stored, by source
 * @param avgEventTime microseconds; empty where not all times were read, since statistics told their bounds
 * @param operatorTimes by uid
 * @param stateMetrics other numbers of the state, by uid and name
 */
public record BatchCounts(
        Map<String, Long> rowsRead,
        Map<String, Long> maxEventTime,
        Map<String, Long> minEventTime,
        Map<String, Long> rowsWritten,
        Map<String, Long> lateRows,
        Map<String, Long> badRows,
        Map<String, Long> nullTimes,
        Map<String, Long> stateRows,
        Map<String, Long> stateBytes,
        Map<String, Long> stateUpdated,
        Map<String, Long> stateRemoved,
        Map<String, Long> bytesRead,
        OptionalDouble avgEventTime,
        Map<String, OperatorTime> operatorTimes,
        Map<String, Map<String, Long>> stateMetrics) {
    public BatchCounts {
        rowsRead = Map.copyOf(rowsRead);
        maxEventTime = Map.copyOf(maxEventTime);
        minEventTime = Map.copyOf(minEventTime);
        rowsWritten = Map.copyOf(rowsWritten);
        lateRows = Map.copyOf(lateRows);
        badRows = Map.copyOf(badRows);
        nullTimes = Map.copyOf(nullTimes);
        stateRows = Map.copyOf(stateRows);
        stateBytes = Map.copyOf(stateBytes);
        stateUpdated = Map.copyOf(stateUpdated);
        stateRemoved = Map.copyOf(stateRemoved);
        bytesRead = Map.copyOf(bytesRead);
        requireNonNull(avgEventTime, "avgEventTime");
        operatorTimes = Map.copyOf(operatorTimes);
        stateMetrics = Map.copyOf(stateMetrics);
    }
}
