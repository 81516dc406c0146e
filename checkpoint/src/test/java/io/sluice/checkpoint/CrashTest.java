package io.sluice.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.checkpoint.file.Durability;
import io.sluice.checkpoint.simulation.PowerLoss;
import io.sluice.checkpoint.simulation.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A job is crashed at every operation, and its recovery again at every operation. What is there afterwards must be the
 * state of some committed prefix with every commit that returned. What a crash loses is drawn from the crash points and
 * from {@code -Dsluice.crash.seed}; give another one to search further.
 */
class CrashTest {
    private static final int STRIDE = 3;
    private static final int SEGMENT_BYTES = 6 << 10;
    private static final Tuning RIGHT = new Tuning(SEGMENT_BYTES, Durability.FULL, false);

    private static final long SEED = Long.getLong("sluice.crash.seed", 0) * 1_000_003;

    private enum Crash {
        POWER,
        KILL,
        KILL_THEN_POWER
    }

    @Test
    void theJobFoldsPurgesAndRolls() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        new CrashJob(disk.root(), RIGHT).run();
        try (Stream<Path> files = Files.walk(disk.root())) {
            List<String> names = files.map(Path::toString).toList();
            assertThat(names)
                    .contains("/state/join/left/0000000000000003-00000001.snapshot.arrow")
                    .doesNotContain("/commits/0000000000000000.log");
        }
    }

    @Test
    void everyCommitThatReturnedSurvivesEveryPowerLoss() {
        assertThat(failures(RIGHT, Crash.POWER)).isEmpty();
    }

    @Test
    void everyCommitThatReturnedSurvivesEveryKill() {
        assertThat(failures(RIGHT, Crash.KILL)).isEmpty();
    }

    @Test
    void whatIsSeenAfterAKillSurvivesAPowerLossLater() {
        assertThat(failures(RIGHT, Crash.KILL_THEN_POWER)).isEmpty();
    }

    /** The thread that folds meets the crash anywhere, so this is another test each time; the law is the same. */
    @Test
    void foldingBesideCommitsSurvivesPowerLoss() {
        boolean crashed = true;
        for (int first = 1; crashed; first++) {
            SimulatedDisk disk = new SimulatedDisk();
            CrashJob job = new CrashJob(disk.root(), RIGHT, true);
            crash(disk, first, job::run);
            crashed = disk.isDown();
            disk.powerLoss(SEED + first);
            job.run();
            job.recover();
        }
    }

    @Test
    void stateThatIsNotForcedBeforeItsCommitIsSeenToBeLost() {
        Tuning wrong = new Tuning(SEGMENT_BYTES, new Durability(false, true), false);
        assertThat(failures(wrong, Crash.POWER)).isNotEmpty();
    }

    @Test
    void namesThatAreNotForcedBeforeTheirCommitAreSeenToBeLost() {
        Tuning wrong = new Tuning(SEGMENT_BYTES, new Durability(true, false), false);
        assertThat(failures(wrong, Crash.POWER)).isNotEmpty();
    }

    @Test
    void whatGoesBeforeItsReplacementIsDurableIsSeenToBeLost() {
        Tuning wrong = new Tuning(SEGMENT_BYTES, Durability.FULL, true);
        assertThat(failures(wrong, Crash.POWER)).isNotEmpty();
    }

    private static List<String> failures(Tuning tuning, Crash crash) {
        List<String> failures = new ArrayList<>();
        int first = 1;
        while (failures.isEmpty() && crashTwice(tuning, crash, first, failures)) {
            first++;
        }
        assertThat(first).isGreaterThan(failures.isEmpty() ? 100 : 0);
        return failures;
    }

    /** Runs one first crash with every third second one, of neighbours others; false if the job ended before the first. */
    private static boolean crashTwice(Tuning tuning, Crash crash, int first, List<String> failures) {
        for (int second = 1 + first % STRIDE; ; second += STRIDE) {
            SimulatedDisk disk = new SimulatedDisk();
            CrashJob job = new CrashJob(disk.root().resolve("checkpoint"), tuning);
            if (!crash(disk, first, job::run)) {
                return false;
            }
            try {
                restart(disk, crash, SEED + first);
                boolean again = crash(disk, second, job::recover);
                if (crash == Crash.KILL_THEN_POWER) {
                    disk.powerLoss(SEED + 31L * second + first);
                } else if (again) {
                    restart(disk, crash, SEED + 31L * second + first);
                }
                job.run();
                job.recover();
                if (!again) {
                    return true;
                }
            } catch (AssertionError | CheckpointException e) {
                failures.add("%s at %d and %d: %s".formatted(crash, first, second, e.getMessage()));
                return true;
            }
        }
    }

    private static void restart(SimulatedDisk disk, Crash crash, long seed) {
        if (crash == Crash.POWER) {
            disk.powerLoss(seed);
        } else {
            disk.kill();
        }
    }

    private static boolean crash(SimulatedDisk disk, int operation, Runnable work) {
        disk.crashAt(operation);
        try {
            work.run();
            disk.crashAt(Integer.MAX_VALUE);
            return false;
        } catch (PowerLoss e) {
            return true;
        }
    }
}
