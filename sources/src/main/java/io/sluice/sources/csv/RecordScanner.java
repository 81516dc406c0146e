package io.sluice.sources.csv;

/**
 * Finds the fields of records. What a scan has found is in {@link #starts} and {@link #lengths}, by scanned column and
 * row: where the text of a field begins, without its quotes, and how long it is, with flags in the upper bits. Nothing is
 * copied. Used by one thread.
 */
final class RecordScanner {
    /** The window ends before the record does. */
    static final int MORE = -1;

    /** A quote is opened and not closed before the end of the text. */
    static final int UNCLOSED = -2;

    /** There is text behind a closing quote. */
    static final int MALFORMED = -3;

    static final int QUOTED = 1 << 31;
    static final int ESCAPED = 1 << 30;
    static final int LENGTH = ESCAPED - 1;

    private final byte delimiter;
    private final byte quote;
    private final byte escape;
    private final boolean hasQuote;
    private final boolean hasEscape;

    /** Characters that end the text of a field without quotes, or are not what they seem. */
    private final boolean[] special = new boolean[256];

    final int[][] starts;
    final int[][] lengths;
    private int[] slots = {};
    private int fields;

    /** Whether the last text in quotes has escapes. */
    private boolean escaped;

    RecordScanner(CsvRules rules, int columns, int rows) {
        delimiter = rules.delimiter();
        quote = rules.quote();
        escape = rules.escape();
        hasQuote = quote != 0;
        hasEscape = escape != 0;
        special[delimiter & 0xFF] = true;
        special['\n'] = true;
        special['\r'] = true;
        special[escape & 0xFF] |= hasEscape;
        starts = new int[columns][rows];
        lengths = new int[columns][rows];
    }

    /** {@code newSlots}: for each field the scanned column that it is, or −1; fields beyond are none. */
    void use(int[] newSlots) {
        slots = newSlots;
    }

    /** Fields of the last record. */
    int fields() {
        return fields;
    }

    /**
     * Scans the record at {@code from} into {@code row}; gives the place behind its line end, or one of the negative
     * constants. {@code b[limit]} must be there; it is overwritten.
     *
     * @param last whether the text ends at {@code limit}
     */
    int scan(byte[] b, int from, int limit, boolean last, int row) {
        b[limit] = '\n';
        int at = from;
        for (int field = 0; ; field++) {
            int start = at;
            int flags = 0;
            if (hasQuote && b[at] == quote && at < limit) {
                start = at + 1;
                at = closingQuote(b, start, limit, last);
                if (at < 0) {
                    return at;
                }
                flags = escaped ? QUOTED | ESCAPED : QUOTED;
            } else {
                while (!special[b[at] & 0xFF]) {
                    at++;
                }
                if (hasEscape && b[at] == escape) {
                    flags = ESCAPED;
                    at = endOfEscaped(b, at, limit);
                }
            }
            int slot = field < slots.length ? slots[field] : -1;
            if (slot >= 0) {
                starts[slot][row] = start;
                lengths[slot][row] = at - start | flags;
            }
            if (flags < 0) {
                at++;
                if (at < limit && b[at] != delimiter && b[at] != '\n' && b[at] != '\r') {
                    return MALFORMED;
                }
            }
            if (at >= limit || b[at] != delimiter) {
                fields = field + 1;
                return recordEnd(b, at, limit, last);
            }
            at++;
        }
    }

    private static int recordEnd(byte[] b, int at, int limit, boolean last) {
        if (at >= limit) {
            return last ? limit : MORE;
        }
        if (b[at] == '\n') {
            return at + 1;
        }
        if (at + 1 == limit && !last) {
            return MORE;
        }
        return at + 1 < limit && b[at + 1] == '\n' ? at + 2 : at + 1;
    }

    /** The end of a text without quotes whose first escape is at {@code from}. */
    private int endOfEscaped(byte[] b, int from, int limit) {
        int at = from;
        while (at < limit && b[at] == escape) {
            at += 2;
            while (at < limit && !special[b[at] & 0xFF]) {
                at++;
            }
        }
        return Math.min(at, limit);
    }

    /** The place of the closing quote of the text at {@code from}, or a negative constant. */
    private int closingQuote(byte[] b, int from, int limit, boolean last) {
        escaped = false;
        int at = from;
        while (true) {
            while (at < limit && b[at] != quote && (!hasEscape || b[at] != escape)) {
                at++;
            }
            if (at >= limit) {
                return last ? UNCLOSED : MORE;
            }
            boolean escapes = b[at] != quote || hasEscape && escape == quote;
            if (!escapes) {
                if (at + 1 >= limit) {
                    return last ? at : MORE;
                }
                if (b[at + 1] != quote) {
                    return at;
                }
            } else if (escape == quote && (at + 1 >= limit || b[at + 1] != quote)) {
                return at + 1 >= limit && !last ? MORE : at;
            }
            at += 2;
            escaped = true;
        }
    }

    /** Makes a row that is not used: all its fields are empty. */
    void blank(int row, int at) {
        for (int column = 0; column < starts.length; column++) {
            starts[column][row] = at;
            lengths[column][row] = 0;
        }
    }

    void move(int row, int to) {
        for (int column = 0; column < starts.length && row != to; column++) {
            starts[column][to] = starts[column][row];
            lengths[column][to] = lengths[column][row];
        }
    }

    /** Whether the last field of a record that ends before {@code end} is empty. */
    boolean endsWithDelimiter(byte[] b, int end) {
        int last = end - 1;
        while (last > 0 && (b[last] == '\n' || b[last] == '\r')) {
            last--;
        }
        return b[last] == delimiter;
    }

    /** Writes the text of a field with escapes to {@code to}, which may be where it is; gives its length. */
    int unescape(byte[] b, int start, int lengthAndFlags, byte[] to, int toStart) {
        int end = start + (lengthAndFlags & LENGTH);
        boolean quoted = lengthAndFlags < 0;
        int out = toStart;
        for (int at = start; at < end; at++) {
            boolean escapes = hasEscape && b[at] == escape || quoted && b[at] == quote;
            if (escapes && at + 1 < end) {
                at++;
            }
            to[out++] = b[at];
        }
        return out - toStart;
    }
}
