package io.sluice.sources.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.sources.Offset;
import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Source;
import io.sluice.sources.SourceException;
import io.sluice.sources.SourceMemory;
import io.sluice.sources.SourceTable;
import io.sluice.sources.TestClock;
import io.sluice.sources.TestRows;
import io.sluice.sources.TestTable;
import io.sluice.sources.file.FileSourceOptions.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSourceTest {
    private static final SourceTable TABLE = TestTable.of("id BIGINT");
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();

    private Source open(TestOptions options) {
        return open(options.build());
    }

    private Source open(FileSourceOptions options) {
        return new FileSourceFactory(clock).open(TABLE, options);
    }

    private TestOptions json() {
        return new TestOptions(folder, Format.JSON);
    }

    /** A file of one row, changed so many seconds before the clock. */
    private Path write(String name, long id, long secondsAgo) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"id\":%d}\n".formatted(id));
        Files.setLastModifiedTime(file, FileTime.from(clock.instant().minusSeconds(secondsAgo)));
        return file;
    }

    private static List<Object> ids(Source source, OffsetRange range) {
        return TestRows.of(source.splits(range, TestTable.scan(TABLE)), TABLE).stream()
                .map(row -> row.get(0))
                .toList();
    }

    /** The rows of the next batch; empty if there is none. */
    private static final class Reading {
        private final Source source;
        private final ReadLimit limit;
        private Optional<Offset> at;

        Reading(Source source, Optional<Offset> at, ReadLimit limit) {
            this.source = source;
            this.at = at;
            this.limit = limit;
        }

        List<Object> next() {
            Optional<Offset> next = source.next(at, limit);
            if (next.isEmpty()) {
                return List.of();
            }
            List<Object> ids = ids(source, new OffsetRange(at, next.get()));
            at = next;
            return ids;
        }
    }

    private static Reading reading(Source source) {
        return new Reading(source, Optional.empty(), ReadLimit.NONE);
    }

    @Test
    void filesAreReadInTheOrderOfTheirTimesThenNames() throws Exception {
        write("c.json", 1, 30);
        write("b.json", 3, 10);
        write("a.json", 2, 10);
        try (Source source = open(json())) {
            assertThat(reading(source).next()).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void hiddenAndUnfinishedFilesAndFoldersAreLeftOut() throws Exception {
        for (String name : List.of(".a.json", "_a.json", "a.json.tmp", "a.inprogress", "a.crc", "a._COPYING_")) {
            write(name, 9, 10);
        }
        Files.createDirectory(folder.resolve("below.json"));
        write("seen.json", 1, 10);
        try (Source source = open(json())) {
            assertThat(reading(source).next()).containsExactly(1L);
        }
    }

    @Test
    void theOffsetNamesTheFilesOfItsRange() throws Exception {
        write("a.json", 1, 60);
        write("b.json", 2, 30);
        try (Source source = open(json())) {
            ReadLimit one = new ReadLimit(1, Long.MAX_VALUE, Long.MAX_VALUE);
            Optional<Offset> first = source.next(Optional.empty(), one);
            assertThat(first)
                    .contains(new Offset(
                            "{\"seq\":1,\"files\":[{\"path\":\"a.json\",\"size\":9,\"mtime\":1709294340000000}]}"));
            assertThat(source.next(first, one))
                    .contains(new Offset(
                            "{\"seq\":2,\"files\":[{\"path\":\"b.json\",\"size\":9,\"mtime\":1709294370000000}]}"));
        }
    }

    @Test
    void namesMayHaveBlanksAndLettersOfAllLanguages() throws Exception {
        write("день первый.json", 1, 20);
        write("a b \"c\".json", 2, 10);
        try (Source source = open(json())) {
            assertThat(reading(source).next()).containsExactly(1L, 2L);
        }
    }

    @Test
    void aPathMayBeAFileOrAPattern() throws Exception {
        write("a1.json", 1, 30);
        write("a2.json", 2, 20);
        write("b1.json", 3, 10);
        write("[x].json", 4, 5);
        assertThat(idsOf("a1.json")).containsExactly(1L);
        assertThat(idsOf("a*.json")).containsExactly(1L, 2L);
        assertThat(idsOf("{a,b}1.json")).containsExactly(1L, 3L);
        assertThat(idsOf("[x].json")).containsExactly(4L);
        assertThat(idsOf("none*.json")).isEmpty();
    }

    private List<Object> idsOf(String path) {
        try (Source source = open(new TestOptions(folder.resolve(path), Format.JSON))) {
            return reading(source).next();
        }
    }

    @Test
    void aPathThatIsNotThereIsRefused() {
        Path missing = folder.resolve("missing");
        for (FileSourceOptions options : List.of(
                FileSourceOptions.of(missing, Format.JSON),
                new TestOptions(missing, Format.PARQUET).monitor(SECOND).build(),
                FileSourceOptions.of(missing.resolve("*.json"), Format.JSON))) {
            SourceException refused = catchThrowableOfType(SourceException.class, () -> open(options));
            assertThat(refused)
                    .hasMessage(
                            "cannot read filesystem table \"t\": expected a file, a folder or a pattern for names, got %s, which does not exist"
                                    .formatted(options.paths().get(0)));
            assertThat(refused.hint()).startsWith("Create it, or correct the option 'path'");
        }
    }

    @Test
    void anEmptyFolderIsATableWithoutRows() {
        try (Source source = open(json())) {
            assertThat(source.isExhausted(Optional.empty())).isTrue();
            assertThat(source.next(Optional.empty(), ReadLimit.NONE)).isEmpty();
            assertThat(source.latest()).isEmpty();
        }
    }

    @Test
    void limitsCountFilesAndBytesAndLetAtLeastOneThrough() throws Exception {
        for (int i = 0; i < 5; i++) {
            write(i + ".json", i, 50 - i);
        }
        try (Source source = open(json().maxFiles(2))) {
            Reading reading = new Reading(
                    source,
                    Optional.empty(),
                    new FileSourceFactory().readLimit(json().maxFiles(2).build()));
            assertThat(reading.next()).containsExactly(0L, 1L);
            assertThat(reading.next()).containsExactly(2L, 3L);
            assertThat(reading.next()).containsExactly(4L);
            assertThat(reading.next()).isEmpty();
        }
        for (long bytes : new long[] {1, 9, 17, 18, 26}) {
            try (Source source = open(json())) {
                ReadLimit limit =
                        new FileSourceFactory().readLimit(json().maxBytes(bytes).build());
                assertThat(new Reading(source, Optional.empty(), limit).next()).hasSize((int) Math.max(1, bytes / 9));
            }
        }
    }

    @Test
    void aTableThatEndsReadsTheFilesThatWereThereAtItsStart() throws Exception {
        write("a.json", 1, 30);
        write("b.json", 2, 20);
        ReadLimit one = new ReadLimit(1, Long.MAX_VALUE, Long.MAX_VALUE);
        try (Source source = open(json())) {
            Reading reading = new Reading(source, Optional.empty(), one);
            assertThat(reading.next()).containsExactly(1L);
            assertThat(source.isExhausted(reading.at)).isFalse();
            write("c.json", 3, 10);
            assertThat(reading.next()).containsExactly(2L);
            assertThat(reading.next()).isEmpty();
            assertThat(source.isExhausted(reading.at)).isTrue();
        }
    }

    @Test
    void aTableThatEndsKeepsItsListOverARestart() throws Exception {
        write("a.json", 1, 30);
        write("b.json", 2, 20);
        ReadLimit one = new ReadLimit(1, Long.MAX_VALUE, Long.MAX_VALUE);
        try (BufferAllocator allocator = new RootAllocator();
                Source source = open(json());
                Source restarted = open(json())) {
            Optional<Offset> first = source.next(Optional.empty(), one);
            OffsetRange range = new OffsetRange(Optional.empty(), first.orElseThrow());
            assertThat(ids(source, range)).containsExactly(1L);
            write("aa.json", 3, 40);
            restore(source, restarted, range, allocator);
            Reading reading = new Reading(restarted, first, one);
            assertThat(reading.next()).containsExactly(2L);
            assertThat(restarted.isExhausted(reading.at)).isTrue();
        }
    }

    @Test
    void aRangeThatIsReadAgainFixesTheListEvenIfThePlanWasLost() throws Exception {
        write("a.json", 1, 30);
        write("b.json", 2, 20);
        ReadLimit one = new ReadLimit(1, Long.MAX_VALUE, Long.MAX_VALUE);
        try (BufferAllocator allocator = new RootAllocator();
                Source lost = open(json());
                Source replayed = open(json());
                Source restarted = open(json())) {
            OffsetRange range = new OffsetRange(
                    Optional.empty(), lost.next(Optional.empty(), one).orElseThrow());
            assertThat(ids(replayed, range)).containsExactly(1L);
            restore(replayed, restarted, range, allocator);
            write("c.json", 3, 10);
            assertThat(new Reading(restarted, Optional.of(range.to()), ReadLimit.NONE).next())
                    .containsExactly(2L);
        }
    }

    private static void restore(Source from, Source to, OffsetRange range, BufferAllocator allocator) {
        List<VectorSchemaRoot> added = from.memory().orElseThrow().additions(range, allocator);
        added.forEach(to.memory().orElseThrow()::restore);
        added.forEach(VectorSchemaRoot::close);
    }

    @Test
    void aMonitoredFolderIsListedAtMostOnceInAnInterval() throws Exception {
        write("a.json", 1, 30);
        try (Source source = open(json().monitor(SECOND))) {
            Reading reading = reading(source);
            assertThat(reading.next()).containsExactly(1L);
            write("b.json", 2, 20);
            assertThat(reading.next()).isEmpty();
            clock.advance(Duration.ofMillis(999));
            assertThat(reading.next()).isEmpty();
            clock.advance(Duration.ofMillis(1));
            assertThat(reading.next()).containsExactly(2L);
            assertThat(source.isExhausted(reading.at)).isFalse();
            assertThat(source.pollInterval()).contains(SECOND);
        }
    }

    @Test
    void aSeenFileThatIsChangedIsNotReadAgain() throws Exception {
        write("a.json", 1, 30);
        try (Source source = open(json().monitor(SECOND))) {
            Reading reading = reading(source);
            assertThat(reading.next()).containsExactly(1L);
            write("a.json", 2, 0);
            clock.advance(SECOND);
            assertThat(reading.next()).isEmpty();
        }
    }

    @Test
    void seenFilesAreKnownAfterARestart() throws Exception {
        write("a.json", 1, 30);
        try (BufferAllocator allocator = new RootAllocator();
                Source source = open(json().monitor(SECOND));
                Source restarted = open(json().monitor(SECOND))) {
            Optional<Offset> at = source.next(Optional.empty(), ReadLimit.NONE);
            OffsetRange first = new OffsetRange(Optional.empty(), at.orElseThrow());
            restore(source, restarted, first, allocator);
            write("b.json", 2, 20);
            clock.advance(SECOND);
            OffsetRange second =
                    new OffsetRange(at, source.next(at, ReadLimit.NONE).orElseThrow());
            restore(source, restarted, second, allocator);
            write("c.json", 3, 40);
            assertThat(new Reading(restarted, Optional.of(second.to()), ReadLimit.NONE).next())
                    .containsExactly(3L);
        }
    }

    @Test
    void anEmptyFileIsNotTakenBeforeItHasContent() throws Exception {
        Path file = Files.createFile(folder.resolve("a.json"));
        try (Source source = open(json().monitor(SECOND))) {
            Reading reading = reading(source);
            assertThat(reading.next()).isEmpty();
            Files.writeString(file, "{\"id\":1}\n");
            clock.advance(SECOND);
            assertThat(reading.next()).containsExactly(1L);
        }
    }

    @Test
    void aStableFileIsOneThatIsTheSameAtTwoLooks() throws Exception {
        try (Source source = open(json().monitor(SECOND).stable())) {
            Reading reading = reading(source);
            Path file = write("a.json", 1, 0);
            assertThat(reading.next()).isEmpty();
            Files.writeString(file, "{\"id\":1}\n{\"id\":2}\n");
            clock.advance(SECOND);
            assertThat(reading.next()).isEmpty();
            assertThat(reading.next()).isEmpty();
            write("b.json", 3, 0);
            clock.advance(SECOND);
            assertThat(reading.next()).containsExactly(1L, 2L);
            Files.delete(folder.resolve("b.json"));
            clock.advance(SECOND);
            assertThat(reading.next()).isEmpty();
        }
    }

    @Test
    void aFileThatGoesAwayBeforeItIsTakenIsForgotten() throws Exception {
        write("a.json", 1, 30);
        Path second = write("b.json", 2, 20);
        write("c.json", 3, 10);
        try (Source source = open(json().monitor(SECOND))) {
            Reading reading = new Reading(source, Optional.empty(), new ReadLimit(1, Long.MAX_VALUE, Long.MAX_VALUE));
            assertThat(reading.next()).containsExactly(1L);
            Files.delete(second);
            assertThat(reading.next()).containsExactly(3L);
        }
    }

    @Test
    void aFrozenSourceEndsWithTheFilesOfThatMoment() throws Exception {
        write("a.json", 1, 30);
        try (Source source = open(json().monitor(SECOND))) {
            Reading reading = reading(source);
            assertThat(reading.next()).containsExactly(1L);
            write("b.json", 2, 20);
            source.freeze();
            write("c.json", 3, 10);
            clock.advance(SECOND);
            assertThat(source.isExhausted(reading.at)).isFalse();
            assertThat(reading.next()).containsExactly(2L);
            assertThat(reading.next()).isEmpty();
            assertThat(source.isExhausted(reading.at)).isTrue();
            assertThat(source.pollInterval()).isEmpty();
        }
    }

    private static final ReadLimit ONE_FILE = new ReadLimit(1, Long.MAX_VALUE, Long.MAX_VALUE);

    @Test
    void aPinnedEndNamesTheFilesToCome() throws Exception {
        write("b.json", 2, 20);
        write("a.json", 1, 30);
        Offset end;
        try (Source source = open(json().monitor(SECOND))) {
            assertThat(source.end(Optional.empty())).isEmpty();
            source.freeze();
            end = source.end(Optional.empty()).orElseThrow();
        }
        write("earlier.json", 3, 40);
        for (TestOptions options : List.of(json().monitor(SECOND), json())) {
            try (Source source = open(options)) {
                source.freeze(end);
                Reading reading = new Reading(source, Optional.empty(), ONE_FILE);
                assertThat(reading.next()).containsExactly(1L);
                assertThat(source.isExhausted(reading.at)).isFalse();
                assertThat(reading.next()).containsExactly(2L);
                assertThat(source.isExhausted(reading.at)).isTrue();
                assertThat(reading.next()).isEmpty();
            }
        }
    }

    @Test
    void aFileThatAPinnedEndNamesMustBeThere() throws Exception {
        Path file = write("a.json", 1, 30);
        try (Source source = open(json().monitor(SECOND))) {
            source.freeze();
            source.end(Optional.empty());
            Files.delete(file);
            SourceException refused = catchThrowableOfType(
                    SourceException.class, () -> reading(source).next());
            assertThat(refused)
                    .hasMessageEndingWith("expected the file that this batch was planned with, got none of this name");
        }
    }

    @Test
    void aPinnedEndIsANumberOnceTheMemoryHasTheFiles() throws Exception {
        write("a.json", 1, 30);
        write("b.json", 2, 20);
        try (Source pinned = open(json().monitor(SECOND));
                Source again = open(json().monitor(SECOND));
                BufferAllocator allocator = new RootAllocator()) {
            pinned.freeze();
            assertThat(pinned.end(Optional.empty()).orElseThrow().json()).contains("a.json", "b.json");
            Reading first = new Reading(pinned, Optional.empty(), ONE_FILE);
            assertThat(first.next()).containsExactly(1L);
            store(pinned, new OffsetRange(Optional.empty(), first.at.orElseThrow()), again, allocator);
            Offset end = pinned.end(first.at).orElseThrow();
            assertThat(end).isEqualTo(new Offset("{\"seq\":2,\"files\":[]}"));
            write("c.json", 3, 25);
            again.freeze(end);
            Reading rest = new Reading(again, first.at, ReadLimit.NONE);
            assertThat(rest.next()).containsExactly(2L);
            assertThat(again.isExhausted(rest.at)).isTrue();
        }
    }

    private static void store(Source from, OffsetRange range, Source to, BufferAllocator allocator) {
        for (VectorSchemaRoot rows : from.memory().orElseThrow().additions(range, allocator)) {
            to.memory().orElseThrow().restore(rows);
            rows.close();
        }
    }

    /** Else a file that is listed before them would get a number of theirs, and they would count as read. */
    @Test
    void whatWasPinnedIsListedAgainWhenTheTableGoesOn() throws Exception {
        write("a.json", 1, 30);
        write("b.json", 2, 20);
        try (Source pinned = open(json().monitor(SECOND));
                Source onward = open(json().monitor(SECOND));
                BufferAllocator allocator = new RootAllocator()) {
            pinned.freeze();
            pinned.end(Optional.empty());
            Reading first = new Reading(pinned, Optional.empty(), ONE_FILE);
            first.next();
            store(pinned, new OffsetRange(Optional.empty(), first.at.orElseThrow()), onward, allocator);
            write("c.json", 3, 25);
            Reading rest = new Reading(onward, first.at, ONE_FILE);
            assertThat(rest.next()).containsExactly(3L);
            SourceMemory memory = onward.memory().orElseThrow();
            memory.additions(new OffsetRange(first.at, rest.at.orElseThrow()), allocator)
                    .forEach(VectorSchemaRoot::close);
            List<String> forgotten = new ArrayList<>();
            memory.removals(
                    allocator,
                    keys -> forgotten.add(keys.getVector("path").getObject(0) + " of " + keys.getRowCount()));
            assertThat(forgotten).containsExactly("b.json of 1");
            assertThat(rest.next()).containsExactly(2L);
        }
    }

    @Test
    void aFrozenSourceOfStableFilesTakesThoseThatWereLeftAloneForAnInterval() throws Exception {
        write("a.json", 1, 5);
        write("b.json", 2, 0);
        try (Source source = open(json().monitor(SECOND).stable())) {
            source.freeze();
            assertThat(reading(source).next()).containsExactly(1L);
        }
    }

    @Test
    void aMissingFileOfARangeIsNamed() throws Exception {
        Path file = write("a.json", 1, 30);
        Offset position;
        try (Source source = open(json())) {
            position = source.next(Optional.empty(), ReadLimit.NONE).orElseThrow();
        }
        Files.delete(file);
        try (Source source = open(json())) {
            SourceException refused = catchThrowableOfType(
                    SourceException.class, () -> ids(source, new OffsetRange(Optional.empty(), position)));
            assertThat(refused)
                    .hasMessage(
                            "cannot read filesystem table \"t\" from %s: expected the file that this batch was planned with, got none of this name"
                                    .formatted(file));
            assertThat(refused.hint()).isEqualTo("Put it back as it was, or start with a new checkpoint directory.");
        }
    }

    @Test
    void aChangedFileOfARangeIsNamed() throws Exception {
        Path file = write("a.json", 1, 30);
        try (Source source = open(json())) {
            OffsetRange range = new OffsetRange(
                    Optional.empty(),
                    source.next(Optional.empty(), ReadLimit.NONE).orElseThrow());
            Files.writeString(file, "{\"id\":1}\n{\"id\":2}\n");
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2024-03-01T12:00:01.5Z")));
            assertThatThrownBy(() -> ids(source, range))
                    .hasMessage(
                            "cannot read filesystem table \"t\" from %s: expected the file as this batch was planned with it (9 bytes, changed at 2024-03-01T11:59:30Z), got 18 bytes, changed at 2024-03-01T12:00:01.500Z"
                                    .formatted(file));
        }
    }

    @Test
    void metadataColumnsTellTheFileOfARow() throws Exception {
        write("a b.json", 1, 30);
        SourceTable table = TestTable.of(
                "path STRING METADATA file.path",
                "id BIGINT",
                "name STRING METADATA file.name",
                "size BIGINT METADATA file.size",
                "changed TIMESTAMP_LTZ METADATA file.modification-time");
        try (Source source = new FileSourceFactory(clock).open(table, json().build())) {
            assertThat(TestRows.all(source, table))
                    .containsExactly(
                            List.of(folder.resolve("a b.json").toString(), 1L, "a b.json", 9L, 1_709_294_370_000_000L));
        }
        SourceTable wrong = TestTable.of("x STRING METADATA file.owner");
        assertThatThrownBy(() -> new FileSourceFactory(clock).open(wrong, json().build()))
                .hasMessage("cannot read filesystem table \"t\": there is no metadata 'file.owner'");
    }

    @Test
    void aTypeThatSourcesDoNotGiveIsRefusedAtTheStart() {
        Schema unsigned = new Schema(List.of(Field.nullable("x", new ArrowType.Int(64, false))));
        SourceTable table = new SourceTable("t", unsigned, List.of(), ZoneOffset.UTC);
        assertThatThrownBy(() -> new FileSourceFactory(clock).open(table, json().build()))
                .isInstanceOf(SourceException.class)
                .hasMessageStartingWith("cannot read column \"x\" of table \"t\": expected one of BOOLEAN, ");
    }

    @ParameterizedTest
    @ValueSource(strings = "ORC")
    void formatsThatComeLaterAreNamed(Format format) {
        assertThatThrownBy(() -> FileSourceOptions.of(folder, format))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "format '%s' comes with a later release; the formats are 'avro', 'csv', 'json', 'parquet', 'raw'"
                                .formatted(format.name().toLowerCase(Locale.ROOT)));
    }

    @Test
    void optionsThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> json().stable().build())
                .hasMessage(
                        "'source.file-ready' = 'stable' needs 'source.monitor-interval', since it looks at files twice");
        assertThatThrownBy(() -> json().monitor(Duration.ZERO).build())
                .hasMessage("'source.monitor-interval' must be 1 ms or more; leave it out to read the files once");
        assertThatThrownBy(() -> json().maxFiles(0).build())
                .hasMessage("'maxFilesPerTrigger' must be 1 or more, got 0");
    }

    @Test
    void theOperatingSystemWakesAWaitingReader() throws Exception {
        CountDownLatch woken = new CountDownLatch(1);
        try (Source source = open(json().monitor(SECOND))) {
            source.onAvailable(woken::countDown);
            Reading reading = reading(source);
            assertThat(reading.next()).isEmpty();
            write("a.json", 1, 0);
            assertThat(woken.await(20, TimeUnit.SECONDS)).isTrue();
            List<Object> ids = new ArrayList<>();
            for (int interval = 0; interval < 10 && ids.isEmpty(); interval++) {
                clock.advance(SECOND);
                ids.addAll(reading.next());
            }
            assertThat(ids).containsExactly(1L);
        }
    }

    /** Hours apart, since files are forgotten by the minute of their time of change. */
    @Test
    void theOldestFilesAreForgottenAndNoneAsOldIsTaken() throws Exception {
        SeenFiles seen = new SeenFiles("t", false, Optional.empty(), 100);
        long hour = 3_600_000_000L;
        for (int i = 1; i <= 1000; i++) {
            FileEntry file = new FileEntry(i + ".json", 1, i * hour);
            assertThat(seen.isTooOld(file)).isFalse();
            seen.plan(file, i);
            seen.release(i);
            assertThat(seen.size()).isLessThanOrEqualTo(100);
            assertThat(seen.contains(file.path())).isTrue();
        }
        assertThat(seen.bytes()).isLessThanOrEqualTo(54 * 100);
        assertThat(seen.isTooOld(new FileEntry("late.json", 1, 900 * hour))).isTrue();
        assertThat(seen.isTooOld(new FileEntry("late.json", 1, 999 * hour))).isFalse();
        for (int i = 1; i <= 1000; i++) {
            FileEntry file = new FileEntry(i + ".json", 1, i * hour);
            assertThat(seen.contains(file.path()) || seen.isTooOld(file))
                    .as("file %d is taken once", i)
                    .isTrue();
        }
    }

    @Test
    void filesOfOneMinuteAreForgottenTogetherOrNotAtAll() {
        SeenFiles seen = new SeenFiles("t", false, Optional.empty(), 100);
        for (int i = 1; i <= 1000; i++) {
            seen.plan(new FileEntry(i + ".json", 1, i), i);
        }
        assertThat(seen.size()).isEqualTo(1000);
        assertThat(seen.isTooOld(new FileEntry("new.json", 1, 0))).isFalse();
    }

    @Test
    void aFileIsReadOnceWhateverIsForgotten() throws Exception {
        List<Object> ids = new ArrayList<>();
        try (Source source = open(json().monitor(SECOND).remember(10))) {
            Reading reading = reading(source);
            for (int i = 0; i < 40; i++) {
                write(i + ".json", i, (100 - i) * 3600L);
                clock.advance(SECOND);
                ids.addAll(reading.next());
            }
            clock.advance(Duration.ofDays(1));
            ids.addAll(reading.next());
        }
        assertThat(ids).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void partitionFoldersAreLookedIntoWhetherOthersAreOrNot() throws Exception {
        write("k=1/a.json", 1, 30);
        write("k=2/b.json", 2, 20);
        write("k=2/old/c.json", 3, 10);
        SourceTable table =
                new SourceTable("t", TestTable.of("id BIGINT", "k INT").schema(), List.of(1), ZoneOffset.UTC);
        assertThat(partitioned(table, json())).containsExactly(List.of(1L, 1L), List.of(2L, 2L), List.of(3L, 2L));
        assertThat(partitioned(table, json().recursive(false))).containsExactly(List.of(1L, 1L), List.of(2L, 2L));
    }

    private List<List<Object>> partitioned(SourceTable table, TestOptions options) {
        try (Source source = new FileSourceFactory(clock).open(table, options.build())) {
            Optional<Offset> end = source.next(Optional.empty(), ReadLimit.NONE);
            assertThat(end).isPresent();
            return TestRows.of(
                    source.splits(new OffsetRange(Optional.empty(), end.get()), TestTable.scan(table)), table);
        }
    }
}
