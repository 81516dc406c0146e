package io.sluice.sources.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sources.Source;
import io.sluice.sources.file.FileSourceOptions.Format;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A listing of which each look does a bounded part. */
class ListingInPortionsTest extends FilesFixture {
    private static final LookBudget THREE = new LookBudget(3, Duration.ZERO);

    private Source openSlowly(TestOptions options) {
        return new FileSourceFactory(clock, THREE).open(TABLE, options.build());
    }

    private static List<Object> afterLooks(Reader reader, int looks) {
        for (int look = 1; look < looks; look++) {
            assertThat(reader.next()).as("look %d", look).isEmpty();
        }
        return reader.next();
    }

    @Test
    void theFirstLookIsWholeAndLaterOnesGoOnWithoutWaiting() throws Exception {
        for (int i = 0; i < 10; i++) {
            write(i + ".json", i, 100 - i);
        }
        try (Source source = openSlowly(monitored())) {
            Reader reader = new Reader(source);
            assertThat(reader.next()).hasSize(10);
            write("z.json", 10, 30);
            write("a.json", 11, 20);
            clock.advance(SECOND);
            assertThat(afterLooks(reader, 5))
                    .as("a folder and 12 names in portions of 3; in the order of the files, not of the listing")
                    .containsExactly(10L, 11L);
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void whatComesDuringAListingIsFoundByTheNext() throws Exception {
        for (int i = 0; i < 10; i++) {
            write("x/" + i + ".json", i, 100 - i);
        }
        clockAheadOfFolders();
        try (Source source = openSlowly(monitored())) {
            Reader reader = new Reader(source);
            assertThat(reader.next()).hasSize(10);
            write("x/new.json", 10, 30);
            clock.advance(SECOND);
            List<Object> ids = new ArrayList<>();
            for (int look = 0; look < 12; look++) {
                write("x/late-%d.json".formatted(look), 100 + look, 20);
                clock.advance(SECOND);
                ids.addAll(reader.next());
            }
            assertThat(ids).contains(10L);
            for (int look = 0; look < 30; look++) {
                clock.advance(SECOND);
                ids.addAll(reader.next());
            }
            assertThat(ids).hasSize(13).doesNotHaveDuplicates();
        }
    }

    @Test
    void aListingThatIsCutOffByTheEndIsDoneAgain() throws Exception {
        for (int i = 0; i < 10; i++) {
            write(i + ".json", i, 100 - i);
        }
        try (Source source = openSlowly(monitored())) {
            Reader reader = new Reader(source);
            assertThat(reader.next()).hasSize(10);
            Path gone = write("gone.json", 10, 30);
            write("stays.json", 11, 20);
            clock.advance(SECOND);
            assertThat(afterLooks(reader, 4)).as("not at its end").isEmpty();
            Files.delete(gone);
            source.freeze();
            assertThat(source.end(reader.at)).isPresent();
            assertThat(reader.next()).containsExactly(11L);
            assertThat(source.isExhausted(reader.at)).isTrue();
        }
    }

    @Test
    void foldersThatGoDuringAListingAreForgotten() throws Exception {
        for (int i = 0; i < 4; i++) {
            write("x%d/a.json".formatted(i), i, 100 - i);
        }
        try (Source source = openSlowly(monitored())) {
            Reader reader = new Reader(source);
            assertThat(reader.next()).hasSize(4);
            for (int i = 0; i < 4; i++) {
                clock.advance(SECOND);
                assertThat(reader.next()).isEmpty();
                Files.delete(folder.resolve("x%d/a.json".formatted(i)));
                Files.delete(folder.resolve("x%d".formatted(i)));
            }
            write("x1/b.json", 9, 10);
            List<Object> ids = new ArrayList<>();
            for (int look = 0; look < 20; look++) {
                clock.advance(SECOND);
                ids.addAll(reader.next());
            }
            assertThat(ids).containsExactly(9L);
        }
    }

    @Test
    void emptyFilesHaveTheirTurns() throws Exception {
        for (int i = 0; i < 10; i++) {
            Files.createFile(folder.resolve(i + ".json"));
        }
        for (TestOptions options : List.of(monitored(), monitored().stable())) {
            write("7.json", 7, 10);
            try (Source source = openSlowly(options)) {
                Reader reader = new Reader(source);
                List<Object> ids = new ArrayList<>();
                for (int look = 0; look < 20; look++) {
                    clock.advance(SECOND);
                    ids.addAll(reader.next());
                    if (look == 5) {
                        write("4.json", 4, 10);
                    }
                }
                assertThat(ids).containsExactly(7L, 4L);
            }
            Files.write(folder.resolve("4.json"), new byte[0]);
        }
    }

    @Test
    void filesThatSettleAreLookedAtAgainInPortions() throws Exception {
        try (Source source = openSlowly(monitored().stable())) {
            Reader reader = new Reader(source);
            for (int i = 0; i < 10; i++) {
                write(i + ".json", i, 100 - i);
            }
            assertThat(reader.next()).isEmpty();
            clock.advance(SECOND);
            List<Object> first = reader.next();
            assertThat(first).hasSize(3);
            List<Object> ids = new ArrayList<>(first);
            for (int look = 0; look < 3; look++) {
                ids.addAll(reader.next());
            }
            assertThat(ids)
                    .as("without waiting for the next interval")
                    .hasSize(10)
                    .doesNotHaveDuplicates();
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void aListingThatIsToGoOnWakesTheReader() throws Exception {
        for (int i = 0; i < 10; i++) {
            write(i + ".json", i, 100 - i);
        }
        try (Source source = openSlowly(monitored())) {
            List<Integer> calls = new ArrayList<>();
            Reader reader = new Reader(source);
            assertThat(reader.next()).hasSize(10);
            Thread loop = Thread.currentThread();
            source.onAvailable(() -> {
                if (Thread.currentThread() == loop) {
                    calls.add(1);
                }
            });
            clock.advance(SECOND);
            assertThat(afterLooks(reader, 8)).isEmpty();
            assertThat(calls).as("a folder and 10 names in portions of 3").hasSize(3);
        }
    }

    @Test
    void twoPatternsMayLookIntoOneFolder() throws Exception {
        write("a1.json", 1, 30);
        write("b1.json", 2, 20);
        write("c1.json", 3, 10);
        List<Path> paths = List.of(folder.resolve("a*.json"), folder.resolve("b*.json"), folder.resolve("*1.json"));
        assertThat(ids(new TestOptions(paths.subList(0, 2), Format.JSON))).containsExactly(1L, 2L);
        try (Source source = openSlowly(new TestOptions(paths, Format.JSON).monitor(SECOND))) {
            Reader reader = new Reader(source);
            assertThat(reader.next()).containsExactly(1L, 2L, 3L);
            write("b2.json", 4, 5);
            write("d1.json", 5, 4);
            List<Object> ids = new ArrayList<>();
            for (int look = 0; look < 20; look++) {
                clock.advance(SECOND);
                ids.addAll(reader.next());
            }
            assertThat(ids).containsExactly(4L, 5L);
        }
    }
}
