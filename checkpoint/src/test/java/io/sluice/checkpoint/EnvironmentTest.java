package io.sluice.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.checkpoint.file.Durability;
import io.sluice.checkpoint.simulation.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    private static final StateTable GROUPS = StateRows.table("agg", "groups");
    private static final CheckpointOptions FILES = new CheckpointOptions(2, 0, 2, false);

    private final BufferAllocator allocator = new RootAllocator();
    private final SimulatedDisk disk = new SimulatedDisk();
    private final Path directory = disk.root().resolve("checkpoint");

    @AfterEach
    void allMemoryIsReleased() {
        allocator.close();
    }

    @Test
    void aFullDiskLosesNothingAndSaysWhatToDo() {
        try (Checkpoint checkpoint = open()) {
            commit(checkpoint, 0);
            disk.capacity(0);
            assertThatThrownBy(() -> commit(checkpoint, 1))
                    .hasMessage("cannot write state of batch 1 to /checkpoint/state/agg/groups: "
                            + "no space left on device")
                    .isInstanceOfSatisfying(CheckpointException.class, e -> {
                        assertThat(e.kind()).isEqualTo(CheckpointException.Kind.ENVIRONMENT);
                        assertThat(e.hint())
                                .isEqualTo("Nothing that was committed is lost. Free space on the disk and start the"
                                        + " query again.");
                    });
            assertThatThrownBy(() -> commit(checkpoint, 1)).isInstanceOf(IllegalStateException.class);
        }
        disk.capacity(Long.MAX_VALUE);
        try (Checkpoint checkpoint = open()) {
            assertThat(StateRows.restore(checkpoint, GROUPS)).isEqualTo(Map.of("k", 0L));
            commit(checkpoint, 1);
            assertThat(StateRows.restore(checkpoint, GROUPS)).isEqualTo(Map.of("k", 1L));
        }
    }

    @Test
    void aReadOnlyDirectoryIsNamed() {
        open().close();
        disk.readOnly(true);
        assertThatThrownBy(this::open)
                .hasMessage("cannot lock /checkpoint/lock: read-only file system")
                .isInstanceOfSatisfying(CheckpointException.class, e -> {
                    assertThat(e.kind()).isEqualTo(CheckpointException.Kind.ENVIRONMENT);
                    assertThat(e.hint()).contains("the right to write");
                });
    }

    /** Every operation of a job fails once; the job is then run again. */
    @Test
    void everyFailureIsToldOrDoesNoHarm() {
        int told = 0;
        SimulatedDisk failing = new SimulatedDisk();
        for (int n = 1; failing.operations() >= n - 1; n++) {
            failing = new SimulatedDisk();
            CrashJob job = new CrashJob(failing.root(), new Tuning(6 << 10, Durability.FULL, false));
            IOException exception = new IOException("Input/output error");
            failing.failAt(n, exception);
            try {
                job.run();
            } catch (CheckpointException e) {
                told++;
                assertThat(e.kind()).isEqualTo(CheckpointException.Kind.ENVIRONMENT);
                assertThat(e).hasMessageEndingWith(": input/output error").hasCause(exception);
            }
            if (failing.operations() >= n) {
                job.run();
            }
        }
        assertThat(told).isGreaterThan(100);
    }

    @Test
    void aFoldThatFailedStopsTheNextCommit() {
        try (Checkpoint checkpoint = open()) {
            commit(checkpoint, 0);
            int operationsOfTheCommit = 6;
            disk.failAt(operationsOfTheCommit + 1, new IOException("Input/output error"));
            commit(checkpoint, 1);
            assertThatThrownBy(() -> commit(checkpoint, 2))
                    .hasMessage("cannot write a snapshot to /checkpoint/state/agg/groups: input/output error");
        }
        try (Checkpoint checkpoint = open()) {
            assertThat(StateRows.restore(checkpoint, GROUPS)).isEqualTo(Map.of("k", 1L));
        }
    }

    private Checkpoint open() {
        return Checkpoint.open(directory, FILES, allocator);
    }

    private void commit(Checkpoint checkpoint, long batch) {
        StateRows.commit(checkpoint, allocator, StateRows.commit(batch), GROUPS, StateRows.put("k", batch));
    }
}
