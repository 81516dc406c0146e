package io.sluice.sources.file;

import io.sluice.sources.file.FileSourceOptions.FileReady;
import io.sluice.sources.file.FileSourceOptions.Format;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Builds options one by one. */
final class TestOptions {
    private final Path path;
    private final Format format;
    private Optional<Duration> monitor = Optional.empty();
    private Optional<FileReady> ready = Optional.empty();
    private Optional<Long> files = Optional.empty();
    private Optional<Long> bytes = Optional.empty();

    TestOptions(Path path, Format format) {
        this.path = path;
        this.format = format;
    }

    TestOptions monitor(Duration interval) {
        monitor = Optional.of(interval);
        return this;
    }

    TestOptions stable() {
        ready = Optional.of(FileReady.STABLE);
        return this;
    }

    TestOptions maxFiles(long value) {
        files = Optional.of(value);
        return this;
    }

    TestOptions maxBytes(long value) {
        bytes = Optional.of(value);
        return this;
    }

    FileSourceOptions build() {
        return new FileSourceOptions(
                path,
                format,
                monitor,
                ready,
                files,
                bytes,
                FormatOptions.DEFAULT,
                Map.of("parquet.compression", "zstd"),
                Map.of("sink.existing", "append"));
    }
}
