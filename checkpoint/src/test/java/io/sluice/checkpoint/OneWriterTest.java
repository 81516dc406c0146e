package io.sluice.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.checkpoint.simulation.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneWriterTest {
    private static final StateTable GROUPS = StateRows.table("agg", "groups");

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void allMemoryIsReleased() {
        allocator.close();
    }

    @Test
    void aSecondWriterInThisProcessIsRefused(@TempDir Path directory) throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Files.createDirectory(directory.resolve("a")));
        try (Checkpoint first = open(directory.resolve("a"))) {
            assertThat(first.lastCommit()).isEmpty();
            assertThatThrownBy(() -> open(link))
                    .isInstanceOfSatisfying(CheckpointException.class, e -> {
                        assertThat(e.kind()).isEqualTo(CheckpointException.Kind.IN_USE);
                        assertThat(e.hint())
                                .isEqualTo("Stop the query that runs there, or give this one another checkpoint"
                                        + " directory. If it hangs, start this one with --take-over.");
                    })
                    .hasMessage("cannot open checkpoint %s: expected that nobody has it open, but this process has"
                            .formatted(link));
        }
        open(link).close();
    }

    @Test
    void aSecondProcessIsRefusedAndTheFirstIsNamed() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        open(disk.root()).close();
        Path lock = disk.root().resolve("lock");
        Files.writeString(lock, "4711\n");
        disk.lockElsewhere(lock);
        assertThatThrownBy(() -> open(disk.root()))
                .isInstanceOf(CheckpointException.class)
                .hasMessage("cannot open checkpoint /: expected that nobody has it open, but process 4711 has");
        disk.kill();
        open(disk.root()).close();
    }

    @Test
    void whoIsTakenOverChangesNothingAndSaysSo(@TempDir Path directory) throws IOException {
        CheckpointOptions takesOver = CheckpointOptions.DEFAULT.withTakeOver(true);
        Checkpoint first = open(directory);
        StateRows.commit(first, allocator, StateRows.commit(0), GROUPS, StateRows.put("a", 0));
        try (Checkpoint second = Checkpoint.open(directory, takesOver, allocator)) {
            StateRows.commit(second, allocator, StateRows.commit(1), GROUPS, StateRows.put("a", 1));
            Map<Path, byte[]> before = DiskImage.of(directory);
            assertThatThrownBy(() ->
                            StateRows.commit(first, allocator, StateRows.commit(1), GROUPS, StateRows.put("a", 7)))
                    .isInstanceOfSatisfying(CheckpointException.class, e -> assertThat(e.kind())
                            .isEqualTo(CheckpointException.Kind.IN_USE))
                    .hasMessage("cannot go on with checkpoint %s: another start of the query has taken it over"
                            .formatted(directory));
            first.close();
            assertThat(DiskImage.of(directory)).containsExactlyEntriesOf(before);
            StateRows.commit(second, allocator, StateRows.commit(2), GROUPS, StateRows.put("b", 2));
        }
        try (Checkpoint third = Checkpoint.open(directory, takesOver, allocator)) {
            assertThat(StateRows.restore(third, GROUPS)).isEqualTo(Map.of("a", 1L, "b", 2L));
        }
    }

    @Test
    void aClosedCheckpointTakesNothing(@TempDir Path directory) {
        Checkpoint checkpoint = open(directory);
        checkpoint.close();
        assertThatThrownBy(() -> checkpoint.commit(StateRows.commit(0), List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was closed");
    }

    /** A writer that lost its lock unseen goes on; what it leaves behind does not count. */
    @Test
    void whatAZombieWritesIsIgnored() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        Path directory = disk.root().resolve("checkpoint");
        try (Checkpoint first = open(directory)) {
            StateRows.commit(first, allocator, StateRows.commit(0), GROUPS, StateRows.put("a", 0));
        }
        Map<Path, byte[]> zombie = DiskImage.of(directory);
        try (Checkpoint second = open(directory)) {
            StateRows.commit(second, allocator, StateRows.commit(1), GROUPS, StateRows.put("a", 1));
        }
        Path stale = directory.resolve("state/agg/groups/0000000000000002-00000001.delta.arrow");
        Files.createDirectories(stale.getParent());
        Files.write(stale, new byte[10]);
        Path segment = directory.resolve("commits/0000000000000002.log");
        byte[] old = zombie.get(directory.resolve("commits/0000000000000000.log"));
        Files.write(segment, LogBytes.withFirstBatch(old, 2));
        try (Checkpoint third = open(directory)) {
            assertThat(third.lastCommit().orElseThrow().batch()).isEqualTo(1);
            assertThat(StateRows.restore(third, GROUPS)).isEqualTo(Map.of("a", 1L));
            assertThat(stale).doesNotExist();
            assertThat(segment).doesNotExist();
        }
    }

    private Checkpoint open(Path directory) {
        return Checkpoint.open(directory, CheckpointOptions.DEFAULT, allocator);
    }
}
