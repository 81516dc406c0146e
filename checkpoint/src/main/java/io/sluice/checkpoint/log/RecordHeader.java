package io.sluice.checkpoint.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The 32 bytes before each line, little-endian.
 *
 * <pre>
 *  0  int32  marker, the characters "SREC"
 *  4  int32  length of the line with its padding, a multiple of 32
 *  8  int64  batch
 * 16  int64  writer epoch
 * 24  int32  CRC32C of the line
 * 28  int32  CRC32C of bytes 0 to 27
 * </pre>
 *
 * Records start at multiples of 32, so that no header crosses a sector of a disk: after a power loss a header is whole or
 * absent, and one that fails its check was damaged.
 */
record RecordHeader(int length, long batch, long epoch, int lineChecksum) {
    static final int BYTES = 32;
    static final int ALIGNMENT = 32;

    private static final int MARKER = 'S' | 'R' << 8 | 'E' << 16 | 'C' << 24;
    private static final int CHECKED_BYTES = 28;

    void write(ByteBuffer buffer, int position) {
        buffer.putInt(position, MARKER)
                .putInt(position + 4, length)
                .putLong(position + 8, batch)
                .putLong(position + 16, epoch)
                .putInt(position + 24, lineChecksum)
                .putInt(position + CHECKED_BYTES, checksum(buffer, position, CHECKED_BYTES));
    }

    static RecordHeader read(ByteBuffer buffer, int position) {
        return new RecordHeader(
                buffer.getInt(position + 4),
                buffer.getLong(position + 8),
                buffer.getLong(position + 16),
                buffer.getInt(position + 24));
    }

    static boolean isAbsent(ByteBuffer buffer, int position) {
        return (buffer.getLong(position)
                        | buffer.getLong(position + 8)
                        | buffer.getLong(position + 16)
                        | buffer.getLong(position + 24))
                == 0;
    }

    static boolean isValid(ByteBuffer buffer, int position) {
        return buffer.getInt(position) == MARKER
                && buffer.getInt(position + CHECKED_BYTES) == checksum(buffer, position, CHECKED_BYTES);
    }

    static int checksum(ByteBuffer buffer, int position, int length) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.duplicate().limit(position + length).position(position));
        return (int) crc.getValue();
    }
}
