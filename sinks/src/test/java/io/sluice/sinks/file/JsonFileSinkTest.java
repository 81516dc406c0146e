package io.sluice.sinks.file;

import io.sluice.sinks.ExactlyOnceSinkContract;
import io.sluice.sinks.Sink;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class JsonFileSinkTest extends ExactlyOnceSinkContract {
    @TempDir
    private Path directory;

    @Override
    protected Sink open() {
        return OpenSink.of(table(), FileSinkOptions.of(directory.resolve("out"), "json"));
    }

    @Override
    protected List<Long> seen() {
        return OutputFolder.jsonNumbers(directory.resolve("out"));
    }
}
