package io.sluice.sources.parquet;

import java.io.IOException;
import java.util.Arrays;

/**
 * DELTA_BINARY_PACKED, decoded at once: a header (values of a block, miniblocks of a block, number of values, first
 * value), then blocks of a least delta, one bit width for each miniblock, and the packed deltas above the least.
 */
final class DeltaNumbers {
    private static final int MAX_BLOCK = 1 << 20;
    private static final int MAX_COUNT = 1 << 24;

    private long[] values = {};
    private int count;
    private byte[] bytes = {};
    private int position;
    private int end;

    /** Reads at most {@code most} numbers; {@code bytes} must be readable for a few bytes after {@code to}. */
    void start(byte[] source, int from, int to, int most) throws IOException {
        bytes = source;
        position = from;
        end = to;
        long block = varint();
        long miniblocks = varint();
        long total = varint();
        if (block < 1
                || block > MAX_BLOCK
                || miniblocks < 1
                || block % miniblocks != 0
                || block / miniblocks % 8 != 0) {
            throw new IOException("expected blocks of miniblocks of whole bytes, got %d values in %d miniblocks"
                    .formatted(block, miniblocks));
        }
        if (total < 0 || total > most) {
            throw new IOException("expected at most %d delta-coded values, got %d".formatted(most, total));
        }
        if (total > MAX_COUNT) {
            throw new UnsupportedPageException(
                    "a page of %d delta-coded values, of which there are at most %d".formatted(total, MAX_COUNT));
        }
        int miniblock = (int) (block / miniblocks);
        reserve((int) total + miniblock);
        count = (int) total;
        values[0] = zigzag();
        for (int at = 1; at < count; ) {
            at = readBlock(at, (int) miniblocks, miniblock);
        }
        sum();
    }

    private void reserve(int size) {
        if (values.length < size) {
            values = new long[size];
        }
    }

    private int readBlock(int first, int miniblocks, int miniblock) throws IOException {
        long least = zigzag();
        int widths = position;
        Bits.require(position, miniblocks, end);
        position += miniblocks;
        int at = first;
        for (int i = 0; i < miniblocks && at < count; i++) {
            readMiniblock(bytes[widths + i] & 0xFF, least, at, miniblock);
            at += miniblock;
        }
        return Math.min(at, count);
    }

    private void readMiniblock(int width, long least, int at, int length) throws IOException {
        if (width > 64) {
            throw new IOException("expected deltas of 0 to 64 bits, got " + width);
        }
        int size = width * (length >>> 3);
        int needed = (int) (((long) Math.min(length, count - at) * width + 7) >>> 3);
        Bits.require(position, needed, end);
        if (width == 0) {
            Arrays.fill(values, at, at + length, least);
        } else {
            int whole = position + size <= end ? length : Math.min(length, count - at);
            Bits.unpack(bytes, position, width, values, at, whole);
            for (int i = at; i < at + whole; i++) {
                values[i] += least;
            }
        }
        position = Math.min(position + size, end);
    }

    private void sum() {
        long value = count > 0 ? values[0] : 0;
        for (int i = 1; i < count; i++) {
            value += values[i];
            values[i] = value;
        }
    }

    private long varint() throws IOException {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            Bits.require(position, 1, end);
            byte next = bytes[position++];
            result |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return result;
            }
        }
        throw new IOException("a number in a delta-coded page is longer than ten bytes");
    }

    private long zigzag() throws IOException {
        long coded = varint();
        return coded >>> 1 ^ -(coded & 1);
    }

    /** The numbers; valid for the first {@link #count}, until the next start. */
    long[] values() {
        return values;
    }

    int count() {
        return count;
    }

    /** The first byte after the numbers. */
    int end() {
        return position;
    }
}
