package io.sluice.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.checkpoint.simulation.PowerLoss;
import io.sluice.checkpoint.simulation.SimulatedDisk;
import io.sluice.runtime.QueryFailedException;
import io.sluice.runtime.Step;
import io.sluice.runtime.StepListener;
import io.sluice.sources.Offset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * A job of five triggers on a simulated disk, and what its readers have seen. At each start there is one more row, and
 * the limit of a batch is another, so that a batch that is planned anew is another batch. The clock goes on by a second
 * with each look at it.
 */
final class CrashedJob implements StepListener {
    /** What a crash takes. */
    enum Loss {
        /** The process: what was written stays. */
        PROCESS,
        /** The machine: what was not forced is lost, or a part of it. */
        POWER
    }

    private final SimulatedDisk disk = new SimulatedDisk();
    private final Loss loss;
    private final TestJob job;
    private final Map<Long, List<String>> seen = new HashMap<>();
    private OptionalInt crashAtHook = OptionalInt.empty();
    /** Where the job has to end, once it has said so. */
    private Optional<String> end = Optional.empty();

    private long looks;
    private int starts;

    /** @param changes makes the right job a wrong one */
    CrashedJob(Loss loss, UnaryOperator<TestJob> changes) {
        this.loss = loss;
        InstantSource clock = () -> Instant.ofEpochSecond(++looks);
        this.job = changes.apply(new TestJob(disk.root())
                .rows(3, 1, 4, 1, 5, 9, 2, 6, 5)
                .clock(clock)
                .steps(this));
    }

    /** Starts the job and crashes it at the n-th operation of the disk, from 1; false if it ended before. */
    boolean crashAtOperation(int n) {
        disk.crashAt(n);
        return isCrashed();
    }

    /** Starts the job and crashes it at the n-th side of a step, from 1; false if it ended before. */
    boolean crashAtStep(int n) {
        crashAtHook = OptionalInt.of(n);
        return isCrashed();
    }

    /** Starts the job and lets the n-th operation of the disk fail, from 1; false if the job ended all the same. */
    boolean failAtOperation(int n) {
        disk.failAt(n, new IOException("Input/output error"));
        try {
            start();
            disk.failAt(Integer.MAX_VALUE, new IOException());
            return false;
        } catch (RuntimeException e) {
            return true;
        }
    }

    private boolean isCrashed() {
        try {
            start();
            crashAtHook = OptionalInt.empty();
            disk.crashAt(Integer.MAX_VALUE);
            return false;
        } catch (PowerLoss e) {
            return true;
        } catch (QueryFailedException e) {
            if (e.getCause() instanceof PowerLoss) {
                return true;
            }
            throw e;
        }
    }

    /** One more row comes, and the job runs to its end. */
    void start() {
        starts++;
        job.rows(starts).rowsPerBatch(starts % 2 == 1 ? 2 : 3).run();
    }

    @Override
    public void before(Step step, long batch) {
        side();
    }

    @Override
    public void after(Step step, long batch) {
        side();
        if (step == Step.INTEND && job.spec().bounded()) {
            noteEnd();
        }
    }

    private void noteEnd() {
        Optional<String> said = job.source().end(Optional.empty()).map(Offset::json);
        assertThat(end).as("end of the input, as said before").isIn(Optional.empty(), said);
        end = said;
    }

    private void side() {
        if (crashAtHook.isPresent()) {
            int left = crashAtHook.getAsInt() - 1;
            crashAtHook = left == 0 ? OptionalInt.empty() : OptionalInt.of(left);
            if (left == 0) {
                crashNow();
            }
        }
    }

    private void crashNow() {
        disk.crashAt(1);
        try {
            Files.createFile(disk.root().resolve("crash"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the machine, after its readers have looked a last time. */
    void restart(long seed) throws IOException {
        disk.kill();
        look();
        if (loss == Loss.POWER) {
            disk.powerLoss(seed);
        }
        Files.deleteIfExists(disk.root().resolve("crash"));
    }

    /** What a batch shows never changes. */
    private void look() {
        LineSink.visible(job.output()).forEach((batch, lines) -> {
            List<String> before = seen.putIfAbsent(batch, lines);
            assertThat(lines).as("lines of batch %d", batch).isEqualTo(before == null ? lines : before);
        });
    }

    /** Each row up to the end that the job has pinned is there once, with the right sum, and all is closed. */
    void checkBounded() {
        look();
        assertThat(job.visible()).as("lines at the end").isEqualTo(job.expectedTo(Integer.parseInt(end.orElseThrow())));
    }

    /** Each row is there once, with the right sum. */
    void check() {
        look();
        assertThat(job.visible()).as("lines at the end").isEqualTo(job.expected());
    }
}
