package io.sluice.sources.csv;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.BadRowPolicy;
import io.sluice.sources.column.TimestampFormat;
import io.sluice.sources.format.TextRules;
import java.util.Optional;

/**
 * How rows are taken from CSV. Characters are ASCII; 0 stands for none.
 *
 * @param header whether the first record names the fields; columns are then found by name, else by position
 * @param comments whether lines that begin with {@code #} are left out
 * @param extraFields whether fields behind the last column are passed over, and not an error
 * @param nullText a field without quotes that is NULL
 */
public record CsvRules(
        byte delimiter,
        byte quote,
        byte escape,
        boolean header,
        boolean comments,
        boolean extraFields,
        Optional<String> nullText,
        TimestampFormat timestamps,
        BadRowPolicy badRows,
        TextRules text) {
    public CsvRules {
        requireNonNull(nullText, "nullText");
        requireNonNull(timestamps, "timestamps");
        requireNonNull(badRows, "badRows");
        requireNonNull(text, "text");
    }
}
