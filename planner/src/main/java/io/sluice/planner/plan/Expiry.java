package io.sluice.planner.plan;

import static java.util.Objects.requireNonNull;

/**
 * When rows are final by a time that they have: once the watermark has reached the time plus a delay, no row with that time
 * can come, and one that does is late. Partitions with a time among their columns are final as a whole.
 *
 * @param column of the input that has the time
 * @param delay microseconds
 */
public record Expiry(int column, long delay, Watermark watermark) {
    public Expiry {
        requireNonNull(watermark, "watermark");
    }
}
