package io.sluice.sources.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sources.ReadLimit;
import io.sluice.sources.Source;
import io.sluice.sources.file.FileSourceOptions.Format;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** In which order and portions files are read, and which are too old. */
class FileOrderTest extends FilesFixture {
    @Test
    void theLatestMayComeFirst() throws Exception {
        write("b.json", 1, 30);
        write("a.json", 2, 10);
        write("c.json", 3, 10);
        assertThat(ids(json().latestFirst())).containsExactly(2L, 3L, 1L);
        try (Source source = open(monitored().latestFirst())) {
            Reader reader = new Reader(source);
            reader.limit = new ReadLimit(1, Long.MAX_VALUE, Long.MAX_VALUE);
            assertThat(reader.next()).containsExactly(2L);
            write("d.json", 4, 5);
            clock.advance(SECOND);
            assertThat(reader.all()).containsExactly(4L, 3L, 1L);
        }
    }

    @Test
    void rowsAreCountedByFooters() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement()) {
            for (int file = 0; file < 4; file++) {
                Path path = folder.resolve("p%d.parquet".formatted(file));
                statement.execute("COPY (SELECT i AS id FROM range(%d) r(i)) TO '%s' (FORMAT parquet)"
                        .formatted(1000 * (file + 1), path));
                Files.setLastModifiedTime(path, java.nio.file.attribute.FileTime.fromMillis(1000L * file));
            }
        }
        TestOptions options = new TestOptions(folder, Format.PARQUET).maxRows(3000);
        try (Source source = open(options)) {
            Reader reader = new Reader(source);
            reader.limit = new FileSourceFactory().readLimit(options.build());
            assertThat(reader.next()).hasSize(3000);
            assertThat(reader.next()).hasSize(3000);
            assertThat(reader.next()).hasSize(4000);
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void rowsOfTextAreGuessedAndAtLeastOneFileIsTaken() throws Exception {
        write("a.json", 1, 30);
        Files.writeString(folder.resolve("b.json"), "{\"id\":2}\n".repeat(100));
        try (Source source = open(json().maxRows(1))) {
            Reader reader = new Reader(source);
            reader.limit = new FileSourceFactory().readLimit(json().maxRows(1).build());
            assertThat(reader.next()).containsExactly(1L);
            assertThat(reader.next()).hasSize(100);
        }
    }

    @Test
    void whatIsAvailableComesInPortionsAndOnceAsAWhole() throws Exception {
        for (int i = 0; i < 5; i++) {
            write(i + ".json", i, 50 - i);
        }
        for (long files : new long[] {2, Long.MAX_VALUE}) {
            try (Source source = open(monitored())) {
                source.freeze();
                Reader reader = new Reader(source);
                reader.limit = new ReadLimit(files, Long.MAX_VALUE, Long.MAX_VALUE);
                assertThat(reader.next()).hasSize((int) Math.min(5, files));
                assertThat(reader.all()).hasSize((int) (5 - Math.min(5, files)));
                assertThat(source.isExhausted(reader.at)).isTrue();
            }
        }
    }

    @Test
    void aClockThatWasSetBackHidesNoFile() throws Exception {
        write("a.json", 1, 10);
        try (Source source = open(monitored())) {
            Reader reader = new Reader(source);
            assertThat(reader.next()).containsExactly(1L);
            write("b.json", 2, 1_000_000);
            clock.advance(SECOND);
            assertThat(reader.next()).containsExactly(2L);
            clock.advance(SECOND.multipliedBy(-100));
            write("c.json", 3, 2_000_000);
            assertThat(reader.next()).isEmpty();
            clock.advance(SECOND.multipliedBy(101));
            assertThat(reader.next()).containsExactly(3L);
            reader.restart(open(monitored()));
            assertThat(reader.all()).isEmpty();
            reader.source.close();
        }
    }

    @Test
    void filesThatAreTooOldAreLeftOutAndNotRemembered() throws Exception {
        write("a.json", 1, 500);
        write("b.json", 2, 300);
        TestOptions options = monitored().maxAge(Duration.ofSeconds(100));
        try (Source source = open(options)) {
            Reader reader = new Reader(source);
            assertThat(reader.next()).as("the first look takes all").containsExactly(1L, 2L);
            assertThat(reader.stored).containsOnlyKeys("b.json");
            write("c.json", 3, 10);
            write("old.json", 4, 401);
            clock.advance(SECOND);
            assertThat(reader.next()).containsExactly(3L);
            assertThat(reader.stored).containsOnlyKeys("c.json");
            write("late.json", 5, 110);
            write("gone.json", 6, 111);
            clock.advance(SECOND);
            assertThat(reader.next()).containsExactly(5L);
            reader.restart(open(options));
            assertThat(reader.all()).isEmpty();
            reader.source.close();
        }
        assertThatThrownBy(() -> monitored().maxAge(SECOND).latestFirst().build())
                .hasMessageStartingWith("'maxFileAge' cannot be with 'latestFirst'");
    }
}
