package io.sluice.sources.parquet;

import io.sluice.sources.format.FileBytes;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of one column chunk, through a window that is read ahead. The window moves at {@link #require} only. */
final class ChunkBytes extends InputStream {
    private static final int WINDOW = 1 << 20;

    /** Enough for the header of a page; behind a page that was passed, the next one may be passed as well. */
    private static final int HEADER = 4 << 10;

    private static final byte[] NONE = {};

    private final FileBytes file;
    private long next;
    private long end;
    private byte[] window = NONE;
    private int position;
    private int limit;
    private boolean passedUnread;

    ChunkBytes(FileBytes file) {
        this.file = file;
    }

    /** Moves to another chunk. */
    void start(long from, long length) {
        next = from;
        end = from + length;
        position = 0;
        limit = 0;
        passedUnread = false;
    }

    boolean isAtEnd() {
        return position == limit && next == end;
    }

    /** Bytes of the chunk from the current position on. */
    long remaining() {
        return limit - position + (end - next);
    }

    /** Makes the next {@code count} bytes readable in {@link #window} from {@link #position} on. */
    void require(int count) throws IOException {
        if (limit - position >= count) {
            return;
        }
        if (count > remaining()) {
            throw new EOFException("expected %d more bytes in the column chunk, got %d".formatted(count, remaining()));
        }
        int kept = limit - position;
        int ahead = passedUnread && count < HEADER ? HEADER : WINDOW;
        passedUnread = false;
        int size = (int) Math.min(remaining(), Math.max(count, ahead));
        byte[] target = window.length < size + Bits.PADDING ? SpareBuffers.PAGES.take(size + Bits.PADDING) : window;
        System.arraycopy(window, position, target, 0, kept);
        window = target;
        position = 0;
        limit = kept;
        file.read(next, window, limit, size - kept);
        next += size - kept;
        limit = size;
    }

    byte[] window() {
        return window;
    }

    int position() {
        return position;
    }

    /** The next page may be passed: no more than its header need be read at first. */
    void expectPass() {
        passedUnread |= position == limit;
    }

    /** Passes {@code count} bytes, which are not read from the file if they are not in the window. */
    void pass(long count) throws IOException {
        if (count > remaining()) {
            throw new EOFException("expected %d more bytes in the column chunk, got %d".formatted(count, remaining()));
        }
        int inWindow = (int) Math.min(count, limit - position);
        position += inWindow;
        next += count - inWindow;
        passedUnread |= count > inWindow;
    }

    @Override
    public int read() throws IOException {
        if (isAtEnd()) {
            return -1;
        }
        require(1);
        return window[position++] & 0xFF;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        if (isAtEnd()) {
            return length == 0 ? 0 : -1;
        }
        require(1);
        int given = Math.min(length, limit - position);
        System.arraycopy(window, position, into, at, given);
        position += given;
        return given;
    }

    /** The window is no longer read. */
    @Override
    public void close() {
        SpareBuffers.PAGES.give(window);
        window = NONE;
    }
}
