package io.sluice.planner.function;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A pattern of LIKE, prepared: the pieces of text between its percent signs. A text matches if it starts with the first
 * piece, ends with the last, and has the others in this order between them, each taken where it first occurs. A pattern
 * without underscores is thus a comparison of bytes at the start, a search, and a comparison at the end.
 */
public final class LikePattern {
    private final byte[][] pieces;
    private final boolean plain;

    public LikePattern(String pattern) {
        List<byte[]> parts = new ArrayList<>();
        for (String part : pattern.split("%", -1)) {
            parts.add(part.getBytes(StandardCharsets.UTF_8));
        }
        pieces = parts.toArray(byte[][]::new);
        plain = pattern.indexOf('_') < 0;
    }

    boolean matches(Utf8 text) {
        int start = text.start;
        int end = start + text.length;
        byte[] first = pieces[0];
        if (pieces.length == 1) {
            return plain
                    ? text.length == first.length && Text.matches(text.bytes, start, first, 0, first.length)
                    : matchForward(text.bytes, start, end, first) == end;
        }
        int from = matchForward(text.bytes, start, end, first);
        if (from < 0) {
            return false;
        }
        int to = matchBackward(text.bytes, from, end, pieces[pieces.length - 1]);
        return to >= 0 && hasBetween(text.bytes, from, to);
    }

    private boolean hasBetween(byte[] bytes, int start, int end) {
        int from = start;
        for (int i = 1; i < pieces.length - 1; i++) {
            from = plain ? findPlain(bytes, from, end, pieces[i]) : find(bytes, from, end, pieces[i]);
            if (from < 0) {
                return false;
            }
        }
        return true;
    }

    /** Where the first occurrence of a piece ends, or −1. */
    private static int findPlain(byte[] bytes, int start, int end, byte[] piece) {
        int found = Text.find(bytes, start, end, piece, 0, piece.length);
        return found < 0 ? -1 : found + piece.length;
    }

    private static int find(byte[] bytes, int start, int end, byte[] piece) {
        for (int at = start; at <= end; at += at < end ? Text.width(bytes, at, end) : 1) {
            int matched = matchForward(bytes, at, end, piece);
            if (matched >= 0) {
                return matched;
            }
        }
        return -1;
    }

    /** Where a piece that starts at {@code start} ends, or −1. */
    private static int matchForward(byte[] bytes, int start, int end, byte[] piece) {
        int at = start;
        for (byte wanted : piece) {
            if (at >= end) {
                return -1;
            }
            if (wanted == '_') {
                at += Text.width(bytes, at, end);
            } else if (bytes[at++] != wanted) {
                return -1;
            }
        }
        return at;
    }

    /** Where a piece that ends at {@code end} starts, or −1. */
    private static int matchBackward(byte[] bytes, int start, int end, byte[] piece) {
        int at = end;
        for (int i = piece.length - 1; i >= 0; i--) {
            if (--at < start) {
                return -1;
            }
            if (piece[i] == '_') {
                while (at > start && !Text.isFirst(bytes[at])) {
                    at--;
                }
            } else if (bytes[at] != piece[i]) {
                return -1;
            }
        }
        return at;
    }

    /**
     * LIKE with ESCAPE: walks along both, and on a mismatch comes back to the last percent sign and lets that stand for
     * one more character.
     */
    static boolean matches(Utf8 text, Utf8 pattern, Utf8 escape) {
        checkEscapes(pattern, escape);
        byte[] p = pattern.bytes;
        int patternEnd = pattern.start + pattern.length;
        int end = text.start + text.length;
        int at = text.start;
        int next = pattern.start;
        int resumeAt = -1;
        int resumeNext = -1;
        while (at < end || next < patternEnd) {
            boolean escaped = next < patternEnd && startsWith(p, next, patternEnd, escape);
            int literal = escaped ? next + escape.length : next;
            if (!escaped && next < patternEnd && p[next] == '%') {
                resumeAt = at;
                resumeNext = ++next;
                continue;
            }
            int matched =
                    next < patternEnd && at < end ? matchOne(text.bytes, at, end, p, literal, patternEnd, escaped) : -1;
            if (matched >= 0) {
                next = literal + Text.width(p, literal, patternEnd);
                at = matched;
                continue;
            }
            if (resumeAt < 0 || resumeAt >= end) {
                return false;
            }
            resumeAt += Text.width(text.bytes, resumeAt, end);
            at = resumeAt;
            next = resumeNext;
        }
        return true;
    }

    /** Where the character of the text ends, if it is the one in the pattern. */
    private static int matchOne(byte[] bytes, int at, int end, byte[] p, int next, int patternEnd, boolean escaped) {
        int width = Text.width(bytes, at, end);
        if (p[next] == '_' && !escaped) {
            return at + width;
        }
        boolean equal = Text.width(p, next, patternEnd) == width && Text.matches(bytes, at, p, next, width);
        return equal ? at + width : -1;
    }

    private static void checkEscapes(Utf8 pattern, Utf8 escape) {
        if (Text.count(escape) != 1) {
            SearchFunctions.checkEscape(escape.toString());
        }
        int end = pattern.start + pattern.length;
        for (int i = pattern.start; i < end; i += Text.width(pattern.bytes, i, end)) {
            if (!startsWith(pattern.bytes, i, end, escape)) {
                continue;
            }
            i += escape.length;
            boolean legal = i < end
                    && (pattern.bytes[i] == '%'
                            || pattern.bytes[i] == '_'
                            || startsWith(pattern.bytes, i, end, escape));
            if (!legal) {
                throw new RowException(
                        "the escape " + Text.quoted(escape) + " in the pattern " + Text.quoted(pattern)
                                + " of LIKE must stand before %, _ or itself",
                        "Write the escape twice to mean the character itself.");
            }
        }
    }

    private static boolean startsWith(byte[] bytes, int at, int end, Utf8 wanted) {
        return end - at >= wanted.length && Text.matches(bytes, at, wanted.bytes, wanted.start, wanted.length);
    }
}
