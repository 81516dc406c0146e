package io.sluice.sinks.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files and names that survive a power loss: a file's bytes when they are forced, a name when its directory is. */
final class DurableFiles {
    private static final Logger LOG = LoggerFactory.getLogger(DurableFiles.class);
    private static final int CHUNK_BYTES = 1 << 20;

    private DurableFiles() {}

    /**
     * Creates the directory and those above it that are missing, each one durably. One that is there may have been made by
     * a process that was killed before it could force the name; those above it were durable then.
     */
    static void createDirectories(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        Path parent = absolute.getParent();
        if (parent == null) {
            return;
        }
        if (Files.isDirectory(absolute)) {
            forceIfReadable(parent);
            return;
        }
        createDirectories(parent);
        try {
            Files.createDirectory(absolute);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(absolute)) {
                throw e;
            }
        }
        forceDirectory(parent);
    }

    /** Who may not read the parent has not made the directory. */
    private static void forceIfReadable(Path parent) throws IOException {
        try {
            forceDirectory(parent);
        } catch (AccessDeniedException e) {
            LOG.debug("{} cannot be forced: {}", parent, e.toString());
        }
    }

    static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** A new file, or an old one emptied. */
    static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    /** Writes the whole file and forces its bytes, not its name. */
    static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = create(file)) {
            writeFully(channel, ByteBuffer.wrap(bytes));
            channel.force(false);
        }
    }

    /** A disk that fails is another thing than a file that is not there. */
    static boolean exists(Path file) throws IOException {
        try {
            Files.readAttributes(file, BasicFileAttributes.class);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Gives the file its new name in one step; whatever had that name is gone. */
    static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    static long checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return checksum.getValue();
    }

    /** CRC32C of the file's bytes. */
    static long checksum(Path file) throws IOException {
        CRC32C checksum = new CRC32C();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(chunk) >= 0) {
                checksum.update(chunk.flip());
                chunk.clear();
            }
        }
        return checksum.getValue();
    }
}
