package io.sluice.sources;

import static java.util.Objects.requireNonNull;

/**
 * A row that a source could not read and has left out.
 *
 * @param place where it is: the file, and the line, element or block
 * @param error what was expected and got
 * @param row its text, cut when it is long
 */
public record BadRow(String place, String error, String row) {
    public BadRow {
        requireNonNull(place, "place");
        requireNonNull(error, "error");
        requireNonNull(row, "row");
    }
}
