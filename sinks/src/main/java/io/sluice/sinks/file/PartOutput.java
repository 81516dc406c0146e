package io.sluice.sinks.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The bytes of one file: in memory while they are few, then in the file where they are staged. Used by the writer's
 * thread, after {@link #finish} by the one that stages it, and then by the one that commits.
 */
final class PartOutput extends OutputStream {
    /** So many bytes of a batch may ride in its receipt. */
    static final int INLINE_BYTES = 64 << 10;

    private static final int BUFFER_BYTES = 256 << 10;
    private static final byte[] NONE = {};

    private final String name;
    private final String stagedName;
    private final Path staged;
    private final CRC32C checksum = new CRC32C();
    private byte[] buffer = new byte[4 << 10];
    private int buffered;
    private long written;
    private boolean isInFile;
    private FileChannel channel;

    /**
     * The bytes are staged, when they are many; the file is made only then.
     *
     * @param name where readers will find the file
     * @param stagedName its name while it is staged
     */
    PartOutput(String name, String stagedName, StagingDirectory staging) {
        this.name = name;
        this.stagedName = stagedName;
        this.staged = staging.staged(stagedName);
    }

    @Override
    public void write(int single) throws IOException {
        if (buffered == buffer.length) {
            makeRoom(1);
        }
        buffer[buffered++] = (byte) single;
    }

    @Override
    public void write(byte[] source, int start, int count) throws IOException {
        int at = start;
        int left = count;
        while (left > 0) {
            if (buffered == buffer.length) {
                makeRoom(left);
            }
            int some = Math.min(left, buffer.length - buffered);
            System.arraycopy(source, at, buffer, buffered, some);
            buffered += some;
            at += some;
            left -= some;
        }
    }

    private void makeRoom(int wanted) throws IOException {
        if (buffer.length < INLINE_BYTES) {
            long size = Math.max(2L * buffer.length, (long) buffered + wanted);
            buffer = Arrays.copyOf(buffer, (int) Math.min(INLINE_BYTES, size));
            return;
        }
        drain();
        if (buffer.length < BUFFER_BYTES) {
            buffer = new byte[BUFFER_BYTES];
        }
    }

    /** Moves what is buffered to the file. */
    private void drain() throws IOException {
        if (!isInFile) {
            isInFile = true;
            channel = DurableFiles.create(staged);
        }
        checksum.update(buffer, 0, buffered);
        DurableFiles.writeFully(channel, ByteBuffer.wrap(buffer, 0, buffered));
        written += buffered;
        buffered = 0;
    }

    /** All bytes are there; those of a file are not forced yet, and it stays open. */
    void finish() throws IOException {
        if (isInFile) {
            drain();
            buffer = NONE;
        }
    }

    /** Whether the bytes are few enough to be in memory still. */
    boolean isInMemory() {
        return !isInFile;
    }

    long length() {
        return written + buffered;
    }

    /** The bytes, when they are in memory. */
    Receipt.Part inline() {
        return Receipt.Part.inline(name, stagedName, Arrays.copyOf(buffer, buffered));
    }

    /** The file, which has all bytes; they and its name are not durable yet. */
    Receipt.Part staged() throws IOException {
        spill();
        return Receipt.Part.staged(name, stagedName, written, checksum.getValue());
    }

    /** Reads what was written, once it is finished. */
    InputStream read() throws IOException {
        return isInFile ? Files.newInputStream(staged) : new ByteArrayInputStream(buffer, 0, buffered);
    }

    /** What is in memory goes to the file. */
    void spill() throws IOException {
        if (!isInFile) {
            drain();
            buffer = NONE;
        }
    }

    /** Makes the bytes of the file durable, not its name. */
    void force() throws IOException {
        if (channel != null) {
            channel.force(false);
            release();
        }
    }

    /** Leaves the file as it is. */
    void release() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    /** Removes what was written. */
    void discard() throws IOException {
        buffer = NONE;
        buffered = 0;
        if (isInFile) {
            release();
            Files.deleteIfExists(staged);
        }
    }
}
