package io.sluice.sinks.parquet;

/**
 * Parquet's RLE encoding of small numbers: runs of one value, and groups of eight values packed to as many bits as the
 * largest may have.
 */
final class HybridEncoding {
    private static final int GROUP = 8;
    private static final int MOST_GROUPS = 63;

    private HybridEncoding() {}

    static int bitWidth(int largest) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(largest);
    }

    /** One run. */
    static void encodeRun(int value, int count, int bitWidth, Bytes out) {
        out.addVarInt(count << 1);
        for (int bits = 0; bits < bitWidth; bits += Byte.SIZE) {
            out.addByte(value >>> bits);
        }
    }

    static void encode(int[] values, int count, int bitWidth, Bytes out) {
        int at = 0;
        while (at < count) {
            int run = run(values, at, count);
            if (run >= GROUP) {
                encodeRun(values[at], run, bitWidth, out);
                at += run;
            } else {
                at = encodeGroups(values, at, count, bitWidth, out);
            }
        }
    }

    private static int run(int[] values, int from, int count) {
        int value = values[from];
        int at = from + 1;
        while (at < count && values[at] == value) {
            at++;
        }
        return at - from;
    }

    /** Packs groups until a run begins; the last group of a page is filled with zeros. */
    private static int encodeGroups(int[] values, int from, int count, int bitWidth, Bytes out) {
        int header = out.room(1);
        int groups = 0;
        int at = from;
        while (at < count && groups < MOST_GROUPS && (groups == 0 || !startsRun(values, at, count))) {
            pack(values, at, Math.min(GROUP, count - at), bitWidth, out);
            at += GROUP;
            groups++;
        }
        out.array()[header] = (byte) (groups << 1 | 1);
        return Math.min(at, count);
    }

    private static boolean startsRun(int[] values, int at, int count) {
        if (count - at < GROUP) {
            return false;
        }
        int value = values[at];
        for (int i = at + 1; i < at + GROUP; i++) {
            if (values[i] != value) {
                return false;
            }
        }
        return true;
    }

    private static void pack(int[] values, int from, int count, int bitWidth, Bytes out) {
        int at = out.room(bitWidth);
        byte[] target = out.array();
        long pending = 0;
        int bits = 0;
        for (int i = 0; i < GROUP; i++) {
            long value = i < count ? values[from + i] & 0xffffffffL : 0;
            pending |= value << bits;
            bits += bitWidth;
            while (bits >= Byte.SIZE) {
                target[at++] = (byte) pending;
                pending >>>= Byte.SIZE;
                bits -= Byte.SIZE;
            }
        }
    }
}
