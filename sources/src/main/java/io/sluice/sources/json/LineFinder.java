package io.sluice.sources.json;

import io.sluice.sources.format.FileBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Finds lines by positions in a file. Reads from the file each time, so it is for splits and errors only. */
final class LineFinder {
    private static final int WINDOW = 64 << 10;
    private static final int SHOWN = 80;

    private final FileBytes bytes;

    /** The last answer of {@link #lineNumber}, from which the next one goes on. */
    private long countedTo;

    private long countedLine = 1;

    LineFinder(FileBytes bytes) {
        this.bytes = bytes;
    }

    /** The first beginning of a line at or after {@code position}; the end of the file if there is none. */
    long lineStart(long position) throws IOException {
        if (position <= 0) {
            return 0;
        }
        byte[] window = new byte[4096];
        for (long at = position - 1; ; ) {
            int got = bytes.readSome(at, window, 0, window.length);
            for (int i = 0; i < got; i++) {
                if (window[i] == '\n') {
                    return at + i + 1;
                }
            }
            if (got < 0) {
                return Math.max(at, position);
            }
            at += got;
        }
    }

    /** The first character at or after {@code position} that is no white space. */
    long firstNonBlank(long position) throws IOException {
        byte[] window = new byte[4096];
        for (long at = position; ; ) {
            int got = bytes.readSome(at, window, 0, window.length);
            for (int i = 0; i < got; i++) {
                if (window[i] != ' ' && window[i] != '\t' && window[i] != '\r' && window[i] != '\n') {
                    return at + i;
                }
            }
            if (got < 0) {
                return at;
            }
            at += got;
        }
    }

    /** The number of the line that {@code position} is in; the first is 1. */
    long lineNumber(long position) throws IOException {
        byte[] window = new byte[WINDOW];
        if (position < countedTo) {
            countedTo = 0;
            countedLine = 1;
        }
        while (countedTo < position) {
            int got = bytes.readSome(countedTo, window, 0, (int) Math.min(WINDOW, position - countedTo));
            for (int i = 0; i < got; i++) {
                countedLine += window[i] == '\n' ? 1 : 0;
            }
            if (got < 0) {
                break;
            }
            countedTo += got;
        }
        return countedLine;
    }

    /** The text from {@code from} to {@code to}, to the end of the line if that is before, and no more than {@code most} bytes. */
    String text(long from, long to, int most) throws IOException {
        byte[] window = new byte[(int) Math.min(most, Math.max(0, to - from))];
        int got = 0;
        for (int read = 0; got < window.length && read >= 0; got += Math.max(0, read)) {
            read = bytes.readSome(from + got, window, got, window.length - got);
        }
        int end = 0;
        while (end < got && (to < Long.MAX_VALUE || window[end] != '\n')) {
            end++;
        }
        return new String(window, 0, end, StandardCharsets.UTF_8).stripTrailing();
    }

    /** What stands at {@code position}, up to the end of the line or 80 characters. */
    String textAt(long position) throws IOException {
        byte[] window = new byte[4 * SHOWN + 4];
        int got = Math.max(0, bytes.readSome(position, window, 0, window.length));
        String line = new String(window, 0, got, StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("");
        int characters = line.codePointCount(0, line.length());
        return characters <= SHOWN ? line : line.substring(0, line.offsetByCodePoints(0, SHOWN)) + "…";
    }
}
