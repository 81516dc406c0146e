package io.sluice.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Makes segments that no program of ours writes, with checksums that are right. */
final class LogBytes {
    private static final int SEGMENT_HEADER = 64;

    private LogBytes() {}

    /** The segment, and its first record, as if they began with another batch. */
    static byte[] withFirstBatch(byte[] segment, long batch) {
        ByteBuffer bytes = ByteBuffer.wrap(segment.clone()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(16, batch);
        bytes.putInt(60, checksum(bytes.array(), 0, 60));
        bytes.putLong(SEGMENT_HEADER + 8, batch);
        bytes.putInt(SEGMENT_HEADER + 28, checksum(bytes.array(), SEGMENT_HEADER, 28));
        return bytes.array();
    }

    /** The segment as if a newer program had written it. */
    static byte[] withVersion(byte[] segment, int version) {
        ByteBuffer bytes = ByteBuffer.wrap(segment.clone()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(8, version);
        bytes.putInt(60, checksum(bytes.array(), 0, 60));
        return bytes.array();
    }

    private static int checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
