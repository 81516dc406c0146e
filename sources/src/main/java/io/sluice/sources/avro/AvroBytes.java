package io.sluice.sources.avro;

import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/** A place in decoded bytes: a header or a block. Reads no further than its end, whatever the bytes say. */
final class AvroBytes {
    private static final int MOST_VARINT = 10;

    byte[] bytes = {};
    int at;
    int limit;
    private Optional<String> misfit = Optional.empty();

    void set(byte[] newBytes, int from, int to) {
        bytes = newBytes;
        at = from;
        limit = to;
    }

    /** A value was read, but does not fit its column; what follows it can be read. The first of a record counts. */
    void misfit(String message, Object... arguments) {
        if (misfit.isEmpty()) {
            misfit = Optional.of(message.formatted(arguments));
        }
    }

    /** What did not fit since the last call. */
    Optional<String> takeMisfit() {
        Optional<String> taken = misfit;
        if (taken.isPresent()) {
            misfit = Optional.empty();
        }
        return taken;
    }

    int remaining() {
        return limit - at;
    }

    private void require(long count) throws IOException {
        if (count < 0 || count > limit - at) {
            throw new EOFException("expected %d bytes of a value, got %d".formatted(count, limit - at));
        }
    }

    /** A number in the zigzag form of variable length. */
    long readLong() throws IOException {
        long value = 0;
        for (int i = 0; i < MOST_VARINT; i++) {
            require(1);
            byte next = bytes[at++];
            value |= (long) (next & 0x7F) << 7 * i;
            if (next >= 0) {
                return value >>> 1 ^ -(value & 1);
            }
        }
        throw new IOException("expected a number, got more than %d bytes".formatted(MOST_VARINT));
    }

    int readInt() throws IOException {
        long value = readLong();
        if (value != (int) value) {
            throw new IOException("expected a number of 32 bits, got " + value);
        }
        return (int) value;
    }

    boolean readBoolean() throws IOException {
        require(1);
        return bytes[at++] != 0;
    }

    int readFixed32() throws IOException {
        require(4);
        int value = bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8 | (bytes[at + 2] & 0xFF) << 16 | bytes[at + 3] << 24;
        at += 4;
        return value;
    }

    long readFixed64() throws IOException {
        long low = readFixed32() & 0xFFFF_FFFFL;
        return low | (long) readFixed32() << 32;
    }

    /** A length, of that many bytes that are there. */
    int readLength() throws IOException {
        long length = readLong();
        require(length);
        return (int) length;
    }

    void skip(long count) throws IOException {
        require(count);
        at += (int) count;
    }

    /**
     * The number of items of the next run of an array or a map, 0 at its end. A run may say its size in bytes; it must fit in
     * what is there, as its items must if they have any bytes.
     */
    int readCount() throws IOException {
        long count = readLong();
        if (count < 0) {
            count = -count;
            require(readLong());
        }
        if (count < 0 || count > remaining() + 1L) {
            throw new IOException("expected at most %d items, got %d".formatted(remaining(), count));
        }
        return (int) count;
    }
}
