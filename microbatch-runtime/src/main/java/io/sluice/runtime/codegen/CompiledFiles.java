package io.sluice.runtime.codegen;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Generated classes that an earlier process has compiled, a file for each text, in a directory that belongs to one build of
 * Sluice:
 *
 * <pre>
 * file := magic (4 bytes) · text · number of classes (4) · { name · bytes } · CRC32C of all before (8);  text, name, bytes := length (4) · bytes
 * </pre>
 *
 * Only a cache: what cannot be read is compiled again, what cannot be written is not kept. Used by any thread and process.
 */
final class CompiledFiles {
    private static final Logger LOG = LoggerFactory.getLogger(CompiledFiles.class);
    private static final int MAGIC = 0x534C4743;
    private static final int MOST_FILES = 1000;
    private static final String ENDING = ".classes";

    private final Path directory;

    CompiledFiles(Path directory) {
        this.directory = directory;
    }

    /** The classes of this text, by name. */
    Optional<Map<String, byte[]>> find(String text) {
        try {
            return read(Files.readAllBytes(file(text)), text);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.debug("cannot read {}", file(text), e);
            return Optional.empty();
        }
    }

    private static Optional<Map<String, byte[]>> read(byte[] file, String text) {
        int length = file.length - Long.BYTES;
        ByteBuffer in = ByteBuffer.wrap(file);
        if (length < 0 || in.getLong(length) != checksum(file, length)) {
            return Optional.empty();
        }
        if (in.getInt() != MAGIC || !text(in).equals(text)) {
            return Optional.empty();
        }
        Map<String, byte[]> classes = new LinkedHashMap<>();
        for (int left = in.getInt(); left > 0; left--) {
            classes.put(text(in), next(in));
        }
        return Optional.of(classes);
    }

    private static String text(ByteBuffer in) {
        return new String(next(in), StandardCharsets.UTF_8);
    }

    private static byte[] next(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return bytes;
    }

    private static long checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return checksum.getValue();
    }

    void keep(String text, Map<String, byte[]> classes) {
        try {
            makeRoom();
            Path temporary = Files.createTempFile(directory, "new", ".tmp");
            try {
                Files.write(temporary, bytes(text, classes));
                Files.move(temporary, file(text), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            LOG.debug("cannot write {}", file(text), e);
        }
    }

    private static byte[] bytes(String text, Map<String, byte[]> classes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(MAGIC);
        write(out, text.getBytes(StandardCharsets.UTF_8));
        out.writeInt(classes.size());
        for (Map.Entry<String, byte[]> type : classes.entrySet()) {
            write(out, type.getKey().getBytes(StandardCharsets.UTF_8));
            write(out, type.getValue());
        }
        out.writeLong(checksum(bytes.toByteArray(), bytes.size()));
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
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

    private Path file(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long name = (long) text.hashCode() << Integer.SIZE | checksum(bytes, bytes.length);
        return directory.resolve(Long.toHexString(name) + ENDING);
    }
}
