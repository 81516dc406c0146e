package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.CheckpointView;
import io.sluice.checkpoint.QueryMetadata;
import io.sluice.checkpoint.StateTable;
import io.sluice.planner.Planner;
import io.sluice.runtime.loop.BatchRunner;
import io.sluice.runtime.loop.ListSource;
import io.sluice.runtime.loop.RunningSum;
import io.sluice.runtime.loop.TestJob;
import io.sluice.runtime.loop.TestPlans;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a start refuses, and how it goes on from what an earlier run has left. */
@Timeout(60)
class QueryStartTest {
    @TempDir
    private Path directory;

    private TestJob job() {
        return new TestJob(directory).trigger(new Trigger.AsSoonAsPossible());
    }

    private static StreamingQuery start(TestJob job) {
        return StreamingQuery.start(job.spec(), job.compiler());
    }

    @Test
    void restartGoesOnUnderTheSameId() {
        TestJob job = job().rows(1, 2);
        StreamingQuery first = start(job);
        first.processAllAvailable();
        first.stop();
        StreamingQuery second = start(job.rows(3));
        second.processAllAvailable();
        second.stop();
        assertThat(job.visible()).isEqualTo(job.expected());
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.runId()).isNotEqualTo(first.runId());
        assertThat(second.lastProgress().orElseThrow().batchId()).isEqualTo(1);
    }

    @Test
    void secondQueryOnTheSameCheckpointIsRefused() {
        TestJob job = job();
        StreamingQuery query = start(job);
        CheckpointException refusal = catchThrowableOfType(CheckpointException.class, () -> start(job));
        assertThat(refusal.kind()).isEqualTo(CheckpointException.Kind.IN_USE);
        query.stop();
        start(job).stop();
    }

    @Test
    void otherQueryIsRefusedOnceSomethingIsCommitted() {
        TestJob job = job();
        start(job).stop();
        start(job.plan(TestPlans.max())).stop();
        StreamingQuery query = start(job.plan(TestPlans.sum(false)).rows(1));
        query.processAllAvailable();
        query.stop();
        CheckpointException refusal =
                catchThrowableOfType(CheckpointException.class, () -> start(job.plan(TestPlans.max())));
        assertThat(refusal.kind()).isEqualTo(CheckpointException.Kind.MISMATCH);
        assertThat(refusal)
                .hasMessageStartingWith("cannot start query \"sums\" with checkpoint " + job.checkpoint()
                        + ": expected the query that has written it, but this one differs: ");
        assertThat(refusal.hint())
                .isEqualTo(
                        "Start it with a new checkpoint directory, or go back to the query as it was. Or start with"
                                + " --allow-state-loss sum: the state of these goes, and they begin without the rows that were read before.");
        start(job.plan(TestPlans.sum(false))).stop();
    }

    @Test
    void metadataHasThePlanThatRanLast() {
        TestJob job = job().rows(1);
        run(job);
        QueryMetadata first = metadata(job);
        assertThat(first.plan()).isEqualTo(Planner.toJson(TestPlans.sum(false)));
        run(job.plan(TestPlans.negatedSum()).rows(2));
        QueryMetadata second = metadata(job);
        assertThat(second.queryId()).isEqualTo(first.queryId());
        assertThat(second.plan())
                .isEqualTo(Planner.toJson(TestPlans.negatedSum()))
                .isNotEqualTo(first.plan());
        assertThatThrownBy(() -> start(job.plan(TestPlans.max()))).isInstanceOf(CheckpointException.class);
        assertThat(metadata(job)).isEqualTo(second);
        assertThat(job.visible()).isEqualTo(job.expected());
    }

    private static void run(TestJob job) {
        StreamingQuery query = start(job);
        query.processAllAvailable();
        query.stop();
    }

    private static QueryMetadata metadata(TestJob job) {
        return CheckpointView.of(job.checkpoint()).metadata().orElseThrow();
    }

    @Test
    void stateThatNobodyTakesIsRefused() {
        TestJob job = job().rows(1);
        StreamingQuery query = start(job);
        query.processAllAvailable();
        query.stop();
        job.compiler((plan, sources, sinks, options, allocator) -> new RunningSum(sources, sinks, allocator) {
            @Override
            public List<StateTable> tables() {
                return List.of();
            }
        });
        assertThatThrownBy(() -> start(job))
                .hasMessage("cannot start query \"sums\" with checkpoint " + job.checkpoint()
                        + ": expected state of [] only, got also [sum/total]");
    }

    @Test
    void finishedQueryHasNothingToDo() {
        TestJob job = job().rows(1).bounded(true);
        StreamingQuery first = start(job);
        first.awaitTermination();
        assertThat(first.status().message()).isEqualTo("Finished in batch 0");
        ListSource read = job.source();
        StreamingQuery again = start(job.rows(2));
        again.awaitTermination();
        assertThat(again.status().message()).isEqualTo("Finished in batch 0; nothing to do");
        assertThat(again.lastProgress()).isEmpty();
        assertThat(job.source()).isSameAs(read);
        assertThat(job.sink().calls()).containsExactly("recover 0");
        assertThat(job.visible()).containsExactly("1 1", "end 1");
    }

    @Test
    void finishedQueryCannotGoOn() {
        TestJob job = job().rows(1).bounded(true);
        start(job).awaitTermination();
        CheckpointException refusal = catchThrowableOfType(CheckpointException.class, () -> start(job.bounded(false)));
        assertThat(refusal)
                .hasMessage("cannot start query \"sums\" with checkpoint " + job.checkpoint()
                        + ": expected a query that goes on, but it was a bounded run, which has read all its input up to"
                        + " {in=1} and closed everything in batch 0");
        assertThat(refusal.hint())
                .isEqualTo(
                        "Start it with a new checkpoint directory; what this one has closed cannot be opened again.");
    }

    @Test
    void lastBatchOfAFinishedQueryIsPublishedAfterACrash() {
        TestJob job = job().rows(1).bounded(true).steps(new StepListener() {
            @Override
            public void after(Step step, long batch) {
                if (step == Step.COMMIT) {
                    throw new IllegalStateException("stopped");
                }
            }
        });
        assertThatThrownBy(() -> start(job).awaitTermination()).isInstanceOf(QueryFailedException.class);
        assertThat(job.visible()).isEmpty();
        start(job.steps(StepListener.NONE)).awaitTermination();
        assertThat(job.visible()).containsExactly("1 1", "end 1");
    }

    @Test
    void batchThatWasToEndTheInputIsPlannedAnewWhenTheQueryGoesOn() {
        TestJob job = job().rows(1, 2).rowsPerBatch(1).bounded(true).steps(new StepListener() {
            @Override
            public void after(Step step, long batch) {
                if (step == Step.EXECUTE && batch == 1) {
                    throw new IllegalStateException("stopped");
                }
            }
        });
        assertThatThrownBy(() -> start(job).awaitTermination()).isInstanceOf(QueryFailedException.class);
        StreamingQuery query = start(job.bounded(false).steps(StepListener.NONE).rows(3));
        query.processAllAvailable();
        query.stop();
        assertThat(job.visible()).isEqualTo(job.expected());
    }

    @Test
    void startThatFailsLeavesNothingOpen() {
        TestJob job = job().rows(1);
        BatchRunner.Compiler right = job.compiler();
        job.compiler((plan, sources, sinks, options, allocator) -> {
            throw new IllegalArgumentException("no plan");
        });
        assertThatThrownBy(() -> start(job)).hasMessage("no plan");
        assertThat(job.source().isClosed()).isTrue();
        start(job.compiler(right)).stop();
    }
}
