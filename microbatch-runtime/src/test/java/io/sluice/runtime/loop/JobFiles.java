package io.sluice.runtime.loop;

import static java.util.Objects.requireNonNull;

import io.sluice.sinks.OutputMode;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkTable;
import io.sluice.sinks.file.FileSinkFactory;
import io.sluice.sinks.file.FileSinkOptions;
import io.sluice.sinks.file.RollingOptions;
import io.sluice.sources.Source;
import io.sluice.sources.SourceTable;
import io.sluice.sources.file.FileChoice;
import io.sluice.sources.file.FileSourceFactory;
import io.sluice.sources.file.FileSourceOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The folders of a job from files to files, each with a table as JSON: how it reads and writes them, and what others see in them. */
public final class JobFiles {
    private final SqlPlan plan;
    private final boolean cleans;
    private final boolean gathers;

    /**
     * @param cleans files of the input are deleted once they are read
     * @param gathers the rows of several batches become one file
     */
    public JobFiles(SqlPlan plan, boolean cleans, boolean gathers) {
        this.plan = requireNonNull(plan, "plan");
        this.cleans = cleans;
        this.gathers = gathers;
    }

    /** A table that is read from a folder that may get more files. */
    public Source source(String table, Path folder) {
        FileSourceOptions once = FileSourceOptions.of(folder, FileSourceOptions.Format.JSON);
        FileSourceOptions monitored = new FileSourceOptions(
                once.paths(),
                once.format(),
                Optional.of(Duration.ofSeconds(1)),
                once.fileReady(),
                once.maxFilesPerTrigger(),
                once.maxBytesPerTrigger(),
                cleans ? deleted() : once.files(),
                once.rows(),
                once.parquet(),
                once.sink());
        return new FileSourceFactory()
                .open(new SourceTable(table, plan.schema(table), List.of(), ZoneOffset.UTC), monitored);
    }

    private static FileChoice deleted() {
        FileChoice all = FileChoice.DEFAULT;
        return new FileChoice(
                all.recursiveLookup(),
                all.pathRegex(),
                all.nameGlob(),
                all.partitionDefault(),
                all.latestFirstWanted(),
                all.maxFileAge(),
                all.remembered(),
                all.maxRowsPerTrigger(),
                Optional.of(FileChoice.CleanSource.DELETE),
                all.archiveFolder());
    }

    /** A table that is written to a folder. */
    public Sink sink(String table, Path folder, OutputMode mode, String queryId, String queryName) {
        SinkTable declared = new SinkTable(
                table, plan.schema(table), List.of(), List.of(), mode, queryId, queryName, ZoneOffset.UTC);
        FileSinkOptions plain = FileSinkOptions.of(folder, "json");
        return new FileSinkFactory().open(declared, gathers ? plain.with(compaction()) : plain);
    }

    private static RollingOptions compaction() {
        return new RollingOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(true),
                Optional.of(1_000L),
                Optional.empty());
    }

    /** Puts a whole file into a folder, and makes it durable. */
    public static void put(Path folder, String name, byte[] content) throws IOException {
        Path hidden = folder.resolve(".next");
        try (FileChannel channel = FileChannel.open(hidden, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(content));
            channel.force(false);
        }
        Files.move(hidden, folder.resolve(name));
        force(folder);
    }

    /** Makes the names in a folder durable. */
    public static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** The files that a reader of a folder sees, by name. */
    public static Map<String, String> visible(Path folder) throws IOException {
        Map<String, String> visible = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    if (!entry.getFileName().toString().startsWith(".")) {
                        visible.put(entry.getFileName().toString(), Files.readString(entry));
                    }
                }
            }
        }
        return visible;
    }
}
