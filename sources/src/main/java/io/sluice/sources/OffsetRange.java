package io.sluice.sources;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** What one batch reads from one source: everything after {@code from}, up to and including {@code to}. */
public record OffsetRange(Optional<Offset> from, Offset to) {
    public OffsetRange {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
    }
}
