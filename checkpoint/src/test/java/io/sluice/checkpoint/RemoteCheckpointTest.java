package io.sluice.checkpoint;

import static io.sluice.checkpoint.StateRows.changes;
import static io.sluice.checkpoint.StateRows.commit;
import static io.sluice.checkpoint.StateRows.intent;
import static io.sluice.checkpoint.StateRows.model;
import static io.sluice.checkpoint.StateRows.restore;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.checkpoint.file.Durability;
import io.sluice.checkpoint.remote.MemoryStore;
import io.sluice.checkpoint.remote.MemoryStore.Fate;
import io.sluice.checkpoint.remote.RemoteLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint in an object store, which is all that a process leaves behind. */
class RemoteCheckpointTest {
    private static final StateTable GROUPS = StateRows.table("agg-1", "groups");
    private static final Tuning SHORT_SEGMENTS = new Tuning(4096, Durability.FULL, false);

    @TempDir
    Path temporary;

    private final BufferAllocator allocator = new RootAllocator();
    private final MemoryStore store = new MemoryStore();

    @AfterEach
    void allMemoryIsReleased() {
        allocator.close();
    }

    private Checkpoint open(MemoryStore of, boolean takeOver) throws IOException {
        Path workspace = Files.createTempDirectory(temporary, "workspace");
        CheckpointOptions options = new CheckpointOptions(3, 600, 4, false, true, Optional.empty(), takeOver);
        return Checkpoint.open(of, workspace, options, allocator, SHORT_SEGMENTS);
    }

    private void run(Checkpoint checkpoint, long batch) {
        checkpoint.intend(intent(batch));
        StateRows.commit(checkpoint, allocator, commit(batch), GROUPS, changes(batch));
    }

    private static long last(Checkpoint checkpoint) {
        return checkpoint.lastCommit().map(BatchCommit::batch).orElse(-1L);
    }

    @Test
    void aCheckpointGoesOnFromTheStoreAlone() throws IOException {
        for (long batch = 0; batch < 30; ) {
            try (Checkpoint checkpoint = open(store, false)) {
                assertThat(last(checkpoint)).isEqualTo(batch - 1);
                assertThat(restore(checkpoint, GROUPS)).isEqualTo(model(batch - 1));
                for (long end = batch + 7; batch < end; batch++) {
                    run(checkpoint, batch);
                }
            }
            assertThat(store.objects()).doesNotContainKey("lease");
        }
    }

    @Test
    void logsAreLookedAtWithoutState() throws IOException {
        try (Checkpoint checkpoint = open(store, false)) {
            for (long batch = 0; batch < 20; batch++) {
                run(checkpoint, batch);
            }
        }
        Path copy = Files.createTempDirectory(temporary, "logs");
        RemoteLog.copyLogs(store, copy);
        assertThat(CheckpointView.of(copy).lastCommit().orElseThrow().batch()).isEqualTo(19);
        assertThat(copy.resolve("state")).doesNotExist();
    }

    @Test
    void whatDoesNotCountGoesWithEachBase() throws IOException {
        try (Checkpoint checkpoint = open(store, false)) {
            for (long batch = 0; batch < 530; batch++) {
                run(checkpoint, batch);
            }
        }
        assertThat(store.list("log/")).hasSizeLessThan(260);
        assertThat(store.list("state/")).hasSizeLessThan(260);
        try (Checkpoint checkpoint = open(store, false)) {
            assertThat(restore(checkpoint, GROUPS)).isEqualTo(model(529));
            assertThat(store.list("log/")).hasSize(2);
            assertThat(store.list("state/")).hasSizeLessThan(10);
        }
    }

    @Test
    void aSecondWriterIsRefusedUntilItTakesOver() throws IOException {
        try (Checkpoint first = open(store, false)) {
            run(first, 0);
            first.checkWriter();
            assertThatThrownBy(() -> open(store, false))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("memory:///checkpoint");
            try (Checkpoint second = open(store, true)) {
                assertThatThrownBy(first::checkWriter)
                        .isInstanceOf(CheckpointException.class)
                        .hasMessageContaining("another process has taken it over");
                second.checkWriter();
                assertThatThrownBy(() -> run(first, 1))
                        .isInstanceOf(CheckpointException.class)
                        .hasMessageContaining("another process has taken it over");
                run(second, 1);
                run(second, 2);
            }
        }
        try (Checkpoint third = open(store, false)) {
            assertThat(restore(third, GROUPS)).isEqualTo(model(2));
        }
    }

    /** A writer that was paused, before or within a commit, changes nothing after its successor has begun. */
    @Test
    void aWriterThatWasPausedDamagesNothing() throws IOException {
        for (int pausedAt = 0; pausedAt < 8; pausedAt++) {
            MemoryStore objects = new MemoryStore();
            int[] calls = {0};
            int pause = pausedAt;
            Checkpoint[] second = new Checkpoint[1];
            Supplier<Fate> pausing = () -> {
                if (second[0] == null && calls[0]++ == pause) {
                    second[0] = takeOver(objects);
                }
                return Fate.DONE;
            };
            try (Checkpoint first = open(objects.with(pausing), false)) {
                for (long batch = 0; batch < 9; batch++) {
                    run(first, batch);
                }
            } catch (CheckpointException e) {
                assertThat(e).hasMessageContaining("another process");
            }
            assertThat(second[0]).as("paused at call %d", pause).isNotNull();
            try (Checkpoint checkpoint = second[0]) {
                run(checkpoint, last(checkpoint) + 1);
            }
            try (Checkpoint checkpoint = open(objects, true)) {
                assertThat(restore(checkpoint, GROUPS)).isEqualTo(model(last(checkpoint)));
            }
        }
    }

    /** Its number is held though the records of its successor are long deleted. */
    @Test
    void aWriterThatWasPausedForLongCannotCommit() throws IOException {
        try (Checkpoint first = open(store, false)) {
            run(first, 0);
            try (Checkpoint second = open(store, true)) {
                for (long batch = 1; batch < 300; batch++) {
                    run(second, batch);
                }
            }
            open(store, true).close();
            assertThatThrownBy(() -> run(first, 1)).hasMessageContaining("another process has taken it over");
        }
        try (Checkpoint third = open(store, true)) {
            assertThat(restore(third, GROUPS)).isEqualTo(model(299));
        }
        assertThat(store.list("log/")).hasSize(4);
    }

    private Checkpoint takeOver(MemoryStore objects) {
        try {
            Checkpoint checkpoint = open(objects, true);
            run(checkpoint, last(checkpoint) + 1);
            return checkpoint;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void callsThatFailLoseNothing() throws IOException {
        for (long seed = 0; seed < 12; seed++) {
            Random random = new Random(seed);
            MemoryStore objects = new MemoryStore();
            MemoryStore failing = objects.with(() -> random.nextInt(12) > 0 ? Fate.DONE : fate(random));
            long known = -1;
            long tried = -1;
            for (int start = 0; start < 12; start++) {
                try (Checkpoint checkpoint = open(failing, true)) {
                    assertThat(last(checkpoint)).as("seed %d", seed).isBetween(known, tried);
                    known = last(checkpoint);
                    assertThat(restore(checkpoint, GROUPS)).as("seed %d", seed).isEqualTo(model(known));
                    while (true) {
                        tried = known + 1;
                        run(checkpoint, tried);
                        known = tried;
                    }
                } catch (CheckpointException e) {
                    assertThat(e).as("seed %d", seed).hasMessageContaining("the connection was lost");
                }
            }
        }
    }

    private static Fate fate(Random random) {
        return random.nextBoolean() ? Fate.FAILS : Fate.DONE_AND_FAILS;
    }

    @Test
    void aDamagedRecordIsNamed() throws IOException {
        try (Checkpoint checkpoint = open(store, false)) {
            run(checkpoint, 0);
        }
        for (Map.Entry<String, byte[]> object : Map.copyOf(store.objects()).entrySet()) {
            if (object.getKey().startsWith("log/")) {
                for (int at = 0; at < object.getValue().length; at += 7) {
                    byte[] content = object.getValue().clone();
                    content[at] ^= 4;
                    store.objects().put(object.getKey(), content);
                    assertThatThrownBy(() -> RemoteLog.copy(store, Files.createTempDirectory(temporary, "copy")))
                            .isInstanceOf(CheckpointException.class)
                            .hasMessageContaining(object.getKey());
                }
                store.objects().put(object.getKey(), object.getValue());
            }
        }
    }
}
