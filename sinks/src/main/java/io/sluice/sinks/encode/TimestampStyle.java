package io.sluice.sinks.encode;

/** How a JSON file writes times; the names are Flink's. */
public enum TimestampStyle {
    /** {@code 2001-01-31 06:30:00.000}. */
    SQL("SQL", ' '),
    /** {@code 2001-01-31T06:30:00.000}. */
    ISO_8601("ISO-8601", 'T');

    private final String optionValue;
    private final char separator;

    TimestampStyle(String optionValue, char separator) {
        this.optionValue = optionValue;
        this.separator = separator;
    }

    /** Between date and time. */
    char separator() {
        return separator;
    }

    /** As options write it. */
    @Override
    public String toString() {
        return optionValue;
    }
}
