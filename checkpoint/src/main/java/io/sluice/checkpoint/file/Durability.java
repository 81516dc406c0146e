package io.sluice.checkpoint.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes bytes and names survive a power loss. A file's content is durable after {@link #file}; its name, and the end of a
 * name that was renamed or deleted, after {@link #directory} of its directory.
 *
 * @param files whether content is forced
 * @param directories whether names are forced
 */
public record Durability(boolean files, boolean directories) {
    private static final Logger LOG = LoggerFactory.getLogger(Durability.class);

    public static final Durability FULL = new Durability(true, true);

    /** For what nobody wants after a power loss. */
    public static final Durability NONE = new Durability(false, false);

    /** Waits until the content and the length of the file are on the disk. */
    public void file(FileChannel channel) throws IOException {
        if (files) {
            channel.force(false);
        }
    }

    /** Waits until the names in the directory are on the disk. */
    public void directory(Path directory) throws IOException {
        if (directories) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /**
     * Creates the directory and those above it that do not exist, each one durably. One that is there may have been made by
     * a process that was killed before it could force the name; those above it were durable then. Gives whether it was made.
     */
    public boolean createDirectories(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        Path parent = absolute.getParent();
        if (parent == null) {
            return false;
        }
        if (Files.isDirectory(absolute)) {
            forceIfReadable(parent);
            return false;
        }
        createDirectories(parent);
        boolean made = true;
        try {
            Files.createDirectory(absolute);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(absolute)) {
                throw e;
            }
            made = false;
        }
        directory(parent);
        return made;
    }

    /** Who may not read the parent has not made the directory. */
    private void forceIfReadable(Path parent) throws IOException {
        try {
            directory(parent);
        } catch (AccessDeniedException e) {
            LOG.debug("{} cannot be forced: {}", parent, e.toString());
        }
    }
}
