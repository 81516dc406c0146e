package io.sluice.sources.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sources.OffsetRange;
import io.sluice.sources.ReadLimit;
import io.sluice.sources.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of files that were read. */
class CleanSourceTest extends FilesFixture {
    @TempDir
    Path archive;

    @Test
    void filesGoWhenTheirBatchIsCommitted() throws Exception {
        Path first = write("x/a.json", 1, 30);
        Path second = write("x/b.json", 2, 20);
        Reader reader = new Reader(open(monitored().delete()));
        reader.limit = new ReadLimit(1, Long.MAX_VALUE, Long.MAX_VALUE);
        OffsetRange range = reader.plan().orElseThrow();
        reader.read(range);
        reader.commit(range);
        assertThat(first).exists();
        reader.source.release(range.to());
        assertThat(first).doesNotExist();
        assertThat(second).exists();
        assertThat(reader.next()).containsExactly(2L);
        assertThat(second).doesNotExist();
        assertThat(reader.stored).as("names that were cleaned are forgotten").containsOnlyKeys("x/b.json");
        reader.source.close();
    }

    @Test
    void aNameIsFreeWhenItsFileIsCleaned() throws Exception {
        Reader reader = new Reader(open(monitored().delete()));
        for (long id = 1; id <= 5; id++) {
            Path file = write("a.json", id, 30 - id);
            clock.advance(SECOND);
            assertThat(reader.next()).containsExactly(id);
            assertThat(file).doesNotExist();
            if (id % 2 == 0) {
                reader.restart(open(monitored().delete()));
            }
        }
        reader.source.close();
    }

    @Test
    void theNextStartCleansWhatACrashHasLeft() throws Exception {
        Path file = write("a.json", 1, 30);
        Path later = write("b.json", 2, 20);
        Reader reader = new Reader(open(monitored().archive(archive)));
        reader.limit = new ReadLimit(1, Long.MAX_VALUE, Long.MAX_VALUE);
        OffsetRange range = reader.plan().orElseThrow();
        assertThat(reader.read(range)).containsExactly(1L);
        reader.commit(range);
        reader.restart(open(monitored().archive(archive)));
        assertThat(reader.plan()).isPresent();
        assertThat(file).doesNotExist();
        assertThat(later).exists();
        assertThat(archive.resolve("a.json")).hasContent("{\"id\":1}");
        assertThat(reader.all()).containsExactly(2L);
        reader.source.close();
    }

    @Test
    void anArchiveKeepsPathsAndOverwritesNothing() throws Exception {
        Reader reader = new Reader(open(monitored().archive(archive)));
        write("x/y/a.json", 1, 30);
        assertThat(reader.next()).containsExactly(1L);
        write("x/y/a.json", 2, 20);
        clock.advance(SECOND);
        assertThat(reader.next()).containsExactly(2L);
        assertThat(archive.resolve("x/y/a.json")).hasContent("{\"id\":1}");
        assertThat(archive.resolve("x/y/a.json.1")).hasContent("{\"id\":2}");
        reader.source.close();
    }

    @Test
    void aFileThatWasReplacedIsNotCleanedButRead() throws Exception {
        Reader reader = new Reader(open(monitored().delete()));
        write("a.json", 1, 30);
        OffsetRange range = reader.plan().orElseThrow();
        assertThat(reader.read(range)).containsExactly(1L);
        write("a.json", 2, 10);
        reader.commit(range);
        reader.source.release(range.to());
        clock.advance(SECOND);
        assertThat(reader.next()).containsExactly(2L);
        assertThat(Files.list(folder)).isEmpty();
        reader.source.close();
    }

    @Test
    void aTableThatEndsCleansOnlyWhatItHasRead() throws Exception {
        Path first = write("a.json", 1, 30);
        Path second = write("b.json", 2, 20);
        Reader reader = new Reader(open(json().delete()));
        reader.limit = new ReadLimit(1, Long.MAX_VALUE, Long.MAX_VALUE);
        assertThat(reader.next()).containsExactly(1L);
        reader.restart(open(json().delete()));
        Path late = write("c.json", 3, 40);
        assertThat(reader.all()).containsExactly(2L);
        assertThat(first).doesNotExist();
        assertThat(second).doesNotExist();
        assertThat(late).exists();
        reader.source.close();
    }

    @Test
    void anArchiveLiesOutsideOfTheTable() {
        assertThatThrownBy(() -> open(monitored().archive(folder.resolve("done"))))
                .hasMessage(
                        "cannot read filesystem table \"t\": expected option 'sourceArchiveDir' outside of %s, got %s"
                                .formatted(folder, folder.resolve("done")));
        try (Source source = open(monitored().archive(folder.resolve(".done")))) {
            assertThat(source.description()).startsWith("FileSource");
        }
    }
}
