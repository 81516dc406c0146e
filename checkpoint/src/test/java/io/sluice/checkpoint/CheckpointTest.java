package io.sluice.checkpoint;

import static io.sluice.checkpoint.StateRows.commit;
import static io.sluice.checkpoint.StateRows.intent;
import static io.sluice.checkpoint.StateRows.put;
import static io.sluice.checkpoint.StateRows.restore;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.checkpoint.file.Durability;
import io.sluice.checkpoint.file.MetadataFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    private static final StateTable GROUPS = StateRows.table("agg-1", "groups");
    private static final CheckpointOptions INLINE = new CheckpointOptions(2, 64 << 10, 4, false);

    @TempDir
    Path temporary;

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void allMemoryIsReleased() {
        allocator.close();
    }

    @Test
    void aNewDirectoryIsEmpty() {
        try (Checkpoint checkpoint = open(INLINE)) {
            assertThat(checkpoint.metadata()).isEmpty();
            assertThat(checkpoint.lastCommit()).isEmpty();
            assertThat(checkpoint.unfinished()).isEmpty();
            assertThat(checkpoint.commitsAfter(-1)).isEmpty();
            assertThat(checkpoint.tables()).isEmpty();
            assertThat(checkpoint.sizeBytes()).isZero();
            assertThat(restore(checkpoint, GROUPS)).isEmpty();
        }
    }

    @Test
    void nothingIsWrittenBeforeTheMetadata() throws IOException {
        Path metadata = temporary.resolve(MetadataFile.NAME);
        open(INLINE).close();
        assertThat(metadata).doesNotExist();
        try (Checkpoint checkpoint = open(INLINE)) {
            checkpoint.intend(intent(0));
            assertThat(Files.readString(metadata)).contains("\"writerEpoch\":1");
        }
        try (Checkpoint checkpoint = open(INLINE)) {
            assertThat(Files.readString(metadata)).contains("\"writerEpoch\":2");
            assertThat(checkpoint.unfinished()).contains(intent(0));
        }
    }

    @Test
    void metadataComesBackAsItWas() {
        ObjectNode plan = JsonNodeFactory.instance.objectNode().put("sql", "SELECT 'é' /* \u0000\n */");
        QueryMetadata first = new QueryMetadata("6f1c", plan);
        QueryMetadata second = new QueryMetadata("6f1c", plan.deepCopy().put("uid", 7));
        try (Checkpoint checkpoint = open(INLINE)) {
            checkpoint.writeMetadata(first);
            assertThat(checkpoint.metadata()).contains(first);
        }
        try (Checkpoint checkpoint = open(INLINE)) {
            assertThat(checkpoint.metadata()).contains(first);
            checkpoint.writeMetadata(second);
        }
        try (Checkpoint checkpoint = open(INLINE)) {
            assertThat(checkpoint.metadata()).contains(second);
        }
    }

    @Test
    void aCommitComesBackAsItWas() {
        BatchCommit commit = new BatchCommit(
                0,
                Map.of("a \"b\"", "{\"line\":\"1\\n\"}", "c", ""),
                Map.of("a", Map.of("0", Long.MIN_VALUE, "é", Long.MAX_VALUE), "none", Map.of()),
                Map.of("out", new byte[] {0, 1, -128}, "empty", new byte[0]),
                Map.of("late", 5_000_000_000L),
                -1,
                true,
                Map.of("a", Map.of("", 7L, "0", Long.MIN_VALUE)),
                Map.of("aggregate-1", 8L),
                Map.of("a \"b\"", "{\"seq\":1}"));
        try (Checkpoint checkpoint = open(INLINE)) {
            checkpoint.commit(commit, List.of());
        }
        try (Checkpoint checkpoint = open(INLINE)) {
            BatchCommit read = checkpoint.lastCommit().orElseThrow();
            assertThat(read).usingRecursiveComparison().isEqualTo(commit);
            assertThat(checkpoint.commitsAfter(-1)).hasSize(1);
        }
    }

    @Test
    void anUnfinishedIntentComesBackUntilItsBatchCommits() {
        BatchIntent end = new BatchIntent(
                0,
                Map.of(),
                Map.of(),
                -1,
                true,
                Map.of("a", Set.of("0", "1"), "b", Set.of()),
                Map.of("aggregate-1", 3L),
                Map.of("a", "{\"seq\":7}"));
        try (Checkpoint checkpoint = open(INLINE)) {
            checkpoint.intend(intent(0));
            checkpoint.intend(end);
            assertThat(checkpoint.unfinished()).contains(end);
        }
        try (Checkpoint checkpoint = open(INLINE)) {
            assertThat(checkpoint.unfinished()).contains(end);
            checkpoint.intend(intent(0));
        }
        try (Checkpoint checkpoint = open(INLINE)) {
            assertThat(checkpoint.unfinished()).contains(intent(0));
            checkpoint.commit(commit(0), List.of());
            assertThat(checkpoint.unfinished()).isEmpty();
        }
        try (Checkpoint checkpoint = open(INLINE)) {
            assertThat(checkpoint.unfinished()).isEmpty();
            assertThat(checkpoint.intent(0)).contains(intent(0));
        }
    }

    @Test
    void anIntentThatFillsItsSegmentIsReplaced() {
        BatchIntent large = new BatchIntent(
                0, Map.of("a", new BatchIntent.Range(Optional.empty(), "x".repeat(3 << 20))), Map.of(), 0, false);
        try (Checkpoint checkpoint = open(INLINE)) {
            checkpoint.intend(large);
            checkpoint.intend(large);
            checkpoint.intend(intent(0));
        }
        try (Checkpoint checkpoint = open(INLINE)) {
            assertThat(checkpoint.unfinished()).contains(intent(0));
        }
    }

    @Test
    void batchesCommitInTheirOrder() {
        try (Checkpoint checkpoint = open(INLINE)) {
            assertThatThrownBy(() -> checkpoint.intend(intent(1))).hasMessage("the next batch is 0, got 1");
            checkpoint.commit(commit(0), List.of());
            assertThatThrownBy(() -> checkpoint.commit(commit(0), List.of())).hasMessage("the next batch is 1, got 0");
        }
    }

    @Test
    void aRecordLongerThanASegmentGetsALongerOne() {
        CheckpointOptions allInline = new CheckpointOptions(2, 8 << 20, 100, false);
        Map<String, Optional<Long>> changes = put("x".repeat(2_000_000), 1);
        try (Checkpoint checkpoint = open(allInline)) {
            for (long batch = 0; batch < 3; batch++) {
                StateRows.commit(checkpoint, allocator, commit(batch), GROUPS, changes);
            }
        }
        try (Checkpoint checkpoint = open(allInline)) {
            assertThat(restore(checkpoint, GROUPS)).containsOnly(Map.entry("x".repeat(2_000_000), 1L));
            assertThat(checkpoint.lastCommit().orElseThrow().batch()).isEqualTo(2);
        }
    }

    @Test
    void theLogsAreReadableText() throws IOException {
        try (Checkpoint checkpoint = open(INLINE)) {
            checkpoint.intend(intent(0));
            checkpoint.commit(commit(0), List.of());
        }
        String intents =
                Files.readString(temporary.resolve("offsets/0000000000000000.log"), StandardCharsets.ISO_8859_1);
        assertThat(intents).startsWith("SLUICLOG").contains("{\"batch\":0,\"ranges\":{\"flights\":{\"to\":\"{");
        String commits =
                Files.readString(temporary.resolve("commits/0000000000000000.log"), StandardCharsets.ISO_8859_1);
        assertThat(commits)
                .contains("{\"batch\":0,\"offsets\":{\"flights\":\"{\\\"row\\\":0}\"},"
                        + "\"watermarks\":{\"flights\":{\"0\":0}},\"counts\":{\"read\":0},"
                        + "\"publishedThrough\":-1,\"finished\":false,\"receipts\":{\"delays\":\"AAD/\"},\"intent\":{");
    }

    @Test
    void unpublishedCommitsAreKept() {
        Tuning shortSegments = new Tuning(1024, Durability.FULL, false);
        try (Checkpoint checkpoint = Checkpoint.open(temporary, INLINE, allocator, shortSegments)) {
            for (long batch = 0; batch < 50; batch++) {
                BatchCommit commit =
                        new BatchCommit(batch, Map.of(), Map.of(), Map.of(), Map.of(), Math.min(batch, 10), false);
                checkpoint.commit(commit, List.of());
            }
            assertThat(checkpoint.commitsAfter(10).get(0).batch()).isEqualTo(11);
            assertThat(checkpoint.commitsAfter(-1).get(0).batch()).isBetween(1L, 11L);
        }
        try (Checkpoint checkpoint = Checkpoint.open(temporary, INLINE, allocator, shortSegments)) {
            assertThat(checkpoint.commitsAfter(10)).hasSize(39);
        }
    }

    private Checkpoint open(CheckpointOptions options) {
        return Checkpoint.open(temporary, options, allocator);
    }

    @Test
    void whatIsIdleComesBackWithIntentAndCommit() {
        BatchIntent intent = new BatchIntent(
                0,
                Map.of(),
                Map.of("a", Map.of("0", 5L, "1", 7L)),
                9,
                false,
                Map.of("a", Set.of("0", "1"), "never \"seen\"", Set.<String>of()),
                Map.of("aggregate-1", Long.MIN_VALUE),
                Map.of());
        BatchCommit commit = new BatchCommit(
                0,
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                -1,
                false,
                Map.of("a", Map.of("", 3L, "1", 4L)),
                Map.of("aggregate-1", 8L),
                Map.of());
        try (Checkpoint checkpoint = open(INLINE)) {
            checkpoint.intend(intent);
        }
        try (Checkpoint checkpoint = open(INLINE)) {
            assertThat(checkpoint.unfinished()).contains(intent);
            checkpoint.commit(commit, List.of());
        }
        try (Checkpoint checkpoint = open(INLINE)) {
            assertThat(checkpoint.lastCommit()).contains(commit);
        }
    }
}
