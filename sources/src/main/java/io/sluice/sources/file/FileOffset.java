package io.sluice.sources.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.sources.Offset;
import io.sluice.sources.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjLongConsumer;

/**
 * A position in the sequence of files, as {@code {"seq":3,"files":[{"path":"c.json","size":120,"mtime":1700000000000000}]}}.
 *
 * @param seq how many files were taken up to here
 * @param files the last of them: those of the range that ends here, so that it can be read again from this alone
 */
record FileOffset(long seq, List<FileEntry> files) {
    static final FileOffset START = new FileOffset(0, List.of());
    private static final String SEQ = "seq";
    private static final String FILES = "files";
    private static final String PATH = "path";
    private static final String SIZE = "size";
    private static final String MTIME = "mtime";

    // As a tree: to find out how a record is written takes a start 20 ms.
    private static final JsonMapper JSON = JsonMapper.builder().build();

    FileOffset {
        files = List.copyOf(files);
        if (seq < files.size()) {
            throw new IllegalArgumentException("an offset after %d files names %d".formatted(seq, files.size()));
        }
    }

    static FileOffset of(Optional<Offset> offset, String table) {
        return offset.map(value -> parse(value, table)).orElse(START);
    }

    static FileOffset parse(Offset offset, String table) {
        try {
            JsonNode json = JSON.readTree(offset.json());
            JsonNode entries = json.required(FILES);
            if (!entries.isArray()) {
                throw new IllegalArgumentException("not a list: " + entries);
            }
            List<FileEntry> files = new ArrayList<>();
            for (JsonNode file : entries) {
                files.add(new FileEntry(
                        text(file.required(PATH)), number(file.required(SIZE)), number(file.required(MTIME))));
            }
            return new FileOffset(number(json.required(SEQ)), files);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new SourceException(
                    "cannot read the position of filesystem table \"%s\": expected {\"seq\":…,\"files\":[…]}, got %s"
                            .formatted(table, offset),
                    "The checkpoint was made with another connector: use a new checkpoint directory.",
                    e);
        }
    }

    private static String text(JsonNode json) {
        if (!json.isTextual()) {
            throw new IllegalArgumentException("not a text: " + json);
        }
        return json.textValue();
    }

    private static long number(JsonNode json) {
        if (!json.isIntegralNumber() || !json.canConvertToLong()) {
            throw new IllegalArgumentException("not a number: " + json);
        }
        return json.longValue();
    }

    Offset toOffset() {
        ObjectNode json = JSON.createObjectNode().put(SEQ, seq);
        ArrayNode entries = json.putArray(FILES);
        files.forEach(file -> entries.addObject()
                .put(PATH, file.path())
                .put(SIZE, file.size())
                .put(MTIME, file.modified()));
        return new Offset(json.toString());
    }

    /** Passes each file with its number. */
    void forEach(ObjLongConsumer<FileEntry> consumer) {
        for (int i = 0; i < files.size(); i++) {
            consumer.accept(files.get(i), number(i));
        }
    }

    /** The number of the {@code index}-th file of the range among all files; the first file has 1. */
    private long number(int index) {
        return seq - files.size() + index + 1;
    }
}
