package io.sluice.sources.json;

/** How timestamps are written. */
public enum TimestampForm {
    /** {@code 2024-01-31 12:00:00.5}. */
    SQL(' '),
    /** {@code 2024-01-31T12:00:00.5}. */
    ISO_8601('T');

    private final char separator;

    TimestampForm(char separator) {
        this.separator = separator;
    }

    /** What stands between date and time. */
    public char separator() {
        return separator;
    }

    @Override
    public String toString() {
        return name().replace('_', '-');
    }
}
