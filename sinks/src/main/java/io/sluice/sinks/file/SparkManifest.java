package io.sluice.sinks.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.sinks.SinkException;
import io.sluice.sinks.SinkTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder {@code _spark_metadata}, which Spark's readers of files go by: a text file for each batch, {@code v1} and a line
 * of JSON for each file; each tenth one, {@code n.compact}, has the lines of all before it. A batch appears with its text
 * file, by one rename. Used by the loop's thread.
 */
final class SparkManifest implements CommittedFiles {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "_spark_metadata";
    private static final String VERSION = "v1";
    private static final String COMPACT = ".compact";
    private static final int INTERVAL = 10;
    private static final long BLOCK_BYTES = 32L << 20;

    private final SinkTable table;
    private final Path target;
    private final Path folder;
    private final StagingDirectory staging;
    private boolean isUnsynced;

    SparkManifest(SinkTable table, Path target, StagingDirectory staging) {
        this.table = table;
        this.target = target;
        this.folder = target.resolve(NAME);
        this.staging = staging;
    }

    /** Removes the manifest of a folder whose files have gone. */
    static void remove(Path target) throws IOException {
        Path folder = target.resolve(NAME);
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    @Override
    public void recover() throws IOException {
        DurableFiles.createDirectories(folder);
    }

    @Override
    public void published(long sequence, List<Receipt.Part> files) throws IOException {
        isUnsynced = true;
        if (exists(sequence)) {
            return;
        }
        if (sequence > 0 && !exists(sequence - 1)) {
            throw gap(sequence);
        }
        List<String> lines = new ArrayList<>();
        boolean isCompact = (sequence + 1) % INTERVAL == 0;
        if (isCompact) {
            for (long earlier = Math.max(0, sequence - INTERVAL); earlier < sequence; earlier++) {
                lines.addAll(lines(earlier));
            }
        }
        for (Receipt.Part file : files) {
            lines.add(line(target.resolve(file.name()).toAbsolutePath()));
        }
        write(isCompact ? sequence + COMPACT : Long.toString(sequence), lines);
        if (isCompact) {
            removeBefore(sequence - INTERVAL);
        }
    }

    private boolean exists(long sequence) throws IOException {
        return DurableFiles.exists(folder.resolve(Long.toString(sequence)))
                || DurableFiles.exists(folder.resolve(sequence + COMPACT));
    }

    private SinkException gap(long sequence) {
        return new SinkException(
                "cannot publish batch %d of table \"%s\": expected the manifest %s, got none"
                        .formatted(sequence, table.name(), folder.resolve(Long.toString(sequence - 1))),
                "Set 'sink.spark-metadata' from the first start of a query on, with a folder of its own, and keep"
                        + " 'auto-compaction' and 'sink.rolling-policy.*' as they were.");
    }

    /** The lines of a batch; those of a compact one are of all before it. */
    private List<String> lines(long sequence) throws IOException {
        Path plain = folder.resolve(Long.toString(sequence));
        Path file = DurableFiles.exists(plain) ? plain : folder.resolve(sequence + COMPACT);
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty() || !lines.get(0).equals(VERSION)) {
            throw new IOException("expected %s in the first line of %s, got other text".formatted(VERSION, file));
        }
        return lines.subList(1, lines.size());
    }

    private static String line(Path file) throws IOException {
        ObjectNode line = JSON.createObjectNode();
        line.put("path", file.toUri().toString());
        line.put("size", Files.size(file));
        line.put("isDir", false);
        line.put("modificationTime", Files.getLastModifiedTime(file).toMillis());
        line.put("blockReplication", 1);
        line.put("blockSize", BLOCK_BYTES);
        line.put("action", "add");
        return JSON.writeValueAsString(line);
    }

    private void write(String name, List<String> lines) throws IOException {
        StringBuilder text = new StringBuilder(VERSION);
        lines.forEach(line -> text.append('\n').append(line));
        Path temporary = staging.temporary("manifest-" + name);
        DurableFiles.write(temporary, text.toString().getBytes(StandardCharsets.UTF_8));
        DurableFiles.rename(temporary, folder.resolve(name));
    }

    /** What the compact manifest before the last one replaces; readers that began with it have ended. */
    private void removeBefore(long compact) throws IOException {
        for (long sequence = compact - 1; sequence >= Math.max(0, compact - INTERVAL); sequence--) {
            Files.deleteIfExists(folder.resolve(Long.toString(sequence)));
            Files.deleteIfExists(folder.resolve(sequence + COMPACT));
        }
    }

    @Override
    public void sync() throws IOException {
        if (isUnsynced) {
            DurableFiles.forceDirectory(folder);
            isUnsynced = false;
        }
    }
}
