package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.runtime.execution.BatchInput;
import io.sluice.runtime.execution.BatchResult;
import io.sluice.runtime.loop.BatchRunner;
import io.sluice.runtime.loop.RunningSum;
import io.sluice.runtime.loop.TestClock;
import io.sluice.runtime.loop.TestJob;
import io.sluice.sinks.SinkException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StreamingQueryTest {
    private static final Duration MOMENT = Duration.ofMillis(1);

    @TempDir
    private Path directory;

    private TestJob job() {
        return new TestJob(directory).trigger(new Trigger.AsSoonAsPossible());
    }

    private static StreamingQuery start(TestJob job) {
        return StreamingQuery.start(job.spec(), job.compiler());
    }

    @Test
    void whatIsAvailableIsSeenWhenItIsSaidToBeProcessed() {
        TestJob job = job().rows(1, 2);
        StreamingQuery query = start(job);
        query.processAllAvailable();
        assertThat(job.visible()).containsExactly("1 1", "2 3");
        job.rows(3);
        query.processAllAvailable();
        assertThat(job.visible()).isEqualTo(job.expected());
        query.stop();
    }

    @Test
    void stopWaitsForTheBatchThatRuns() throws InterruptedException {
        CountDownLatch executing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        TestJob job = job().rows(1, 2).rowsPerBatch(1).steps(new StepListener() {
            @Override
            public void before(Step step, long batch) {
                if (step == Step.EXECUTE) {
                    executing.countDown();
                    await(goOn);
                }
            }
        });
        StreamingQuery query = start(job);
        executing.await();
        assertThat(query.stop(MOMENT)).isFalse();
        assertThat(query.isActive()).isTrue();
        assertThat(query.status()).isEqualTo(new QueryStatus("Processing new data", true, true));
        goOn.countDown();
        query.stop();
        assertThat(job.visible()).containsExactly("1 1");
        assertThat(job.sink().calls()).endsWith("publish 0", "sync");
        assertThat(job.source().isClosed()).isTrue();
        assertThat(query.status()).isEqualTo(new QueryStatus("Stopped", false, false));
        assertThat(query.exception()).isEmpty();
        query.stop();
        query.awaitTermination();
        assertThat(query.awaitTermination(MOMENT)).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void firstBatchIsAwaitedUntilItIsPublished() throws InterruptedException {
        CountDownLatch executing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        TestJob job = job().rows(1).steps(new StepListener() {
            @Override
            public void before(Step step, long batch) {
                if (step == Step.EXECUTE) {
                    executing.countDown();
                    await(goOn);
                }
            }
        });
        StreamingQuery query = start(job);
        executing.await();
        assertThat(query.awaitFirstBatch(MOMENT)).isFalse();
        goOn.countDown();
        assertThat(query.awaitFirstBatch(Duration.ofMinutes(1))).isTrue();
        assertThat(job.visible()).containsExactly("1 1");
        query.stop();
    }

    @Test
    void firstBatchIsNotAwaitedOfAQueryThatHasNothingOrHasFailed() {
        StreamingQuery idle = start(job());
        assertThat(idle.awaitFirstBatch(Duration.ofMinutes(1))).isTrue();
        idle.stop();
        StreamingQuery failing = start(job().rows(1).steps(new StepListener() {
            @Override
            public void before(Step step, long batch) {
                throw new IllegalStateException("no step is taken");
            }
        }));
        assertThat(failing.awaitFirstBatch(Duration.ofMinutes(1))).isTrue();
    }

    @Test
    void waitingQuerySleepsUntilItsSourceRings() throws InterruptedException {
        BlockingQueue<String> steps = new LinkedBlockingQueue<>();
        TestJob job = job().steps(new StepListener() {
            @Override
            public void before(Step step, long batch) {
                steps.add(step + " " + batch);
            }
        });
        StreamingQuery query = start(job);
        assertThat(take(steps, 2)).containsExactly("PLAN 0", "WAIT 0");
        assertThat(query.status()).isEqualTo(new QueryStatus("Waiting for data to arrive", false, false));
        assertThat(query.awaitTermination(MOMENT)).isFalse();
        job.rows(7).source().ring();
        assertThat(take(steps, 8))
                .containsExactly(
                        "PLAN 0", "INTEND 0", "EXECUTE 0", "COMMIT 0", "PUBLISH 0", "RELEASE 0", "PLAN 1", "WAIT 1");
        assertThat(job.source().asked()).isEqualTo(3);
        query.stop();
        assertThat(steps).isEmpty();
    }

    private static List<String> take(BlockingQueue<String> steps, int count) throws InterruptedException {
        List<String> taken = new CopyOnWriteArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(steps.poll(30, TimeUnit.SECONDS));
        }
        return taken;
    }

    @Test
    void intervalStartsAtOnceAndThenAtItsTimes() throws InterruptedException {
        TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:03Z"));
        BlockingQueue<String> steps = new LinkedBlockingQueue<>();
        TestJob job = job().rows(1)
                .clock(clock)
                .trigger(new Trigger.Interval(Duration.ofHours(1)))
                .steps(new StepListener() {
                    @Override
                    public void before(Step step, long batch) {
                        if (step == Step.PLAN || step == Step.WAIT) {
                            steps.add(step + " " + batch + " at " + clock.instant());
                        }
                    }
                });
        StreamingQuery query = start(job);
        assertThat(take(steps, 2)).containsExactly("PLAN 0 at 2026-01-01T00:00:03Z", "WAIT 1 at 2026-01-01T00:00:03Z");
        assertThat(query.status().message()).isEqualTo("Waiting for next trigger");
        clock.advance(Duration.ofMinutes(59));
        job.rows(2).source().ring();
        clock.advance(Duration.ofMinutes(1).minusSeconds(3));
        job.source().ring();
        assertThat(take(steps, 2)).containsExactly("PLAN 1 at 2026-01-01T01:00:00Z", "WAIT 2 at 2026-01-01T01:00:00Z");
        query.stop();
        assertThat(job.visible()).isEqualTo(job.expected());
    }

    @Test
    void overrunOfAnIntervalIsFollowedAtOnce() throws InterruptedException {
        TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:03Z"));
        BlockingQueue<String> steps = new LinkedBlockingQueue<>();
        TestJob job = job().rows(1)
                .clock(clock)
                .trigger(new Trigger.Interval(Duration.ofSeconds(10)))
                .steps(new StepListener() {
                    @Override
                    public void before(Step step, long batch) {
                        steps.add(step + " " + batch);
                        if (step == Step.EXECUTE) {
                            clock.advance(Duration.ofSeconds(45));
                        }
                    }
                });
        StreamingQuery query = start(job);
        assertThat(take(steps, 8))
                .containsExactly(
                        "PLAN 0", "INTEND 0", "EXECUTE 0", "COMMIT 0", "PUBLISH 0", "RELEASE 0", "PLAN 1", "WAIT 1");
        query.stop();
    }

    @Test
    void failureEndsTheQueryAndIsKept() {
        SinkException full = new SinkException("cannot write to table \"out\": no space left", "Free space.");
        TestJob job = job().rows(1);
        BatchRunnerThatFails.in(job, full);
        StreamingQuery query = start(job);
        QueryFailedException failure = catchThrowableOfType(QueryFailedException.class, query::processAllAvailable);
        assertThat(failure)
                .hasMessage(
                        "query \"sums\" failed in batch 0 while executing it: cannot write to table \"out\": no space"
                                + " left")
                .hasCause(full);
        assertThat(failure.isUsersTrouble()).isTrue();
        assertThat(failure.query()).isEqualTo("sums");
        assertThat(failure.batch()).isZero();
        assertThat(failure.step()).isEqualTo(Step.EXECUTE);
        assertThatThrownBy(query::awaitTermination).isSameAs(failure);
        assertThatThrownBy(() -> query.awaitTermination(MOMENT)).isSameAs(failure);
        assertThat(query.exception()).contains(failure);
        assertThat(query.isActive()).isFalse();
        assertThat(query.status().message()).isEqualTo("Terminated with exception: " + failure.getMessage());
        query.stop();
    }

    @Test
    void bugIsNotTheUsersTrouble() {
        TestJob job = job().rows(1);
        BatchRunnerThatFails.in(job, new IllegalStateException());
        StreamingQuery query = start(job);
        QueryFailedException failure = catchThrowableOfType(QueryFailedException.class, query::awaitTermination);
        assertThat(failure).hasMessage("query \"sums\" failed in batch 0 while executing it: IllegalStateException");
        assertThat(failure.isUsersTrouble()).isFalse();
    }

    @Test
    void startAfterAFailureGoesOn() {
        TestJob job = job().rows(1);
        BatchRunner.Compiler right = job.compiler();
        BatchRunnerThatFails.in(job, new IllegalStateException("once"));
        StreamingQuery failed = start(job);
        assertThatThrownBy(failed::awaitTermination).isInstanceOf(QueryFailedException.class);
        StreamingQuery query = start(job.compiler(right));
        query.processAllAvailable();
        query.stop();
        assertThat(job.visible()).isEqualTo(job.expected());
    }

    @Test
    void listenersHearOfItsLife() {
        List<String> heard = new CopyOnWriteArrayList<>();
        AtomicReference<StreamingQuery> own = new AtomicReference<>();
        TestJob job = job().rows(1)
                .trigger(new Trigger.AvailableNow())
                .listener(new QueryListener() {
                    @Override
                    public void progress(QueryProgress progress) {
                        throw new IllegalStateException("the query must not mind");
                    }
                })
                .listener(new QueryListener() {
                    @Override
                    public void started(Started event) {
                        heard.add("started " + event.name());
                    }

                    @Override
                    public void progress(QueryProgress progress) {
                        heard.add("progress " + progress.batchId() + " " + progress.numInputRows());
                    }

                    @Override
                    public void idle(Idle event) {
                        heard.add("idle");
                    }

                    @Override
                    public void terminated(Terminated event) {
                        heard.add("terminated " + event.exception().isPresent());
                        own.get().stop();
                        assertThatThrownBy(() -> own.get().awaitTermination())
                                .hasMessage("query \"sums\" cannot wait for itself on its own thread");
                        heard.add("stopped");
                    }
                });
        CountDownLatch known = new CountDownLatch(1);
        job.steps(new StepListener() {
            @Override
            public void before(Step step, long batch) {
                StreamingQueryTest.await(known);
            }
        });
        StreamingQuery query = start(job);
        own.set(query);
        known.countDown();
        query.awaitTermination();
        assertThat(heard).containsExactly("started sums", "progress 0 1", "idle", "terminated false", "stopped");
    }

    @Test
    void reportSaysWhatABatchHasDone() {
        TestJob job = job().rows(5, 6).trigger(new Trigger.AvailableNow());
        StreamingQuery query = start(job);
        query.awaitTermination();
        assertThat(query.recentProgress()).hasSize(1);
        QueryProgress progress = query.lastProgress().orElseThrow();
        assertThat(progress.id()).isEqualTo(query.id());
        assertThat(progress.durations())
                .containsOnlyKeys(
                        "addBatch",
                        "commitOffsets",
                        "latestOffset",
                        "publish",
                        "release",
                        "triggerExecution",
                        "walCommit");
        assertThat(progress.sources())
                .containsExactly(new QueryProgress.SourceProgress(
                        "in",
                        "ListSource[in]",
                        Optional.empty(),
                        Optional.of("2"),
                        Optional.of("2"),
                        2,
                        16,
                        0,
                        0,
                        Map.of("asked", "1")));
        assertThat(progress.sink()).isEqualTo(new QueryProgress.SinkProgress("LineSink[out]", 2, Map.of()));
        assertThat(progress.stateOperators())
                .containsExactly(new QueryProgress.StateOperator(
                        "sum", 1, 1, Duration.ZERO, 0, Duration.ZERO, Duration.ZERO, 16, 0, 0, Map.of()));
    }

    @Test
    void lastHundredReportsAreKept() {
        TestJob job = job().rows(new long[103]).rowsPerBatch(1).trigger(new Trigger.AvailableNow());
        StreamingQuery query = start(job);
        query.awaitTermination();
        assertThat(query.recentProgress()).hasSize(100);
        assertThat(query.recentProgress().get(0).batchId()).isEqualTo(3);
    }

    /** A runner that fails in each batch. */
    private static final class BatchRunnerThatFails {
        private BatchRunnerThatFails() {}

        static void in(TestJob job, RuntimeException failure) {
            job.compiler((plan, sources, sinks, options, allocator) -> new RunningSum(sources, sinks, allocator) {
                @Override
                public BatchResult run(BatchInput input) {
                    throw failure;
                }
            });
        }
    }
}
