package io.sluice.sources.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/** Reads ranges of one file and counts the bytes. One thread. */
public final class FileBytes implements AutoCloseable {
    private static final int BUFFER = 128 << 10;

    private final FileChannel channel;
    private long count;

    public FileBytes(DataFile file) throws IOException {
        this.channel = FileChannel.open(file.location(), StandardOpenOption.READ);
    }

    /** Fills {@code into[at, at + length)} from {@code position} on; fails if the file ends before. */
    public void read(long position, byte[] into, int at, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int got = readSome(position + done, into, at + done, length - done);
            if (got < 0) {
                throw new EOFException("expected %d bytes at %d, got %d".formatted(length, position, done));
            }
            done += got;
        }
    }

    /** Reads at least one byte and at most {@code length}; −1 at the end of the file. */
    public int readSome(long position, byte[] into, int at, int length) throws IOException {
        int got = channel.read(ByteBuffer.wrap(into, at, length), position);
        count += Math.max(0, got);
        return got;
    }

    public long size() throws IOException {
        return channel.size();
    }

    /** Bytes read so far. */
    public long count() {
        return count;
    }

    /** The bytes of {@code [from, to)}; ends early if the file does. */
    public InputStream stream(long from, long to) {
        return new Range(from, to);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private final class Range extends InputStream {
        private final byte[] buffer;
        private long next;
        private final long end;
        private int position;
        private int limit;

        Range(long from, long to) {
            this.next = from;
            this.end = to;
            this.buffer = new byte[(int) Math.min(BUFFER, Math.max(1, to - from))];
        }

        private boolean fill() throws IOException {
            int wanted = (int) Math.min(buffer.length, end - next);
            int got = wanted <= 0 ? -1 : readSome(next, buffer, 0, wanted);
            position = 0;
            limit = Math.max(0, got);
            next += limit;
            return limit > 0;
        }

        @Override
        public int read() throws IOException {
            return position < limit || fill() ? buffer[position++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            if (position == limit && !fill()) {
                return -1;
            }
            int given = Math.min(length, limit - position);
            System.arraycopy(buffer, position, into, at, given);
            position += given;
            return given;
        }
    }
}
