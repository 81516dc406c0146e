package io.sluice.runtime.loop;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.HashMap;
import java.util.Map;

/**
 * The watermarks of all sources, by partition, in microseconds since the epoch. They only grow. In a bounded plan they
 * stay as they are: no row is late there, and everything closes at the end of the input.
 */
final class WatermarkTracker {
    private final boolean bounded;
    private final Map<String, Map<String, Long>> current = new HashMap<>();

    /** @param committed those of the last commit */
    WatermarkTracker(boolean bounded, Map<String, Map<String, Long>> committed) {
        this.bounded = bounded;
        committed.forEach((source, partitions) -> current.put(source, new HashMap<>(partitions)));
    }

    /** A batch has seen these. */
    void observe(Map<String, Map<String, Long>> seen) {
        if (bounded) {
            return;
        }
        seen.forEach((source, partitions) -> {
            Map<String, Long> known = current.computeIfAbsent(source, name -> new HashMap<>());
            partitions.forEach((partition, watermark) -> known.merge(partition, watermark, Math::max));
        });
    }

    Map<String, Map<String, Long>> current() {
        return current.entrySet().stream().collect(toUnmodifiableMap(Map.Entry::getKey, e -> Map.copyOf(e.getValue())));
    }
}
