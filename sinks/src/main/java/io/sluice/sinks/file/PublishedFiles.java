package io.sluice.sinks.file;

import io.sluice.sinks.SinkException;
import io.sluice.sinks.SinkTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The files that readers see. A part gets its final name by one rename, which a file system does wholly or not at all; so
 * each step may be repeated after a crash. Used by the loop's thread.
 */
final class PublishedFiles {
    private final SinkTable table;
    private final Path target;
    private final StagingDirectory staging;
    private final Set<String> forcedHere = new HashSet<>();
    private boolean isUnsynced;

    PublishedFiles(SinkTable table, Path target, StagingDirectory staging) {
        this.table = table;
        this.target = target;
        this.staging = staging;
    }

    /** The part was staged and forced by this process: its content needs no second look. */
    void expect(Receipt.Part part) {
        forcedHere.add(part.name());
    }

    void publish(long batch, Receipt.Part part) throws IOException {
        Path published = target.resolve(part.name());
        isUnsynced = true;
        if (holds(published, part)) {
            return;
        }
        if (part.isInline()) {
            Path temporary = staging.temporary(part.name());
            DurableFiles.write(temporary, part.bytes());
            DurableFiles.rename(temporary, published);
            return;
        }
        Path staged = staging.staged(part.name());
        if (!forcedHere.remove(part.name()) && !holds(staged, part)) {
            throw missing(batch, part, staged, published);
        }
        DurableFiles.rename(staged, published);
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
        if (isUnsynced) {
            DurableFiles.forceDirectory(target);
            isUnsynced = false;
        }
    }

    Path target() {
        return target;
    }
}
