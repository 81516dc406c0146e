package io.sluice.planner.kept;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What earlier processes have found out, by what they were asked, a file for each answer, in a directory of its own:
 *
 * <pre>
 * file := magic (4 bytes) · key · value · CRC32C of all before (8);  key, value := length (4) · bytes
 * </pre>
 *
 * Only a cache: a file that cannot be read is not there, what cannot be written is not kept, and all files go when there are
 * {@value #MOST_FILES}. Only their owner can read them. Used by any thread and process.
 */
public final class KeptFiles {
    private static final Logger LOG = LoggerFactory.getLogger(KeptFiles.class);
    private static final int MOST_FILES = 1000;
    private static final int LENGTHS = 3 * Integer.BYTES;

    private final Path directory;
    private final int magic;
    private final String ending;

    /**
     * @param magic the first bytes of each file
     * @param ending of their names
     */
    public KeptFiles(Path directory, int magic, String ending) {
        this.directory = requireNonNull(directory, "directory");
        this.magic = magic;
        this.ending = requireNonNull(ending, "ending");
    }

    /** What was kept for this key. */
    public Optional<ByteBuffer> find(byte[] key) {
        try {
            return read(Files.readAllBytes(file(key)), key);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.debug("cannot read {}", file(key), e);
            return Optional.empty();
        }
    }

    private Optional<ByteBuffer> read(byte[] file, byte[] key) {
        int length = file.length - Long.BYTES;
        if (length < LENGTHS + key.length) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(file);
        if (in.getLong(length) != checksum(file, length) || in.getInt() != magic || in.getInt() != key.length) {
            return Optional.empty();
        }
        int value = in.position() + key.length;
        if (!Arrays.equals(file, in.position(), value, key, 0, key.length)) {
            return Optional.empty();
        }
        return Optional.of(in.position(value + Integer.BYTES).limit(length).slice());
    }

    private static long checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return checksum.getValue();
    }

    /** Keeps a value in the place of what was there. */
    public void keep(byte[] key, byte[] value) {
        try {
            makeRoom();
            // Which gives them that right.
            Path temporary = Files.createTempFile(directory, "new", ".tmp");
            try {
                Files.write(temporary, bytes(key, value));
                Files.move(temporary, file(key), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            LOG.debug("cannot write {}", file(key), e);
        }
    }

    private byte[] bytes(byte[] key, byte[] value) {
        ByteBuffer out = ByteBuffer.allocate(LENGTHS + key.length + value.length + Long.BYTES);
        out.putInt(magic).putInt(key.length).put(key).putInt(value.length).put(value);
        return out.putLong(checksum(out.array(), out.position())).array();
    }

    /** All of them go when there are too many: those that are used come back. */
    private void makeRoom() throws IOException {
        Files.createDirectories(directory);
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            all.forEach(files::add);
        }
        if (files.size() >= MOST_FILES) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    private Path file(byte[] key) {
        long name = (long) Arrays.hashCode(key) << Integer.SIZE | checksum(key, key.length);
        return directory.resolve(Long.toHexString(name) + ending);
    }
}
