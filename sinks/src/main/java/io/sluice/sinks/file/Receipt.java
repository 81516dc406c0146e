package io.sluice.sinks.file;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * {"version":1,"parts":[{"name":"day=1/part-1b4e28ba-00000007-0.json","length":212,"crc32c":3735928559,"inline":true}]}
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
     * @param name where readers find it, relative to the table's folder, with {@code /} between folder and file
     * @param staged its name in the staging directory without the ending, if that is not its file name
     * @param bytes its content if it is inline, else of no meaning
     */
    record Part(String name, String staged, long length, long checksum, boolean isInline, byte[] bytes) {
        Part {
            requireNonNull(name, "name");
            requireNonNull(staged, "staged");
            requireNonNull(bytes, "bytes");
        }

        static Part inline(String name, byte[] bytes) {
            return inline(name, name, bytes);
        }

        static Part inline(String name, String staged, byte[] bytes) {
            return new Part(name, staged, bytes.length, DurableFiles.checksum(bytes), true, bytes);
        }

        static Part staged(String name, long length, long checksum) {
            return staged(name, name, length, checksum);
        }

        static Part staged(String name, String staged, long length, long checksum) {
            return new Part(name, staged, length, checksum, false, new byte[0]);
        }
    }

    private record Header(int version, List<Entry> parts) {}

    /** @param staged null if it is the name */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(String name, String staged, long length, long crc32c, boolean inline) {
        static Entry of(Part part) {
            String staged = part.staged.equals(part.name) ? null : part.staged;
            return new Entry(part.name, staged, part.length, part.checksum, part.isInline);
        }

        Part part(byte[] bytes) {
            return new Part(name, staged == null ? name : staged, length, crc32c, inline, bytes);
        }
    }

    byte[] encode() {
        if (parts.isEmpty()) {
            return new byte[0];
        }
        List<Entry> entries = parts.stream().map(Entry::of).toList();
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
            parts.add(entry.part(Arrays.copyOfRange(encoded, at, at + bytes)));
            at += bytes;
        }
        return new Receipt(parts);
    }
}
