package io.sluice.runtime.execution;

import io.sluice.planner.plan.Watermark;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values of watermarks, in microseconds, by source and partition; −∞ and +∞ are the least and the greatest long. */
final class Watermarks {
    private static final long NONE = Long.MIN_VALUE;

    private final Map<String, Map<String, Long>> start;
    private final Map<String, Map<String, Long>> values = new LinkedHashMap<>();

    Watermarks(Map<String, Map<String, Long>> start) {
        this.start = start;
        start.forEach((source, partitions) -> values.put(source, new LinkedHashMap<>(partitions)));
    }

    /**
     * A partition has seen a watermark. A partition that comes new, or late, does not take back what its source has
     * asserted: it starts from there.
     */
    synchronized void observe(String source, String partition, long value) {
        if (value == NONE) {
            return;
        }
        long least = Math.max(value, ofSource(source, start));
        values.computeIfAbsent(source, key -> new LinkedHashMap<>()).merge(partition, least, Math::max);
    }

    Map<String, Map<String, Long>> values() {
        Map<String, Map<String, Long>> copy = new LinkedHashMap<>();
        values.forEach((source, partitions) -> copy.put(source, Map.copyOf(partitions)));
        return copy;
    }

    private static long ofSource(String source, Map<String, Map<String, Long>> values) {
        return values.getOrDefault(source, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .min()
                .orElse(NONE);
    }

    /** The watermark of a column, given those of the sources. */
    static long of(Watermark watermark, Map<String, Map<String, Long>> values) {
        if (watermark instanceof Watermark.OfSource source) {
            return ofSource(source.source(), values);
        }
        if (watermark instanceof Watermark.Shifted shifted) {
            return shift(of(shifted.of(), values), shifted.micros());
        }
        return ((Watermark.Least) watermark)
                .of().stream().mapToLong(each -> of(each, values)).min().orElse(NONE);
    }

    /** A value that would leave the range of microseconds stays at its end. */
    static long shift(long value, long micros) {
        if (value == Long.MIN_VALUE || value == Long.MAX_VALUE) {
            return value;
        }
        long sum = value + micros;
        boolean overflow = ((value ^ sum) & (micros ^ sum)) < 0;
        return overflow ? (micros < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }

    /** The values of the sources at which the watermark of a column reaches {@code due}. */
    static Map<String, Long> reaching(Watermark watermark, long due) {
        if (watermark instanceof Watermark.OfSource source) {
            return Map.of(source.source(), due);
        }
        if (watermark instanceof Watermark.Shifted shifted) {
            return reaching(shifted.of(), shift(due, -shifted.micros()));
        }
        Map<String, Long> all = new HashMap<>();
        ((Watermark.Least) watermark).of().forEach(each -> reaching(each, due)
                .forEach((source, value) -> all.merge(source, value, Math::max)));
        return all;
    }
}
