package io.sluice.checkpoint.log;

import static io.sluice.checkpoint.log.RecordHeader.checksum;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.file.Versions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The first 64 bytes of a segment, little-endian.
 *
 * <pre>
 *  0  8 characters  "SLUICLOG"
 *  8  int32  format version, 1
 * 12  int32  which log: 1 intents, 2 commits
 * 16  int64  first batch, as in the name of the file
 * 24  int64  writer epoch
 * 32  int64  length of the file when it was created; it may have grown since
 * 40  20 zero bytes
 * 60  int32  CRC32C of bytes 0 to 59
 * </pre>
 */
record SegmentHeader(BatchLog.Kind kind, long firstBatch, long epoch, long length) {
    static final int BYTES = 64;
    static final int FORMAT_VERSION = 1;

    private static final byte[] MAGIC = "SLUICLOG".getBytes(StandardCharsets.US_ASCII);
    private static final int CHECKED_BYTES = 60;

    ByteBuffer bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(MAGIC)
                .putInt(FORMAT_VERSION)
                .putInt(kind.id())
                .putLong(firstBatch)
                .putLong(epoch)
                .putLong(length);
        buffer.putInt(CHECKED_BYTES, checksum(buffer, 0, CHECKED_BYTES));
        return buffer.rewind();
    }

    /** Whether nothing of the header is there: the creation of the segment did not end. */
    static boolean isAbsent(ByteBuffer segment) {
        int length = Math.min(BYTES, segment.limit());
        for (int i = 0; i < length; i++) {
            if (segment.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Reads and checks the header of the segment in {@code file}. */
    static SegmentHeader read(ByteBuffer segment, Path file, BatchLog.Kind kind, long firstBatch) {
        byte[] magic = new byte[MAGIC.length];
        if (segment.limit() < BYTES) {
            throw corrupt(file, kind, "a header of 64 bytes", segment.limit() + " bytes");
        }
        segment.get(0, magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw corrupt(file, kind, "the magic \"SLUICLOG\"", "other bytes");
        }
        int version = segment.getInt(8);
        if (version > FORMAT_VERSION) {
            throw Versions.newer(file, FORMAT_VERSION, version);
        }
        if (segment.getInt(CHECKED_BYTES) != checksum(segment, 0, CHECKED_BYTES)) {
            throw corrupt(file, kind, "a header with its checksum", "another checksum");
        }
        long first = segment.getLong(16);
        if (segment.getInt(12) != kind.id() || first != firstBatch) {
            throw corrupt(
                    file,
                    kind,
                    "the log %d from batch %d".formatted(kind.id(), firstBatch),
                    "the log %d from batch %d".formatted(segment.getInt(12), first));
        }
        return new SegmentHeader(kind, first, segment.getLong(24), segment.getLong(32));
    }

    private static CheckpointException corrupt(Path file, BatchLog.Kind kind, String expected, String got) {
        return CheckpointException.corrupt(file, expected, got, kind.advice());
    }
}
