package io.sluice.runtime.loop;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.BatchCommit;
import io.sluice.checkpoint.CheckpointException;
import io.sluice.sinks.Sink;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The sinks of a query, and how far what they show would survive a power loss. Used by one thread at a time. */
final class Outputs {
    private static final int SYNC_BATCHES = 16;
    private static final Duration SYNC_INTERVAL = Duration.ofSeconds(5);

    private final Map<String, Sink> sinks;
    private final InstantSource clock;
    private long published;
    private long synced;
    private Instant lastSync;
    private long watermark = Long.MIN_VALUE;

    /** @param synced the batch up to which the last commit says so */
    Outputs(Map<String, Sink> sinks, InstantSource clock, long synced) {
        this.sinks = new LinkedHashMap<>(sinks);
        this.clock = requireNonNull(clock, "clock");
        this.published = synced;
        this.synced = synced;
        this.lastSync = clock.instant();
    }

    /** @param check fails if a later start of the query has taken over */
    void recover(OptionalLong lastCommitted, Runnable check) {
        sinks.values().forEach(sink -> {
            sink.claim(check);
            sink.recover(lastCommitted);
        });
    }

    /** Makes a committed batch visible. */
    void publish(BatchCommit commit) {
        commit.receipts().keySet().stream().sorted().forEach(name -> {
            Sink sink = sinks.get(name);
            if (sink == null && commit.receipts().get(name).length == 0) {
                return;
            }
            if (sink == null) {
                throw new CheckpointException(
                        CheckpointException.Kind.MISMATCH,
                        "cannot publish batch %d again: it has output for table \"%s\", expected only for %s"
                                .formatted(commit.batch(), name, sinks.keySet()),
                        "Start the query once with 'table.exec.dead-letter-table' as it was, and change it after that.",
                        null);
            }
            sink.publish(commit.batch(), commit.receipts().get(name));
        });
        published = commit.batch();
    }

    /** Whether the next batch may be written before this one is published. */
    boolean writeAhead() {
        return sinks.values().stream().allMatch(Sink::writesAhead);
    }

    /** Whether some of what is staged has to wait for a disk. */
    boolean hasToForce() {
        return sinks.values().stream().anyMatch(Sink::hasToForce);
    }

    /** Makes what is staged durable. */
    void force(long batch) {
        sinks.values().forEach(sink -> sink.force(batch));
    }

    /** Tells the sinks the time, and the watermark of the rows up to this batch. */
    void advance(BatchCommit commit) {
        watermark = commit.finished() ? Long.MAX_VALUE : lowest(commit.watermarks());
        advance();
    }

    private static long lowest(Map<String, Map<String, Long>> watermarks) {
        long lowest = Long.MAX_VALUE;
        for (Map<String, Long> partitions : watermarks.values()) {
            for (long partition : partitions.values()) {
                lowest = Math.min(lowest, partition);
            }
        }
        return lowest == Long.MAX_VALUE ? Long.MIN_VALUE : lowest;
    }

    /** Tells the sinks the time. */
    void advance() {
        Instant now = clock.instant();
        sinks.values().forEach(sink -> sink.advance(now, watermark));
    }

    /** How long no sink has anything to do unless a batch comes; empty: for ever. */
    Optional<Duration> untilDue() {
        return sinks.values().stream()
                .flatMap(sink -> sink.nextDue().stream())
                .min(Instant::compareTo)
                .map(due -> Duration.between(clock.instant(), due))
                .map(left -> left.isNegative() ? Duration.ZERO : left);
    }

    /** Syncs if so many batches or so much time have passed. */
    void syncNowAndThen() {
        if (published - synced >= SYNC_BATCHES || !clock.instant().isBefore(lastSync.plus(SYNC_INTERVAL))) {
            sync();
        }
    }

    /** Makes all that was published durable. */
    void sync() {
        if (published > synced) {
            sinks.values().forEach(Sink::sync);
            synced = published;
        }
        lastSync = clock.instant();
    }

    /** The batch up to which all that was published is durable; −1: none. */
    long syncedThrough() {
        return synced;
    }

    /** Drops what was staged for a batch that will not be committed; what fails is added to {@code cause}. */
    void abort(long batch, Throwable cause) {
        for (Sink sink : sinks.values()) {
            try {
                sink.abort(batch);
            } catch (RuntimeException | Error e) {
                cause.addSuppressed(e);
            }
        }
    }

    /** What the sinks tell for a report; of several sinks by table and name. */
    Map<String, String> metrics() {
        if (sinks.size() == 1) {
            return sinks.values().iterator().next().metrics();
        }
        Map<String, String> metrics = new HashMap<>();
        sinks.forEach((table, sink) -> sink.metrics().forEach((name, value) -> metrics.put(table + "." + name, value)));
        return metrics;
    }

    Collection<String> descriptions() {
        return List.copyOf(sinks.values().stream().map(Sink::description).toList());
    }
}
