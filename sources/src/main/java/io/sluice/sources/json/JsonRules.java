package io.sluice.sources.json;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.BadRowPolicy;
import io.sluice.sources.column.TimestampFormat;
import io.sluice.sources.format.TextRules;

/**
 * How rows are taken from JSON.
 *
 * @param failOnMissingField whether an object without a field of the table is an error, and not NULL
 * @param badRows what becomes of a row that cannot be read
 */
public record JsonRules(TimestampFormat timestamps, boolean failOnMissingField, BadRowPolicy badRows, TextRules text) {
    public JsonRules {
        requireNonNull(timestamps, "timestamps");
        requireNonNull(badRows, "badRows");
        requireNonNull(text, "text");
    }
}
