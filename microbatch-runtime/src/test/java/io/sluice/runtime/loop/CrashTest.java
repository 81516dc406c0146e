package io.sluice.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.file.Durability;
import io.sluice.runtime.QueryFailedException;
import io.sluice.runtime.loop.CrashedJob.Loss;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * A job of five triggers is crashed at each place, started again and crashed at a second place, and then runs to its end.
 * Each row must be seen once. Loops that are wrong on purpose show that the same check finds it.
 *
 * <p>The second place is each {@code sluice.crash.stride}-th one, from another on for each first place; with {@code
 * -Dsluice.crash.stride=1} it is every one, some 20,000 runs.
 */
class CrashTest {
    private static final int STRIDE = Integer.getInteger("sluice.crash.stride", 24);
    private static final Durability NONE = new Durability(false, false);

    private interface Crash {
        /** False if the job ended before. */
        boolean at(CrashedJob job, int place);
    }

    @Test
    void eachRowIsSeenOnceAfterTwoKillsAtAnySteps() throws IOException {
        assertThat(failures(Loss.PROCESS, UnaryOperator.identity(), CrashedJob::crashAtStep))
                .isEmpty();
    }

    @Test
    void eachRowIsSeenOnceAfterTwoPowerLossesAtAnyOperations() throws IOException {
        assertThat(failures(Loss.POWER, UnaryOperator.identity(), CrashedJob::crashAtOperation))
                .isEmpty();
    }

    /** A commit that fails may be durable all the same: what it has staged must be left alone. */
    @Test
    void eachRowIsSeenOnceAfterTwoErrorsOfTheDisk() throws IOException {
        assertThat(failures(Loss.PROCESS, UnaryOperator.identity(), CrashedJob::failAtOperation))
                .isEmpty();
    }

    /** Before each start there is one row more, which a run that has said where it ends must not read. */
    @Test
    void boundedRunReadsWhatItsFirstAttemptHasPinned() throws IOException {
        for (Loss loss : Loss.values()) {
            Crash crash = loss == Loss.POWER ? CrashedJob::crashAtOperation : CrashedJob::crashAtStep;
            boolean more = true;
            for (int place = 1; more; place++) {
                CrashedJob job = new CrashedJob(loss, bounded -> bounded.bounded(true));
                more = crash.at(job, place);
                if (more) {
                    job.restart(place);
                    if (crash.at(job, 1 + place % 3 * 7)) {
                        job.restart(1000 + place);
                        job.start();
                    }
                }
                job.checkBounded();
            }
        }
    }

    @Test
    void publishingBeforeTheCommitIsFound() throws IOException {
        BatchRunner.Compiler early =
                (query, sources, sinks, options, allocator) -> new RunningSum(sources, sinks, allocator) {
                    @Override
                    protected byte[] stage(LineSink sink, long batch) {
                        byte[] receipt = super.stage(sink, batch);
                        sink.publish(batch, receipt);
                        return receipt;
                    }
                };
        assertThat(failures(Loss.POWER, job -> job.compiler(early), CrashedJob::crashAtOperation))
                .isNotEmpty();
    }

    @Test
    void committingBeforeTheOutputIsDurableIsFound() throws IOException {
        assertThat(failures(Loss.POWER, job -> job.durability(NONE, Durability.FULL), CrashedJob::crashAtOperation))
                .isNotEmpty();
    }

    @Test
    void forgettingReceiptsBeforeTheirOutputIsDurableIsFound() throws IOException {
        assertThat(failures(Loss.POWER, job -> job.durability(Durability.FULL, NONE), CrashedJob::crashAtOperation))
                .isNotEmpty();
    }

    private static List<String> failures(Loss loss, UnaryOperator<TestJob> changes, Crash crash) throws IOException {
        List<String> failures = new ArrayList<>();
        for (int first = 1; failures.isEmpty(); first++) {
            boolean more = true;
            for (int second = 1 + first % STRIDE; more && failures.isEmpty(); second += STRIDE) {
                CrashedJob job = new CrashedJob(loss, changes);
                if (!crash.at(job, first)) {
                    job.check();
                    return failures;
                }
                more = goOn(job, crash, first, second, failures);
            }
        }
        return failures;
    }

    /** Goes on after the first crash; false if the job has ended before the second. */
    private static boolean goOn(CrashedJob job, Crash crash, int first, int second, List<String> failures)
            throws IOException {
        try {
            job.restart(first);
            boolean again = crash.at(job, second);
            if (again) {
                job.restart(1000L * first + second);
                job.start();
            }
            job.check();
            return again;
        } catch (AssertionError | QueryFailedException | CheckpointException e) {
            failures.add("crashed at %d and %d: %s".formatted(first, second, e.getMessage()));
            return false;
        }
    }
}
