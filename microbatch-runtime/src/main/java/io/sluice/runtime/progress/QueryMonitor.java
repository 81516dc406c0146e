package io.sluice.runtime.progress;

import static java.util.Objects.requireNonNull;

import io.sluice.runtime.QueryFailedException;
import io.sluice.runtime.QueryListener;
import io.sluice.runtime.QueryProgress;
import io.sluice.runtime.QueryStatus;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the status and the last {@value #KEPT} reports of a query, and passes events to its listeners. Thread-safe. */
public final class QueryMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(QueryMonitor.class);
    private static final int KEPT = 100;

    private final String id;
    private final String runId;
    private final String name;
    private final List<QueryListener> listeners;
    private final ArrayDeque<QueryProgress> recent = new ArrayDeque<>();
    private volatile QueryStatus status = new QueryStatus("Initializing sources", false, false);

    public QueryMonitor(String id, String runId, String name, List<QueryListener> listeners) {
        this.id = requireNonNull(id, "id");
        this.runId = requireNonNull(runId, "runId");
        this.name = requireNonNull(name, "name");
        this.listeners = List.copyOf(listeners);
    }

    public String id() {
        return id;
    }

    public String runId() {
        return runId;
    }

    public String name() {
        return name;
    }

    public QueryStatus status() {
        return status;
    }

    public void status(String message, boolean isDataAvailable, boolean isTriggerActive) {
        status = new QueryStatus(message, isDataAvailable, isTriggerActive);
    }

    public Optional<QueryProgress> lastProgress() {
        synchronized (recent) {
            return Optional.ofNullable(recent.peekLast());
        }
    }

    /** Oldest first. */
    public List<QueryProgress> recentProgress() {
        synchronized (recent) {
            return List.copyOf(recent);
        }
    }

    public void started(Instant now) {
        QueryListener.Started event = new QueryListener.Started(id, runId, name, now);
        tell(listener -> listener.started(event));
    }

    public void progress(QueryProgress progress) {
        synchronized (recent) {
            if (recent.size() == KEPT) {
                recent.removeFirst();
            }
            recent.addLast(progress);
        }
        tell(listener -> listener.progress(progress));
    }

    public void idle(Instant now) {
        QueryListener.Idle event = new QueryListener.Idle(id, runId, now);
        tell(listener -> listener.idle(event));
    }

    public void terminated(Optional<QueryFailedException> failure) {
        QueryListener.Terminated event = new QueryListener.Terminated(id, runId, failure);
        tell(listener -> listener.terminated(event));
    }

    private void tell(Consumer<QueryListener> message) {
        for (QueryListener listener : listeners) {
            try {
                message.accept(listener);
            } catch (RuntimeException e) {
                LOG.warn("a listener of query \"{}\" failed; the query goes on", name, e);
            }
        }
    }
}
