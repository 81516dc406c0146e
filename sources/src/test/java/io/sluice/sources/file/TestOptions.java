package io.sluice.sources.file;

import io.sluice.sources.file.FileChoice.CleanSource;
import io.sluice.sources.file.FileSourceOptions.FileReady;
import io.sluice.sources.file.FileSourceOptions.Format;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds options one by one. */
final class TestOptions {
    private final List<Path> paths;
    private final Format format;
    private Optional<Duration> monitor = Optional.empty();
    private Optional<FileReady> ready = Optional.empty();
    private Optional<Long> files = Optional.empty();
    private Optional<Long> bytes = Optional.empty();
    private Optional<Long> rows = Optional.empty();
    private Optional<Boolean> recursive = Optional.empty();
    private Optional<String> regex = Optional.empty();
    private Optional<String> glob = Optional.empty();
    private Optional<String> nullName = Optional.empty();
    private Optional<Boolean> latestFirst = Optional.empty();
    private Optional<Duration> maxAge = Optional.empty();
    private Optional<Long> remembered = Optional.empty();
    private Optional<CleanSource> clean = Optional.empty();
    private Optional<Path> archive = Optional.empty();

    TestOptions(List<Path> paths, Format format) {
        this.paths = paths;
        this.format = format;
    }

    TestOptions(Path path, Format format) {
        this.paths = List.of(path);
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

    TestOptions maxRows(long value) {
        rows = Optional.of(value);
        return this;
    }

    TestOptions recursive(boolean value) {
        recursive = Optional.of(value);
        return this;
    }

    TestOptions regex(String value) {
        regex = Optional.of(value);
        return this;
    }

    TestOptions glob(String value) {
        glob = Optional.of(value);
        return this;
    }

    TestOptions nullName(String value) {
        nullName = Optional.of(value);
        return this;
    }

    TestOptions latestFirst() {
        latestFirst = Optional.of(true);
        return this;
    }

    TestOptions maxAge(Duration value) {
        maxAge = Optional.of(value);
        return this;
    }

    TestOptions remember(long most) {
        remembered = Optional.of(most);
        return this;
    }

    TestOptions delete() {
        clean = Optional.of(CleanSource.DELETE);
        return this;
    }

    TestOptions archive(Path folder) {
        clean = Optional.of(CleanSource.ARCHIVE);
        archive = Optional.of(folder);
        return this;
    }

    FileSourceOptions build() {
        return new FileSourceOptions(
                paths,
                format,
                monitor,
                ready,
                files,
                bytes,
                new FileChoice(recursive, regex, glob, nullName, latestFirst, maxAge, remembered, rows, clean, archive),
                FormatOptions.DEFAULT,
                Map.of("parquet.compression", "zstd"),
                Map.of("sink.existing", "append"));
    }
}
