package io.sluice.sources.format;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Line numbers in a file that is not compressed, for messages. Shared by the splits of the file, so that all of them
 * together read it once more at most. Thread-safe.
 */
public final class TextLines {
    private static final int WINDOW = 64 << 10;

    private final DataFile file;
    private final TreeMap<Long, Long> known = new TreeMap<>(Map.of(0L, 0L));

    public TextLines(DataFile file) {
        this.file = file;
    }

    /** Line ends before {@code position}. */
    synchronized long before(long position) throws IOException {
        Map.Entry<Long, Long> start = known.floorEntry(position);
        long at = start.getKey();
        long lines = start.getValue();
        byte[] window = new byte[WINDOW];
        try (FileBytes bytes = new FileBytes(file)) {
            while (at < position) {
                int got = bytes.readSome(at, window, 0, (int) Math.min(WINDOW, position - at));
                if (got < 0) {
                    break;
                }
                lines += count(window, 0, got);
                at += got;
            }
        }
        known.put(position, lines);
        return lines;
    }

    static long count(byte[] text, int from, int to) {
        long lines = 0;
        for (int i = from; i < to; i++) {
            lines += text[i] == '\n' ? 1 : 0;
        }
        return lines;
    }
}
