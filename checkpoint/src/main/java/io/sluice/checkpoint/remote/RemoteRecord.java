package io.sluice.checkpoint.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.file.Versions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A record of the log in an object store: parts of files that are written, and the files of state that count from then on.
 *
 * <pre>
 * "SLUICELG" | version, 4 bytes | CRC32C of what follows, 4 bytes | length of the JSON, 4 bytes | JSON | the parts' bytes
 * </pre>
 *
 * All numbers are big-endian.
 *
 * @param opening whether a writer begins with it; then it is a base
 * @param base whether it stands for itself: all files are in it, and what was before does not count any more
 * @param writer a name that no other process has
 * @param parts of the files that are small and change
 * @param state names of files of state: all that count, or, unless {@code base}, those that are new
 */
record RemoteRecord(boolean opening, boolean base, String writer, List<Part> parts, List<String> state) {
    private static final byte[] MAGIC = "SLUICELG".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT_VERSION = 1;
    private static final int HEADER_BYTES = MAGIC.length + 12;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * Bytes of a file.
     *
     * @param file its name in the directory of the checkpoint
     * @param length of the whole file; what was not written is zeros
     * @param from where the bytes begin; 0: what was in the file before does not count
     */
    record Part(String file, long length, long from, byte[] bytes) {}

    RemoteRecord(boolean opening, boolean base, String writer, List<Part> parts, Collection<String> state) {
        this(opening, base, writer, List.copyOf(parts), List.copyOf(state));
    }

    byte[] toBytes() {
        ObjectNode json = JSON.createObjectNode()
                .put("opening", opening)
                .put("base", base)
                .put("writer", writer);
        ArrayNode written = json.putArray("parts");
        int size = 0;
        for (Part part : parts) {
            written.addObject()
                    .put("file", part.file())
                    .put("length", part.length())
                    .put("from", part.from())
                    .put("bytes", part.bytes().length);
            size = Math.addExact(size, part.bytes().length);
        }
        ArrayNode names = json.putArray("state");
        state.forEach(names::add);
        byte[] line = json.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(Math.addExact(HEADER_BYTES + line.length, size));
        bytes.put(MAGIC).putInt(FORMAT_VERSION).putInt(0).putInt(line.length).put(line);
        parts.forEach(part -> bytes.put(part.bytes()));
        bytes.putInt(MAGIC.length + Integer.BYTES, checksum(bytes.array()));
        return bytes.array();
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        int start = MAGIC.length + 2 * Integer.BYTES;
        crc.update(bytes, start, bytes.length - start);
        return (int) crc.getValue();
    }

    /** @param name of the object, for messages */
    static RemoteRecord of(byte[] bytes, String name) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER_BYTES || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw corrupt(name, "an object that begins with SLUICELG", "another, of %d bytes".formatted(bytes.length));
        }
        buffer.position(MAGIC.length);
        int version = buffer.getInt();
        int checksum = buffer.getInt();
        if (version > FORMAT_VERSION) {
            throw Versions.newer(Path.of(name), FORMAT_VERSION, version);
        }
        if (checksum != checksum(bytes)) {
            throw corrupt(name, "the checksum %08x".formatted(checksum), "%08x".formatted(checksum(bytes)));
        }
        byte[] line = new byte[buffer.getInt()];
        buffer.get(line);
        try {
            return of(JSON.readTree(line), buffer);
        } catch (IOException e) {
            throw new UncheckedIOException("reading memory failed", e);
        }
    }

    private static RemoteRecord of(JsonNode json, ByteBuffer payload) {
        List<Part> parts = new ArrayList<>();
        for (JsonNode part : json.required("parts")) {
            byte[] bytes = new byte[part.required("bytes").intValue()];
            payload.get(bytes);
            parts.add(new Part(
                    part.required("file").textValue(),
                    part.required("length").longValue(),
                    part.required("from").longValue(),
                    bytes));
        }
        List<String> state = new ArrayList<>();
        json.required("state").forEach(name -> state.add(name.textValue()));
        return new RemoteRecord(
                json.required("opening").booleanValue(),
                json.required("base").booleanValue(),
                json.required("writer").textValue(),
                parts,
                state);
    }

    private static CheckpointException corrupt(String name, String expected, String got) {
        return CheckpointException.corrupt(
                Path.of(name),
                expected,
                got,
                "Put the object back from an older version of it, or start the query with a new checkpoint directory.");
    }
}
