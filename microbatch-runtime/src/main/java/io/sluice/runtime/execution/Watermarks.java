package io.sluice.runtime.execution;

import io.sluice.planner.plan.Watermark;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Values of watermarks, in microseconds, by source and partition; −∞ and +∞ are the least and the greatest long. */
public final class Watermarks {
    private static final long NONE = Long.MIN_VALUE;

    private final EventTimes start;
    private final Map<String, Map<String, Long>> values = new LinkedHashMap<>();
    private final Map<String, Set<String>> seen = new LinkedHashMap<>();

    Watermarks(EventTimes start) {
        this.start = start;
        start.watermarks().forEach((source, partitions) -> values.put(source, new LinkedHashMap<>(partitions)));
    }

    /**
     * A partition has given rows, and with them perhaps a watermark. A partition that comes new, or late, does not take
     * back what its source has asserted: it starts from there.
     */
    synchronized void observe(String source, String partition, long value) {
        seen.computeIfAbsent(source, key -> new TreeSet<>()).add(partition);
        if (value == NONE) {
            return;
        }
        long least = Math.max(value, ofSource(source, start.watermarks()));
        values.computeIfAbsent(source, key -> new LinkedHashMap<>()).merge(partition, least, Math::max);
    }

    /** The partitions that had rows. */
    Map<String, Set<String>> seen() {
        return seen;
    }

    /** At the end of the batch: who has given rows is not idle. */
    EventTimes end() {
        Map<String, Set<String>> idle = new HashMap<>();
        start.idle().forEach((source, partitions) -> {
            Set<String> rest = new TreeSet<>(partitions);
            rest.removeAll(seen.getOrDefault(source, Set.of()));
            boolean awake = rest.isEmpty() && seen.containsKey(source);
            if (!awake) {
                idle.put(source, Set.copyOf(rest));
            }
        });
        return new EventTimes(carried(values, idle), idle, start.operators());
    }

    /**
     * The watermarks where idle partitions are carried along by the others of their source: the least over those others
     * is the source's, and an idle one that wakes up starts from there. Where all are idle, all stay where they are.
     */
    public static Map<String, Map<String, Long>> carried(
            Map<String, Map<String, Long>> watermarks, Map<String, Set<String>> idle) {
        Map<String, Map<String, Long>> carried = new HashMap<>();
        watermarks.forEach(
                (source, partitions) -> carried.put(source, carried(partitions, idle.getOrDefault(source, Set.of()))));
        return carried;
    }

    private static Map<String, Long> carried(Map<String, Long> partitions, Set<String> idle) {
        OptionalLong least = partitions.entrySet().stream()
                .filter(partition -> !idle.contains(partition.getKey()))
                .mapToLong(Map.Entry::getValue)
                .min();
        if (least.isEmpty() || idle.isEmpty()) {
            return Map.copyOf(partitions);
        }
        Map<String, Long> carried = new HashMap<>(partitions);
        carried.replaceAll((partition, value) -> Math.max(value, least.getAsLong()));
        return carried;
    }

    /** The least over the partitions of a source; −∞ if there are none. */
    public static long ofSource(String source, Map<String, Map<String, Long>> values) {
        return values.getOrDefault(source, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .min()
                .orElse(NONE);
    }

    /** Whether no partition of the source holds anything back. */
    public static boolean isIdle(String source, EventTimes times) {
        Set<String> idle = times.idle().get(source);
        return idle != null
                && idle.containsAll(
                        times.watermarks().getOrDefault(source, Map.of()).keySet());
    }

    /** The watermark of an operator: what it has reached already, or what its inputs that are not idle now give. */
    static long of(String uid, Watermark watermark, EventTimes times) {
        return Math.max(times.operators().getOrDefault(uid, NONE), of(watermark, times));
    }

    /** The watermark of a column, given those of the sources; that of the clock closes nothing here. */
    static long of(Watermark watermark, EventTimes times) {
        if (watermark.isOfClock()) {
            return NONE;
        }
        if (watermark instanceof Watermark.OfSource source) {
            return ofSource(source.source(), times.watermarks());
        }
        if (watermark instanceof Watermark.Shifted shifted) {
            return shift(of(shifted.of(), times), shifted.micros());
        }
        List<Watermark> all = ((Watermark.Least) watermark).of();
        List<Watermark> awake =
                all.stream().filter(each -> !isIdle(each, times)).toList();
        return (awake.isEmpty() ? all : awake)
                .stream().mapToLong(each -> of(each, times)).min().orElse(NONE);
    }

    private static boolean isIdle(Watermark watermark, EventTimes times) {
        if (watermark.isOfClock()) {
            return false;
        }
        if (watermark instanceof Watermark.OfSource source) {
            return isIdle(source.source(), times);
        }
        if (watermark instanceof Watermark.Shifted shifted) {
            return isIdle(shifted.of(), times);
        }
        return ((Watermark.Least) watermark).of().stream().allMatch(each -> isIdle(each, times));
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
        if (watermark.isOfClock()) {
            return Map.of();
        }
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
