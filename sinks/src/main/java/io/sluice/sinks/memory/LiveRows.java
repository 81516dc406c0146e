package io.sluice.sinks.memory;

import static java.util.Objects.requireNonNull;

import io.sluice.sinks.SinkTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the batches of one query add up to so far; a batch that comes again changes nothing. Used under the table's lock. */
final class LiveRows {
    private final SinkTable table;

    /** By key, or, where rows have none, by the whole row: the row, and how often it is there. */
    private final Map<List<Object>, Counted> rows = new LinkedHashMap<>();

    private long last = Long.MIN_VALUE;

    private record Counted(Row row, int times) {}

    LiveRows(SinkTable table) {
        this.table = requireNonNull(table, "table");
    }

    boolean has(long batch) {
        return batch <= last;
    }

    void add(long batch, List<Row> changes) {
        if (has(batch)) {
            return;
        }
        last = batch;
        switch (table.mode()) {
            case APPEND, CHANGELOG -> changes.forEach(this::count);
            case UPDATE -> changes.forEach(this::replace);
            case COMPLETE -> {
                rows.clear();
                changes.forEach(this::count);
            }
        }
    }

    private void count(Row change) {
        int weight = weight(change);
        rows.compute(change.values(), (values, known) -> {
            int times = weight + (known == null ? 0 : known.times);
            return times == 0 ? null : new Counted(Row.of(values.toArray()), times);
        });
    }

    private void replace(Row change) {
        List<Object> key = new ArrayList<>();
        table.key().forEach(column -> key.add(change.value(column)));
        if (weight(change) > 0) {
            rows.put(key, new Counted(Row.of(change.values().toArray()), 1));
        } else {
            rows.remove(key);
        }
    }

    private static int weight(Row row) {
        return switch (row.kind()) {
            case INSERT, UPDATE_AFTER -> 1;
            case UPDATE_BEFORE, DELETE -> -1;
        };
    }

    List<Row> rows() {
        List<Row> all = new ArrayList<>();
        rows.values().forEach(each -> {
            for (int i = 0; i < each.times; i++) {
                all.add(each.row);
            }
        });
        return List.copyOf(all);
    }
}
