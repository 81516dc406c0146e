package io.sluice.runtime.loop;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.BatchCommit;
import io.sluice.checkpoint.BatchIntent;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.WatermarkRules;
import io.sluice.runtime.execution.BatchResult;
import io.sluice.runtime.execution.EventTimes;
import io.sluice.runtime.execution.Watermarks;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * How far event time has come: the watermarks of all sources by partition, which only grow, and when rows came last. In a
 * bounded plan watermarks stay as they are: no row is late there, and everything closes at the end of the input. All times
 * are in microseconds.
 *
 * <p>A source or partition is idle when no row of it has come for its {@code idle-timeout}, by the times of the batches;
 * so a repeated batch, and a run that is started again, finds the same. Used by the loop's thread.
 */
final class WatermarkTracker {
    /** Stands for the source itself: when it gave rows last, or was looked at first. */
    private static final String SOURCE = "";

    private final boolean bounded;
    private final Map<String, WatermarkRules> rules;
    private final Map<String, Map<String, Long>> activity = new HashMap<>();
    private Map<String, Map<String, Long>> watermarks;
    private Map<String, Long> operators;

    /**
     * @param rules of each source that has a watermark
     * @param committed what the last commit says
     */
    WatermarkTracker(boolean bounded, Map<String, WatermarkRules> rules, Optional<BatchCommit> committed) {
        this.bounded = bounded;
        this.rules = Map.copyOf(rules);
        watermarks = committed.map(BatchCommit::watermarks).orElse(Map.of());
        operators = committed.map(BatchCommit::operators).orElse(Map.of());
        committed
                .map(BatchCommit::activity)
                .orElse(Map.of())
                .forEach((source, partitions) -> activity.put(source, new HashMap<>(partitions)));
    }

    /** The rules of each source that has a watermark. */
    static Map<String, WatermarkRules> rules(List<PlanNode.Write> outputs) {
        Map<String, WatermarkRules> rules = new TreeMap<>();
        outputs.forEach(output -> collect(output, rules));
        return rules;
    }

    private static void collect(PlanNode node, Map<String, WatermarkRules> rules) {
        node.inputs().forEach(input -> collect(input, rules));
        if (node instanceof PlanNode.AssignWatermark watermark) {
            rules.put(watermark.source(), watermark.rules());
        }
    }

    WatermarkRules rules(String source) {
        return requireNonNull(rules.get(source), source);
    }

    Set<String> sources() {
        return rules.keySet();
    }

    /** As they were when the last batch was committed. */
    EventTimes committed() {
        return new EventTimes(watermarks, Map.of(), operators);
    }

    /** As a batch that starts at {@code now} finds them. */
    EventTimes at(long now) {
        Map<String, Set<String>> idle = new HashMap<>();
        if (!bounded) {
            rules.forEach(
                    (source, rule) -> rule.idleTimeout().ifPresent(timeout -> addIdle(source, timeout, now, idle)));
        }
        return new EventTimes(idle.isEmpty() ? watermarks : Watermarks.carried(watermarks, idle), idle, operators);
    }

    private void addIdle(String source, long timeout, long now, Map<String, Set<String>> idle) {
        Map<String, Long> times = activity.computeIfAbsent(source, key -> new HashMap<>());
        times.putIfAbsent(SOURCE, now);
        Set<String> partitions = new HashSet<>();
        times.forEach((partition, last) -> {
            if (!partition.equals(SOURCE) && now - last >= timeout) {
                partitions.add(partition);
            }
        });
        if (!partitions.isEmpty() || now - times.get(SOURCE) >= timeout) {
            idle.put(source, partitions);
        }
    }

    /** When the next source or partition will be idle if nothing comes; empty: none, or not by the clock. */
    OptionalLong nextIdle(long now) {
        long next = Long.MAX_VALUE;
        for (Map.Entry<String, WatermarkRules> rule : rules.entrySet()) {
            OptionalLong timeout = rule.getValue().idleTimeout();
            if (timeout.isPresent() && !bounded) {
                for (long last : activity.getOrDefault(rule.getKey(), Map.of()).values()) {
                    long due = last + timeout.getAsLong();
                    next = due > now ? Math.min(next, due) : next;
                }
            }
        }
        return next == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(next);
    }

    /** What a batch has seen. */
    void observe(BatchIntent intent, BatchResult result) {
        long time = intent.batchTimeMicros();
        operators = result.operators();
        if (bounded) {
            return;
        }
        Map<String, Map<String, Long>> grown = new HashMap<>();
        watermarks.forEach((source, partitions) -> grown.put(source, new HashMap<>(partitions)));
        result.watermarks().forEach((source, partitions) -> {
            Map<String, Long> known = grown.computeIfAbsent(source, name -> new HashMap<>());
            partitions.forEach((partition, watermark) -> known.merge(partition, watermark, Math::max));
        });
        grown.replaceAll((source, partitions) -> Map.copyOf(partitions));
        watermarks = Map.copyOf(grown);
        rules.forEach((source, rule) -> {
            if (rule.idleTimeout().isPresent()) {
                Map<String, Long> times = activity.computeIfAbsent(source, key -> new HashMap<>());
                times.putIfAbsent(SOURCE, time);
                Set<String> seen = result.seen().getOrDefault(source, Set.of());
                seen.forEach(partition -> times.put(partition, time));
                if (!seen.isEmpty()) {
                    times.put(SOURCE, time);
                }
            }
        });
    }

    Map<String, Map<String, Long>> current() {
        return watermarks;
    }

    /** When rows came last, by source and partition. */
    Map<String, Map<String, Long>> activity() {
        Map<String, Map<String, Long>> copy = new HashMap<>();
        activity.forEach((source, times) -> copy.put(source, Map.copyOf(times)));
        return copy;
    }

    Map<String, Long> operators() {
        return operators;
    }
}
