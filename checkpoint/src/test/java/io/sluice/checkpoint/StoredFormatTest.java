package io.sluice.checkpoint;

import static io.sluice.checkpoint.StateRows.commit;
import static io.sluice.checkpoint.StateRows.intent;
import static io.sluice.checkpoint.StateRows.restore;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.checkpoint.file.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checkpoints that earlier versions have written, as they are in {@code src/test/resources/checkpoints}: read, verified, gone
 * on with. {@code version-1}: the first one; {@code version-1-retained}: with the state of the retained batches.
 */
class StoredFormatTest {
    private static final StateTable GROUPS = StateRows.table("agg-1", "groups");
    private static final CheckpointOptions OPTIONS = new CheckpointOptions(4, 600, 5, false);
    private static final Tuning TUNING = new Tuning(4 << 10, Durability.FULL, false);
    private static final long LAST = 12;

    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"version-1", "version-1-retained"})
    void anOlderCheckpointIsGoneOnWith(String version) throws IOException {
        Path directory = copy(version);
        assertThat(CheckpointReader.verify(directory)).isEmpty();
        try (BufferAllocator allocator = new RootAllocator();
                Checkpoint checkpoint = Checkpoint.open(directory, OPTIONS, allocator, TUNING)) {
            assertThat(checkpoint.metadata().orElseThrow().queryId()).isEqualTo("a-query");
            assertThat(checkpoint.metadata().orElseThrow().plan()).hasToString("{\"sources\":[\"flights\"]}");
            BatchCommit last = checkpoint.lastCommit().orElseThrow();
            assertThat(last.batch()).isEqualTo(LAST);
            assertThat(last.offsets()).isEqualTo(commit(LAST).offsets());
            assertThat(last.watermarks()).isEqualTo(commit(LAST).watermarks());
            assertThat(last.receipts().get("delays"))
                    .isEqualTo(commit(LAST).receipts().get("delays"));
            assertThat(checkpoint.unfinished()).contains(intent(LAST + 1));
            assertThat(restore(checkpoint, GROUPS)).isEqualTo(StateRows.model(LAST));
            for (long batch = LAST + 1; batch < LAST + 20; batch++) {
                StateRows.commit(checkpoint, allocator, commit(batch), GROUPS, StateRows.changes(batch));
            }
            assertThat(restore(checkpoint, GROUPS)).isEqualTo(StateRows.model(LAST + 19));
        }
        assertThat(CheckpointReader.verify(directory))
                .noneMatch(finding -> finding.severity() != CheckpointFinding.Severity.NOTE);
    }

    private Path copy(String version) throws IOException {
        Path source = Path.of("src/test/resources/checkpoints").resolve(version);
        Path target = temporary.resolve(version);
        try (Stream<Path> paths = Files.walk(source)) {
            for (Path path : paths.toList()) {
                Path copied = target.resolve(source.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copied);
                } else {
                    Files.copy(path, copied);
                }
            }
        }
        return target;
    }
}
