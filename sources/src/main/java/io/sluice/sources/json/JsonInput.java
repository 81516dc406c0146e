package io.sluice.sources.json;

import io.sluice.sources.format.BadRows;
import io.sluice.sources.format.RowTooLongException;
import io.sluice.sources.format.TextWindow;
import java.io.IOException;
import java.io.InputStream;

/**
 * The text of a split as a stream for a parser, which can be set back to a row that is not finished. Ends behind the line
 * that the split ends in. Positions are in the text of the file.
 */
final class JsonInput extends InputStream {
    private final TextWindow window;
    private final long lastLine;

    /** In the window: the next byte to be given, and the first that may be wanted again. */
    private int at;

    private int keep;
    private long end = Long.MAX_VALUE;

    /** A row does not fit in the memory that it may take. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TooLong(RowTooLongException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** @param lastLine the split ends with the first line end at or after this position */
    JsonInput(TextWindow window, long lastLine) {
        this.window = window;
        this.lastLine = lastLine;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (window.position(at) >= end || at == window.limit() && !more()) {
            return -1;
        }
        int given = (int) Math.min(Math.min(length, window.limit() - at), end - window.position(at));
        if (end == Long.MAX_VALUE && window.position(at + given) > lastLine) {
            int search = (int) Math.max(at, lastLine - window.position(0));
            int lineEnd = window.lineEnd(search);
            if (lineEnd < window.limit()) {
                end = window.position(lineEnd + 1);
                given = Math.min(given, lineEnd + 1 - at);
            }
        }
        System.arraycopy(window.bytes(), at, into, from, given);
        at += given;
        return given;
    }

    private boolean more() throws TooLong, IOException {
        int kept = keep;
        try {
            if (!window.slide(kept)) {
                return false;
            }
        } catch (RowTooLongException e) {
            throw new TooLong(e);
        }
        at -= kept;
        keep = 0;
        return true;
    }

    /** What stands before is not wanted again. */
    void keepFrom(long position) {
        keep = index(position);
    }

    private int index(long position) {
        return (int) (position - window.position(0));
    }

    /** The position of the next byte to be given. */
    long position() {
        return window.position(at);
    }

    /** Goes on at a position that was kept. */
    void seek(long position) {
        at = index(position);
        keep = at;
    }

    /** Goes on behind the line that a kept position is in. */
    void seekNextLine(long position) throws IOException {
        at = window.skipLine(index(position));
        keep = at;
        if (window.position(at) > lastLine) {
            end = window.position(at);
        }
    }

    /** Goes to the first character that is no white space and gives it, or −1 at the end. */
    int peek() throws IOException {
        while (at < window.limit() || more()) {
            int character = window.bytes()[at] & 0xFF;
            if (character != ' ' && character != '\t' && character != '\n' && character != '\r') {
                return character;
            }
            at++;
            keep = at;
        }
        return -1;
    }

    /** Goes behind a byte order mark at the beginning of the text. */
    void passByteOrderMark() throws IOException {
        if (window.limit() == 0) {
            more();
        }
        byte[] b = window.bytes();
        boolean mark = window.limit() >= 3 && b[0] == (byte) 0xEF && b[1] == (byte) 0xBB && b[2] == (byte) 0xBF;
        at = mark ? 3 : 0;
        keep = at;
    }

    long line(long position) throws IOException {
        return window.line(index(position));
    }

    /** The text from a kept position to {@code to}, or to the end of its line if {@code to} is beyond all positions. */
    String text(long from, long to) throws IOException {
        keep = index(from);
        while (window.limit() - keep < BadRows.TEXT_BYTES && window.lineEnd(keep) == window.limit() && more()) {
            // Until the line is there, or as much of it as is shown.
        }
        return window.text(keep, to == Long.MAX_VALUE ? window.lineEnd(keep) : index(to));
    }
}
