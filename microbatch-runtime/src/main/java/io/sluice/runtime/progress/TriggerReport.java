package io.sluice.runtime.progress;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.BatchIntent;
import io.sluice.runtime.QueryProgress;
import io.sluice.runtime.QueryProgress.EventTime;
import io.sluice.runtime.QueryProgress.SinkProgress;
import io.sluice.runtime.QueryProgress.SourceProgress;
import io.sluice.runtime.QueryProgress.StateOperator;
import io.sluice.runtime.Step;
import io.sluice.runtime.execution.BatchCounts;
import io.sluice.runtime.execution.OperatorTime;
import io.sluice.sources.Offset;
import io.sluice.sources.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Times the steps of one trigger and makes the report of its batch. Used by one thread at a time. */
public final class TriggerReport {
    private final Instant timestamp;
    private final Optional<Duration> sincePrevious;
    private final long startNanos = System.nanoTime();
    private final TreeMap<String, Duration> durations = new TreeMap<>();
    private Optional<Duration> whole = Optional.empty();

    /** @param previous when the trigger before began */
    public TriggerReport(Instant timestamp, Optional<Instant> previous) {
        this.timestamp = requireNonNull(timestamp, "timestamp");
        this.sincePrevious = previous.map(before -> Duration.between(before, timestamp));
    }

    public Instant timestamp() {
        return timestamp;
    }

    public void add(Step step, Duration time) {
        durations.merge(name(step), time, Duration::plus);
    }

    /** Does a step of the trigger. */
    public void time(Step step, Runnable work) {
        long start = System.nanoTime();
        work.run();
        add(step, Duration.ofNanos(System.nanoTime() - start));
    }

    /** What its batch has given out is visible. Without this call the trigger ends with {@link #finish}. */
    public void end() {
        whole = Optional.of(sinceStart());
    }

    private Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    private static String name(Step step) {
        return switch (step) {
            case PLAN -> "latestOffset";
            case INTEND -> "walCommit";
            case EXECUTE -> "addBatch";
            case COMMIT -> "commitOffsets";
            case PUBLISH -> "publish";
            case RELEASE -> "release";
            case WAIT -> "wait";
        };
    }

    /** @param sources what {@link #sources} has told before the next batch was planned */
    public QueryProgress finish(
            QueryMonitor query,
            BatchIntent intent,
            BatchCounts counts,
            List<SourceProgress> sources,
            Collection<String> sinkDescriptions,
            Map<String, String> sinkMetrics) {
        Duration lasted = whole.orElseGet(this::sinceStart);
        durations.put("triggerExecution", lasted);
        return new QueryProgress(
                query.id(),
                query.runId(),
                query.name(),
                timestamp,
                intent.batch(),
                lasted,
                sincePrevious,
                durations,
                eventTime(intent, counts),
                operators(counts, sources.stream().map(SourceProgress::name).collect(Collectors.toSet())),
                sources,
                new SinkProgress(String.join(", ", sinkDescriptions), sum(counts.rowsWritten()), sinkMetrics));
    }

    private static EventTime eventTime(BatchIntent intent, BatchCounts counts) {
        return new EventTime(
                counts.avgEventTime().stream().mapToObj(Math::round).findFirst(),
                counts.maxEventTime().values().stream().max(Long::compare),
                counts.minEventTime().values().stream().min(Long::compare),
                intent.watermarks().values().stream()
                        .flatMap(partitions -> partitions.values().stream())
                        .filter(watermark -> watermark != Long.MIN_VALUE && watermark != Long.MAX_VALUE)
                        .min(Long::compare));
    }

    private static List<StateOperator> operators(BatchCounts counts, Set<String> sources) {
        TreeSet<String> uids = new TreeSet<>(counts.stateRows().keySet());
        uids.addAll(counts.lateRows().keySet());
        uids.addAll(counts.badRows().keySet());
        uids.removeAll(sources);
        return uids.stream().map(uid -> operator(uid, counts)).toList();
    }

    private static StateOperator operator(String uid, BatchCounts counts) {
        OperatorTime time = counts.operatorTimes().getOrDefault(uid, OperatorTime.NONE);
        return new StateOperator(
                uid,
                counts.stateRows().getOrDefault(uid, 0L),
                counts.stateUpdated().getOrDefault(uid, 0L),
                Duration.ofNanos(time.updates()),
                counts.stateRemoved().getOrDefault(uid, 0L),
                Duration.ofNanos(time.removals()),
                Duration.ofNanos(time.commit()),
                counts.stateBytes().getOrDefault(uid, 0L),
                counts.lateRows().getOrDefault(uid, 0L),
                counts.badRows().getOrDefault(uid, 0L),
                counts.stateMetrics().getOrDefault(uid, Map.of()));
    }

    /** What the sources have given to the batch, and how far they are now. */
    public static List<SourceProgress> sources(Map<String, Source> sources, BatchIntent intent, BatchCounts counts) {
        return sources.entrySet().stream()
                .map(source -> source(source.getKey(), source.getValue(), intent, counts))
                .toList();
    }

    private static SourceProgress source(String name, Source source, BatchIntent intent, BatchCounts counts) {
        Optional<BatchIntent.Range> range = Optional.ofNullable(intent.ranges().get(name));
        return new SourceProgress(
                name,
                source.description(),
                range.flatMap(BatchIntent.Range::from),
                range.map(BatchIntent.Range::to),
                source.latest().map(Offset::json),
                counts.rowsRead().getOrDefault(name, 0L),
                counts.bytesRead().getOrDefault(name, 0L),
                counts.nullTimes().getOrDefault(name, 0L),
                counts.badRows().getOrDefault(name, 0L),
                source.metrics());
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
