package io.sluice.runtime.execution;

import io.sluice.checkpoint.StateDelta;
import io.sluice.runtime.codegen.FusedLoop;
import io.sluice.runtime.operator.SinkOutput;
import io.sluice.sources.KnownTimes;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Counts what a batch does; threads add to it when they are done with a split. */
final class Tally {
    private final Map<String, Long> rowsRead = new HashMap<>();
    private final Map<String, Long> maxEventTime = new HashMap<>();
    private final Map<String, Long> minEventTime = new HashMap<>();
    private final Map<String, Long> lateRows = new HashMap<>();
    private final Map<String, Long> badRows = new HashMap<>();
    private final Map<String, Long> nullTimes = new HashMap<>();
    private final Map<String, Long> bytesRead = new HashMap<>();
    private final Map<String, OperatorTime> operatorTimes = new HashMap<>();
    private final Map<String, Map<String, Long>> stateMetrics = new HashMap<>();
    private double timeSum;
    private long timeRows;
    private boolean timesTold;

    /** A split was read; counted once for each source, though several pipelines may read it. */
    synchronized void read(String source, long rows, long bytes, FusedLoop loop) {
        rowsRead.merge(source, rows, Long::sum);
        bytesRead.merge(source, bytes, Long::sum);
        if (loop.nullTimes() > 0) {
            nullTimes.merge(source, loop.nullTimes(), Long::sum);
        }
        if (loop.maxTime() > Long.MIN_VALUE) {
            maxEventTime.merge(source, loop.maxTime(), Math::max);
            minEventTime.merge(source, loop.minTime(), Math::min);
            timeSum += loop.timeSum();
            timeRows += loop.timeRows();
        }
    }

    /** What an operator has taken; from the loop's thread. */
    void took(String uid, OperatorTime time) {
        operatorTimes.merge(uid, time, OperatorTime::plus);
    }

    /** What an operator's state has changed; from the loop's thread. */
    void changed(String uid, List<StateDelta> deltas) {
        long rows = 0;
        long bytes = 0;
        for (StateDelta delta : deltas) {
            rows += delta.rowCount();
            bytes += delta.bytes();
        }
        stateMetrics.put(uid, Map.of("deltaRows", rows, "deltaBytes", bytes));
    }

    /** What of an operator's state is on disk; from the loop's thread. */
    void onDisk(String uid, List<Pages> state) {
        long bytes = 0;
        long shards = 0;
        for (Pages pages : state) {
            bytes += pages.diskBytes();
            shards += pages.shardsAway();
        }
        Map<String, Long> metrics = new HashMap<>(stateMetrics.getOrDefault(uid, Map.of()));
        metrics.put("diskBytes", bytes);
        metrics.put("diskShards", shards);
        stateMetrics.put(uid, metrics);
    }

    /** What a split has told of the event times of its rows, read or not. */
    synchronized void told(String source, KnownTimes times) {
        maxEventTime.merge(source, times.greatest(), Math::max);
        minEventTime.merge(source, times.least(), Math::min);
        timesTold = true;
    }

    /** Rows of a source, or of the operator with this uid, that are left out. */
    synchronized void bad(String from, long rows) {
        if (rows > 0) {
            badRows.merge(from, rows, Long::sum);
        }
    }

    synchronized void late(String uid, long rows) {
        lateRows.merge(uid, rows, Long::sum);
    }

    BatchCounts counts(Collection<Stage> operators, Collection<SinkOutput> outputs) {
        Map<String, Long> rowsWritten = new HashMap<>();
        outputs.forEach(output -> rowsWritten.put(output.name(), output.rows()));
        Map<String, Long> stateRows = new HashMap<>();
        Map<String, Long> stateBytes = new HashMap<>();
        Map<String, Long> stateUpdated = new HashMap<>();
        Map<String, Long> stateRemoved = new HashMap<>();
        for (Stage operator : operators) {
            Stage.Held held = operator.held();
            stateRows.put(operator.uid(), held.rows());
            stateBytes.put(operator.uid(), held.bytes());
            stateUpdated.put(operator.uid(), held.updated());
            stateRemoved.put(operator.uid(), held.removed());
        }
        return new BatchCounts(
                rowsRead,
                maxEventTime,
                minEventTime,
                rowsWritten,
                lateRows,
                badRows,
                nullTimes,
                stateRows,
                stateBytes,
                stateUpdated,
                stateRemoved,
                bytesRead,
                timeRows == 0 || timesTold ? OptionalDouble.empty() : OptionalDouble.of(timeSum / timeRows),
                operatorTimes,
                stateMetrics);
    }
}
