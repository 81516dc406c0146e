package io.sluice.sinks.file;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a batch has staged: its files, by their final names. Encoded as one line of JSON, then the bytes of the inline
 * parts one after another, in the order of the list:
 *
 * <pre>
 * {"version":1,"parts":[{"name":"part-1b4e28ba-00000007-0.json","length":212,"crc32c":3735928559,"inline":true}]}
 * </pre>
 *
 * A batch without rows has a receipt of no bytes.
 */
record Receipt(List<Receipt.Part> parts) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int VERSION = 1;

    Receipt {
        parts = List.copyOf(parts);
    }

    /**
     * One file.
     *
     * @param bytes its content if it is inline, else of no meaning
     */
    record Part(String name, long length, long checksum, boolean isInline, byte[] bytes) {
        Part {
            requireNonNull(name, "name");
            requireNonNull(bytes, "bytes");
        }

        static Part inline(String name, byte[] bytes) {
            return new Part(name, bytes.length, DurableFiles.checksum(bytes), true, bytes);
        }

        static Part staged(String name, long length, long checksum) {
            return new Part(name, length, checksum, false, new byte[0]);
        }
    }

    private record Header(int version, List<Entry> parts) {}

    private record Entry(String name, long length, long crc32c, boolean inline) {}

    byte[] encode() {
        if (parts.isEmpty()) {
            return new byte[0];
        }
        List<Entry> entries = parts.stream()
                .map(part -> new Entry(part.name, part.length, part.checksum, part.isInline))
                .toList();
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try {
            encoded.writeBytes(JSON.writeValueAsBytes(new Header(VERSION, entries)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        encoded.write('\n');
        parts.forEach(part -> encoded.writeBytes(part.bytes));
        return encoded.toByteArray();
    }

    /** Throws an {@code IOException} when the bytes are not a receipt of this version. */
    static Receipt decode(byte[] encoded) throws IOException {
        if (encoded.length == 0) {
            return new Receipt(List.of());
        }
        int end = 0;
        while (end < encoded.length && encoded[end] != '\n') {
            end++;
        }
        Header header = JSON.readValue(encoded, 0, end, Header.class);
        if (header.version != VERSION) {
            throw new IOException("expected a receipt of version %d, got %d".formatted(VERSION, header.version));
        }
        List<Part> parts = new ArrayList<>();
        int at = end + 1;
        for (Entry entry : header.parts) {
            int bytes = entry.inline ? Math.toIntExact(entry.length) : 0;
            if (bytes > encoded.length - at) {
                throw new IOException("a receipt ends within " + entry.name);
            }
            byte[] content = Arrays.copyOfRange(encoded, at, at + bytes);
            parts.add(new Part(entry.name, entry.length, entry.crc32c, entry.inline, content));
            at += bytes;
        }
        return new Receipt(parts);
    }
}
