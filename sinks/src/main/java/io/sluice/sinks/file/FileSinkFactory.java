package io.sluice.sinks.file;

import io.sluice.sinks.OutputMode;
import io.sluice.sinks.Repetition;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkException;
import io.sluice.sinks.SinkFactory;
import io.sluice.sinks.SinkTable;
import io.sluice.sinks.encode.ColumnTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Schema;

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
        return Set.of(OutputMode.APPEND, OutputMode.COMPLETE);
    }

    @Override
    public boolean isExactlyOnce(FileSinkOptions options) {
        return true;
    }

    @Override
    public Repetition repetition(FileSinkOptions options) {
        return options.rolling().policy().isPresent() ? Repetition.REFUSED : Repetition.REPLACES;
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
        checkFormat(table, options.fileFormat());
        checkMode(table);
        if (table.mode() == OutputMode.COMPLETE) {
            checkReplaceable(table, options);
        }
        checkPath(table, options.path());
        checkCommits(table, options);
        ColumnTypes.check(table, CONNECTOR);
        PartitionFolders folders =
                PartitionFolders.of(table, options.partition().folderOfNull());
        FileEncoders encoders = new FileEncoders(options);
        encoders.check(table, folders.fileSchema());
        Path target = options.path();
        try {
            DurableFiles.createDirectories(target);
            boolean isAlone = options.hasSparkMetadata() || table.mode() == OutputMode.COMPLETE;
            new Ownership(target, table, options.existingOutput(), isAlone).claim();
            StagingDirectory staging = StagingDirectory.create(target, table.queryId());
            return new Opening(table, options, folders, encoders, staging).open();
        } catch (IOException e) {
            throw new FileTrouble(table.name()).with("open", target, e);
        }
    }

    private static void checkFormat(SinkTable table, FileFormat format) {
        if (!format.isWritten()) {
            throw new SinkException(
                    "cannot open table \"%s\": expected option 'format' to be 'parquet', 'json' or 'csv', got '%s'"
                            .formatted(table.name(), format),
                    "Files of '%s' can be read only. Declare another table to write to.".formatted(format));
        }
    }

    private static void checkMode(SinkTable table) {
        switch (table.mode()) {
            case APPEND, COMPLETE -> {}
            case UPDATE, CHANGELOG -> throw new SinkException(
                    "cannot open table \"%s\": expected rows that never change (append) or whole results (complete), got %s mode"
                            .formatted(table.name(), table.mode().name().toLowerCase(Locale.ROOT)),
                    "Files cannot be updated. Close the result with a watermark and EMIT APPEND, replace it as a whole with"
                            + " EMIT COMPLETE, run the query in batch mode, or write to a connector that takes changes, such"
                            + " as 'console' or 'memory'.");
        }
    }

    private static void checkReplaceable(SinkTable table, FileSinkOptions options) {
        Optional<String> obstacle = Optional.empty();
        if (!table.partitions().isEmpty()) {
            obstacle = Optional.of("PARTITIONED BY");
        } else if (options.rolling().policy().isPresent()) {
            obstacle = Optional.of("'auto-compaction' or 'sink.rolling-policy.*'");
        } else if (options.hasSparkMetadata()) {
            obstacle = Optional.of("'sink.spark-metadata'");
        }
        obstacle.ifPresent(got -> {
            throw new SinkException(
                    "cannot open table \"%s\": in complete mode expected one file, which each batch replaces, got %s"
                            .formatted(table.name(), got),
                    "Only one file can be replaced at once on a plain file system: leave that out, or EMIT APPEND.");
        });
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

    private static void checkCommits(SinkTable table, FileSinkOptions options) {
        if (table.partitions().isEmpty() && options.partition().commit().isPresent()) {
            throw new SinkException(
                    "cannot open table \"%s\": expected PARTITIONED BY with 'sink.partition-commit.policy.kind', got none"
                            .formatted(table.name()),
                    "Name the columns in PARTITIONED BY, or leave 'sink.partition-commit.*' out.");
        }
    }

    /** The parts of one sink, put together. */
    private record Opening(
            SinkTable table,
            FileSinkOptions options,
            PartitionFolders folders,
            FileEncoders encoders,
            StagingDirectory staging) {
        Sink open() {
            PartName names = new PartName(table.queryId(), options.fileFormat());
            FileEncoder.Factory own = encoders.of(folders.fileSchema());
            PublishedFiles published = new PublishedFiles(table, options.path(), staging);
            Optional<RollingPolicy> rolling = options.rolling().policy();
            if (table.mode() == OutputMode.COMPLETE) {
                Publication replacing = new ReplacingPublication(table.schema(), own, names, staging, published);
                return sink(held(names), replacing, published, true);
            }
            if (rolling.isPresent()) {
                RollFiles.Factory rolls = (through, schema) -> new RollFiles(
                        number -> files(schema, own, names.of(through, number)),
                        rolling.get().fileBytes());
                return sink(
                        held(names),
                        new HeldPublication(table, rolls, rolling.get(), staging, published, listeners()),
                        published,
                        false);
            }
            FileSink.PartFiles files = (batch, part) -> files(folders, own, names.of(batch, part));
            return sink(files, new DirectPublication(staging, published, listeners()), published, false);
        }

        private FileSink.PartFiles held(PartName names) {
            return (batch, part) -> {
                String name = names.held(batch, part);
                return new OneFile(ArrowRowsFormat::encoder, new PartOutput(name, name, staging));
            };
        }

        private Sink sink(
                FileSink.PartFiles files, Publication publication, PublishedFiles published, boolean isOrdered) {
            return new FileSink(table, options.path(), files, staging, publication, published, isOrdered);
        }

        /** @param schema of the rows, which may be an earlier one than the table's */
        private RowFiles files(Schema schema, FileEncoder.Factory own, String name) {
            if (schema.equals(table.schema())) {
                return files(folders, own, name);
            }
            PartitionFolders earlier = folders.in(schema);
            return files(earlier, encoders.of(earlier.fileSchema()), name);
        }

        private RowFiles files(PartitionFolders of, FileEncoder.Factory factory, String name) {
            return of.isEmpty()
                    ? new OneFile(factory, new PartOutput(name, name, staging))
                    : new PartitionedFiles(
                            of,
                            factory,
                            name,
                            staging,
                            options.parquetSettings().blockBytes());
        }

        private CommittedFiles listeners() {
            List<CommittedFiles> listeners = new ArrayList<>();
            if (options.hasSparkMetadata()) {
                listeners.add(new SparkManifest(table, options.path(), staging));
            }
            options.partition()
                    .commit()
                    .ifPresent(policy -> listeners.add(new PartitionCommits(
                            table,
                            options.path(),
                            staging,
                            policy,
                            options.partition().folderOfNull())));
            return new AllCommittedFiles(listeners);
        }
    }
}
