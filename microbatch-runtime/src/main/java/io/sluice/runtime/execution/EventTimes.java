package io.sluice.runtime.execution;

import java.util.Map;
import java.util.Set;

/**
 * How far event time has come at an instant; all times in microseconds.
 *
 * @param watermarks by source and partition
 * @param idle by source, its partitions that hold nothing back; a source is idle itself when all that are known of it are
 *     among them. Sources without idle ones are absent
 * @param operators what operators over several sources have reached, by uid: an idle source that wakes up does not take
 *     it back
 */
public record EventTimes(
        Map<String, Map<String, Long>> watermarks, Map<String, Set<String>> idle, Map<String, Long> operators) {
    public EventTimes {
        watermarks = Map.copyOf(watermarks);
        idle = Map.copyOf(idle);
        operators = Map.copyOf(operators);
    }

    /** No source is idle, or ever was. */
    public static EventTimes of(Map<String, Map<String, Long>> watermarks) {
        return new EventTimes(watermarks, Map.of(), Map.of());
    }
}
