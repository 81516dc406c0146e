package io.sluice.planner.plan;

/**
 * TUMBLE (slide = size) or HOP. Windows are {@code [start, start + size)} with {@code start ≡ offset (mod slide)}; for
 * TIMESTAMP_LTZ in a fixed zone the offset holds the zone's shift. All in microseconds.
 */
public record WindowSpec(long size, long slide, long offset) {
    public WindowSpec {
        if (size <= 0 || slide <= 0) {
            throw new IllegalArgumentException(
                    "the size and slide of a window must be positive, got %d and %d".formatted(size, slide));
        }
        offset = Math.floorMod(offset, slide);
    }

    public boolean isTumbling() {
        return size == slide;
    }

    /** The longest pieces of which all windows are made: rows are aggregated by pane first. */
    public long pane() {
        long a = size;
        long b = slide;
        while (b != 0) {
            long rest = a % b;
            a = b;
            b = rest;
        }
        return a;
    }
}
