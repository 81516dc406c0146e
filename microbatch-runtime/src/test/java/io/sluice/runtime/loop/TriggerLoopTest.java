package io.sluice.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.checkpoint.BatchCommit;
import io.sluice.checkpoint.BatchIntent;
import io.sluice.checkpoint.Checkpoint;
import io.sluice.checkpoint.CheckpointOptions;
import io.sluice.runtime.QueryFailedException;
import io.sluice.runtime.Step;
import io.sluice.runtime.StepListener;
import io.sluice.runtime.Trigger;
import io.sluice.runtime.execution.BatchInput;
import io.sluice.runtime.execution.EventTimes;
import io.sluice.sources.Offset;
import io.sluice.sources.OffsetRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TriggerLoopTest {
    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final RecordedInputs inputs = new RecordedInputs();

    private TestJob job() {
        return new TestJob(directory).clock(clock).compiler(inputs.compiler());
    }

    @Test
    void availableNowReadsAllThatIsThereUnderTheLimits() {
        TestJob job = job().rows(1, 2, 3, 4, 5).rowsPerBatch(2);
        job.run();
        assertThat(inputs.all()).hasSize(3).noneMatch(BatchInput::endOfInput);
        assertThat(job.visible()).isEqualTo(job.expected());
    }

    @Test
    void availableNowLeavesWhatComesLaterToTheNextStart() {
        TestJob job = job().rows(1, 2);
        job.steps(new StepListener() {
                    @Override
                    public void after(Step step, long batch) {
                        if (step == Step.EXECUTE && job.starts() == 1) {
                            job.rows(3);
                        }
                    }
                })
                .run();
        assertThat(job.visible()).containsExactly("1 1", "2 3");
        job.run();
        assertThat(job.visible()).containsExactly("1 1", "2 3", "3 6");
    }

    @Test
    void onceIsOneBatchWithoutALimit() {
        TestJob job = job().rows(1, 2, 3, 4, 5).rowsPerBatch(2).trigger(new Trigger.Once());
        job.run();
        assertThat(inputs.all()).hasSize(1);
        assertThat(job.visible()).isEqualTo(job.expected());
    }

    @Test
    void onceWithoutRowsRunsNothing() {
        job().trigger(new Trigger.Once()).run();
        assertThat(inputs.all()).isEmpty();
    }

    @Test
    void lastBatchOfABoundedRunEndsTheInput() {
        TestJob job = job().rows(1, 2, 3).rowsPerBatch(2).bounded(true);
        job.run();
        assertThat(inputs.all()).extracting(BatchInput::endOfInput).containsExactly(false, true);
        assertThat(job.visible()).containsExactly("1 1", "2 3", "3 6", "end 6");
        assertThat(lastCommit(job).orElseThrow().finished()).isTrue();
    }

    @Test
    void boundedRunThatIsCutOffEndsWhereItWasToEnd() {
        TestJob job = job().rows(1, 2, 3).rowsPerBatch(1).bounded(true).steps(StopAt.justBefore(Step.COMMIT, 1));
        assertThatThrownBy(job::run).isInstanceOf(QueryFailedException.class);
        assertThat(intent(job, 0).ends()).isEqualTo(Map.of("in", "3"));
        assertThat(intent(job, 1).ends()).isEmpty();
        assertThat(lastCommit(job).orElseThrow().ends()).isEqualTo(Map.of("in", "3"));
        job.rows(4).rowsPerBatch(9).steps(StepListener.NONE).run();
        assertThat(job.visible()).containsExactly("1 1", "2 3", "3 6", "end 6");
        BatchCommit last = lastCommit(job).orElseThrow();
        assertThat(last.finished()).isTrue();
        assertThat(last.ends()).isEqualTo(Map.of("in", "3"));
    }

    @Test
    void endsOfABoundedRunDoNotBindOneThatGoesOn() {
        TestJob job = job().rows(1, 2, 3).rowsPerBatch(1).bounded(true).steps(StopAt.justBefore(Step.COMMIT, 1));
        assertThatThrownBy(job::run).isInstanceOf(QueryFailedException.class);
        job.rows(4).bounded(false).steps(StepListener.NONE).run();
        assertThat(job.visible()).isEqualTo(job.expected());
        assertThat(lastCommit(job).orElseThrow().ends()).isEmpty();
        job.rows(5).bounded(true).run();
        assertThat(job.visible()).endsWith("4 10", "5 15", "end 15");
    }

    @Test
    void boundedRunWhoseFirstBatchFailsLooksAnewWhereItsInputEnds() {
        TestJob job = job().rows(1, 2).bounded(true).steps(StopAt.justAfter(Step.EXECUTE, 0));
        assertThatThrownBy(job::run).isInstanceOf(QueryFailedException.class);
        job.rows(3).steps(StepListener.NONE).run();
        assertThat(job.visible()).containsExactly("1 1", "2 3", "3 6", "end 6");
    }

    @Test
    void availableNowPinsNothing() {
        TestJob job = job().rows(1);
        job.run();
        assertThat(intent(job, 0).ends()).isEmpty();
        assertThat(lastCommit(job).orElseThrow().ends()).isEmpty();
    }

    @Test
    void emptyBoundedRunHasOneBatch() {
        TestJob job = job().plan(TestPlans.sum(true)).trigger(new Trigger.AsSoonAsPossible());
        job.run();
        assertThat(inputs.all()).extracting(BatchInput::endOfInput).containsExactly(true);
        assertThat(job.visible()).containsExactly("end 0");
    }

    @Test
    void whatIsDueRunsWithoutRows() {
        TestJob job = job().compiler(
                        (query, sources, sinks, options, allocator) -> new RunningSum(sources, sinks, allocator) {
                            private boolean first = true;

                            @Override
                            public boolean isDue(EventTimes times, boolean endOfInput) {
                                boolean due = first;
                                first = false;
                                return due;
                            }
                        });
        job.run();
        assertThat(lastCommit(job).orElseThrow().batch()).isZero();
    }

    @Test
    void watermarkNeverGoesBack() {
        job().rows(9, 3).rowsPerBatch(1).run();
        job().rows(9, 3, 1, 12, 2).rowsPerBatch(1).run();
        assertThat(inputs.all())
                .extracting(
                        input -> input.watermarks().getOrDefault("in", Map.of()).get("p"))
                .containsExactly(null, 9L, 9L, 9L, 12L);
    }

    @Test
    void watermarkOfABoundedPlanStaysWhereItIs() {
        job().plan(TestPlans.sum(true)).rows(9, 3, 4).rowsPerBatch(1).run();
        assertThat(inputs.all()).hasSize(3).allMatch(input -> input.watermarks().isEmpty());
    }

    @Test
    void unfinishedBatchIsRepeatedAsItWas() {
        TestJob job = job().rows(1, 2, 3).rowsPerBatch(2).steps(StopAt.justBefore(Step.COMMIT, 1));
        assertThatThrownBy(job::run).isInstanceOf(QueryFailedException.class);
        BatchInput first = inputs.last();
        clock.advance(Duration.ofHours(1));
        job.rows(4).rowsPerBatch(9).steps(StepListener.NONE).run();
        assertThat(inputs.all().get(2)).isEqualTo(first);
        assertThat(first.ranges()).isEqualTo(Map.of("in", range("2", "3")));
        assertThat(inputs.last().ranges()).isEqualTo(Map.of("in", range("3", "4")));
        assertThat(inputs.last().batchTimeMicros()).isEqualTo(first.batchTimeMicros() + 3_600_000_000L);
        assertThat(job.visible()).isEqualTo(job.expected());
    }

    private static OffsetRange range(String from, String to) {
        return new OffsetRange(Optional.of(new Offset(from)), new Offset(to));
    }

    @Test
    void repeatedBatchWhoseRowsAreGoneSaysSo() {
        TestJob job = job().rows(1, 2, 3).rowsPerBatch(2).steps(StopAt.justBefore(Step.COMMIT, 1));
        assertThatThrownBy(job::run).isInstanceOf(QueryFailedException.class);
        BatchRunner.Compiler right = job.compiler();
        job.steps(StepListener.NONE).compiler((query, sources, sinks, options, allocator) -> {
            ((ListSource) sources.get("in")).lose(3);
            return right.compile(query, sources, sinks, options, allocator);
        });
        assertThatThrownBy(job::run)
                .hasMessage(
                        "query \"sums\" failed in batch 1 while executing it again, because the last run did not commit"
                                + " it: cannot read rows from 2 on of table \"in\": they are gone");
    }

    @Test
    void committedBatchesArePublishedAgain() {
        TestJob job = job().rows(1, 2, 3).rowsPerBatch(1).steps(StopAt.justBefore(Step.PUBLISH, 2));
        assertThatThrownBy(job::run).isInstanceOf(QueryFailedException.class);
        assertThat(job.visible()).containsExactly("1 1", "2 3");
        job.steps(StepListener.NONE).run();
        assertThat(job.sink().calls()).containsExactly("recover 2", "publish 0", "publish 1", "publish 2", "sync");
        assertThat(job.visible()).isEqualTo(job.expected());
    }

    @Test
    void receiptsAreForgottenOnceACommitSaysThatTheirOutputIsDurable() {
        TestJob job = job().rows(new long[20]).rowsPerBatch(1);
        job.run();
        assertThat(job.sink().calls()).containsSubsequence("publish 15", "sync", "stage 16", "publish 19", "sync");
        assertThat(lastCommit(job).orElseThrow().publishedThrough()).isEqualTo(15);
    }

    @Test
    void nothingIsPublishedAgainAfterAGracefulStop() throws IOException {
        TestJob job = job().rows(1, 2, 3).rowsPerBatch(1);
        job.run();
        Files.delete(job.output().resolve("00000001"));
        job.run();
        assertThat(job.sink().calls()).containsExactly("recover 2");
        job.rows(4).steps(StopAt.justBefore(Step.EXECUTE, 3));
        assertThatThrownBy(job::run).isInstanceOf(QueryFailedException.class);
        job.steps(StepListener.NONE).run();
        assertThat(job.sink().calls()).startsWith("recover 2", "stage 3").doesNotContain("publish 2");
        assertThat(job.visible()).containsExactly("1 1", "3 6", "4 10");
    }

    @Test
    void whatAGracefulStopHasSaidHoldsForTheBatchesOfThatTimeOnly() {
        TestJob job = job().rows(1, 2, 3).rowsPerBatch(1);
        job.run();
        try (BufferAllocator allocator = new RootAllocator()) {
            Checkpoint.rewind(job.checkpoint(), 1, CheckpointOptions.DEFAULT, allocator);
        }
        job.steps(StopAt.justBefore(Step.PUBLISH, 2));
        assertThatThrownBy(job::run).isInstanceOf(QueryFailedException.class);
        job.steps(StepListener.NONE).run();
        assertThat(job.sink().calls()).contains("publish 2");
    }

    @Test
    void outputIsSyncedAfterFiveSeconds() {
        TestJob job = job().rows(1, 2, 3).rowsPerBatch(1);
        job.steps(new StepListener() {
                    @Override
                    public void after(Step step, long batch) {
                        if (step == Step.COMMIT && batch == 0) {
                            clock.advance(Duration.ofSeconds(5));
                        }
                    }
                })
                .run();
        assertThat(job.sink().calls()).containsSubsequence("publish 0", "sync", "stage 1", "publish 1", "stage 2");
    }

    @Test
    void stagedOutputIsDroppedWhenTheCommitIsNotReached() {
        TestJob job = job().rows(1).steps(StopAt.justAfter(Step.EXECUTE, 0));
        assertThatThrownBy(job::run).isInstanceOf(QueryFailedException.class);
        assertThat(job.sink().calls()).containsExactly("recover nothing", "stage 0", "abort 0");
        assertThat(lastCommit(job)).isEmpty();
    }

    @Test
    void stagedOutputIsLeftAloneOnceTheCommitIsTried() {
        TestJob job = job().rows(1).steps(StopAt.justAfter(Step.COMMIT, 0));
        assertThatThrownBy(job::run).isInstanceOf(QueryFailedException.class);
        assertThat(job.sink().calls()).containsExactly("recover nothing", "stage 0");
    }

    @Test
    void sourcesAreReleasedAfterTheCommit() {
        TestJob job = job().rows(1, 2, 3).steps(StopAt.justBefore(Step.RELEASE, 0));
        assertThatThrownBy(job::run).isInstanceOf(QueryFailedException.class);
        assertThat(job.source().released()).isZero();
        job.rows(4).steps(StepListener.NONE).run();
        assertThat(job.source().released()).isEqualTo(4);
    }

    @Test
    void sourceGetsBackWhatItRemembers() {
        CheckpointOptions folding = new CheckpointOptions(2, 1024, 2, false);
        RememberedBatches memory = new RememberedBatches();
        job().memory(memory)
                .options(folding)
                .rows(1, 2, 3, 4, 5)
                .rowsPerBatch(1)
                .run();
        assertThat(memory.added()).containsExactly("0-1", "1-2", "2-3", "3-4", "4-5");
        memory.forget("1-2");
        job().memory(memory).options(folding).rows(1, 2, 3, 4, 5, 6).run();
        RememberedBatches restarted = new RememberedBatches();
        job().memory(restarted).options(folding).rows(1, 2, 3, 4, 5, 6).run();
        assertThat(restarted.restored()).containsExactlyInAnyOrder("0-1", "2-3", "3-4", "4-5", "5-6");
    }

    @Test
    void tableNamesAreMadeFitForUids() {
        assertThat(SourceMemories.uid("flights_2026-01")).isEqualTo("source-flights_2026-01");
        assertThat(SourceMemories.uid("a/b")).isEqualTo("sourcex-612f62");
        assertThat(SourceMemories.isOfSource("sourcex-612f62/seen")).isTrue();
        assertThat(SourceMemories.isOfSource("agg-1/groups")).isFalse();
    }

    private static Optional<BatchCommit> lastCommit(TestJob job) {
        return inCheckpoint(job, Checkpoint::lastCommit);
    }

    private static BatchIntent intent(TestJob job, long batch) {
        return inCheckpoint(job, checkpoint -> checkpoint.intent(batch)).orElseThrow();
    }

    private static <T> T inCheckpoint(TestJob job, Function<Checkpoint, T> question) {
        try (BufferAllocator allocator = new RootAllocator();
                Checkpoint checkpoint = Checkpoint.open(job.checkpoint(), CheckpointOptions.DEFAULT, allocator)) {
            return question.apply(checkpoint);
        }
    }

    @Test
    void stepsComeInTheirOrder() {
        List<String> heard = new ArrayList<>();
        job().rows(1)
                .steps(new StepListener() {
                    @Override
                    public void before(Step step, long batch) {
                        heard.add("before " + step + " " + batch);
                    }

                    @Override
                    public void after(Step step, long batch) {
                        heard.add("after " + step + " " + batch);
                    }
                })
                .run();
        assertThat(heard)
                .containsExactly(
                        "before PLAN 0",
                        "after PLAN 0",
                        "before INTEND 0",
                        "after INTEND 0",
                        "before EXECUTE 0",
                        "after EXECUTE 0",
                        "before COMMIT 0",
                        "after COMMIT 0",
                        "before PUBLISH 0",
                        "after PUBLISH 0",
                        "before RELEASE 0",
                        "after RELEASE 0",
                        "before PLAN 1",
                        "after PLAN 1");
    }
}
