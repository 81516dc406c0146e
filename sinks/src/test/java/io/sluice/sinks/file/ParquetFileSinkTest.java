package io.sluice.sinks.file;

import io.sluice.sinks.ExactlyOnceSinkContract;
import io.sluice.sinks.Sink;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class ParquetFileSinkTest extends ExactlyOnceSinkContract {
    @TempDir
    private Path directory;

    @Override
    protected Sink open() {
        return OpenSink.of(table(), FileSinkOptions.of(directory.resolve("out"), "parquet"));
    }

    @Override
    protected List<Long> seen() {
        Path out = directory.resolve("out");
        if (OutputFolder.visible(out).isEmpty()) {
            return List.of();
        }
        try (DuckDb duckDb = new DuckDb()) {
            return duckDb
                    .query(
                            "SELECT n FROM read_parquet('%s/*', file_row_number = true) ORDER BY filename, file_row_number"
                                    .formatted(out))
                    .stream()
                    .map(row -> (Long) row.get(0))
                    .toList();
        }
    }
}
