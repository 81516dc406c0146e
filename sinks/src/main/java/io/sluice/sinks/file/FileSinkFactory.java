package io.sluice.sinks.file;

import io.sluice.sinks.OutputMode;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkException;
import io.sluice.sinks.SinkFactory;
import io.sluice.sinks.SinkTable;
import io.sluice.sinks.encode.ColumnTypes;
import io.sluice.sinks.encode.JsonEncoder;
import io.sluice.sinks.parquet.ParquetEncoder;
import io.sluice.sinks.parquet.ParquetSettings;
import io.sluice.sinks.parquet.ParquetWarmUp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code 'connector' = 'filesystem'}, as a sink. */
public final class FileSinkFactory implements SinkFactory<FileSinkOptions> {
    private static final String CONNECTOR = "filesystem";

    @Override
    public String connector() {
        return CONNECTOR;
    }

    @Override
    public Class<FileSinkOptions> optionsType() {
        return FileSinkOptions.class;
    }

    @Override
    public Set<OutputMode> modes(FileSinkOptions options) {
        return Set.of(OutputMode.APPEND);
    }

    @Override
    public boolean isExactlyOnce(FileSinkOptions options) {
        return true;
    }

    @Override
    public boolean takesPartitions() {
        return true;
    }

    @Override
    public Optional<String> place(FileSinkOptions options) {
        Path folder = options.path().toAbsolutePath().normalize();
        try {
            return Optional.of(folder.toRealPath().toString());
        } catch (IOException e) {
            return Optional.of(folder.toString());
        }
    }

    @Override
    public Sink open(SinkTable table, FileSinkOptions options) {
        checkMode(table);
        checkPath(table, options.path());
        checkPartitions(table);
        ColumnTypes.check(table, CONNECTOR);
        Path target = options.path();
        try {
            DurableFiles.createDirectories(target);
            new Ownership(target, table, options.existingOutput()).claim();
            StagingDirectory staging = StagingDirectory.create(target, table.queryId());
            PartName names = new PartName(table.queryId(), options.fileFormat());
            PublishedFiles published = new PublishedFiles(table, target, staging);
            return new FileSink(table, encoders(table, options), names, staging, published);
        } catch (IOException e) {
            throw new FileTrouble(table.name()).with("open", target, e);
        }
    }

    private static void checkMode(SinkTable table) {
        switch (table.mode()) {
            case APPEND -> {}
            case UPDATE, COMPLETE, CHANGELOG -> throw new SinkException(
                    "cannot open table \"%s\": expected rows that never change (append), got %s mode"
                            .formatted(table.name(), table.mode().name().toLowerCase(Locale.ROOT)),
                    "Files cannot be updated. Close the result with a watermark and EMIT APPEND, run the query in batch"
                            + " mode, or write to a connector that takes changes, such as 'console' or 'memory'.");
        }
    }

    private static void checkPartitions(SinkTable table) {
        if (!table.partitions().isEmpty()) {
            throw new SinkException(
                    "cannot open table \"%s\": PARTITIONED BY is not supported for writing yet".formatted(table.name()),
                    "Leave PARTITIONED BY out.");
        }
    }

    private static void checkPath(SinkTable table, Path path) {
        String text = path.toString();
        if (text.contains("*") || text.contains("?")) {
            throw new SinkException(
                    "cannot open table \"%s\": expected option 'path' to name a folder, got the pattern '%s'"
                            .formatted(table.name(), text),
                    "A table with a pattern can be read only. Write to a folder.");
        }
    }

    private static PartWriter.EncoderFactory encoders(SinkTable table, FileSinkOptions options) {
        return switch (options.fileFormat()) {
            case PARQUET -> {
                ParquetSettings settings = options.parquetSettings();
                ParquetWarmUp.start(settings);
                yield out -> new ParquetFileEncoder(new ParquetEncoder(table.schema(), settings, out));
            }
            case JSON -> {
                JsonEncoder encoder = new JsonEncoder(table.schema(), options.timestampStyle());
                yield out -> new JsonFileEncoder(encoder, out);
            }
            case CSV, AVRO, ORC -> throw new IllegalStateException(
                    "a format that is not released: " + options.format());
        };
    }
}
