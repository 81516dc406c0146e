package io.sluice.sources.avro;

import io.sluice.sources.format.DataFile;
import io.sluice.sources.format.FileBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * What a file begins with.
 *
 * @param end where the first block begins
 */
record AvroHeader(Schema schema, AvroCodec codec, byte[] sync, long end) {
    static final int SYNC = 16;
    private static final byte[] MAGIC = {'O', 'b', 'j', 1};

    /** A schema is text of people; one of more bytes is damage. */
    private static final int MOST_BYTES = 4 << 20;

    static AvroHeader read(DataFile file, FileBytes bytes) throws IOException {
        byte[] start = bytes.stream(0, MOST_BYTES).readNBytes((int) Math.min(MOST_BYTES, file.size()));
        if (start.length < MAGIC.length || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IOException("expected an Avro object container file, got another");
        }
        AvroBytes in = new AvroBytes();
        in.set(start, MAGIC.length, start.length);
        Optional<String> schema = Optional.empty();
        String codec = "null";
        for (int count = in.readCount(); count > 0; count = in.readCount()) {
            for (int i = 0; i < count; i++) {
                String key = text(in);
                String value = text(in);
                schema = key.equals("avro.schema") ? Optional.of(value) : schema;
                codec = key.equals("avro.codec") ? value : codec;
            }
        }
        int sync = in.at;
        in.skip(SYNC);
        return new AvroHeader(
                parse(schema.orElseThrow(() -> new IOException("expected a schema in the header, got none"))),
                AvroCodec.of(codec),
                Arrays.copyOfRange(start, sync, sync + SYNC),
                in.at);
    }

    private static String text(AvroBytes in) throws IOException {
        int length = in.readLength();
        String text = new String(in.bytes, in.at, length, StandardCharsets.UTF_8);
        in.skip(length);
        return text;
    }

    private static Schema parse(String text) throws IOException {
        try {
            return new Schema.Parser().parse(text);
        } catch (SchemaParseException | IllegalArgumentException | ClassCastException | StackOverflowError e) {
            throw new IOException("expected a schema of Avro, got one that cannot be read: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new IOException("expected a schema of Avro, got one that cannot be read: " + e, e);
        }
    }
}
