package io.sluice.sinks.memory;

import static java.util.Objects.requireNonNull;

import io.sluice.sinks.SinkTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What committed batches have brought, batch by batch. A batch that comes again replaces itself. Thread-safe; what is
 * returned is a copy that later batches do not change.
 */
public final class MemoryTable {
    private final String name;
    private final Map<String, Output> outputs = new LinkedHashMap<>();

    /**
     * What one query has written.
     *
     * @param result what the batches add up to that are no longer there; empty: all are
     */
    private record Output(SinkTable table, SortedMap<Long, List<Row>> batches, Optional<LiveRows> result) {}

    MemoryTable(String name) {
        this.name = requireNonNull(name, "name");
    }

    public String name() {
        return name;
    }

    /** @param live only the result is kept, and not the changes that led to it */
    synchronized void open(SinkTable table, boolean live) {
        Output before = outputs.get(table.queryId());
        outputs.put(
                table.queryId(),
                before == null
                        ? new Output(table, new TreeMap<>(), live ? Optional.of(new LiveRows(table)) : Optional.empty())
                        : new Output(table, before.batches, before.result));
    }

    synchronized void put(String queryId, long batch, List<Row> rows) {
        Output output = outputs.get(queryId);
        if (output.result.isPresent()) {
            output.result.get().add(batch, rows);
        } else {
            output.batches.put(batch, List.copyOf(rows));
        }
    }

    synchronized boolean has(String queryId, long batch) {
        Output output = outputs.get(queryId);
        return output.batches.containsKey(batch)
                || output.result.filter(rows -> rows.has(batch)).isPresent();
    }

    /** All rows as they were written, unless only the result is kept, in the order of batches; of several queries, one query after another. */
    public synchronized List<Row> changes() {
        List<Row> all = new ArrayList<>();
        outputs.values().forEach(output -> output.batches.values().forEach(all::addAll));
        return List.copyOf(all);
    }

    /** The rows that one batch wrote, as they were written. */
    public synchronized List<Row> changes(long batch) {
        List<Row> all = new ArrayList<>();
        outputs.values().forEach(output -> all.addAll(output.batches.getOrDefault(batch, List.of())));
        return List.copyOf(all);
    }

    /** The batches that wrote to the table, without rows too, in their order. */
    public synchronized List<Long> batches() {
        return outputs.values().stream()
                .flatMap(output -> output.batches.keySet().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * The result that all changes together give: in append and changelog mode the rows that were not taken back, each as
     * often as it was given; in update mode the last row of each key; in complete mode the last batch.
     */
    public synchronized List<Row> integrated() {
        List<Row> result = new ArrayList<>();
        outputs.values().forEach(output -> result.addAll(integrated(output)));
        return List.copyOf(result);
    }

    private static List<Row> integrated(Output output) {
        if (output.result.isPresent()) {
            return output.result.get().rows();
        }
        return switch (output.table.mode()) {
            case APPEND, CHANGELOG -> bag(output.batches);
            case UPDATE -> byKey(output.batches, output.table.key());
            case COMPLETE -> output.batches.isEmpty() ? List.of() : output.batches.get(output.batches.lastKey());
        };
    }

    private static List<Row> bag(SortedMap<Long, List<Row>> batches) {
        Map<List<Object>, Integer> counts = new LinkedHashMap<>();
        batches.values().forEach(rows -> rows.forEach(row -> counts.merge(row.values(), weight(row), Integer::sum)));
        List<Row> result = new ArrayList<>();
        counts.forEach((values, count) -> {
            for (int i = 0; i < count; i++) {
                result.add(Row.of(values.toArray()));
            }
        });
        return result;
    }

    private static int weight(Row row) {
        return switch (row.kind()) {
            case INSERT, UPDATE_AFTER -> 1;
            case UPDATE_BEFORE, DELETE -> -1;
        };
    }

    private static List<Row> byKey(SortedMap<Long, List<Row>> batches, List<Integer> key) {
        Map<List<Object>, Row> last = new LinkedHashMap<>();
        batches.values()
                .forEach(rows -> rows.forEach(row -> {
                    List<Object> keyValues = new ArrayList<>();
                    key.forEach(column -> keyValues.add(row.value(column)));
                    if (weight(row) > 0) {
                        last.put(keyValues, Row.of(row.values().toArray()));
                    } else {
                        last.remove(keyValues);
                    }
                }));
        return List.copyOf(last.values());
    }
}
