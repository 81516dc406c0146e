package io.sluice.sources.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A listing of one folder that may go on over several looks. What changes in the folder meanwhile may be missed, but then
 * the folder's time is not the one of the beginning, and it is listed again.
 */
final class FolderListing implements AutoCloseable {
    /** The coarsest clock of a file system: what changed just before a listing may change again unnoticed. */
    private static final Duration COARSEST_TIME = Duration.ofSeconds(2);

    private final KnownFolder folder;
    private final long modified;
    private final boolean settled;
    private final DirectoryStream<Path> stream;
    private final Iterator<Path> names;
    private int count;

    private FolderListing(KnownFolder folder, long modified, boolean settled) throws IOException {
        this.folder = folder;
        this.modified = modified;
        this.settled = settled;
        this.stream = Files.newDirectoryStream(folder.path);
        this.names = stream.iterator();
    }

    /** Empty if the folder is as it was when it was listed last. */
    static Optional<FolderListing> open(KnownFolder folder, Instant now) throws IOException {
        long modified = Files.getLastModifiedTime(folder.path).to(TimeUnit.MICROSECONDS);
        if (modified == folder.modified) {
            return Optional.empty();
        }
        folder.modified = KnownFolder.NEVER;
        long latest = TimeUnit.MILLISECONDS.toMicros(now.minus(COARSEST_TIME).toEpochMilli());
        return Optional.of(new FolderListing(folder, modified, modified < latest));
    }

    KnownFolder folder() {
        return folder;
    }

    /** The next name; empty at the end, from which on the folder counts as listed. */
    Optional<Path> next() throws IOException {
        try {
            if (names.hasNext()) {
                count++;
                return Optional.of(names.next().getFileName());
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        folder.modified = settled ? modified : KnownFolder.NEVER;
        folder.names = count;
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
