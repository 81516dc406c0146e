package io.sluice.sources.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sources.Source;
import io.sluice.sources.SourceException;
import io.sluice.sources.file.FileSourceOptions.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Which files a table has: folders, patterns, links, names. */
class FileFoldersTest extends FilesFixture {
    private List<Object> at(String path) {
        return ids(new TestOptions(folder.resolve(path), Format.JSON));
    }

    @Test
    void foldersBelowAreReadUnlessToldOtherwise() throws Exception {
        write("a.json", 1, 30);
        write("x/b.json", 2, 20);
        write("x/y/c.json", 3, 10);
        write(".hidden/d.json", 4, 10);
        write("_part/e.json", 5, 10);
        assertThat(ids(json())).containsExactly(1L, 2L, 3L);
        assertThat(ids(json().recursive(false))).containsExactly(1L);
    }

    @Test
    void patternsMayNameFolders() throws Exception {
        write("2024-01/a.json", 1, 60);
        write("2024-01/x/y/b.json", 2, 50);
        write("2024-02/x/c.json", 3, 40);
        write("2023-12/d.json", 4, 30);
        write("2024-01/e.csv", 5, 20);
        assertThat(at("2024-*/**/*.json")).containsExactly(1L, 2L, 3L);
        assertThat(at("2024-*/*.json")).containsExactly(1L);
        assertThat(at("*/x/*")).containsExactly(2L, 3L);
        assertThat(at("**")).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(at("**/b.json")).containsExactly(2L);
        assertThat(at("2024-0{1,2}")).containsExactly(1L, 2L, 3L, 5L);
        assertThat(at("[!2]*")).isEmpty();
        assertThatThrownBy(() -> at("{2024-01/x,2023}/*"))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("expected a pattern for names of one level, got '{2024-01'");
    }

    @Test
    void aTableMayHaveSeveralPaths() throws Exception {
        write("one/a.json", 1, 30);
        write("two/a.json", 2, 20);
        write("two/b.txt", 3, 10);
        TestOptions both = new TestOptions(
                List.of(folder.resolve("one"), folder.resolve("two/*.json"), folder.resolve("one/*")), Format.JSON);
        assertThat(ids(both)).containsExactly(1L, 2L);
        try (Source source = open(both)) {
            assertThat(source.next(Optional.empty(), io.sluice.sources.ReadLimit.NONE)
                            .orElseThrow()
                            .json())
                    .contains("\"path\":\"a.json\"")
                    .contains("\"path\":\"%s\"".formatted(folder.resolve("two/a.json")));
        }
    }

    @Test
    void namesAndWholePathsMayBeFiltered() throws Exception {
        write("a-1.json", 1, 30);
        write("x/a-2.json", 2, 20);
        write("x/b-1.json", 3, 10);
        assertThat(ids(json().glob("a-*.json"))).containsExactly(1L, 2L);
        assertThat(ids(json().regex(".*/x/.*"))).containsExactly(2L, 3L);
        assertThat(ids(json().regex(".*/x/.*").glob("a*"))).containsExactly(2L);
        assertThatThrownBy(() -> json().regex("(").build())
                .hasMessage("'source.path.regex-pattern' is not a regular expression: Unclosed group in '('");
        assertThatThrownBy(() -> json().glob("[").build()).hasMessageStartingWith("'pathGlobFilter' is not a pattern");
    }

    @Test
    void linksAreFollowedButNotInCircles() throws Exception {
        write("data/a.json", 1, 30);
        Path root = Files.createDirectory(folder.resolve("table"));
        Files.createSymbolicLink(root.resolve("file.json"), folder.resolve("data/a.json"));
        Files.createSymbolicLink(root.resolve("below"), folder.resolve("data"));
        Files.createSymbolicLink(root.resolve("loop"), root);
        Files.createSymbolicLink(folder.resolve("data/up"), root);
        Files.createSymbolicLink(root.resolve("nowhere.json"), folder.resolve("missing"));
        Files.createSymbolicLink(root.resolve("itself.json"), Path.of("itself.json"));
        assertThat(at("table")).containsExactly(1L, 1L);
    }

    @Test
    void namesMayHaveAnyCharacterThatAFolderAllows() throws Exception {
        List<String> names = List.of("a b.json", "день/первый.json", "it's \"q\".json", "line\nend\t.json", "50%.json");
        for (int i = 0; i < names.size(); i++) {
            write(names.get(i), i, 60 - i);
        }
        try (Source source = open(monitored())) {
            Reader reader = new Reader(source);
            assertThat(reader.all()).containsExactly(0L, 1L, 2L, 3L, 4L);
            reader.restart(open(monitored()));
            clock.advance(SECOND);
            assertThat(reader.all()).isEmpty();
            reader.source.close();
        }
    }

    @Test
    void aFolderThatCannotBeReadStopsTheQuery() throws Exception {
        write("shut/a.json", 1, 30);
        Path shut = folder.resolve("shut");
        Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("---------"));
        try {
            Assumptions.assumeFalse(Files.isReadable(shut), "root reads everything");
            assertThatThrownBy(() -> ids(json()))
                    .hasMessage("cannot read filesystem table \"t\": cannot list %s: access is denied".formatted(shut));
        } finally {
            Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aFolderIsListedAgainOnlyWhenItHasChanged() throws Exception {
        write("x/a.json", 1, 30);
        clockAheadOfFolders();
        try (Source source = open(monitored())) {
            Reader reader = new Reader(source);
            assertThat(reader.next()).containsExactly(1L);
            write("x/b.json", 2, 20);
            write("y/z/c.json", 3, 10);
            clock.advance(SECOND);
            assertThat(reader.next()).containsExactly(2L, 3L);
            deleteAll(folder.resolve("y"));
            clock.advance(SECOND);
            assertThat(reader.next()).isEmpty();
            write("y/z/d.json", 4, 40);
            clock.advance(SECOND);
            assertThat(reader.next()).containsExactly(4L);
        }
    }

    private static void deleteAll(Path top) throws IOException {
        List<Path> all = new ArrayList<>();
        try (var walk = Files.walk(top)) {
            walk.forEach(all::add);
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            Files.delete(all.get(i));
        }
    }

    @Test
    void aTableWithoutItsFolderStops() throws Exception {
        Path root = Files.createDirectory(folder.resolve("root"));
        try (Source source = open(new TestOptions(root, Format.JSON).monitor(SECOND))) {
            Reader reader = new Reader(source);
            assertThat(reader.next()).isEmpty();
            Files.delete(root);
            clock.advance(SECOND);
            assertThatThrownBy(reader::next)
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("cannot list %s: the file does not exist".formatted(root));
        }
    }

    @Test
    void theOperatingSystemTellsOfFilesInFoldersBelow() throws Exception {
        write("x/a.json", 1, 30);
        clockAheadOfFolders();
        List<CountDownLatch> latches = List.of(new CountDownLatch(1), new CountDownLatch(2));
        try (Source source = open(monitored())) {
            source.onAvailable(() -> latches.forEach(CountDownLatch::countDown));
            Reader reader = new Reader(source);
            assertThat(reader.next()).containsExactly(1L);
            write("x/b.json", 2, 20);
            assertThat(latches.get(0).await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(patiently(reader)).containsExactly(2L);
            write("new/deep/c.json", 3, 10);
            assertThat(latches.get(1).await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(patiently(reader)).containsExactly(3L);
        }
    }

    /** Even what is not told is found after some intervals. */
    private List<Object> patiently(Reader reader) {
        List<Object> ids = new ArrayList<>();
        for (int interval = 0; interval < 12 && ids.isEmpty(); interval++) {
            clock.advance(SECOND);
            ids.addAll(reader.next());
        }
        return ids;
    }
}
