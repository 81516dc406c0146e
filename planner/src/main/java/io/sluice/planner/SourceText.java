package io.sluice.planner;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/** A text with the starts of its lines: offsets to lines and columns, and back. A line ends with LF, CR LF or CR. */
public final class SourceText {
    private final String text;
    private final int[] lineStarts;

    private SourceText(String text, int[] lineStarts) {
        this.text = text;
        this.lineStarts = lineStarts;
    }

    public static SourceText of(String text) {
        requireNonNull(text, "text");
        int[] starts = new int[16];
        int lines = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r' && !text.startsWith("\n", i + 1)) {
                starts = lines == starts.length ? Arrays.copyOf(starts, 2 * lines) : starts;
                starts[lines++] = i + 1;
            }
        }
        return new SourceText(text, Arrays.copyOf(starts, lines));
    }

    /** Where the characters from {@code from} up to but not including {@code to} are; at least one. */
    public Position position(int from, int to) {
        int line = line(from);
        int endLine = line(to - 1);
        return new Position(line, from - lineStarts[line - 1] + 1, endLine, to - lineStarts[endLine - 1]);
    }

    private int line(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    public int offset(int line, int column) {
        return Math.min(text.length(), lineStarts[line - 1] + column - 1);
    }

    /** The characters of a range. */
    public String text(Position position) {
        return text.substring(
                offset(position.line(), position.column()), offset(position.endLine(), position.endColumn() + 1));
    }
}
