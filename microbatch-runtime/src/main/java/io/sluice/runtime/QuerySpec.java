package io.sluice.runtime;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.CheckpointOptions;
import io.sluice.planner.PlannedQuery;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that a query is started from.
 *
 * @param name for people: in messages, logs and progress, and of the query's thread
 * @param plan what it computes
 * @param connectors opens what it reads and writes
 * @param checkpoint its directory; created at the first start; of one in an object store an empty one, to work in
 * @param trigger when batches start
 * @param bounded read all sources to their present end, then close everything and end
 * @param parallelism threads that work on a batch, at least 1
 * @param zone the session's time zone
 * @param wrapIntegers integer arithmetic wraps around instead of failing
 * @param rowErrors what becomes of rows for which an expression over a source's columns fails
 * @param deadLetterSink among the connectors' sinks; takes the rows that could not be read or computed
 * @param stateLimits what of the state goes to disk
 * @param mayLose uids of operators whose state may be lost if the query does not fit the checkpoint
 * @param bootstrap uids of group-bys whose added aggregates are filled from the rows that were read before
 * @param checkpointOptions how the checkpoint is kept
 * @param clock gives the time of each batch, and the triggers'
 * @param listeners hear what happens to the query
 * @param steps hears of each step of the loop; for tests
 */
public record QuerySpec(
        String name,
        PlannedQuery plan,
        Connectors connectors,
        Path checkpoint,
        Trigger trigger,
        boolean bounded,
        int parallelism,
        ZoneId zone,
        boolean wrapIntegers,
        RowErrors rowErrors,
        Optional<String> deadLetterSink,
        StateLimits stateLimits,
        Set<String> mayLose,
        Set<String> bootstrap,
        CheckpointOptions checkpointOptions,
        InstantSource clock,
        List<QueryListener> listeners,
        StepListener steps) {
    public QuerySpec {
        requireNonNull(name, "name");
        requireNonNull(plan, "plan");
        requireNonNull(connectors, "connectors");
        requireNonNull(checkpoint, "checkpoint");
        requireNonNull(trigger, "trigger");
        requireNonNull(zone, "zone");
        requireNonNull(rowErrors, "rowErrors");
        requireNonNull(deadLetterSink, "deadLetterSink");
        requireNonNull(stateLimits, "stateLimits");
        mayLose = Set.copyOf(mayLose);
        bootstrap = Set.copyOf(bootstrap);
        requireNonNull(checkpointOptions, "checkpointOptions");
        requireNonNull(clock, "clock");
        listeners = List.copyOf(listeners);
        requireNonNull(steps, "steps");
        if (parallelism < 1) {
            throw new IllegalArgumentException("parallelism is at least 1, got " + parallelism);
        }
    }

    /** Where the checkpoint is, for people. */
    public String checkpointName() {
        return checkpointOptions.address().map(URI::toString).orElseGet(checkpoint::toString);
    }

    /** Whether the query closes everything when it has read all: it is asked for, or all its sources end anyway. */
    public boolean endsWithInput() {
        return bounded || plan.bounded();
    }

    /** Whether the sources end where they end at the start of the query. */
    public boolean freezesSources() {
        return bounded || trigger instanceof Trigger.AvailableNow;
    }
}
