package io.sluice.sources;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A second reading of rows that were read before.
 *
 * @param ranges one after the other; together from the beginning to where it ends
 * @param extent how much that is, for people, such as {@code 12 files, 4,096 bytes}
 */
public record Rereading(List<OffsetRange> ranges, String extent) {
    public Rereading {
        ranges = List.copyOf(ranges);
        requireNonNull(extent, "extent");
    }

    /** In one range. */
    public static Rereading whole(Offset through, String extent) {
        return new Rereading(List.of(new OffsetRange(Optional.empty(), through)), extent);
    }
}
