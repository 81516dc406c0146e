package io.sluice.sources.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses gzip, member after member. Unlike the JDK's stream it takes nothing but members, checked by their sums, and
 * zeros behind the last: what follows a damaged header is not left out in silence.
 */
final class GzipStream extends InputStream {
    private static final int BUFFER = 64 << 10;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int HEADER_SUM = 2;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 sum = new CRC32();
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int limit;
    private boolean inMember;
    private boolean ended;

    GzipStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            if (!inMember && !startMember()) {
                ended = true;
                break;
            }
            int got = inflate(into, from, length);
            if (got > 0) {
                sum.update(into, from, got);
                return got;
            }
            if (inflater.finished()) {
                endMember();
            } else if (inflater.needsDictionary()) {
                throw new IOException("gzip data that needs a dictionary");
            } else if (inflater.needsInput() && at == limit && !fill()) {
                throw new EOFException("in the middle of a gzip member");
            }
        }
        return -1;
    }

    private int inflate(byte[] into, int from, int length) throws IOException {
        try {
            if (inflater.needsInput() && (at < limit || fill())) {
                inflater.setInput(buffer, at, limit - at);
                at = limit;
            }
            return inflater.inflate(into, from, length);
        } catch (DataFormatException e) {
            throw new IOException("damaged gzip data: " + e.getMessage(), e);
        }
    }

    private boolean fill() throws IOException {
        int got = in.read(buffer, 0, buffer.length);
        at = 0;
        limit = Math.max(0, got);
        return got > 0;
    }

    private int next() throws IOException {
        if (at == limit && !fill()) {
            throw new EOFException("in a gzip header or trailer");
        }
        return buffer[at++] & 0xFF;
    }

    /** False at the end of the file. */
    private boolean startMember() throws IOException {
        while (at < limit || fill()) {
            if (buffer[at] != 0) {
                readHeader();
                inMember = true;
                return true;
            }
            at++;
        }
        return false;
    }

    private void readHeader() throws IOException {
        if (next() != 0x1F || next() != 0x8B || next() != 8) {
            throw new IOException("expected the header of a gzip member, got other bytes");
        }
        int flags = next();
        skip(6);
        if ((flags & EXTRA) != 0) {
            int low = next();
            skip(low | next() << 8);
        }
        for (int text : new int[] {NAME, COMMENT}) {
            while ((flags & text) != 0 && next() != 0) {
                // Up to the zero behind it.
            }
        }
        if ((flags & HEADER_SUM) != 0) {
            skip(2);
        }
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private void endMember() throws IOException {
        at = limit - inflater.getRemaining();
        long expectedSum = fourBytes();
        long expectedSize = fourBytes();
        if (expectedSum != sum.getValue() || expectedSize != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
            throw new IOException("damaged gzip data: its checksum or size is another");
        }
        inflater.reset();
        sum.reset();
        inMember = false;
    }

    private long fourBytes() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
