package io.sluice.checkpoint;

import static io.sluice.checkpoint.StateRows.commit;
import static io.sluice.checkpoint.StateRows.intent;
import static io.sluice.checkpoint.StateRows.put;
import static io.sluice.checkpoint.StateRows.restore;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.checkpoint.file.Durability;
import io.sluice.checkpoint.simulation.PowerLoss;
import io.sluice.checkpoint.simulation.SimulatedDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint is looked at, verified, copied and taken back. */
class CheckpointToolsTest {
    private static final StateTable GROUPS = StateRows.table("agg-1", "groups");
    private static final String NAME = "agg-1/groups";
    private static final CheckpointOptions OPTIONS = new CheckpointOptions(12, 600, 5, false);
    private static final Tuning TUNING = new Tuning(8 << 10, Durability.FULL, false);
    private static final int BATCHES = 43;

    @TempDir
    Path temporary;

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void allMemoryIsReleased() {
        allocator.close();
    }

    private void write(Path directory, long from, long to) {
        try (Checkpoint checkpoint = Checkpoint.open(directory, OPTIONS, allocator, TUNING)) {
            assertThat(restore(checkpoint, GROUPS)).isEqualTo(StateRows.model(from - 1));
            for (long batch = from; batch < to; batch++) {
                checkpoint.intend(intent(batch));
                StateRows.commit(checkpoint, allocator, commit(batch), GROUPS, StateRows.changes(batch));
            }
        }
    }

    private Map<String, Long> rows(Path directory, long batch) {
        return CheckpointReader.look(directory, reader -> {
            Map<String, Long> rows = new HashMap<>();
            reader.read(NAME, batch, 3, allocator, root -> {
                VarCharVector keys = (VarCharVector) root.getVector(0);
                BigIntVector values = (BigIntVector) root.getVector(1);
                for (int row = 0; row < root.getRowCount(); row++) {
                    rows.put(new String(keys.get(row), StandardCharsets.UTF_8), values.get(row));
                }
            });
            return rows;
        });
    }

    @Test
    void theStateOfEachRetainedBatchIsThere() {
        write(temporary, 0, BATCHES);
        List<Long> kept = CheckpointReader.look(temporary, CheckpointReader::keptBatches);
        assertThat(kept).contains((long) BATCHES - 1, (long) BATCHES - OPTIONS.minBatchesToRetain());
        kept.forEach(batch -> assertThat(rows(temporary, batch)).isEqualTo(StateRows.model(batch)));
        TableSummary summary = CheckpointReader.look(temporary, reader -> reader.summaries(BATCHES - 1))
                .get(0);
        assertThat(summary.uid()).isEqualTo("agg-1");
        assertThat(summary.table()).isEqualTo("groups");
        assertThat(summary.rows()).isEqualTo(StateRows.model(BATCHES - 1).size());
        assertThat(summary.bytes()).isPositive();
        assertThat(CheckpointReader.look(temporary, CheckpointReader::writerEpoch))
                .isEqualTo(1);
    }

    @Test
    void lookingChangesNothing() throws IOException {
        write(temporary, 0, BATCHES);
        Map<Path, byte[]> before = DiskImage.of(temporary);
        CheckpointReader.look(temporary, reader -> reader.summaries(BATCHES - 1));
        assertThat(CheckpointReader.verify(temporary)).isEmpty();
        Map<Path, byte[]> after = DiskImage.of(temporary);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        after.forEach((file, bytes) -> assertThat(bytes).isEqualTo(before.get(file)));
    }

    @Test
    void whatIsSeenBesideAWriterIsOneBatch() throws Exception {
        CheckpointOptions options = new CheckpointOptions(2, 200, 2, true);
        AtomicBoolean done = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            try (BufferAllocator own = new RootAllocator();
                    Checkpoint checkpoint = Checkpoint.open(temporary, options, own, TUNING)) {
                for (long batch = 0; !done.get(); batch++) {
                    Map<String, Optional<Long>> changes = put("a", batch);
                    changes.put("b" + "x".repeat((int) (batch % 300)), Optional.of(batch));
                    changes.put("b" + "x".repeat((int) ((batch + 299) % 300)), Optional.empty());
                    StateRows.commit(checkpoint, own, commit(batch), GROUPS, changes);
                }
            }
        });
        writer.start();
        try {
            int looks = 0;
            while (looks < 40) {
                long[] seen = CheckpointReader.look(temporary, reader -> {
                    if (reader.lastCommit().isEmpty()) {
                        return new long[] {-1, -1};
                    }
                    long batch = reader.lastBatch();
                    long[] value = new long[1];
                    reader.read(NAME, batch, 100, allocator, root -> {
                        for (int row = 0; row < root.getRowCount(); row++) {
                            String key = new String(((VarCharVector) root.getVector(0)).get(row));
                            assertThat(((BigIntVector) root.getVector(1)).get(row))
                                    .as(key)
                                    .isEqualTo(batch);
                            value[0]++;
                        }
                    });
                    return new long[] {batch, value[0]};
                });
                if (seen[0] > 0) {
                    assertThat(seen[1]).isEqualTo(2);
                    looks++;
                }
            }
            assertThat(CheckpointReader.verify(temporary))
                    .noneMatch(finding -> finding.severity() != CheckpointFinding.Severity.NOTE);
            Path archive = temporary.resolveSibling(temporary.getFileName() + ".zip");
            long batch = CheckpointCopy.export(temporary, archive);
            Path copy = temporary.resolveSibling(temporary.getFileName() + "-copy");
            assertThat(CheckpointCopy.restore(archive, copy)).isEqualTo(batch);
            assertThat(rows(copy, batch)).hasSize(2).containsEntry("a", batch);
        } finally {
            done.set(true);
            writer.join();
        }
    }

    @Test
    void damageIsFoundAndNamed() throws IOException {
        write(temporary, 0, BATCHES);
        Path newest;
        try (Stream<Path> files = Files.walk(temporary)) {
            newest = files.filter(file -> file.toString().endsWith("delta.arrow"))
                    .sorted()
                    .reduce((first, second) -> second)
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length / 2] ^= 4;
        Files.write(newest, bytes);
        assertThat(CheckpointReader.verify(temporary)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(CheckpointFinding.Severity.DAMAGED);
            assertThat(finding.file()).isEqualTo(newest);
            assertThat(finding.batch()).hasValue(BATCHES - 1);
            assertThat(finding.message()).contains("the checksum");
            assertThat(finding.advice()).startsWith("Put back the checkpoint directory from a backup");
        });
        assertThatThrownBy(() -> rows(temporary, BATCHES - 1)).hasMessageContaining(newest.toString());
    }

    @Test
    void aSnapshotThatIsLostIsBuiltAnew() throws IOException {
        write(temporary, 0, BATCHES);
        Path newest;
        try (Stream<Path> files = Files.walk(temporary)) {
            newest = files.filter(file -> file.toString().endsWith("snapshot.arrow"))
                    .sorted()
                    .reduce((first, second) -> second)
                    .orElseThrow();
        }
        Files.delete(newest);
        assertThat(CheckpointReader.verify(temporary)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(CheckpointFinding.Severity.MENDED_AT_START);
            assertThat(finding.file()).isEqualTo(newest);
        });
        for (int start = 0; start < 2; start++) {
            try (Checkpoint checkpoint = Checkpoint.open(temporary, OPTIONS, allocator, TUNING)) {
                assertThat(restore(checkpoint, GROUPS)).isEqualTo(StateRows.model(BATCHES - 1));
            }
        }
        write(temporary, BATCHES, 2 * BATCHES);
        assertThat(CheckpointReader.verify(temporary)).isEmpty();
        assertThat(rows(temporary, 2 * BATCHES - 1)).isEqualTo(StateRows.model(2 * BATCHES - 1));
    }

    @Test
    void aCopyGoesOnAsTheOriginalWould() throws IOException {
        Path original = temporary.resolve("original");
        write(original, 0, BATCHES);
        Path archive = temporary.resolve("copy.zip");
        assertThat(CheckpointCopy.export(original, archive)).isEqualTo(BATCHES - 1);
        assertThatThrownBy(() -> CheckpointCopy.export(original, archive)).hasMessageContaining("something has");
        Path copy = temporary.resolve("elsewhere/copy");
        assertThat(CheckpointCopy.restore(archive, copy)).isEqualTo(BATCHES - 1);
        write(copy, BATCHES, BATCHES + 3);
        assertThat(rows(copy, BATCHES + 2)).isEqualTo(StateRows.model(BATCHES + 2));
        byte[] bytes = Files.readAllBytes(archive);
        int harmless = 0;
        for (int at = 10; at < bytes.length; at += bytes.length / 60) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= 16;
            Path damaged = Files.write(temporary.resolve("damaged.zip"), flipped);
            Path target = temporary.resolve("target-" + at);
            try {
                CheckpointCopy.restore(damaged, target);
                harmless++;
                assertThat(rows(target, BATCHES - 1)).isEqualTo(StateRows.model(BATCHES - 1));
            } catch (CheckpointException e) {
                assertThat(target).doesNotExist();
                assertThat(e.hint()).isNotEmpty();
            }
        }
        assertThat(harmless).isLessThan(25);
    }

    @Test
    void aCheckpointThatIsTakenBackGoesOnFromThere() {
        write(temporary, 0, BATCHES);
        for (long batch : List.of(BATCHES - 2L, BATCHES - 5L, BATCHES - 12L)) {
            Checkpoint.rewind(temporary, batch, OPTIONS, allocator, TUNING);
            try (Checkpoint checkpoint = Checkpoint.open(temporary, OPTIONS, allocator, TUNING)) {
                assertThat(checkpoint.lastCommit().orElseThrow().batch()).isEqualTo(batch);
                assertThat(restore(checkpoint, GROUPS)).isEqualTo(StateRows.model(batch));
                assertThat(checkpoint.unfinished()).contains(intent(batch + 1));
            }
            assertThat(CheckpointReader.verify(temporary)).isEmpty();
        }
        try (Checkpoint checkpoint = Checkpoint.open(temporary, OPTIONS, allocator, TUNING)) {
            List<Long> planned = new ArrayList<>();
            while (checkpoint.unfinished().isPresent()) {
                long next = checkpoint.unfinished().get().batch();
                planned.add(next);
                StateRows.commit(checkpoint, allocator, commit(next), GROUPS, StateRows.changes(next));
            }
            assertThat(planned).hasSize(11).startsWith(BATCHES - 11L).endsWith(BATCHES - 1L);
            assertThat(restore(checkpoint, GROUPS)).isEqualTo(StateRows.model(BATCHES - 1));
        }
    }

    @Test
    void whatIsPlannedAnewTakesThePlaceOfWhatWasPlanned() {
        write(temporary, 0, BATCHES);
        Checkpoint.rewind(temporary, BATCHES - 5, OPTIONS, allocator, TUNING);
        BatchIntent other = new BatchIntent(BATCHES - 4, Map.of(), Map.of(), 1, false);
        try (Checkpoint checkpoint = Checkpoint.open(temporary, OPTIONS, allocator, TUNING)) {
            checkpoint.intend(other);
            StateRows.commit(checkpoint, allocator, commit(BATCHES - 4), GROUPS, StateRows.changes(BATCHES - 4));
            assertThat(checkpoint.unfinished()).isEmpty();
        }
        try (Checkpoint checkpoint = Checkpoint.open(temporary, OPTIONS, allocator, TUNING)) {
            assertThat(checkpoint.unfinished()).isEmpty();
        }
    }

    @Test
    void aBatchThatIsNotKeptIsRefused() throws IOException {
        write(temporary, 0, BATCHES);
        Map<Path, byte[]> before = DiskImage.of(temporary);
        assertThatThrownBy(() -> Checkpoint.rewind(temporary, 2, OPTIONS, allocator, TUNING))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("back to batch 2: expected a batch whose state is kept, which are ");
        assertThat(new TreeMap<>(DiskImage.of(temporary)).keySet()).isEqualTo(new TreeMap<>(before).keySet());
    }

    /** Power is lost at every operation of the way back; the next start carries it on, or it has not begun. */
    @Test
    void aCrashOnTheWayBackIsCarriedOn() {
        int batches = 16;
        int crashes = 0;
        for (int operation = 1; ; operation++) {
            SimulatedDisk disk = new SimulatedDisk();
            Path directory = disk.root().resolve("checkpoint");
            write(directory, 0, batches);
            disk.crashAt(operation);
            boolean crashed = false;
            try {
                Checkpoint.rewind(directory, batches - 9, OPTIONS, allocator, TUNING);
                disk.crashAt(Integer.MAX_VALUE);
            } catch (PowerLoss e) {
                crashed = true;
                disk.powerLoss(operation);
            }
            try (Checkpoint checkpoint = Checkpoint.open(directory, OPTIONS, allocator, TUNING)) {
                long last = checkpoint.lastCommit().orElseThrow().batch();
                assertThat(last).as("operation %d", operation).isIn(batches - 1L, batches - 9L);
                assertThat(restore(checkpoint, GROUPS)).isEqualTo(StateRows.model(last));
            }
            assertThat(CheckpointReader.verify(directory)).isEmpty();
            if (!crashed) {
                break;
            }
            crashes++;
        }
        assertThat(crashes).isGreaterThan(20);
    }
}
