package io.sluice.sources.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A text as a window of bytes that slides over it, from a position to its end. The reader says from where on it still
 * needs what is there, so memory is bounded by a row, also where a few bytes decompress to gigabytes. Used by one thread.
 *
 * <pre>
 *   text    ───────[ read, not needed | kept   | to be read ]──────▶
 *   window          0                 keep     limit
 *   slide(keep)                       0        ...     limit
 * </pre>
 */
public final class TextWindow implements AutoCloseable {
    /** Spare bytes behind the limit, for sentinels. */
    private static final int SPARE = 8;

    private static final int SIZE = 512 << 10;

    private final FileBytes stored;
    private final InputStream text;
    private final TextLines lines;
    private final int maxRow;
    private byte[] bytes;
    private int limit;

    /** Where {@code bytes[0]} is in the text. */
    private long base;

    /** Line ends before {@code counted}; −1: nobody has asked. */
    private long lineCount;

    private long counted;

    /** A byte that was read to see whether there is more, before anything is moved for it. */
    private final byte[] next = new byte[1];

    private boolean ended;

    /**
     * Opens the text of a file at {@code from}.
     *
     * @param compression not AUTO; what is compressed is opened at 0
     * @param maxRow the most bytes that are kept when the window slides
     */
    public TextWindow(DataFile file, Compression compression, long from, TextLines lines, int maxRow)
            throws IOException {
        boolean plain = compression == Compression.NONE;
        this.stored = new FileBytes(file);
        this.lines = lines;
        this.maxRow = maxRow;
        this.base = from;
        this.counted = from;
        this.lineCount = plain ? -1 : 0;
        this.bytes = new byte[(plain ? (int) Math.max(1, Math.min(SIZE, file.size() - from + 1)) : SIZE) + SPARE];
        try {
            InputStream whole = stored.stream(from, Long.MAX_VALUE);
            this.text = plain ? whole : compression.open(whole);
        } catch (IOException | RuntimeException e) {
            stored.close();
            throw e;
        }
    }

    /** What is there, up to {@link #limit}, and some bytes more; another array after {@link #slide}. */
    public byte[] bytes() {
        return bytes;
    }

    public int limit() {
        return limit;
    }

    /** Of a byte of the window in the text. */
    public long position(int at) {
        return base + at;
    }

    /** Reads on and moves what stands from {@code keep} on to the front; false if there is no more: nothing has moved. */
    public boolean slide(int keep) throws IOException, RowTooLongException {
        int kept = limit - keep;
        if (kept > maxRow) {
            throw new RowTooLongException(maxRow);
        }
        if (ended || readInto(next, 0, 1) == 0) {
            ended = true;
            return false;
        }
        byte[] to = bytes;
        if (kept > (bytes.length - SPARE) / 2) {
            to = new byte[(int) Math.min(2L * (bytes.length - SPARE), (long) maxRow + SIZE) + SPARE];
        }
        if (lineCount >= 0) {
            count(keep);
        }
        System.arraycopy(bytes, keep, to, 0, kept);
        to[kept] = next[0];
        int wanted = to.length - SPARE - kept - 1;
        int got = readInto(to, kept + 1, wanted);
        ended = got < wanted;
        bytes = to;
        base += keep;
        limit = kept + 1 + got;
        return true;
    }

    /** Less than {@code wanted} only at the end of the text. */
    private int readInto(byte[] to, int at, int wanted) throws IOException {
        int done = 0;
        while (done < wanted) {
            int got;
            try {
                got = text.read(to, at + done, wanted - done);
            } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
                throw new IOException("damaged compressed data: " + e, e);
            }
            if (got < 0) {
                break;
            }
            done += got;
        }
        return done;
    }

    /** Drops the rest of the line that {@code at} is in, however long; gives the place behind its end. */
    public int skipLine(int at) throws IOException {
        int next = at;
        while (true) {
            for (; next < limit; next++) {
                if (bytes[next] == '\n') {
                    return next + 1;
                }
            }
            try {
                if (!slide(limit)) {
                    return limit;
                }
            } catch (RowTooLongException e) {
                throw new IllegalStateException(e);
            }
            next = 0;
        }
    }

    private void count(int to) {
        int from = (int) (counted - base);
        if (to > from) {
            lineCount += TextLines.count(bytes, from, to);
            counted = base + to;
        }
    }

    /** The number of the line that a byte of the window is in; the first is 1. Must be asked in order. */
    public long line(int at) throws IOException {
        if (lineCount < 0) {
            lineCount = lines.before(base);
            counted = base;
        }
        count(at);
        return lineCount + 1;
    }

    /** What stands from {@code from} to {@code to}, without white space at the end, cut when it is long. */
    public String text(int from, int to) {
        int end = Math.min(Math.min(to, limit), from + BadRows.TEXT_BYTES);
        return new String(bytes, from, Math.max(0, end - from), StandardCharsets.UTF_8).stripTrailing();
    }

    /** The place of the next line end at or after {@code at}, or the limit. */
    public int lineEnd(int at) {
        int end = at;
        while (end < limit && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    /** Bytes read from the file, compressed as they are there. */
    public long bytesRead() {
        return stored.count();
    }

    @Override
    public void close() throws IOException {
        try {
            text.close();
        } finally {
            stored.close();
        }
    }
}
