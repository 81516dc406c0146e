package io.sluice.runtime;

import static java.util.Objects.requireNonNull;

import io.sluice.runtime.loop.BatchRunner;
import io.sluice.runtime.loop.OpenQuery;
import io.sluice.runtime.loop.QueryStart;
import io.sluice.runtime.loop.Signals;
import io.sluice.runtime.loop.TriggerLoop;
import io.sluice.runtime.progress.QueryMonitor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A query that was started: it runs on a thread of its own until its input ends, it is stopped, or it fails. A failure
 * ends it; a new start with the same checkpoint goes on where it was. Thread-safe.
 */
public final class StreamingQuery {
    private static final Logger LOG = LoggerFactory.getLogger(StreamingQuery.class);

    private final QuerySpec spec;
    private final QueryMonitor monitor;
    private final Signals signals = new Signals();
    private final TriggerLoop loop;
    private final Thread thread;
    private volatile Optional<QueryFailedException> failure = Optional.empty();

    private StreamingQuery(QuerySpec spec, OpenQuery query) {
        this.spec = spec;
        this.monitor = new QueryMonitor(query.queryId(), UUID.randomUUID().toString(), spec.name(), spec.listeners());
        this.loop = new TriggerLoop(spec, query, monitor, signals);
        this.thread = new Thread(() -> run(query), spec.name());
        this.thread.setDaemon(false);
    }

    /**
     * Starts a query. Returns when its checkpoint, sources and sinks are open, its plan is compiled and its state is
     * back; what goes wrong up to there is thrown as it is, and leaves nothing open.
     */
    public static StreamingQuery start(QuerySpec spec) {
        return start(spec, BatchRunner::compile);
    }

    /** Opens sources and sinks and compiles the plan as a start does, then closes all; leaves the checkpoint alone. */
    public static void compile(QuerySpec spec) {
        QueryStart.compile(spec, BatchRunner::compile);
    }

    static StreamingQuery start(QuerySpec spec, BatchRunner.Compiler compiler) {
        requireNonNull(spec, "spec");
        OpenQuery open = QueryStart.open(spec, compiler);
        try {
            StreamingQuery query = new StreamingQuery(spec, open);
            LOG.info(
                    "query \"{}\" starts: id {}, run {}, checkpoint {}",
                    spec.name(),
                    query.id(),
                    query.runId(),
                    spec.checkpointName());
            query.monitor.started(spec.clock().instant());
            query.thread.start();
            return query;
        } catch (RuntimeException | Error e) {
            open.closeAfter(e);
            throw e;
        }
    }

    private void run(OpenQuery query) {
        try {
            loop.run();
        } catch (Throwable e) {
            failure = Optional.of(loop.failed(e));
        }
        try {
            query.close();
        } catch (RuntimeException | Error e) {
            failure.ifPresent(first -> first.addSuppressed(e));
            failure = failure.or(() -> Optional.of(loop.failed(e)));
        }
        try {
            end();
        } finally {
            signals.end();
        }
    }

    /** The user's trouble is told by its message; a bug needs the stack. */
    private static void log(QueryFailedException failure) {
        if (failure.isUsersTrouble()) {
            LOG.error("{}", failure.getMessage());
        } else {
            LOG.error("{}", failure.getMessage(), failure);
        }
    }

    private void end() {
        failure.ifPresentOrElse(
                StreamingQuery::log, () -> LOG.info("query \"{}\" has ended: {}", spec.name(), loop.end()));
        String message =
                failure.map(e -> "Terminated with exception: " + e.getMessage()).orElseGet(loop::end);
        monitor.status(message, false, false);
        monitor.terminated(failure);
    }

    /** Of the query; kept in its checkpoint, so stable over restarts. */
    public String id() {
        return monitor.id();
    }

    /** Of this start of the query. */
    public String runId() {
        return monitor.runId();
    }

    public String name() {
        return spec.name();
    }

    public boolean isActive() {
        return !signals.isEnded();
    }

    public QueryStatus status() {
        return monitor.status();
    }

    /** What it does at this moment, in numbers. */
    public QueryActivity activity() {
        return loop.activity();
    }

    /** The report of the last batch; empty before the first. */
    public Optional<QueryProgress> lastProgress() {
        return monitor.lastProgress();
    }

    /** The reports of the last 100 batches, oldest first. */
    public List<QueryProgress> recentProgress() {
        return monitor.recentProgress();
    }

    /** Why the query has ended; empty while it runs, and if it has not failed. */
    public Optional<QueryFailedException> exception() {
        return failure.filter(e -> signals.isEnded());
    }

    /**
     * Ends the query when the batch that it is in is committed and published, and waits for it. What is in the sources
     * then is read at the next start. May be called again, and after the end; from the query's own thread it does not
     * wait.
     */
    public void stop() {
        signals.stop();
        if (Thread.currentThread() != thread) {
            signals.awaitEnd(Optional.empty());
        }
    }

    /** As {@link #stop()}, but waits no longer than {@code timeout}; false if the query has not ended by then. */
    public boolean stop(Duration timeout) {
        signals.stop();
        return Thread.currentThread() != thread && signals.awaitEnd(Optional.of(timeout));
    }

    /** Waits until the query has ended; fails with its failure. */
    public void awaitTermination() {
        refuseOwnThread();
        signals.awaitEnd(Optional.empty());
        throwFailure();
    }

    /** Waits until the query has ended or the time is over; false in the latter case. Fails with the query's failure. */
    public boolean awaitTermination(Duration timeout) {
        refuseOwnThread();
        boolean ended = signals.awaitEnd(Optional.of(timeout));
        throwFailure();
        return ended;
    }

    /**
     * Waits until the first batch of this start is published, the sources were found to have nothing, or the query has
     * ended, whether by a failure or not; false if {@code atMost} was over before.
     */
    public boolean awaitFirstBatch(Duration atMost) {
        refuseOwnThread();
        return signals.awaitFirstTurn(atMost);
    }

    /**
     * Waits until all rows that are in the sources now are committed and published, or the query has ended; for tests.
     * It returns when a trigger finds nothing, so not while rows come faster than they are read. Fails with the query's
     * failure.
     */
    public void processAllAvailable() {
        refuseOwnThread();
        signals.awaitDrained();
        throwFailure();
    }

    /** As {@link #processAllAvailable()}, but waits no longer than {@code timeout}; false if rows are left then. */
    public boolean awaitAllAvailable(Duration timeout) {
        refuseOwnThread();
        boolean drained = signals.awaitDrained(timeout);
        throwFailure();
        return drained;
    }

    private void refuseOwnThread() {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("query \"%s\" cannot wait for itself on its own thread".formatted(name()));
        }
    }

    private void throwFailure() {
        exception().ifPresent(e -> {
            throw e;
        });
    }
}
