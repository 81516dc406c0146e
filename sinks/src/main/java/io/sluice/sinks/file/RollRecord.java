package io.sluice.sinks.file;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The last roll: the rows of all batches up to {@code through} are in files, of which these are the last ones. Written
 * once the files are staged and durable; from then on the roll is final, whatever happens.
 *
 * @param sequence 0 for the first roll, then 1, 2, …
 */
record RollRecord(int version, long sequence, long through, List<Receipt.Entry> files) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int VERSION = 1;

    RollRecord {
        files = List.copyOf(files);
    }

    RollRecord(long sequence, long through, List<Receipt.Entry> files) {
        this(VERSION, sequence, through, files);
    }

    List<Receipt.Part> parts() {
        return files.stream().map(entry -> entry.part(new byte[0])).toList();
    }

    /** Writes it durably in the place of the last one. */
    void write(Path file, Path temporary) throws IOException {
        DurableFiles.write(temporary, JSON.writeValueAsBytes(this));
        DurableFiles.rename(temporary, file);
        DurableFiles.forceDirectory(file.getParent());
    }

    static Optional<RollRecord> read(Path file) throws IOException {
        try {
            RollRecord roll = JSON.readValue(Files.readAllBytes(file), RollRecord.class);
            if (roll.version != VERSION) {
                throw new IOException(
                        "expected a roll of version %d in %s, got %d".formatted(VERSION, file, roll.version));
            }
            return Optional.of(roll);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw new IOException("expected the record of a roll in %s, got other bytes".formatted(file), e);
        }
    }
}
