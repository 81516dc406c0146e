package io.sluice.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.checkpoint.CheckpointOptions;
import io.sluice.runtime.QueryFailedException;
import io.sluice.runtime.QueryListener;
import io.sluice.runtime.QueryProgress;
import io.sluice.runtime.Step;
import io.sluice.runtime.StepListener;
import io.sluice.runtime.Trigger;
import io.sluice.runtime.execution.BatchInput;
import io.sluice.runtime.execution.BatchResult;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkException;
import io.sluice.sources.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits that take long, here since they write files, go on while the next batch runs. */
class OverlappedCommitTest {
    private static final CheckpointOptions FILES = new CheckpointOptions(2, 0, 2, false);

    @TempDir
    private Path directory;

    private final List<String> steps = new ArrayList<>();

    private final StepListener recorded = new StepListener() {
        @Override
        public void before(Step step, long batch) {
            steps.add(step + " " + batch);
        }
    };

    /** Gives the rows of a batch out, then lets the loop do what comes before staging. */
    private static class Ahead extends RunningSum {
        private Runnable beforeStaging = () -> {};

        Ahead(Map<String, Source> sources, Map<String, Sink> sinks, BufferAllocator allocator) {
            super(sources, sinks, allocator);
        }

        @Override
        public BatchResult run(BatchInput input, Runnable before) {
            beforeStaging = before;
            return run(input);
        }

        @Override
        protected byte[] stage(LineSink staged, long batch) {
            beforeStaging.run();
            return super.stage(staged, batch);
        }
    }

    private TestJob job() {
        return new TestJob(directory)
                .options(FILES)
                .writesAhead()
                .rowsPerBatch(1)
                .steps(recorded)
                .compiler((query, sources, sinks, options, allocator) -> new Ahead(sources, sinks, allocator));
    }

    @Test
    void nextBatchRunsBeforeTheCommitHasEndedAndStagesAfterIt() {
        TestJob job = job().rows(1, 2);
        job.run();
        assertThat(steps)
                .containsExactly(
                        "PLAN 0",
                        "INTEND 0",
                        "EXECUTE 0",
                        "PLAN 1",
                        "EXECUTE 1",
                        "COMMIT 0",
                        "PUBLISH 0",
                        "RELEASE 0",
                        "INTEND 1",
                        "PLAN 2",
                        "COMMIT 1",
                        "PUBLISH 1",
                        "RELEASE 1");
        assertThat(job.sink().calls()).containsSubsequence("stage 0", "publish 0", "stage 1", "publish 1");
        assertThat(job.visible()).isEqualTo(job.expected());
    }

    @Test
    void commitsOnAThreadOfTheirOwnGiveTheSame() {
        TestJob job = job().options(new CheckpointOptions(2, 0, 2, true)).rows(1, 2, 3, 4, 5);
        job.run();
        assertThat(job.visible()).isEqualTo(job.expected());
        job.rows(6, 7).run();
        assertThat(job.visible()).isEqualTo(job.expected());
    }

    @Test
    void batchIsVisibleWhileTheNextOneRuns() {
        TestJob job = job().options(new CheckpointOptions(2, 0, 2, true)).rows(1, 2);
        job.compiler((query, sources, sinks, options, allocator) -> new Ahead(sources, sinks, allocator) {
                    @Override
                    public BatchResult run(BatchInput input, Runnable before) {
                        if (input.batch() == 1) {
                            awaitVisible(job, "1 1");
                        }
                        return super.run(input, before);
                    }
                })
                .run();
        assertThat(job.visible()).isEqualTo(job.expected());
    }

    private static void awaitVisible(TestJob job, String line) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!job.visible().contains(line)) {
            assertThat(System.nanoTime()).as("still not there: %s", line).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void sinkThatDoesNotWriteAheadIsPublishedFirst() {
        TestJob job = new TestJob(directory)
                .options(FILES)
                .rowsPerBatch(1)
                .steps(recorded)
                .rows(1, 2);
        job.run();
        assertThat(steps).containsSubsequence("COMMIT 0", "PUBLISH 0", "PLAN 1", "INTEND 1", "EXECUTE 1");
    }

    @Test
    void commitInARecordIsNotWaitedForTwice() {
        TestJob job = job().options(new CheckpointOptions(2, 1 << 16, 2, false)).rows(1, 2);
        job.run();
        assertThat(steps).containsSubsequence("EXECUTE 0", "COMMIT 0", "PUBLISH 0", "PLAN 1", "INTEND 1", "EXECUTE 1");
    }

    /** While rows may still come, a record is on the disk sooner if nothing else runs. */
    @Test
    void largeRecordIsNotWaitedForWhereTheInputIsWhatIsThere() {
        assertThat(stepsWithLargeRecords(new Trigger.AvailableNow()))
                .containsSubsequence("EXECUTE 0", "PLAN 1", "EXECUTE 1", "COMMIT 0", "PUBLISH 0", "INTEND 1");
        assertThat(stepsWithLargeRecords(new Trigger.AsSoonAsPossible()))
                .containsSubsequence("EXECUTE 0", "COMMIT 0", "PUBLISH 0", "PLAN 1", "INTEND 1", "EXECUTE 1");
    }

    private List<String> stepsWithLargeRecords(Trigger trigger) {
        steps.clear();
        TestJob job = new TestJob(directory.resolve(trigger.getClass().getSimpleName()))
                .options(new CheckpointOptions(2, 1 << 18, 2, false))
                .writesAhead()
                .rowsPerBatch(1)
                .trigger(trigger)
                .steps(new StepListener() {
                    @Override
                    public void before(Step step, long batch) {
                        recorded.before(step, batch);
                        if (step == Step.WAIT) {
                            throw new IllegalStateException("all is read");
                        }
                    }
                })
                .rows(1, 2)
                .compiler((query, sources, sinks, options, allocator) -> new Ahead(sources, sinks, allocator) {
                    @Override
                    protected int copies() {
                        return 10_000;
                    }
                });
        if (trigger instanceof Trigger.AvailableNow) {
            job.run();
        } else {
            assertThatThrownBy(job::run).hasRootCauseMessage("all is read");
        }
        assertThat(job.visible()).isEqualTo(job.expected());
        return List.copyOf(steps);
    }

    @Test
    void batchBeforeOneThatFailsIsPublished() {
        TestJob job = job().rows(1, 2)
                .compiler((query, sources, sinks, options, allocator) -> new Ahead(sources, sinks, allocator) {
                    @Override
                    public BatchResult run(BatchInput input, Runnable before) {
                        if (input.batch() == 1) {
                            throw new SinkException("no", "");
                        }
                        return super.run(input, before);
                    }
                });
        assertThatThrownBy(job::run).isInstanceOfSatisfying(QueryFailedException.class, e -> {
            assertThat(e.batch()).isEqualTo(1);
            assertThat(e.step()).isEqualTo(Step.EXECUTE);
        });
        assertThat(job.visible()).containsExactly("1 1");
        job().rows(1, 2).run();
        assertThat(job.visible()).containsExactly("1 1", "2 3");
    }

    @Test
    void failureAtEachStepLosesAndDoublesNothing() {
        for (Step step : Step.values()) {
            for (long batch = 0; step != Step.WAIT && batch < 3; batch++) {
                for (boolean before : new boolean[] {true, false}) {
                    Path own = directory.resolve(step + "-" + batch + before);
                    TestJob job =
                            job(own).steps(new StopAt(step, batch, before)).rows(1, 2, 3, 4);
                    assertThatThrownBy(job::run).isInstanceOf(QueryFailedException.class);
                    job.steps(StepListener.NONE).run();
                    assertThat(job.visible()).as("%s %d", step, batch).isEqualTo(job.expected());
                }
            }
        }
    }

    private TestJob job(Path own) {
        return new TestJob(own)
                .options(FILES)
                .writesAhead()
                .rowsPerBatch(1)
                .compiler((query, sources, sinks, options, allocator) -> new Ahead(sources, sinks, allocator));
    }

    @Test
    void eachBatchIsReportedOnce() {
        List<Long> reported = new ArrayList<>();
        job().rows(1, 2, 3)
                .listener(new QueryListener() {
                    @Override
                    public void progress(QueryProgress progress) {
                        reported.add(progress.batchId());
                        assertThat(progress.durations()).containsKeys("addBatch", "commitOffsets", "publish");
                    }
                })
                .run();
        assertThat(reported).containsExactly(0L, 1L, 2L);
    }

    @Test
    void sourceIsReportedAsItWasBeforeTheNextBatchWasPlanned() {
        List<String> asked = new ArrayList<>();
        job().rows(1, 2, 3)
                .listener(new QueryListener() {
                    @Override
                    public void progress(QueryProgress progress) {
                        asked.add(progress.sources().get(0).metrics().get("asked"));
                    }
                })
                .run();
        assertThat(asked).containsExactly("1", "2", "3");
    }

    /** Batches of an odd number are staged as files. */
    @Test
    void batchThatCannotBeMadeDurableIsNotCommitted() {
        for (boolean background : new boolean[] {false, true}) {
            TestJob job = new TestJob(directory.resolve("lost-" + background))
                    .options(new CheckpointOptions(2, 1 << 16, 2, background))
                    .writesAhead()
                    .rowsPerBatch(1)
                    .rows(1, 2, 3);
            job.compiler((query, sources, sinks, options, allocator) -> new Ahead(sources, sinks, allocator) {
                @Override
                protected byte[] stage(LineSink staged, long batch) {
                    byte[] receipt = super.stage(staged, batch);
                    if (batch == 1) {
                        staged.loseStaged(batch);
                    }
                    return receipt;
                }
            });
            assertThatThrownBy(job::run).isInstanceOfSatisfying(QueryFailedException.class, e -> {
                assertThat(e.batch()).isEqualTo(1);
                assertThat(e.step()).isEqualTo(Step.COMMIT);
            });
            assertThat(job.visible()).containsExactly("1 1");
            job.compiler((query, sources, sinks, options, allocator) -> new Ahead(sources, sinks, allocator))
                    .run();
            assertThat(job.visible()).isEqualTo(job.expected());
        }
    }

    @Test
    void publicationThatFailsIsToldAndMadeUpForByTheNextStart() throws IOException {
        for (boolean background : new boolean[] {false, true}) {
            TestJob job = job(directory.resolve("own-" + background))
                    .options(new CheckpointOptions(2, 0, 2, background))
                    .rows(1, 2, 3);
            Path inTheWay =
                    Files.createDirectories(job.output().resolve("00000000").resolve("in the way"));
            assertThatThrownBy(job::run).isInstanceOfSatisfying(QueryFailedException.class, e -> {
                assertThat(e.batch()).isEqualTo(0);
                assertThat(e.step()).isEqualTo(Step.PUBLISH);
            });
            Files.delete(inTheWay);
            Files.delete(inTheWay.getParent());
            job.run();
            assertThat(job.visible()).isEqualTo(job.expected());
        }
    }

    @Test
    void onceIsCommittedBeforeItEnds() {
        TestJob job = job().trigger(new Trigger.Once()).rows(1, 2);
        job.run();
        assertThat(job.visible()).isEqualTo(job.expected());
    }
}
