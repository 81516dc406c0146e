package io.sluice.sources.file;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.sources.Offset;
import io.sluice.sources.SourceException;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjLongConsumer;

/**
 * A position in the sequence of files, as {@code {"seq":3,"files":[{"path":"c.json","size":120,"mtime":1700000000000000}]}}.
 *
 * @param seq how many files were taken up to here
 * @param files the last of them: those of the range that ends here, so that it can be read again from this alone
 */
record FileOffset(@JsonProperty("seq") long seq, @JsonProperty("files") List<FileEntry> files) {
    static final FileOffset START = new FileOffset(0, List.of());
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

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
            return MAPPER.readValue(offset.json(), FileOffset.class);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new SourceException(
                    "cannot read the position of filesystem table \"%s\": expected {\"seq\":…,\"files\":[…]}, got %s"
                            .formatted(table, offset),
                    "The checkpoint was made with another connector: use a new checkpoint directory.",
                    e);
        }
    }

    Offset toOffset() {
        try {
            return new Offset(MAPPER.writeValueAsString(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + this, e);
        }
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
