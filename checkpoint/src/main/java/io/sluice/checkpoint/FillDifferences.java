package io.sluice.checkpoint;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * How a stored table and the one that it is filled from differ.
 *
 * @param rows stored rows
 * @param other rows with other values
 * @param missing stored rows that the other table has not
 * @param more rows that only the other table has
 * @param example one of them, in words; present if there is any
 */
public record FillDifferences(long rows, long other, long missing, long more, Optional<String> example) {
    public FillDifferences {
        requireNonNull(example, "example");
    }

    public boolean isEmpty() {
        return other == 0 && missing == 0 && more == 0;
    }
}
