package io.sluice.sinks.encode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Values between delimiters: quoted where a reader would else take them for something else. Not for two threads. */
final class CsvText {
    private final CsvStyle style;
    private final byte[] nullText;
    private final boolean[] special = new boolean[128];

    /** No byte of that size or more is special, repeated in each byte of the word. */
    private final long limits;

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    CsvText(CsvStyle style) {
        this.style = style;
        this.nullText = style.nullText().getBytes(StandardCharsets.UTF_8);
        special['\n'] = true;
        special['\r'] = true;
        special[style.delimiter()] = true;
        style.quote().ifPresent(quote -> special[quote] = true);
        style.escape().ifPresent(escape -> special[escape] = true);
        int limit = special.length;
        while (!special[limit - 1]) {
            limit--;
        }
        limits = limit * ONES;
    }

    void appendNull(TextBuffer out) {
        out.append(nullText, 0, nullText.length);
    }

    /** Whether numbers and times can never need a quote. */
    boolean plainIsSafe() {
        for (char character : "0123456789+-.:EeTZ truefalsNInity".toCharArray()) {
            if (special[character]) {
                return false;
            }
        }
        return nullText.length == 0;
    }

    /** Fails with an {@code IllegalArgumentException} when the value cannot be written without a quote. */
    void append(TextBuffer out, byte[] value, int start, int length) {
        if (!needsQuote(value, start, length)) {
            out.append(value, start, length);
            return;
        }
        Optional<Character> quote = style.quote();
        if (quote.isEmpty()) {
            appendEscaped(out, value, start, length);
            return;
        }
        char mark = quote.get();
        out.appendAscii(mark);
        for (int i = start; i < start + length; i++) {
            byte next = value[i];
            if (style.escape().isPresent()
                    && (next == mark || next == style.escape().get())) {
                out.appendAscii(style.escape().get());
            } else if (next == mark) {
                out.appendAscii(mark);
            }
            out.appendAscii(next);
        }
        out.appendAscii(mark);
    }

    /** Appends no value, but sees to one that has just been appended as it is, from {@code mark} on. */
    void settle(TextBuffer out, int mark, TextBuffer scratch) {
        int length = out.length() - mark;
        if (needsQuote(out.array(), mark, length)) {
            scratch.clear();
            scratch.append(out.array(), mark, length);
            out.truncate(mark);
            append(out, scratch.array(), 0, length);
        }
    }

    private boolean needsQuote(byte[] value, int start, int length) {
        if (Arrays.equals(value, start, start + length, nullText, 0, nullText.length)) {
            return true;
        }
        if (length == 0) {
            return style.quote().isPresent(); // Spark and others take nothing for NULL, whatever the text for NULL is
        }
        if (value[start] == '#' || value[start] == ' ' || value[start + length - 1] == ' ') {
            return true;
        }
        int end = start + length;
        int at = start;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long word = (long) LittleEndian.LONG.get(value, at);
            boolean some = (word - limits & ~word & HIGHS) != 0; // a byte below the limit, or none for sure
            if (some && hasSpecial(value, at, at + Long.BYTES)) {
                return true;
            }
        }
        return hasSpecial(value, at, end);
    }

    private boolean hasSpecial(byte[] value, int start, int end) {
        for (int i = start; i < end; i++) {
            if (value[i] >= 0 && special[value[i]]) {
                return true;
            }
        }
        return false;
    }

    private void appendEscaped(TextBuffer out, byte[] value, int start, int length) {
        for (int i = start; i < start + length; i++) {
            byte next = value[i];
            if (next >= 0 && special[next]) {
                if (style.escape().isEmpty() || next == '\n' || next == '\r') {
                    throw new IllegalArgumentException(
                            "expected a value without the delimiter and without ends of lines, since"
                                    + " 'csv.disable-quote-character' is true, got '%s'"
                                            .formatted(new String(value, start, length, StandardCharsets.UTF_8)));
                }
                out.appendAscii(style.escape().get());
            }
            out.appendAscii(next);
        }
    }
}
