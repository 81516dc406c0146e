package io.sluice.sinks.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * The receipts of committed batches whose rows are not visible yet, in one file that grows at its end:
 *
 * <pre>
 * record := length (4 bytes) · CRC32C of what follows (4) · batch (8) · length bytes
 * file   := record of batch −1: the schema of the rows, as JSON · records of batches, ascending
 * </pre>
 *
 * A torn end is left out when the file is opened: the batches there were not synced, so their commits bring them again.
 * Used by the loop's thread.
 */
final class HeldLog {
    private static final int HEADER_BYTES = 16;
    private static final int MOST_BYTES = 1 << 28;
    static final long SCHEMA = -1;

    private final StagingDirectory staging;
    private final String name;
    private FileChannel channel;
    private String schema = "";
    private long last = -1;
    private long length;
    private boolean isForced = true;

    /** Takes the receipts in the order of their batches. */
    @FunctionalInterface
    interface Visitor {
        void visit(long batch, byte[] receipt) throws IOException;
    }

    HeldLog(StagingDirectory staging, String name) {
        this.staging = staging;
        this.name = name;
    }

    private Path file() {
        return staging.file(name);
    }

    /**
     * Reads what an earlier run has left, and goes on with a copy of what it has finished: whether that run has forced it
     * is not known, nor whether it has failed to, after which only what is written again gets to the disk.
     */
    void open(Visitor visitor) throws IOException {
        try {
            channel = FileChannel.open(file(), StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            return;
        }
        length = read(visitor);
        ByteBuffer records = ByteBuffer.allocate(Math.toIntExact(length));
        readFully(records, 0);
        channel.close();
        DurableFiles.write(staging.temporary(name), records.array());
        DurableFiles.rename(staging.temporary(name), file());
        staging.force();
        channel = FileChannel.open(file(), StandardOpenOption.READ, StandardOpenOption.WRITE);
        channel.position(length);
    }

    /** Visits all receipts. */
    void visit(Visitor visitor) throws IOException {
        if (channel != null) {
            long end = read(visitor);
            if (end != length) {
                throw new EOFException(
                        "%s was changed: expected %d whole bytes, got %d".formatted(file(), length, end));
            }
            channel.position(length);
        }
    }

    /** Returns where the last whole record ends. */
    private long read(Visitor visitor) throws IOException {
        long at = 0;
        long size = channel.size();
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        while (size - at >= HEADER_BYTES) {
            readFully(header.clear(), at);
            int bytes = header.getInt(0);
            if (bytes < 0 || bytes > MOST_BYTES || size - at - HEADER_BYTES < bytes) {
                break;
            }
            ByteBuffer content = ByteBuffer.allocate(bytes);
            readFully(content, at + HEADER_BYTES);
            long batch = header.getLong(8);
            if (checksum(batch, content.array()) != header.getInt(4)) {
                break;
            }
            at += HEADER_BYTES + bytes;
            if (batch == SCHEMA) {
                schema = new String(content.array(), StandardCharsets.UTF_8);
            } else {
                last = batch;
                visitor.visit(batch, content.array());
            }
        }
        return at;
    }

    private void readFully(ByteBuffer target, long start) throws IOException {
        while (target.hasRemaining()) {
            if (channel.read(target, start + target.position()) < 0) {
                throw new EOFException(file() + " ends early");
            }
        }
    }

    private static int checksum(long batch, byte[] content) {
        CRC32C checksum = new CRC32C();
        checksum.update(ByteBuffer.allocate(Long.BYTES).putLong(0, batch));
        checksum.update(content);
        return (int) checksum.getValue();
    }

    /** Adds a receipt; it is durable after {@link #force}. */
    void append(long batch, byte[] receipt, String schemaOfRows) throws IOException {
        if (channel == null) {
            channel = FileChannel.open(
                    file(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            length = 0;
        }
        if (length == 0) {
            schema = schemaOfRows;
            write(SCHEMA, schema.getBytes(StandardCharsets.UTF_8));
        }
        write(batch, receipt);
        last = batch;
    }

    private void write(long batch, byte[] content) throws IOException {
        isForced = false;
        ByteBuffer record = ByteBuffer.allocate(HEADER_BYTES + content.length);
        record.putInt(content.length)
                .putInt(checksum(batch, content))
                .putLong(batch)
                .put(content)
                .flip();
        channel.position(length);
        DurableFiles.writeFully(channel, record);
        length += record.capacity();
    }

    /** Makes all receipts durable, not the name of the file. */
    boolean force() throws IOException {
        if (isForced) {
            return false;
        }
        channel.force(true);
        isForced = true;
        return true;
    }

    boolean isEmpty() {
        return last < 0;
    }

    /** The last batch that is held; −1: none. */
    long lastBatch() {
        return last;
    }

    /** The schema of the rows, as JSON. */
    String schema() {
        return schema;
    }

    /** Forgets all: their rows are visible. */
    void remove() throws IOException {
        close();
        Files.deleteIfExists(file());
        last = -1;
        length = 0;
        isForced = true;
    }

    void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
