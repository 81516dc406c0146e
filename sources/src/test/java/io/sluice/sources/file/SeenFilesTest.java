package io.sluice.sources.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sources.OffsetRange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long files that were taken are in the checkpoint. */
class SeenFilesTest {
    private static final long MINUTE = 60_000_000;
    private static final int MOST = 8;

    private final BufferAllocator allocator = new RootAllocator();

    /** What the checkpoint has: by path the time and the number. */
    private final Map<String, long[]> stored = new TreeMap<>();

    @AfterEach
    void closeAllocator() {
        allocator.close();
    }

    private static FileEntry file(int minute) {
        return new FileEntry("f%03d".formatted(minute), 1, minute * MINUTE);
    }

    private static List<String> names(int from, int to) {
        return IntStream.range(from, to).mapToObj(minute -> file(minute).path()).toList();
    }

    /** A batch takes the files of these minutes; minute m has the number m + 1. */
    private void take(SeenFiles seen, int from, int to) {
        List<FileEntry> files =
                IntStream.range(from, to).mapToObj(SeenFilesTest::file).toList();
        FileOffset end = new FileOffset(to, files);
        seen.add(end);
        for (VectorSchemaRoot added : seen.additions(new OffsetRange(Optional.empty(), end.toOffset()), allocator)) {
            for (int row = 0; row < added.getRowCount(); row++) {
                stored.put(text(added, row), new long[] {number(added, "mtime", row), number(added, "seq", row)});
            }
            added.close();
        }
        seen.removals(allocator, keys -> {
            for (int row = 0; row < keys.getRowCount(); row++) {
                stored.remove(text(keys, row));
            }
        });
        seen.release(to);
    }

    private static String text(VectorSchemaRoot rows, int row) {
        return new String(((VarCharVector) rows.getVector("path")).get(row), StandardCharsets.UTF_8);
    }

    private static long number(VectorSchemaRoot rows, String column, int row) {
        return ((BigIntVector) rows.getVector(column)).get(row);
    }

    private SeenFiles restarted(SeenFiles empty, int position) {
        try (VectorSchemaRoot rows = VectorSchemaRoot.create(empty.schema(), allocator)) {
            rows.allocateNew();
            int row = 0;
            for (Map.Entry<String, long[]> file : stored.entrySet()) {
                ((VarCharVector) rows.getVector("path"))
                        .setSafe(row, file.getKey().getBytes(StandardCharsets.UTF_8));
                ((BigIntVector) rows.getVector("mtime")).setSafe(row, file.getValue()[0]);
                ((BigIntVector) rows.getVector("size")).setSafe(row, 1);
                ((BigIntVector) rows.getVector("seq")).setSafe(row++, file.getValue()[1]);
            }
            rows.setRowCount(row);
            empty.restore(rows);
        }
        empty.release(position);
        return empty;
    }

    private static SeenFiles limited() {
        return new SeenFiles("t", false, Optional.empty(), MOST);
    }

    @Test
    void whatWasForgottenForWantOfRoomLeavesTheCheckpointAtTheNextStart() {
        SeenFiles first = limited();
        for (int minute = 0; minute < 40; minute++) {
            take(first, minute, minute + 1);
        }
        assertThat(first.size()).isLessThanOrEqualTo(MOST);
        assertThat(stored).as("files, and the mark").hasSize(41);

        SeenFiles second = restarted(limited(), 40);
        assertThat(second.size()).isLessThanOrEqualTo(MOST);
        assertThat(stored).hasSize(41);
        take(second, 40, 41);
        assertThat(stored).hasSizeLessThanOrEqualTo(MOST + 2);
        assertThat(stored.keySet()).contains("").containsAll(names(37, 41)).doesNotContainAnyElementsOf(names(0, 30));
    }

    @Test
    void whatHasLeftTheCheckpointStillCountsAsRead() {
        SeenFiles first = limited();
        take(first, 0, 40);
        SeenFiles second = restarted(limited(), 40);
        take(second, 40, 41);
        List<String> left = new ArrayList<>(stored.keySet());
        SeenFiles third = restarted(limited(), 41);
        for (int minute = 0; minute < 41; minute++) {
            boolean known = third.contains(file(minute).path());
            assertThat(known || third.isTooOld(file(minute)))
                    .as("minute %d", minute)
                    .isTrue();
        }
        assertThat(third.isTooOld(file(41))).isFalse();
        take(third, 41, 42);
        assertThat(stored.keySet()).containsAll(left.subList(0, 1)).contains("f041");
    }

    /** A list that a bounded run has planned is read to its end, however old its files are. */
    @Test
    void whatIsPlannedAndNotReadStays() {
        SeenFiles first = limited();
        for (int minute = 0; minute < 40; minute++) {
            first.plan(file(minute), minute + 1);
        }
        take(first, 0, 1);
        SeenFiles second = restarted(limited(), 1);
        assertThat(second.after(1)).hasSize(39);
        take(second, 1, 2);
        assertThat(stored.keySet()).containsAll(names(2, 40)).doesNotContain("f000");
        SeenFiles third = restarted(limited(), 2);
        assertThat(third.after(2)).extracting(FileEntry::path).isEqualTo(names(2, 40));
    }

    @Test
    void whatIsTooOldLeavesTheCheckpointAtOnce() {
        SeenFiles seen = new SeenFiles("t", false, Optional.of(Duration.ofMinutes(5)), Long.MAX_VALUE);
        for (int minute = 0; minute < 40; minute++) {
            take(seen, minute, minute + 1);
        }
        assertThat(stored.keySet()).containsExactlyElementsOf(names(34, 40));
    }
}
