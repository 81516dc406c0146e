package io.sluice.checkpoint.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.QueryMetadata;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The file {@code metadata}: two lines of JSON. The first is the header, the second the content that it checks.
 *
 * <pre>
 * {"magic":"sluice-checkpoint","formatVersion":1,"length":4711,"crc32c":"1c291ca3"}
 * {"writerEpoch":3,"publishedThrough":41,"queryId":"…","plan":{…}}
 * </pre>
 *
 * Replaced whole: temporary file in the writer's folder, force, rename, force of the directory.
 */
public final class MetadataFile {
    public static final String NAME = "metadata";
    public static final int FORMAT_VERSION = 1;

    private static final String TEMPORARY = "metadata.tmp";
    private static final Pattern HEADER =
            Pattern.compile("\\{\"magic\":\"sluice-checkpoint\",\"formatVersion\":(\\d{1,9}),"
                    + "\"length\":(\\d{1,10}),\"crc32c\":\"([0-9a-f]{8})\"}");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path directory;
    private final Durability durability;

    /**
     * @param writerEpoch how many times the directory was opened
     * @param publishedThrough what a graceful stop has said to be published durably; −1 if none has
     * @param query empty until the first start of the query
     * @param rewindTo batches after this one do not count any more and are being erased; −1: none
     * @param repeatThrough up to this batch there may be intents without commits, since it was taken back; −1: none
     */
    public record Content(
            long writerEpoch, long publishedThrough, Optional<QueryMetadata> query, long rewindTo, long repeatThrough) {
        /** Of a new directory. */
        public static final Content NEW = new Content(0, -1, Optional.empty(), -1, -1);

        public Content withEpoch(long epoch) {
            return new Content(epoch, publishedThrough, query, rewindTo, repeatThrough);
        }

        public Content withPublishedThrough(long batch) {
            return new Content(writerEpoch, batch, query, rewindTo, repeatThrough);
        }

        public Content withQuery(QueryMetadata newQuery) {
            return new Content(writerEpoch, publishedThrough, Optional.of(newQuery), rewindTo, repeatThrough);
        }

        /** @param through the last batch that is undone */
        public Content withRewind(long to, long through) {
            return new Content(writerEpoch, publishedThrough, query, to, Math.max(through, repeatThrough));
        }

        public Content withoutRewind() {
            return new Content(writerEpoch, publishedThrough, query, -1, repeatThrough);
        }
    }

    public MetadataFile(Path directory, Durability durability) {
        this.directory = directory;
        this.durability = durability;
    }

    public Path path() {
        return directory.resolve(NAME);
    }

    /** Reads and checks the file; empty if there is none. */
    public Optional<Content> read() {
        try {
            return Optional.of(parse(Files.readAllBytes(path())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw Trouble.with("read", path(), e);
        }
    }

    private Content parse(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        String first = new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
        Matcher header = HEADER.matcher(first);
        if (!header.matches()) {
            throw corrupt("a first line {\"magic\":\"sluice-checkpoint\",…}", "\"" + shortened(first) + "\"");
        }
        int version = Integer.parseInt(header.group(1));
        if (version != FORMAT_VERSION) {
            throw Versions.newer(path(), FORMAT_VERSION, version);
        }
        int length = Math.max(0, bytes.length - end - 1);
        if (Long.parseLong(header.group(2)) != length) {
            throw corrupt(header.group(2) + " bytes after the first line", String.valueOf(length));
        }
        String checksum = checksum(bytes, end + 1, length);
        if (!header.group(3).equals(checksum)) {
            throw corrupt("content with the checksum " + header.group(3), checksum);
        }
        return content(new String(bytes, end + 1, length, StandardCharsets.UTF_8));
    }

    private Content content(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            Optional<QueryMetadata> query = json.has("queryId")
                    ? Optional.of(new QueryMetadata(json.get("queryId").textValue(), json.required("plan")))
                    : Optional.empty();
            return new Content(
                    json.required("writerEpoch").asLong(),
                    json.path("publishedThrough").asLong(-1),
                    query,
                    json.path("rewindTo").asLong(-1),
                    json.path("repeatThrough").asLong(-1));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw corrupt("a second line of JSON with writerEpoch", "\"" + shortened(line) + "\"");
        }
    }

    /** Replaces the file, durably. */
    public void write(Content content, WriterFolder writer) {
        try {
            Path temporary = writer.temporary(TEMPORARY);
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(format(content));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                durability.file(channel);
            }
            writer.publish(temporary, path());
            durability.directory(directory);
        } catch (IOException e) {
            throw writer.trouble("write", path(), e);
        }
    }

    private static byte[] format(Content content) {
        ObjectNode json = JSON.createObjectNode().put("writerEpoch", content.writerEpoch());
        if (content.publishedThrough() >= 0) {
            json.put("publishedThrough", content.publishedThrough());
        }
        if (content.rewindTo() >= 0) {
            json.put("rewindTo", content.rewindTo());
        }
        if (content.repeatThrough() >= 0) {
            json.put("repeatThrough", content.repeatThrough());
        }
        content.query().ifPresent(query -> {
            json.put("queryId", query.queryId());
            json.set("plan", query.plan());
        });
        byte[] line = (json + "\n").getBytes(StandardCharsets.UTF_8);
        String header = "{\"magic\":\"sluice-checkpoint\",\"formatVersion\":%d,\"length\":%d,\"crc32c\":\"%s\"}\n"
                .formatted(FORMAT_VERSION, line.length, checksum(line, 0, line.length));
        byte[] head = header.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + line.length)
                .put(head)
                .put(line)
                .array();
    }

    private static String checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return "%08x".formatted(crc.getValue());
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private CheckpointException corrupt(String expected, String got) {
        return CheckpointException.corrupt(
                path(),
                expected,
                got,
                "Put back a copy of this file from a backup, or start the query with a new checkpoint directory.");
    }
}
