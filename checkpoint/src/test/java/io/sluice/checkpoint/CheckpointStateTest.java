package io.sluice.checkpoint;

import static io.sluice.checkpoint.StateRows.commit;
import static io.sluice.checkpoint.StateRows.delta;
import static io.sluice.checkpoint.StateRows.intent;
import static io.sluice.checkpoint.StateRows.put;
import static io.sluice.checkpoint.StateRows.restore;
import static io.sluice.checkpoint.StateRows.restoreByThreads;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.checkpoint.file.Durability;
import io.sluice.checkpoint.simulation.SimulatedDisk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStateTest {
    private static final StateTable GROUPS = StateRows.table("agg-1", "groups");
    private static final CheckpointOptions INLINE = new CheckpointOptions(2, 64 << 10, 4, false);
    private static final CheckpointOptions FILES = new CheckpointOptions(2, 0, 4, false);

    @TempDir
    Path temporary;

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void allMemoryIsReleased() {
        allocator.close();
    }

    @Test
    void stateIsTheSumOfItsDeltasWhereverTheyAre() throws IOException {
        for (CheckpointOptions options : List.of(INLINE, FILES)) {
            Path directory = Files.createDirectory(temporary.resolve("inline-" + options.inlineBytes()));
            Map<String, Long> model = new HashMap<>();
            for (long batch = 0; batch < 23; batch++) {
                try (Checkpoint checkpoint = Checkpoint.open(directory, options, allocator)) {
                    assertThat(restore(checkpoint, GROUPS)).isEqualTo(model);
                    Map<String, Optional<Long>> changes = changes(batch);
                    StateRows.apply(model, changes);
                    StateRows.commit(checkpoint, allocator, commit(batch), GROUPS, changes);
                    assertThat(restore(checkpoint, GROUPS)).isEqualTo(model);
                    assertThat(checkpoint.tables()).containsExactly("agg-1/groups");
                }
            }
        }
    }

    /** Some keys come, some go, and the null key is one of them. */
    private static Map<String, Optional<Long>> changes(long batch) {
        Map<String, Optional<Long>> changes = put("k" + batch, batch);
        changes.put("k" + (batch - 2), Optional.empty());
        changes.put("always", Optional.of(batch));
        changes.put(null, batch % 3 == 0 ? Optional.empty() : Optional.of(batch));
        return changes;
    }

    @Test
    void packedRowsAreStoredLikeOthers() {
        for (CheckpointOptions options : List.of(INLINE, FILES)) {
            Path directory = temporary.resolve("packed-" + options.inlineBytes());
            Map<String, Long> model = new HashMap<>();
            for (long batch = 0; batch < 7; batch++) {
                try (Checkpoint checkpoint = Checkpoint.open(directory, options, allocator)) {
                    assertThat(restore(checkpoint, GROUPS)).isEqualTo(model);
                    commitPacked(checkpoint, batch, model, batch % 2 == 0);
                    assertThat(restore(checkpoint, GROUPS)).isEqualTo(model);
                    AtomicInteger begun = new AtomicInteger();
                    assertThat(restoreByThreads(checkpoint, GROUPS, begun)).isEqualTo(model);
                    assertThat(begun).hasValue((int) batch + 1);
                }
            }
        }
    }

    /** Two pieces that are packed, and, if wanted, more rows that are not. */
    private void commitPacked(Checkpoint checkpoint, long batch, Map<String, Long> model, boolean more) {
        List<PackedRows> packed = new ArrayList<>();
        for (Map<String, Optional<Long>> piece : List.of(changes(batch), put("more" + batch, 7))) {
            StateRows.apply(model, piece);
            try (VectorSchemaRoot rows = delta(allocator, GROUPS, piece).rows()) {
                packed.add(PackedRows.of(rows));
            }
        }
        Map<String, Optional<Long>> rest = more ? put("rest" + batch, 8) : Map.of();
        StateRows.apply(model, rest);
        try (VectorSchemaRoot rows = delta(allocator, GROUPS, rest).rows()) {
            StateDelta delta = new StateDelta(GROUPS, packed, rows);
            assertThat(delta.rowCount()).isEqualTo(changes(batch).size() + 1 + rest.size());
            checkpoint.commit(commit(batch), List.of(delta));
        }
        packed.forEach(PackedRows::close);
    }

    @Test
    void onlyManyRowsTakeLongInARecordAndAllDoInAFile() {
        Map<String, Optional<Long>> many = new LinkedHashMap<>();
        for (long i = 0; i < 10_000; i++) {
            many.put("k" + i * 2_654_435_761L, Optional.of(i * i));
        }
        assertThat(takesLong(CheckpointOptions.DEFAULT, Map.of())).isFalse();
        assertThat(takesLong(CheckpointOptions.DEFAULT, changes(7))).isFalse();
        assertThat(takesLong(CheckpointOptions.DEFAULT, many)).isTrue();
        assertThat(takesLong(FILES, changes(7))).isTrue();
        assertThat(takesLong(FILES, Map.of())).isFalse();
    }

    private boolean takesLong(CheckpointOptions options, Map<String, Optional<Long>> changes) {
        try (Checkpoint checkpoint = open(options);
                VectorSchemaRoot rows = delta(allocator, GROUPS, changes).rows()) {
            return checkpoint.takesLong(List.of(new StateDelta(GROUPS, rows)), 32 << 10);
        }
    }

    @Test
    void aKeyThatABatchDeletesAndPutsAgainIsThereWhenItIsFolded() {
        Map<String, Optional<Long>> gone = put("other", 1);
        gone.put("k", Optional.empty());
        try (Checkpoint checkpoint = open(INLINE)) {
            for (long batch = 0; batch < 9; batch++) {
                List<PackedRows> packed = new ArrayList<>();
                for (Map<String, Optional<Long>> piece : List.of(gone, put("k", batch))) {
                    try (VectorSchemaRoot rows = delta(allocator, GROUPS, piece).rows()) {
                        packed.add(PackedRows.of(rows));
                    }
                }
                try (VectorSchemaRoot rows = delta(allocator, GROUPS, Map.of()).rows()) {
                    checkpoint.commit(commit(batch), List.of(new StateDelta(GROUPS, packed, rows)));
                }
                packed.forEach(PackedRows::close);
                assertThat(restore(checkpoint, GROUPS)).isEqualTo(Map.of("k", batch, "other", 1L));
            }
        }
    }

    @Test
    void aLargeTableIsFoldedWhenItsDeltasAreWorthIt() throws IOException {
        Map<String, Optional<Long>> large = new LinkedHashMap<>();
        for (long i = 0; i < 20_000; i++) {
            large.put("k" + i * 2_654_435_761L, Optional.of(i * i));
        }
        try (Checkpoint checkpoint = open(FILES)) {
            StateRows.commit(checkpoint, allocator, commit(0), GROUPS, large);
            for (long batch = 1; batch < 40; batch++) {
                StateRows.commit(checkpoint, allocator, commit(batch), GROUPS, put("k", batch));
            }
            List<Path> first = snapshots();
            assertThat(first).hasSize(1);
            assertThat(first.get(0).getFileName()).asString().startsWith("0000000000000003-");
            for (long batch = 40; batch < 70; batch++) {
                StateRows.commit(checkpoint, allocator, commit(batch), GROUPS, put("k", batch));
            }
            assertThat(snapshots()).hasSize(1).isNotEqualTo(first);
            large.put("k", Optional.of(69L));
            Map<String, Long> model = new HashMap<>();
            StateRows.apply(model, large);
            assertThat(restore(checkpoint, GROUPS)).isEqualTo(model);
        }
    }

    private List<Path> snapshots() throws IOException {
        try (Stream<Path> files = Files.walk(temporary)) {
            return files.filter(file -> file.toString().endsWith(".snapshot.arrow"))
                    .toList();
        }
    }

    @Test
    void aTableWithoutRowsIsForgottenWhenItIsFolded() {
        try (Checkpoint checkpoint = open(INLINE)) {
            for (long batch = 0; batch < 4; batch++) {
                Map<String, Optional<Long>> changes = new LinkedHashMap<>();
                changes.put("k", batch < 3 ? Optional.of(batch) : Optional.empty());
                StateRows.commit(checkpoint, allocator, commit(batch), GROUPS, changes);
            }
            checkpoint.commit(commit(4), List.of());
            assertThat(checkpoint.tables()).isEmpty();
        }
        try (Checkpoint checkpoint = open(INLINE)) {
            assertThat(checkpoint.tables()).isEmpty();
            assertThat(restore(checkpoint, GROUPS)).isEmpty();
        }
    }

    @Test
    void nothingIsWrittenForATableThatDidNotChange() throws IOException {
        try (Checkpoint checkpoint = open(FILES)) {
            StateRows.commit(checkpoint, allocator, commit(0), GROUPS, Map.of());
            assertThat(checkpoint.tables()).isEmpty();
            assertThat(temporary.resolve("state")).doesNotExist();
        }
    }

    @Test
    void aStateFileOpensAsATableWithAnyArrowReader() throws IOException {
        try (Checkpoint checkpoint = open(FILES)) {
            StateRows.commit(checkpoint, allocator, commit(0), GROUPS, put("a", 1));
        }
        Path file = temporary.resolve("state/agg-1/groups/0000000000000000-00000001.delta.arrow");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                ArrowFileReader reader = new ArrowFileReader(channel, allocator)) {
            assertThat(reader.loadNextBatch()).isTrue();
            assertThat(reader.getVectorSchemaRoot().contentToTSVString()).isEqualTo("_op\tkey\tvalue\n0\ta\t1\n");
            assertThat(reader.loadNextBatch()).isFalse();
            assertThat(reader.getMetaData())
                    .containsEntry("sluice.format", "1")
                    .containsEntry("sluice.kind", "delta")
                    .containsEntry("sluice.table", "agg-1/groups")
                    .containsEntry("sluice.keys", "1")
                    .containsEntry("sluice.batch", "0")
                    .containsEntry("sluice.epoch", "1");
        }
    }

    @Test
    void largeStateIsCompressedAndComesBack() throws IOException {
        Map<String, Optional<Long>> changes = new LinkedHashMap<>();
        Map<String, Long> expected = new HashMap<>();
        for (long i = 0; i < 40_000; i++) {
            changes.put("key-" + i, Optional.of(i));
            expected.put("key-" + i, i);
        }
        CheckpointOptions foldsAtOnce = new CheckpointOptions(2, 64 << 10, 1, false);
        try (Checkpoint checkpoint = open(foldsAtOnce)) {
            StateRows.commit(checkpoint, allocator, commit(0), GROUPS, changes);
            assertThat(checkpoint.sizeBytes()).isLessThan(1_500_000);
            StateRows.commit(checkpoint, allocator, commit(1), GROUPS, put("key-0", -1));
        }
        expected.put("key-0", -1L);
        try (Checkpoint checkpoint = open(foldsAtOnce)) {
            assertThat(restore(checkpoint, GROUPS)).isEqualTo(expected);
        }
        Path snapshot = temporary.resolve("state/agg-1/groups/0000000000000000-00000001.snapshot.arrow");
        try (FileChannel channel = FileChannel.open(snapshot, StandardOpenOption.READ);
                ArrowFileReader reader = new ArrowFileReader(channel, allocator, ZstdCodec.FACTORY)) {
            int rows = 0;
            while (reader.loadNextBatch()) {
                rows += reader.getVectorSchemaRoot().getRowCount();
            }
            assertThat(rows).isEqualTo(40_000);
            assertThat(Files.size(snapshot)).isLessThan(600_000);
        }
    }

    @Test
    void anotherSchemaIsRefused() {
        try (Checkpoint checkpoint = open(INLINE)) {
            StateRows.commit(checkpoint, allocator, commit(0), GROUPS, put("a", 1));
            StateTable twoKeys = new StateTable("agg-1", "groups", GROUPS.schema(), 2);
            assertThatThrownBy(() -> checkpoint.restore(twoKeys, rows -> {}))
                    .isInstanceOfSatisfying(CheckpointException.class, e -> assertThat(e.kind())
                            .isEqualTo(CheckpointException.Kind.MISMATCH))
                    .hasMessageEndingWith("expected 2 key columns, got 1");
            StateTable other = new StateTable(
                    "agg-1",
                    "groups",
                    new Schema(List.of(GROUPS.schema().getFields().get(0))),
                    1);
            assertThatThrownBy(() -> checkpoint.restore(other, rows -> {}))
                    .hasMessageEndingWith("expected the columns [_op Int(8, true), key Utf8], "
                            + "got [_op Int(8, true), key Utf8, value Int(64, true)]");
        }
    }

    @Test
    void deltasThatDoNotFitTheirTableAreRefusedBeforeAnythingIsWritten() {
        try (Checkpoint checkpoint = open(INLINE)) {
            StateDelta good = delta(allocator, GROUPS, put("a", 1));
            try (VectorSchemaRoot rows = good.rows()) {
                assertThatThrownBy(() -> checkpoint.commit(commit(0), List.of(good, good)))
                        .hasMessage("state table agg-1/groups has two deltas in one batch");
                StateTable narrow = new StateTable(
                        "agg-1",
                        "narrow",
                        new Schema(List.of(GROUPS.schema().getFields().get(0))),
                        1);
                assertThatThrownBy(() -> checkpoint.commit(commit(0), List.of(new StateDelta(narrow, rows))))
                        .hasMessageStartingWith("a delta of state table agg-1/narrow has the columns");
                checkpoint.commit(commit(0), List.of(good));
            }
        }
    }

    @Test
    void namesCannotLeaveTheDirectory() {
        assertThatThrownBy(() -> StateRows.table("..", "groups"))
                .hasMessage("names of operators and state tables are letters, digits, - and _, got \"..\"");
    }

    @Test
    void aLongRunStaysSmallAndKeepsARareTable() throws IOException {
        StateTable rare = StateRows.table("rare", "once");
        CheckpointOptions options = new CheckpointOptions(20, 4096, 8, false);
        Tuning tuning = new Tuning(16 << 10, Durability.FULL, false);
        Path directory = new SimulatedDisk().root();
        try (Checkpoint checkpoint = Checkpoint.open(directory, options, allocator, tuning)) {
            StateRows.commit(checkpoint, allocator, commit(0), rare, put("once", 1));
            long largest = 0;
            for (long batch = 1; batch < 5_000; batch++) {
                checkpoint.intend(intent(batch));
                StateRows.commit(checkpoint, allocator, commit(batch), GROUPS, changes(batch));
                largest = Math.max(largest, checkpoint.sizeBytes());
            }
            assertThat(largest).isLessThan(200_000);
        }
        assertThat(DiskImage.of(directory)).hasSizeLessThan(20);
        try (Checkpoint checkpoint = Checkpoint.open(directory, options, allocator, tuning)) {
            assertThat(restore(checkpoint, rare)).isEqualTo(Map.of("once", 1L));
            assertThat(restore(checkpoint, GROUPS)).hasSize(4).containsEntry("always", 4_999L);
            assertThat(checkpoint.commitsAfter(-1)).hasSizeBetween(20, 100);
        }
    }

    @Test
    void foldingBesideCommitsGivesTheSameState() throws IOException {
        CheckpointOptions background = new CheckpointOptions(2, 2048, 3, true);
        Map<String, Long> model = new HashMap<>();
        for (long start = 0; start < 180; start += 60) {
            try (Checkpoint checkpoint = open(background)) {
                for (long batch = start; batch < start + 60; batch++) {
                    StateRows.apply(model, changes(batch));
                    StateRows.commit(checkpoint, allocator, commit(batch), GROUPS, changes(batch));
                }
                assertThat(restore(checkpoint, GROUPS)).isEqualTo(model);
            }
        }
        try (Checkpoint checkpoint = open(background)) {
            assertThat(restore(checkpoint, GROUPS)).isEqualTo(model);
        }
        assertThat(files()).hasSizeLessThan(30).anyMatch(file -> file.endsWith("snapshot.arrow"));
    }

    @Test
    void filesThatNoCommitNamesAreRemovedAtOpen() throws IOException {
        try (Checkpoint checkpoint = open(FILES)) {
            StateRows.commit(checkpoint, allocator, commit(0), GROUPS, put("a", 1));
        }
        Path table = temporary.resolve("state/agg-1/groups");
        Path attempt = Files.writeString(table.resolve("0000000000000001-00000001.delta.arrow"), "cut off");
        Path notes = Files.writeString(table.resolve("notes.txt"), "not ours");
        try (Checkpoint checkpoint = open(FILES)) {
            assertThat(attempt).doesNotExist();
            assertThat(notes).exists();
            assertThat(restore(checkpoint, GROUPS)).isEqualTo(Map.of("a", 1L));
        }
    }

    private Checkpoint open(CheckpointOptions options) {
        return Checkpoint.open(temporary, options, allocator);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(temporary)) {
            return files.filter(Files::isRegularFile).map(Path::toString).toList();
        }
    }
}
