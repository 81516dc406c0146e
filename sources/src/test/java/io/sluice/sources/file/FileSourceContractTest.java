package io.sluice.sources.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sources.ReplayableSourceContract;
import io.sluice.sources.Source;
import io.sluice.sources.SourceTable;
import io.sluice.sources.TestTable;
import io.sluice.sources.file.FileSourceOptions.Format;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file source keeps the contract for each format, read once and monitored. */
class FileSourceContractTest {
    abstract static class OfFormat extends ReplayableSourceContract {
        @TempDir
        Path folder;

        @Override
        protected SourceTable table() {
            return TestTable.of(
                    "id BIGINT", "word STRING", "name STRING METADATA file.name", "size BIGINT METADATA file.size");
        }

        protected abstract FileSourceOptions options();

        @Override
        protected Source open() {
            return new FileSourceFactory().open(table(), options());
        }
    }

    @Nested
    class Json extends OfFormat {
        @Override
        protected FileSourceOptions options() {
            return FileSourceOptions.of(folder, Format.JSON);
        }

        @Override
        protected void produce() {
            for (int file = 0; file < 4; file++) {
                int first = file * 100;
                String text = IntStream.range(first, first + 100)
                        .mapToObj(id -> "{\"id\":%d,\"word\":\"w%d\"}\n".formatted(id, id % 7))
                        .collect(Collectors.joining());
                write(folder.resolve("part %d.json".formatted(file)), text);
            }
        }
    }

    @Nested
    class MonitoredJson extends Json {
        @Override
        protected FileSourceOptions options() {
            return new TestOptions(folder, Format.JSON)
                    .monitor(Duration.ofHours(1))
                    .build();
        }
    }

    @Nested
    class Parquet extends OfFormat {
        @Override
        protected FileSourceOptions options() {
            return FileSourceOptions.of(folder.resolve("*.parquet"), Format.PARQUET);
        }

        @Override
        protected void produce() {
            try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = connection.createStatement()) {
                for (int file = 0; file < 3; file++) {
                    statement.execute(
                            "COPY (SELECT i + %d AS id, 'w' || i %% 5 AS word FROM range(70000) r(i)) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 40960)"
                                    .formatted(file * 70_000, folder.resolve("part-%d.parquet".formatted(file))));
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void theMemoryHoldsWhatItsSchemaSays() {
        SeenFiles seen = new SeenFiles("t", false, Optional.empty(), 100);
        assertThat(seen.schema().getFields()).extracting("name").containsExactly("path", "mtime", "size", "seq");
        assertThat(seen.keyColumns()).isEqualTo(1);
        assertThat(seen.after(0)).isEmpty();
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
