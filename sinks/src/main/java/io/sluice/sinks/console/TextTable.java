package io.sluice.sinks.console;

import java.util.List;

/**
 * Rows in a frame, as Spark prints them:
 *
 * <pre>
 * +-----+-----+
 * |value|count|
 * +-----+-----+
 * |    a|    2|
 * +-----+-----+
 * </pre>
 *
 * A column is as wide as its longest cell or its header, and at least 3. Cells are on the right when long ones are cut,
 * else on the left. Characters that take two places in a terminal count twice.
 */
final class TextTable {
    private static final int LEAST_WIDTH = 3;
    private static final int ELLIPSIS_LENGTH = 3;

    private final List<String> header;
    private final int longest;

    /** @param longest cells with more characters are cut; 0 for never */
    TextTable(List<String> header, int longest) {
        this.header = header.stream().map(TextTable::escape).toList();
        this.longest = longest;
    }

    /** The cell in one line and not too long. */
    String cell(String text) {
        String line = escape(text);
        if (longest == 0 || line.length() <= longest) {
            return line;
        }
        return longest <= ELLIPSIS_LENGTH
                ? line.substring(0, longest)
                : line.substring(0, longest - ELLIPSIS_LENGTH) + "...";
    }

    /** Appends the table; the rows have cells from {@link #cell}. */
    void appendTo(StringBuilder out, List<String[]> rows) {
        int[] widths = new int[header.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(LEAST_WIDTH, places(header.get(i)));
            for (String[] row : rows) {
                widths[i] = Math.max(widths[i], places(row[i]));
            }
        }
        appendRule(out, widths);
        appendRow(out, widths, header.toArray(String[]::new));
        appendRule(out, widths);
        rows.forEach(row -> appendRow(out, widths, row));
        appendRule(out, widths);
    }

    private static void appendRule(StringBuilder out, int[] widths) {
        out.append('+');
        for (int width : widths) {
            out.append("-".repeat(width)).append('+');
        }
        out.append('\n');
    }

    private void appendRow(StringBuilder out, int[] widths, String[] cells) {
        out.append('|');
        for (int i = 0; i < cells.length; i++) {
            String padding = " ".repeat(widths[i] - places(cells[i]));
            if (longest > 0) {
                out.append(padding).append(cells[i]);
            } else {
                out.append(cells[i]).append(padding);
            }
            out.append('|');
        }
        out.append('\n');
    }

    private static String escape(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            switch (next) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                case '\f' -> line.append("\\f");
                case '\b' -> line.append("\\b");
                case '\u000B' -> line.append("\\v");
                case '\u0007' -> line.append("\\a");
                default -> line.append(next);
            }
        }
        return line.toString();
    }

    private static int places(String text) {
        int places = text.length();
        for (int i = 0; i < text.length(); i++) {
            if (isWide(text.charAt(i))) {
                places++;
            }
        }
        return places;
    }

    /** East Asian characters that Unicode calls wide or full-width. */
    private static boolean isWide(char character) {
        return between(character, 0x1100, 0x115F)
                || between(character, 0x2E80, 0xA4CF)
                || between(character, 0xAC00, 0xD7A3)
                || between(character, 0xF900, 0xFAFF)
                || between(character, 0xFE30, 0xFE6F)
                || between(character, 0xFF00, 0xFF60)
                || between(character, 0xFFE0, 0xFFE6);
    }

    private static boolean between(char character, int first, int last) {
        return character >= first && character <= last;
    }
}
