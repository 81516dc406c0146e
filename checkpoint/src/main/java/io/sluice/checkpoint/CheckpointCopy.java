package io.sluice.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.checkpoint.file.Durability;
import io.sluice.checkpoint.file.MetadataFile;
import io.sluice.checkpoint.file.Trouble;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A checkpoint as one file, to be carried elsewhere: a zip archive of what it takes to go on from the last commit, and at its
 * end {@code export.json} with the last batch and the length and checksum of each file.
 *
 * <p>An export may be made beside a running query. A copy carries the query's id: of the two, only one may go on.
 */
public final class CheckpointCopy {
    private static final String MANIFEST = "export.json";
    private static final int FORMAT_VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private record Entry(long length, int checksum) {}

    private CheckpointCopy() {}

    /** Writes the archive, which must not exist, whole or not at all; gives the last batch in it. */
    public static long export(Path directory, Path archive) {
        if (Files.exists(archive)) {
            throw exists("export checkpoint %s to".formatted(directory), archive);
        }
        Path temporary = archive.resolveSibling(archive.getFileName() + ".tmp");
        try {
            long batch = CheckpointReader.look(directory, reader -> write(reader, temporary));
            Files.move(temporary, archive, StandardCopyOption.ATOMIC_MOVE);
            Durability.FULL.directory(archive.toAbsolutePath().getParent());
            return batch;
        } catch (IOException e) {
            throw Trouble.with("write", archive, e);
        } finally {
            deleteIfExists(temporary);
        }
    }

    private static long write(CheckpointReader reader, Path temporary) {
        long batch = reader.lastBatch();
        Map<String, Entry> entries = new TreeMap<>();
        try (FileChannel channel = FileChannel.open(
                        temporary,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                ZipOutputStream zip = new ZipOutputStream(java.nio.channels.Channels.newOutputStream(channel))) {
            for (Path file : reader.stateFiles()) {
                try (InputStream input = Files.newInputStream(reader.directory().resolve(file.toString()))) {
                    entries.put(name(file), add(zip, name(file), input));
                }
            }
            reader.copyLogs((file, content) -> {
                String name = name(Path.of(reader.directory().relativize(file).toString()));
                entries.put(name, add(zip, name, new ByteArrayInputStream(content)));
            });
            try (InputStream input = Files.newInputStream(reader.directory().resolve(MetadataFile.NAME))) {
                entries.put(MetadataFile.NAME, add(zip, MetadataFile.NAME, input));
            }
            zip.putNextEntry(new ZipEntry(MANIFEST));
            zip.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest(batch, entries)));
            zip.closeEntry();
            zip.finish();
            channel.force(true);
        } catch (NoSuchFileException e) {
            throw CheckpointException.corrupt(Path.of(e.getFile()), "a file that the commits name", "none", "");
        } catch (IOException e) {
            throw Trouble.with("write", temporary, e);
        }
        return batch;
    }

    private static Entry add(ZipOutputStream zip, String name, InputStream input) throws IOException {
        byte[] chunk = new byte[1 << 16];
        CRC32C checksum = new CRC32C();
        long length = 0;
        zip.putNextEntry(new ZipEntry(name));
        for (int count = input.read(chunk); count >= 0; count = input.read(chunk)) {
            zip.write(chunk, 0, count);
            checksum.update(chunk, 0, count);
            length += count;
        }
        zip.closeEntry();
        return new Entry(length, (int) checksum.getValue());
    }

    private static String name(Path file) {
        return file.toString().replace('\\', '/');
    }

    private static JsonNode manifest(long batch, Map<String, Entry> entries) {
        ObjectNode json = JSON.createObjectNode()
                .put("magic", "sluice-export")
                .put("formatVersion", FORMAT_VERSION)
                .put("lastBatch", batch);
        ObjectNode files = json.putObject("files");
        entries.forEach((name, entry) ->
                files.putObject(name).put("length", entry.length()).put("crc32c", "%08x".formatted(entry.checksum())));
        return json;
    }

    /**
     * Makes a checkpoint directory of an archive, whole or not at all: it is verified before it gets its name. The directory
     * must not exist. Gives the last batch in it.
     */
    public static long restore(Path archive, Path directory) {
        if (Files.exists(directory)) {
            throw exists("import %s into".formatted(archive), directory);
        }
        Path target = directory.toAbsolutePath();
        Path temporary = target.resolveSibling(target.getFileName() + ".tmp");
        try {
            Durability.FULL.createDirectories(target.getParent());
            deleteAll(temporary);
            Files.createDirectory(temporary);
            JsonNode manifest = unpack(archive, temporary);
            check(archive, manifest, temporary);
            CheckpointReader.verify(temporary).stream()
                    .filter(finding -> finding.severity() == CheckpointFinding.Severity.DAMAGED)
                    .findFirst()
                    .ifPresent(finding -> {
                        throw new CheckpointException(
                                CheckpointException.Kind.CORRUPT, finding.message(), finding.advice(), null);
                    });
            force(temporary);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            Durability.FULL.directory(target.getParent());
            return manifest.path("lastBatch").asLong();
        } catch (NoSuchFileException e) {
            throw Trouble.with("read", archive, e);
        } catch (IOException e) {
            throw Trouble.with("import " + archive + " into", directory, e);
        } finally {
            try {
                deleteAll(temporary);
            } catch (IOException e) {
                throw Trouble.with("delete", temporary, e);
            }
        }
    }

    private static JsonNode unpack(Path archive, Path target) throws IOException {
        byte[] manifest = new byte[0];
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(MANIFEST)) {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    zip.transferTo(bytes);
                    manifest = bytes.toByteArray();
                    continue;
                }
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw damaged(archive, "names within the checkpoint", "\"" + entry.getName() + "\"");
                }
                Files.createDirectories(file.getParent());
                try (OutputStream output = Files.newOutputStream(file)) {
                    zip.transferTo(output);
                }
            }
        } catch (java.util.zip.ZipException | java.io.EOFException e) {
            throw damaged(archive, "a whole zip archive", "one that cannot be read: " + e.getMessage());
        }
        JsonNode json;
        try {
            json = JSON.readTree(manifest);
        } catch (IOException e) {
            throw damaged(archive, "a manifest in JSON, export.json", "another");
        }
        if (!json.path("magic").asText().equals("sluice-export")) {
            throw damaged(archive, "an exported checkpoint", "no manifest export.json in it");
        }
        if (json.path("formatVersion").asInt() > FORMAT_VERSION) {
            throw io.sluice.checkpoint.file.Versions.newer(
                    archive, FORMAT_VERSION, json.path("formatVersion").asInt());
        }
        return json;
    }

    private static void check(Path archive, JsonNode manifest, Path target) throws IOException {
        for (var entry : manifest.path("files").properties()) {
            Path file = target.resolve(entry.getKey()).normalize();
            if (!Files.isRegularFile(file)) {
                throw damaged(archive, "the file \"" + entry.getKey() + "\"", "none");
            }
            CRC32C checksum = new CRC32C();
            byte[] chunk = new byte[1 << 16];
            try (InputStream input = Files.newInputStream(file)) {
                for (int count = input.read(chunk); count >= 0; count = input.read(chunk)) {
                    checksum.update(chunk, 0, count);
                }
            }
            String expected = entry.getValue().path("crc32c").asText();
            String got = "%08x".formatted((int) checksum.getValue());
            if (!expected.equals(got)) {
                throw damaged(archive, "the checksum %s of \"%s\"".formatted(expected, entry.getKey()), got);
            }
        }
    }

    private static void force(Path directory) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (Stream<Path> walked = Files.walk(directory)) {
            walked.forEach(paths::add);
        }
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                Durability.FULL.directory(path);
            } else {
                try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
    }

    private static CheckpointException damaged(Path archive, String expected, String got) {
        return CheckpointException.corrupt(
                archive, expected, got, "Export the checkpoint again, and copy the whole file.");
    }

    private static CheckpointException exists(String doing, Path path) {
        return new CheckpointException(
                CheckpointException.Kind.ENVIRONMENT,
                "cannot %s %s: expected that nothing has this name, but something has".formatted(doing, path),
                "Choose another name; nothing is ever overwritten.",
                null);
    }

    private static void deleteIfExists(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw Trouble.with("delete", file, e);
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> paths = Files.walk(directory)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
