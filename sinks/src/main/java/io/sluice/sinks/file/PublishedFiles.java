package io.sluice.sinks.file;

import io.sluice.sinks.SinkException;
import io.sluice.sinks.SinkTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The files that readers see. A part gets its final name by one rename, which a file system does wholly or not at all; so
 * each step may be repeated after a crash. Used by one thread at a time.
 */
final class PublishedFiles {
    private final SinkTable table;
    private final Path target;
    private final StagingDirectory staging;
    private final Set<String> fresh = new HashSet<>();
    private final Set<Path> unsynced = new HashSet<>();
    private boolean hasMoved;
    private long files;
    private long bytes;

    PublishedFiles(SinkTable table, Path target, StagingDirectory staging) {
        this.table = table;
        this.target = target;
        this.staging = staging;
    }

    /** The part was staged by this process and is published for the first time: it needs no second look. */
    void expect(Receipt.Part part) {
        fresh.add(part.staged());
    }

    void publish(long batch, Receipt.Part part) throws IOException {
        Path published = target.resolve(part.name());
        files++;
        bytes += part.length();
        unsynced.add(published.getParent());
        boolean isFresh = fresh.remove(part.staged());
        if (!isFresh && holds(published, part)) {
            if (!part.isInline()) {
                Files.deleteIfExists(staging.staged(part.staged()));
            }
            return;
        }
        if (part.isInline()) {
            Path temporary = staging.temporary(part.staged());
            DurableFiles.write(temporary, part.bytes());
            rename(temporary, published);
            return;
        }
        if (!isFresh) {
            requireStaged(batch, part, published);
        }
        hasMoved = true;
        rename(staging.staged(part.staged()), published);
    }

    /** Whether {@link #expect} said so; asked once. */
    boolean isFresh(Receipt.Part part) {
        return fresh.remove(part.staged());
    }

    /** Fails unless the part is staged, whole. */
    void requireStaged(long batch, Receipt.Part part, Path published) throws IOException {
        Path staged = staging.staged(part.staged());
        if (!holds(staged, part)) {
            throw missing(batch, part, staged, published);
        }
    }

    /** The folder of a partition is made when its first file comes, and again when somebody has removed it. */
    private static void rename(Path from, Path to) throws IOException {
        try {
            DurableFiles.rename(from, to);
        } catch (NoSuchFileException e) {
            if (Files.isDirectory(to.getParent())) {
                throw e;
            }
            DurableFiles.createDirectories(to.getParent());
            DurableFiles.rename(from, to);
        }
    }

    private static boolean holds(Path file, Receipt.Part part) throws IOException {
        try {
            return Files.size(file) == part.length() && DurableFiles.checksum(file) == part.checksum();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private SinkException missing(long batch, Receipt.Part part, Path staged, Path published) {
        return new SinkException(
                "cannot publish batch %d of table \"%s\": expected %d bytes with checksum %08x in %s or in %s, got neither"
                        .formatted(batch, table.name(), part.length(), part.checksum(), staged, published),
                "Its rows are committed but gone from the disk: put the file back, or start again with another checkpoint"
                        + " and another 'path'.");
    }

    /** Makes the names of all published files durable. */
    void sync() throws IOException {
        for (Path folder : unsynced) {
            DurableFiles.forceDirectory(folder);
        }
        unsynced.clear();
        if (hasMoved) {
            staging.force();
            hasMoved = false;
        }
    }

    /** What was published since this was asked last. */
    Map<String, String> takeMetrics() {
        Map<String, String> metrics =
                Map.of("numFilesPublished", Long.toString(files), "numBytesPublished", Long.toString(bytes));
        files = 0;
        bytes = 0;
        return metrics;
    }

    Path target() {
        return target;
    }
}
