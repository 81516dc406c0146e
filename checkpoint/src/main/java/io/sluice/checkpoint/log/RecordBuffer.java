package io.sluice.checkpoint.log;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * A record that is being written: room for the header, then the line. Reused for each batch; one thread.
 *
 * <p>The line is text without zero bytes, padded with spaces and ended with a line feed. Recovery relies on it: zeros
 * within a record are sectors that a power loss kept from the disk.
 */
public final class RecordBuffer extends OutputStream {
    private byte[] bytes = new byte[4096];
    private int length = RecordHeader.BYTES;

    /** Forgets what was written. */
    public void reset() {
        length = RecordHeader.BYTES;
    }

    @Override
    public void write(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, source.length);
        reserve(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    /** Bytes that the record takes in a segment. */
    int recordLength() {
        return Math.addExact(length, RecordHeader.ALIGNMENT) / RecordHeader.ALIGNMENT * RecordHeader.ALIGNMENT;
    }

    /** Ends the line, fills in the header, and gives the whole record; valid until the next reset. */
    ByteBuffer finish(long batch, long epoch) {
        int end = recordLength();
        reserve(end - length);
        Arrays.fill(bytes, length, end - 1, (byte) ' ');
        bytes[end - 1] = '\n';
        length = end;
        ByteBuffer record = ByteBuffer.wrap(bytes, 0, end).order(ByteOrder.LITTLE_ENDIAN);
        int lineLength = end - RecordHeader.BYTES;
        int checksum = RecordHeader.checksum(record, RecordHeader.BYTES, lineLength);
        new RecordHeader(lineLength, batch, epoch, checksum).write(record, 0);
        return record;
    }

    private void reserve(int count) {
        int needed = Math.addExact(length, count);
        if (needed > bytes.length) {
            int doubled = (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 64);
            bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
        }
    }
}
