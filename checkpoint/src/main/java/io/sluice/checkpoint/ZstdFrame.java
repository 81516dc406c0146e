package io.sluice.checkpoint;

import org.apache.arrow.memory.ArrowBuf;

/**
 * Frames of zstd (RFC 8878) for what columns of state are full of, written in less than a tenth of the time that zstd's search for
 * matches takes. Any decoder reads them.
 *
 * <pre>
 * numbers of eight bytes that    a raw block with the first number; each other one is a sequence of its low bytes and a match, eight
 * differ in their low bytes      bytes back, of the others. All sequences are alike, so that their codes are RLE, too, and take no bits
 * the same eight bytes again     a raw block with them; a match, eight bytes back, for each block; a raw block with the last bytes
 * and again
 * </pre>
 *
 * Bytes lie as they do in Arrow, little endian.
 */
final class ZstdFrame {
    /** More than the header of the frame and its first blocks take besides literals, and than a further block does. */
    private static final int OVERHEAD = 48;

    private static final int MAGIC = 0xFD2FB528;

    /** The descriptor of a frame whose length follows in four bytes; its window is as large. */
    private static final byte SINGLE_SEGMENT = (byte) 0xA0;

    private static final int RAW = 0;
    private static final int COMPRESSED = 2;

    private static final int BLOCK_BYTES = 1 << 17;
    private static final int WIDTH = Long.BYTES;

    /** The shortest match has three bytes. */
    private static final int MOST_LOW_BYTES = WIDTH - 3;

    /** Fewer are looked through by zstd as fast. */
    private static final int FEWEST_BYTES = 8 * WIDTH;

    /** The shortest match whose length is a code for a power of two, and bits for what is above it. */
    private static final int LONG_MATCH = 131;

    private static final int MATCH_CODES = 36;

    /** Codes of literals' lengths, offsets and matches' lengths are each the same for all sequences of a block. */
    private static final int ALL_CODES_RLE = 0b01_01_01_00;

    /** Offset 8 where it is not the last one: 8 + 3 = 2³ + 3, code 3 with three bits, 011; a bit above ends the stream. */
    private static final int NEW_OFFSET = 3;

    private static final int NEW_OFFSET_BITS = 0b1_011;

    /** The last offset again: code 0 without bits. */
    private static final int SAME_OFFSET = 0;

    private static final int NO_BITS = 1;

    private final ArrowBuf into;
    private final long begin;
    private long end;

    private ZstdFrame(ArrowBuf into, long begin) {
        this.into = into;
        this.begin = begin;
        end = begin;
    }

    /**
     * By how many low bytes numbers differ, one to five; 0: no frame is made of them. Many numbers are of a large delta, which lies long
     * and is read at each start: zstd makes as little as half as much of them.
     */
    static int lowBytes(ArrowBuf numbers, int length) {
        if (length < FEWEST_BYTES || length >= BLOCK_BYTES || length % WIDTH != 0) {
            return 0;
        }
        long first = numbers.getLong(0);
        long different = 0;
        for (long at = WIDTH; at < length && different >>> Byte.SIZE * MOST_LOW_BYTES == 0; at += WIDTH) {
            different |= numbers.getLong(at) ^ first;
        }
        int low = (Long.SIZE - Long.numberOfLeadingZeros(different) + Byte.SIZE - 1) / Byte.SIZE;
        return low <= MOST_LOW_BYTES ? low : 0;
    }

    /** Whether the first eight bytes come again and again, the last time perhaps in part or with others in their place. */
    static boolean isRepeated(ArrowBuf bytes, int length) {
        if (length < LONG_MATCH + 2 * WIDTH) {
            return false;
        }
        long first = bytes.getLong(0);
        for (long at = WIDTH; at + WIDTH < length; at += WIDTH) {
            if (bytes.getLong(at) != first) {
                return false;
            }
        }
        return true;
    }

    /** The memory that a frame of repeated bytes needs. */
    static long repeatedBound(int length) {
        return bound(LONG_MATCH + WIDTH, length);
    }

    /** The memory that a frame of numbers needs. */
    static long numbersBound(int length, int low) {
        return bound((long) length / WIDTH * low, length);
    }

    private static long bound(long literals, int length) {
        return literals + OVERHEAD * (length / BLOCK_BYTES + 2L);
    }

    /** Writes a frame of repeated bytes; gives its length. */
    static int repeated(ArrowBuf into, long begin, ArrowBuf bytes, int length) {
        ZstdFrame frame = new ZstdFrame(into, begin);
        frame.header(length);
        frame.raw(bytes, 0, WIDTH, false);
        int at = WIDTH;
        while (length - at > LONG_MATCH + WIDTH) {
            int match = Math.min(BLOCK_BYTES, (length - 1) / WIDTH * WIDTH - at);
            frame.match(match);
            at += match;
        }
        frame.raw(bytes, at, length, true);
        return frame.length();
    }

    /** Writes a frame of numbers that differ in one to five low bytes, in one block of them all; gives its length. */
    static int numbers(ArrowBuf into, long begin, ArrowBuf numbers, int length, int low) {
        ZstdFrame frame = new ZstdFrame(into, begin);
        frame.header(length);
        frame.raw(numbers, 0, WIDTH, false);
        frame.sequences(numbers, WIDTH, 2 * WIDTH, low, NEW_OFFSET, NEW_OFFSET_BITS, false);
        frame.sequences(numbers, 2 * WIDTH, length, low, SAME_OFFSET, NO_BITS, true);
        return frame.length();
    }

    private void header(int length) {
        into.setInt(end, MAGIC);
        into.setByte(end + 4, SINGLE_SEGMENT);
        into.setInt(end + 5, length);
        end += 9;
    }

    private void block(int type, int size, boolean last) {
        putThree(size << 3 | type << 1 | (last ? 1 : 0));
    }

    private void raw(ArrowBuf bytes, int from, int to, boolean last) {
        block(RAW, to - from, last);
        into.setBytes(end, bytes, from, to - from);
        end += to - from;
    }

    /** A block of one sequence without literals: 2ⁿ + 3 + some bytes, code 36 + n with n bits, below those of the offset. */
    private void match(int bytes) {
        int bits = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(bytes - 3);
        int stream = NEW_OFFSET_BITS << bits | (bytes - 3) - (1 << bits);
        int streamBytes = (Integer.SIZE - Integer.numberOfLeadingZeros(stream) + Byte.SIZE - 1) / Byte.SIZE;
        block(COMPRESSED, 6 + streamBytes, false);
        put(RAW);
        put(1);
        put(ALL_CODES_RLE);
        put(0);
        put(NEW_OFFSET);
        put(MATCH_CODES + bits);
        into.setInt(end, stream);
        end += streamBytes;
    }

    /** A block of one sequence for each number. */
    private void sequences(ArrowBuf numbers, int from, int to, int low, int offset, int bits, boolean last) {
        int count = (to - from) / WIDTH;
        int literals = count * low;
        long start = end;
        end += 3;
        putThree(literals << 4 | 0b11 << 2 | RAW);
        for (int at = from; at < to; at += WIDTH) {
            // What is above the low bytes is overwritten by what follows.
            into.setLong(end, numbers.getLong(at));
            end += low;
        }
        if (count < 128) {
            put(count);
        } else {
            put(count >> 8 | 128);
            put(count);
        }
        put(ALL_CODES_RLE);
        put(low);
        put(offset);
        put(MOST_LOW_BYTES - low);
        put(bits);
        long after = end;
        end = start;
        block(COMPRESSED, (int) (after - start) - 3, last);
        end = after;
    }

    private void put(int value) {
        into.setByte(end++, value);
    }

    private void putThree(int value) {
        into.setShort(end, value);
        into.setByte(end + 2, value >> 16);
        end += 3;
    }

    private int length() {
        return (int) (end - begin);
    }
}
