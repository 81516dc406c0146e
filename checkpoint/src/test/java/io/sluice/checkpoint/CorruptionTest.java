package io.sluice.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.checkpoint.file.Durability;
import io.sluice.checkpoint.simulation.SimulatedDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CorruptionTest {
    private static final StateTable SMALL = StateRows.table("count", "groups");
    private static final StateTable LARGE = StateRows.table("join", "left");
    private static final CheckpointOptions OPTIONS = new CheckpointOptions(2, 1500, 2, false);

    /** Damage that is mended is told each time. */
    private static final Logger QUIET = Logger.getLogger("io.sluice.checkpoint.state");

    private static final Tuning TUNING = new Tuning(4 << 10, Durability.FULL, false);
    private static final long LAST = 4;

    private final BufferAllocator allocator = new RootAllocator();
    private final SimulatedDisk disk = new SimulatedDisk();
    private final Path directory = disk.root().resolve("checkpoint");
    private final Map<String, Long> small = new HashMap<>();
    private final Map<String, Long> large = new HashMap<>();
    private Map<Path, byte[]> image;

    @BeforeAll
    static void beQuiet() {
        QUIET.setLevel(Level.OFF);
    }

    @AfterAll
    static void speak() {
        QUIET.setLevel(null);
    }

    @BeforeEach
    void writeACheckpoint() throws IOException {
        try (Checkpoint checkpoint = open()) {
            for (long batch = 0; batch <= LAST; batch++) {
                checkpoint.intend(StateRows.intent(batch));
                boolean even = batch % 2 == 0;
                var changes = StateRows.put(even ? "k" + batch : "x".repeat(2_000), batch);
                StateRows.commit(checkpoint, allocator, StateRows.commit(batch), even ? SMALL : LARGE, changes);
                StateRows.apply(even ? small : large, changes);
            }
            checkpoint.intend(StateRows.intent(LAST + 1));
        }
        image = DiskImage.of(directory);
    }

    @AfterEach
    void allMemoryIsReleased() {
        allocator.close();
    }

    @Test
    void everyFlippedBitIsFoundOrDoesNoHarm() throws IOException {
        int flips = 0;
        int found = 0;
        for (var file : image.entrySet()) {
            for (int position = 0; position < file.getValue().length; position += step(file.getValue(), position)) {
                byte[] bytes = file.getValue().clone();
                bytes[position] ^= (byte) (1 << position % 8);
                DiskImage.restore(directory, image);
                Files.write(file.getKey(), bytes);
                found += isFound(file.getKey(), position) ? 1 : 0;
                flips++;
            }
        }
        assertThat(flips).isGreaterThan(4_000);
        assertThat(found).isGreaterThan(4_000);
    }

    /** All bytes but those in the middle of the zeros of a segment, of which one in 16 is enough. */
    private static int step(byte[] bytes, int position) {
        for (int i = position; i < Math.min(bytes.length, position + 64); i++) {
            if (bytes[i] != 0) {
                return 1;
            }
        }
        return 16;
    }

    /** Whether an exception names the file; if there is none, all must be as it was. */
    private boolean isFound(Path file, int position) {
        try (Checkpoint checkpoint = open()) {
            assertThat(checkpoint.lastCommit().orElseThrow().batch())
                    .as("%s, byte %d", file, position)
                    .isEqualTo(LAST);
            assertThat(checkpoint.commitsAfter(LAST - 1)).hasSize(1);
            assertThat(StateRows.restore(checkpoint, SMALL)).isEqualTo(small);
            assertThat(StateRows.restore(checkpoint, LARGE)).isEqualTo(large);
            assertThat(checkpoint.unfinished()).contains(StateRows.intent(LAST + 1));
            return false;
        } catch (CheckpointException e) {
            assertThat(e.getMessage()).contains(file.toString());
            assertThat(e.kind()).isIn(CheckpointException.Kind.CORRUPT, CheckpointException.Kind.MISMATCH);
            assertThat(e.hint()).isNotEmpty();
            return true;
        }
    }

    @Test
    void batchesWithoutMetadataAreRefused() throws IOException {
        Files.delete(directory.resolve("metadata"));
        assertThatThrownBy(this::open)
                .hasMessage("cannot read /checkpoint/metadata: expected a file, as there are batches, got none")
                .isInstanceOfSatisfying(CheckpointException.class, e -> assertThat(e.hint())
                        .isEqualTo("Put the file back from a backup, or start the query with a new checkpoint"
                                + " directory."));
    }

    @Test
    void aNewerFormatIsRefused() throws IOException {
        Path metadata = directory.resolve("metadata");
        String text = new String(image.get(metadata), StandardCharsets.UTF_8);
        Files.writeString(metadata, text.replace("\"formatVersion\":1", "\"formatVersion\":2"));
        assertNewer("cannot read /checkpoint/metadata: expected format version 1, got 2");
        DiskImage.restore(directory, image);
        Path segment = newestSegment();
        Files.write(segment, LogBytes.withVersion(image.get(segment), 2));
        assertNewer("cannot read %s: expected format version 1, got 2".formatted(segment));
    }

    private void assertNewer(String message) {
        assertThatThrownBy(this::open)
                .hasMessage(message)
                .isInstanceOfSatisfying(CheckpointException.class, e -> assertThat(e.kind())
                        .isEqualTo(CheckpointException.Kind.MISMATCH));
    }

    /** A snapshot may be built anew; of what is kept only for batches before, nothing is needed. */
    @Test
    void aStateFileThatIsGoneIsNamedOrNotNeeded() throws IOException {
        int named = 0;
        for (Path file : image.keySet()) {
            if (file.toString().endsWith(".arrow")) {
                DiskImage.restore(directory, image);
                Files.delete(file);
                try (Checkpoint checkpoint = open()) {
                    assertThat(StateRows.restore(checkpoint, SMALL)).isEqualTo(small);
                    assertThat(StateRows.restore(checkpoint, LARGE)).isEqualTo(large);
                } catch (CheckpointException e) {
                    assertThat(e)
                            .hasMessage(
                                    "cannot read %s: expected a file of %d bytes, got none",
                                    file, image.get(file).length);
                    named++;
                }
            }
        }
        assertThat(named).isPositive();
    }

    @Test
    void aSegmentThatIsGoneIsMissedWhileItIsNeeded() throws IOException {
        Path other = disk.root().resolve("other");
        CheckpointOptions noFolds = new CheckpointOptions(2, 1500, 100, false);
        try (Checkpoint checkpoint = Checkpoint.open(other, noFolds, allocator, TUNING)) {
            for (long batch = 0; batch < 4; batch++) {
                StateRows.commit(checkpoint, allocator, StateRows.commit(batch), SMALL, StateRows.put("k", batch));
            }
        }
        Files.delete(other.resolve("commits/0000000000000000.log"));
        assertThatThrownBy(() -> Checkpoint.open(other, noFolds, allocator, TUNING))
                .isInstanceOf(CheckpointException.class)
                .hasMessage("cannot read /other/commits: expected batch 0, got batch 2 as the first");
    }

    private Path newestSegment() {
        return image.keySet().stream()
                .filter(file -> file.toString().contains("commits"))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private Checkpoint open() {
        return Checkpoint.open(directory, OPTIONS, allocator, TUNING);
    }
}
