package io.sluice.runtime.loop;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.BatchCommit;
import io.sluice.checkpoint.BatchIntent;
import io.sluice.checkpoint.Checkpoint;
import io.sluice.checkpoint.QueryMetadata;
import io.sluice.checkpoint.StateDelta;
import io.sluice.runtime.QueryActivity;
import io.sluice.runtime.QueryFailedException;
import io.sluice.runtime.QueryProgress;
import io.sluice.runtime.QueryProgress.SourceProgress;
import io.sluice.runtime.QuerySpec;
import io.sluice.runtime.Step;
import io.sluice.runtime.Trigger;
import io.sluice.runtime.execution.BatchCounts;
import io.sluice.runtime.execution.BatchInput;
import io.sluice.runtime.execution.BatchResult;
import io.sluice.runtime.execution.EventTimes;
import io.sluice.runtime.execution.ReadMeter;
import io.sluice.runtime.progress.QueryMonitor;
import io.sluice.runtime.progress.TriggerReport;
import io.sluice.sources.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of one query: recover, then plan, intend, execute, commit, publish, release, until it is stopped or its input
 * ends. Run by one thread.
 *
 * <p>A commit that takes long goes on beside the next batch, if there is one at once:
 *
 * <pre>
 * loop          execute 1 ┐ plan 2, execute 2 . . . . . . . . . . . . . . . . . . ┐ intend 2, stage 2 ┐ plan 3 …
 * commit thread           └ files of 1, state of 1 ──> record of 1 ──> publish 1 ─┘                   └ files of 2 …
 * </pre>
 *
 * <p>Why a crash loses and doubles nothing: until the commit is durable nothing of a batch is visible, and the batch can
 * be repeated; from then on its receipts are published again at each start until a later commit says that what was
 * published is durable, or a graceful stop has said so.
 */
public final class TriggerLoop {
    private static final Logger LOG = LoggerFactory.getLogger(TriggerLoop.class);

    /** To compress, encode and sync a record with so much state takes over a millisecond. */
    private static final long LARGE_RECORD_BYTES = 32 << 10;

    private final QuerySpec spec;
    private final OpenQuery query;
    private final QueryMonitor monitor;
    private final Signals signals;
    private final Checkpoint checkpoint;
    private final Inputs inputs;
    private final Outputs outputs;
    private final WatermarkTracker watermarks;
    private final Optional<BatchPlanner> planner;
    private final Pace pace;
    private final Steps steps;
    private final InputShare share;
    private final CommitThread commits;

    private long next;

    /** The start has changed the state, and no commit has made that final yet. */
    private boolean unsettled;

    private boolean idle;
    private boolean ended;
    private boolean repeating;
    /** Output of the batch is staged, and its commit has not been tried. */
    private boolean staged;

    private boolean committing;

    /** A batch whose commit has begun, and which is to be published when it has ended. */
    private Optional<Underway> underway = Optional.empty();

    /** @param durable when the commit has ended; {@code shown}: when the batch is published */
    private record Underway(
            BatchIntent intent,
            BatchCounts counts,
            TriggerReport report,
            List<SourceProgress> sources,
            Future<?> durable,
            Future<?> shown) {}

    /** What the next commit makes true. */
    private Optional<QueryMetadata> newMetadata;

    public TriggerLoop(QuerySpec spec, OpenQuery query, QueryMonitor monitor, Signals signals) {
        this.spec = requireNonNull(spec, "spec");
        this.query = requireNonNull(query, "query");
        this.monitor = requireNonNull(monitor, "monitor");
        this.signals = requireNonNull(signals, "signals");
        this.checkpoint = query.checkpoint();
        this.newMetadata = query.newMetadata();
        this.unsettled = query.isFilled();
        Optional<BatchCommit> last = checkpoint.lastCommit();
        Map<String, Source> sources = query.sources();
        this.inputs = new Inputs(
                sources,
                Inputs.limits(sources, spec.connectors().limits(), spec.trigger()),
                query.runner().isPresent() ? query.ends().ending() : Set.of(),
                spec.plan().readAfter(),
                last.map(BatchCommit::offsets).orElse(Map.of()));
        this.outputs = new Outputs(query.sinks(), spec.clock(), checkpoint.publishedThrough());
        this.watermarks = new WatermarkTracker(
                spec.plan().bounded(), WatermarkTracker.rules(spec.plan().outputs()), last);
        boolean pinsEnds = !query.ends().committed() && query.unfinished().isEmpty();
        this.planner = query.runner()
                .map(runner ->
                        new BatchPlanner(inputs, runner, watermarks, spec.endsWithInput(), pinsEnds, spec.clock()));
        this.pace = new Pace(spec.trigger(), spec.clock(), signals, this::untilLook);
        this.steps = new Steps(spec.steps(), new TriggerReport(spec.clock().instant(), Optional.empty()));
        this.share = new InputShare(sources);
        this.commits = new CommitThread(spec.name(), spec.checkpointOptions().background());
        this.next = last.map(commit -> commit.batch() + 1).orElse(0L);
    }

    /** Runs to the end of the query. What it throws is the failure; {@link #failed} tells where. */
    public void run() {
        try (commits) {
            recover();
            query.runner().ifPresent(runner -> {
                sources().forEach(source -> source.onAvailable(signals::ring));
                while (awaitNext()) {
                    turn(planner.orElseThrow());
                    if (underway.isEmpty()) {
                        signals.turned();
                    }
                }
                settle();
            });
            outputs.sync();
            checkpoint.writeAllPublished();
        }
    }

    /** For any thread. */
    public QueryActivity activity() {
        Step step = steps.current();
        if (step != Step.EXECUTE || query.runner().isEmpty()) {
            boolean read = step.compareTo(Step.EXECUTE) > 0;
            return new QueryActivity(steps.batch(), step, 0, share.done(read ? 1 : 0));
        }
        ReadMeter meter = query.runner().get().meter();
        return new QueryActivity(steps.batch(), step, meter.rows(), share.done(meter.share()));
    }

    /** How long the loop may sleep: until a source is to be asked, or something is due by the clock. */
    private Optional<Duration> untilLook() {
        return Stream.of(inputs.pollInterval(), planner.flatMap(BatchPlanner::untilDue), outputs.untilDue())
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    private Iterable<Source> sources() {
        return query.sources().values();
    }

    private void recover() {
        Optional<BatchCommit> last = checkpoint.lastCommit();
        monitor.status("Initializing sources", false, false);
        outputs.recover(
                last.map(commit -> OptionalLong.of(commit.batch())).orElse(OptionalLong.empty()),
                checkpoint::checkWriter);
        for (BatchCommit commit : checkpoint.commitsAfter(outputs.syncedThrough())) {
            steps.run(Step.PUBLISH, commit.batch(), () -> outputs.publish(commit));
        }
        outputs.sync();
        if (query.runner().isEmpty()) {
            LOG.info(
                    "query \"{}\" has finished in batch {} of an earlier run; there is nothing to do",
                    spec.name(),
                    next - 1);
            return;
        }
        LOG.info("query \"{}\" goes on with batch {}", spec.name(), next);
        query.runner().get().resume(watermarks.committed());
        Optional<BatchIntent> planned = query.unfinished();
        while (planned.isPresent()) {
            repeat(planned.get());
            planned = ended || signals.isStopped() ? Optional.empty() : checkpoint.unfinished();
        }
    }

    /**
     * Runs a batch again that was not committed: the same ranges, watermarks and time. It is the last one, or, if the
     * checkpoint was taken back to an earlier batch, one of several that were.
     */
    private void repeat(BatchIntent intent) {
        LOG.info("query \"{}\" repeats batch {}, which was planned and is not committed", spec.name(), intent.batch());
        repeating = true;
        finish(intent);
        repeating = false;
    }

    private boolean awaitNext() {
        if (ended || signals.isStopped()) {
            return false;
        }
        if (!pace.isDue(idle)) {
            settle();
            boolean byTime = spec.trigger() instanceof Trigger.Interval;
            monitor.status(byTime ? "Waiting for next trigger" : "Waiting for data to arrive", false, false);
            steps.run(Step.WAIT, next, pace::await);
        }
        return !signals.isStopped();
    }

    private void turn(BatchPlanner planner) {
        Instant now = spec.clock().instant();
        steps.begin(new TriggerReport(now, pace.begin(now)));
        long asked = System.nanoTime();
        monitor.status("Getting offsets", false, true);
        Optional<BatchIntent> intent = steps.run(Step.PLAN, next, () -> planner.plan(next, unsettled));
        if (intent.isPresent()) {
            idle = false;
            if (underway.isEmpty()) {
                intend(intent.get());
            }
            finish(intent.get());
        } else {
            settle();
            rest(asked);
        }
        ended |= spec.trigger() instanceof Trigger.Once;
    }

    private void intend(BatchIntent intent) {
        monitor.status("Writing offsets to log", true, true);
        steps.run(Step.INTEND, intent.batch(), () -> checkpoint.intend(intent));
    }

    private void rest(long asked) {
        if (outputs.untilDue().filter(Duration::isZero).isPresent()) {
            steps.run(Step.PUBLISH, next - 1, () -> {
                outputs.advance();
                outputs.sync();
            });
        }
        signals.drained(asked - inputs.blindness().toNanos());
        if (!idle) {
            idle = true;
            monitor.idle(spec.clock().instant());
        }
        ended |= spec.trigger() instanceof Trigger.AvailableNow && inputs.areExhausted(Map.of());
    }

    private void finish(BatchIntent intent) {
        long batch = intent.batch();
        boolean rows = !intent.ranges().isEmpty();
        share.begin(intent);
        monitor.status(rows ? "Processing new data" : "No new data but cleaning up state", rows, true);
        BatchResult result = steps.run(Step.EXECUTE, batch, () -> execute(intent));
        watermarks.observe(intent, result);
        try (SourceMemories.Changes memory = query.memories().changes(intent)) {
            List<StateDelta> deltas = new ArrayList<>(result.deltas());
            deltas.addAll(memory.deltas());
            BatchCommit commit = commitOf(intent, result);
            next = batch + 1;
            ended = commit.finished();
            if (mayGoOn(commit) && takesLong(deltas)) {
                inputs.advance(intent);
                underway = Optional.of(begin(intent, result.counts(), commit, deltas));
            } else {
                steps.run(Step.COMMIT, batch, () -> commit(commit, deltas));
                inputs.advance(intent);
                show(intent, result.counts(), commit);
            }
        }
    }

    private BatchResult execute(BatchIntent intent) {
        BatchInput input = new BatchInput(
                intent.batch(),
                Inputs.ranges(intent),
                new EventTimes(intent.watermarks(), intent.idle(), intent.operators()),
                intent.batchTimeMicros(),
                intent.endOfInput());
        BatchResult result = query.runner().orElseThrow().run(input, () -> beforeStaging(intent));
        staged = true;
        return result;
    }

    /** The batch before must be final before the intent of this one is written, and published before this one is staged. */
    private void beforeStaging(BatchIntent intent) {
        if (underway.isPresent()) {
            steps.inside(this::settle);
            steps.inside(() -> intend(intent));
        }
    }

    private BatchCommit commitOf(BatchIntent intent, BatchResult result) {
        return new BatchCommit(
                intent.batch(),
                inputs.offsetsAfter(intent),
                watermarks.current(),
                result.receipts(),
                CommitCounts.of(result.counts()),
                outputs.syncedThrough(),
                intent.endOfInput() || query.runner().orElseThrow().isSatisfied(),
                watermarks.activity(),
                watermarks.operators(),
                inputs.ends(intent.ranges()));
    }

    private void commit(BatchCommit commit, List<StateDelta> deltas) {
        outputs.force(commit.batch());
        staged = false;
        committing = true;
        checkpoint.commit(commit, deltas);
        newMetadata.ifPresent(checkpoint::writeMetadata);
        newMetadata = Optional.empty();
        unsettled = false;
        committing = false;
    }

    /** Whether the next batch may run before this one is committed. */
    private boolean mayGoOn(BatchCommit commit) {
        return !repeating
                && !commit.finished()
                && newMetadata.isEmpty()
                && !unsettled
                && !(spec.trigger() instanceof Trigger.Once)
                && !signals.isStopped()
                && outputs.writeAhead();
    }

    /** A record is waited for where rows may be young: the two threads that would share the cores take longer to show a batch. */
    private boolean takesLong(List<StateDelta> deltas) {
        return outputs.hasToForce()
                || checkpoint.takesLong(deltas, spec.freezesSources() ? LARGE_RECORD_BYTES : Long.MAX_VALUE);
    }

    private Underway begin(BatchIntent intent, BatchCounts counts, BatchCommit commit, List<StateDelta> deltas) {
        HeldDeltas held = new HeldDeltas(deltas);
        TriggerReport report = steps.report();
        List<SourceProgress> sources = TriggerReport.sources(query.sources(), intent, counts);
        staged = false;
        committing = true;
        Future<?> durable = commits.begin(() -> {
            try (held) {
                report.time(Step.COMMIT, () -> {
                    outputs.force(commit.batch());
                    checkpoint.commit(commit, held.deltas());
                });
            }
        });
        Future<?> shown = commits.begin(() -> {
            CommitThread.await(durable);
            report.time(Step.PUBLISH, () -> publish(commit));
            report.end();
        });
        return new Underway(intent, counts, report, sources, durable, shown);
    }

    /** Waits for the commit that is underway, if there is one, and until its batch is published. */
    private void settle() {
        if (underway.isEmpty()) {
            return;
        }
        Underway batch = underway.get();
        long number = batch.intent().batch();
        underway = Optional.empty();
        steps.await(Step.COMMIT, number, batch.durable());
        committing = false;
        steps.await(Step.PUBLISH, number, batch.shown());
        steps.begin(batch.report());
        release(batch.intent());
        report(batch.intent(), batch.counts(), batch.sources());
    }

    /** The batch is final: makes its output visible, and reports it. */
    private void show(BatchIntent intent, BatchCounts counts, BatchCommit commit) {
        steps.run(Step.PUBLISH, intent.batch(), () -> publish(commit));
        release(intent);
        report(intent, counts, TriggerReport.sources(query.sources(), intent, counts));
    }

    private void publish(BatchCommit commit) {
        outputs.publish(commit);
        outputs.advance(commit);
        outputs.syncNowAndThen();
    }

    private void release(BatchIntent intent) {
        steps.run(Step.RELEASE, intent.batch(), () -> inputs.release(intent));
    }

    private void report(BatchIntent intent, BatchCounts counts, List<SourceProgress> sources) {
        QueryProgress progress =
                steps.report().finish(monitor, intent, counts, sources, outputs.descriptions(), outputs.metrics());
        LOG.debug("query \"{}\" {}", spec.name(), progress);
        monitor.progress(progress);
    }

    /**
     * Says where the loop has failed, and drops what is staged. Once the commit was tried, that is left alone: the
     * commit may be durable although the attempt has failed, and only the next start knows.
     */
    public QueryFailedException failed(Throwable cause) {
        Step step = steps.current();
        long batch = steps.batch();
        if (staged) {
            outputs.abort(batch, cause);
        }
        settleAfter(cause);
        if (!committing) {
            withdrawFirst(cause);
        }
        return new QueryFailedException(spec.name(), batch, step, repeating, cause);
    }

    /** What has failed came after this batch, which is as good as any other. */
    private void settleAfter(Throwable cause) {
        try {
            settle();
        } catch (RuntimeException | Error e) {
            cause.addSuppressed(e);
        }
    }

    /**
     * Takes back where the sources were to end, if the first batch of all has failed: something has to be mended, often
     * a file, and the next start looks anew. After a crash, which nobody mends, it stands.
     */
    private void withdrawFirst(Throwable cause) {
        try {
            checkpoint
                    .unfinished()
                    .filter(intent -> intent.batch() == 0 && !intent.ends().isEmpty())
                    .ifPresent(intent ->
                            checkpoint.intend(new BatchIntent(0, Map.of(), Map.of(), intent.batchTimeMicros(), false)));
        } catch (RuntimeException | Error e) {
            cause.addSuppressed(e);
        }
    }

    /** Why the loop has ended, when it was not a failure. */
    public String end() {
        if (query.runner().isEmpty()) {
            return "Finished in batch %d; nothing to do".formatted(next - 1);
        }
        return ended ? "Finished in batch %d".formatted(next - 1) : "Stopped";
    }
}
