package io.sluice.sources.file;

import io.sluice.sources.Offset;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Source;
import io.sluice.sources.SourceMemory;
import io.sluice.sources.SourceTable;
import io.sluice.sources.TestClock;
import io.sluice.sources.TestRows;
import io.sluice.sources.TestTable;
import io.sluice.sources.file.FileSourceOptions.Format;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.io.TempDir;

/** A folder of files of one JSON row, and readers of it that commit, crash and start again. */
abstract class FilesFixture {
    static final SourceTable TABLE = TestTable.of("id BIGINT");
    static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    final TestClock clock = new TestClock();

    TestOptions json() {
        return new TestOptions(folder, Format.JSON);
    }

    TestOptions monitored() {
        return json().monitor(SECOND);
    }

    Source open(TestOptions options) {
        return new FileSourceFactory(clock).open(TABLE, options.build());
    }

    /** A file of one row below the folder, changed so many seconds before the clock. */
    Path write(String path, long id, long secondsAgo) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"id\":%d}\n".formatted(id));
        return Files.setLastModifiedTime(
                file, FileTime.from(Instant.parse("2024-03-01T12:00:00Z").minusSeconds(secondsAgo)));
    }

    /** From now on the times of folders can be relied on. */
    void clockAheadOfFolders() {
        clock.advance(Duration.between(clock.instant(), Instant.now().plusSeconds(3600)));
    }

    /** All rows that are there now, in the order of reading. */
    List<Object> ids(TestOptions options) {
        try (Source source = open(options)) {
            return new Reader(source).all();
        }
    }

    /** A query: its source, its position, and what it keeps of the source's memory. */
    static final class Reader {
        final Map<String, long[]> stored = new TreeMap<>();
        Source source;
        Optional<Offset> at = Optional.empty();
        ReadLimit limit = ReadLimit.NONE;

        Reader(Source source) {
            this.source = source;
        }

        /** The rows of the next batch, committed and released; empty if there is none. */
        List<Object> next() {
            Optional<OffsetRange> range = plan();
            if (range.isEmpty()) {
                return List.of();
            }
            List<Object> ids = read(range.get());
            commit(range.get());
            source.release(at.orElseThrow());
            return ids;
        }

        List<Object> all() {
            List<Object> all = new ArrayList<>();
            for (List<Object> ids = next(); !ids.isEmpty(); ids = next()) {
                all.addAll(ids);
            }
            return all;
        }

        Optional<OffsetRange> plan() {
            return source.next(at, limit).map(to -> new OffsetRange(at, to));
        }

        List<Object> read(OffsetRange range) {
            return TestRows.of(source.splits(range, TestTable.scan(TABLE)), TABLE).stream()
                    .map(row -> row.get(0))
                    .toList();
        }

        void commit(OffsetRange range) {
            try (BufferAllocator allocator = new RootAllocator()) {
                SourceMemory memory = source.memory().orElseThrow();
                for (VectorSchemaRoot added : memory.additions(range, allocator)) {
                    VarCharVector paths = (VarCharVector) added.getVector(0);
                    for (int row = 0; row < added.getRowCount(); row++) {
                        long[] values = new long[3];
                        for (int i = 0; i < values.length; i++) {
                            values[i] = ((BigIntVector) added.getVector(i + 1)).get(row);
                        }
                        stored.put(text(paths, row), values);
                    }
                    added.close();
                }
                memory.removals(allocator, keys -> {
                    for (int row = 0; row < keys.getRowCount(); row++) {
                        stored.remove(text((VarCharVector) keys.getVector(0), row));
                    }
                });
            }
            at = Optional.of(range.to());
        }

        private static String text(VarCharVector vector, int row) {
            return new String(vector.get(row), StandardCharsets.UTF_8);
        }

        /** Goes on with a new source that gets what was committed. */
        Reader restart(Source next) {
            source.close();
            source = next;
            SourceMemory memory = next.memory().orElseThrow();
            try (BufferAllocator allocator = new RootAllocator();
                    VectorSchemaRoot rows = VectorSchemaRoot.create(memory.schema(), allocator)) {
                int row = 0;
                for (Map.Entry<String, long[]> entry : stored.entrySet()) {
                    ((VarCharVector) rows.getVector(0))
                            .setSafe(row, entry.getKey().getBytes(StandardCharsets.UTF_8));
                    for (int i = 0; i < 3; i++) {
                        ((BigIntVector) rows.getVector(i + 1)).setSafe(row, entry.getValue()[i]);
                    }
                    row++;
                }
                rows.setRowCount(row);
                memory.restore(rows);
            }
            return this;
        }
    }
}
