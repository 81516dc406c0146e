package io.sluice.runtime.execution;

import io.sluice.planner.plan.Emission;
import io.sluice.planner.plan.WindowSpec;
import io.sluice.sinks.RowKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The same group-by as {@link Sample}, done in the plainest way: all accepted rows of a group are kept, and its row is
 * computed from them each time.
 */
final class Reference {
    private final Optional<WindowSpec> window;
    private final List<Integer> keys;
    private final Emission.Mode mode;
    private final boolean complete;
    private final long delay;

    /** By window start (0 without windows), then by key: the rows. */
    private final TreeMap<Long, Map<List<Object>, List<Object[]>>> groups = new TreeMap<>();

    private final Map<String, Long> watermarks = new LinkedHashMap<>();
    private long lateRows;

    Reference(Optional<WindowSpec> window, List<Integer> keys, Emission.Mode mode, long delay) {
        this.window = window;
        this.keys = keys;
        this.mode = mode;
        this.delay = delay;
        complete = mode == Emission.Mode.COMPLETE;
    }

    /** Late rows of the last batch. */
    long lateRows() {
        return lateRows;
    }

    long watermark() {
        return watermarks.values().stream().mapToLong(Long::longValue).min().orElse(Long.MIN_VALUE);
    }

    /** The changes that a batch makes. */
    List<RowSink.Change> run(List<RowSource.Piece> pieces, boolean end) {
        long start = watermark();
        Map<List<Object>, List<Object>> before = results();
        lateRows = 0;
        for (RowSource.Piece piece : pieces) {
            for (Object[] row : piece.rows()) {
                take(row, start);
                if (row[0] != null) {
                    long value = Math.max((Long) row[0] - delay, start);
                    watermarks.merge(piece.partition(), value, Math::max);
                }
            }
        }
        long reached = end ? Long.MAX_VALUE : watermark();
        return changes(before, reached);
    }

    private void take(Object[] row, long watermark) {
        if (row[0] == null) {
            return;
        }
        List<Object> key = new ArrayList<>();
        keys.forEach(column -> key.add(canonical(row[column])));
        if (window.isEmpty()) {
            groups.computeIfAbsent(0L, each -> new LinkedHashMap<>())
                    .computeIfAbsent(key, each -> new ArrayList<>())
                    .add(row);
            return;
        }
        WindowSpec spec = window.get();
        long time = (Long) row[0];
        long last = time - Math.floorMod(time - spec.offset(), spec.slide());
        int windows = 0;
        int open = 0;
        for (long from = last; from > time - spec.size(); from -= spec.slide()) {
            windows++;
            if (from + spec.size() > watermark) {
                open++;
                groups.computeIfAbsent(from, each -> new LinkedHashMap<>())
                        .computeIfAbsent(key, each -> new ArrayList<>())
                        .add(row);
            }
        }
        lateRows += windows > 0 && open == 0 ? 1 : 0;
    }

    private static Object canonical(Object value) {
        return value instanceof Double number ? (Object) (number + 0.0) : value;
    }

    /** By key of the output, the row. */
    private Map<List<Object>, List<Object>> results() {
        Map<List<Object>, List<Object>> all = new LinkedHashMap<>();
        groups.forEach((from, byKey) -> byKey.forEach((key, rows) -> {
            List<Object> full = key(from, key);
            List<Object> row = new ArrayList<>(full);
            row.addAll(aggregates(rows));
            all.put(full, row);
        }));
        return all;
    }

    private List<Object> key(long from, List<Object> key) {
        List<Object> full = new ArrayList<>();
        window.ifPresent(spec -> {
            full.add(from);
            full.add(from + spec.size());
        });
        full.addAll(key);
        return full;
    }

    private List<RowSink.Change> changes(Map<List<Object>, List<Object>> before, long reached) {
        if (keys.isEmpty()
                && window.isEmpty()
                && groups.isEmpty()
                && (mode != Emission.Mode.APPEND || reached == Long.MAX_VALUE)) {
            groups.computeIfAbsent(0L, each -> new LinkedHashMap<>()).put(List.of(), new ArrayList<>());
        }
        Map<List<Object>, List<Object>> after = results();
        List<RowSink.Change> changes = new ArrayList<>();
        if (mode == Emission.Mode.APPEND) {
            after.forEach((key, row) -> {
                boolean closes = window.isPresent() ? (Long) key.get(1) <= reached : reached == Long.MAX_VALUE;
                if (closes) {
                    changes.add(new RowSink.Change(RowKind.INSERT, row));
                }
            });
        } else if (complete) {
            after.values().forEach(row -> changes.add(new RowSink.Change(RowKind.INSERT, row)));
        } else {
            after.forEach((key, row) -> change(before.get(key), row, changes));
        }
        if (!complete && window.isPresent()) {
            groups.keySet()
                    .removeIf(from ->
                            reached == Long.MAX_VALUE || from + window.get().size() <= reached);
        } else if (mode == Emission.Mode.APPEND && reached == Long.MAX_VALUE) {
            groups.clear();
        }
        return changes;
    }

    private void change(List<Object> old, List<Object> row, List<RowSink.Change> changes) {
        if (row.equals(old)) {
            return;
        }
        if (old == null) {
            changes.add(new RowSink.Change(RowKind.INSERT, row));
            return;
        }
        if (mode == Emission.Mode.CHANGELOG) {
            changes.add(new RowSink.Change(RowKind.UPDATE_BEFORE, old));
        }
        changes.add(new RowSink.Change(RowKind.UPDATE_AFTER, row));
    }

    /** The aggregates of {@link Sample#CALLS}. */
    static List<Object> aggregates(List<Object[]> rows) {
        List<Object> all = new ArrayList<>();
        all.add((long) rows.size());
        all.add(count(rows, 3));
        all.add(rows.stream().filter(row -> Boolean.TRUE.equals(row[7])).count());
        all.add(sumLong(rows, 3));
        all.add(count(rows, 3) == 0 ? null : (double) sumLong(rows, 3) / count(rows, 3));
        all.add(count(rows, 4) == 0 ? null : sumDouble(rows, 4));
        all.add(count(rows, 4) == 0 ? null : sumDouble(rows, 4) / count(rows, 4));
        all.add(sumDecimal(rows, 5));
        BigDecimal sum = sumDecimal(rows, 5);
        all.add(sum == null ? null : sum.divide(BigDecimal.valueOf(count(rows, 5)), 6, RoundingMode.HALF_UP));
        all.add(sumDecimal(rows, 8));
        for (int column : new int[] {3, 4, 5, 6, 7}) {
            all.add(extreme(rows, column, -1));
            all.add(extreme(rows, column, 1));
        }
        return all;
    }

    private static long count(List<Object[]> rows, int column) {
        return rows.stream().filter(row -> row[column] != null).count();
    }

    private static Long sumLong(List<Object[]> rows, int column) {
        Long sum = null;
        for (Object[] row : rows) {
            if (row[column] != null) {
                sum = (sum == null ? 0 : sum) + (Long) row[column];
            }
        }
        return sum;
    }

    private static double sumDouble(List<Object[]> rows, int column) {
        double sum = 0;
        for (Object[] row : rows) {
            sum += row[column] == null ? 0 : (Double) row[column];
        }
        return sum;
    }

    private static BigDecimal sumDecimal(List<Object[]> rows, int column) {
        BigDecimal sum = null;
        for (Object[] row : rows) {
            if (row[column] != null) {
                sum = sum == null ? (BigDecimal) row[column] : sum.add((BigDecimal) row[column]);
            }
        }
        return sum;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object extreme(List<Object[]> rows, int column, int sign) {
        Comparable best = null;
        for (Object[] row : rows) {
            Comparable value = (Comparable) canonical(row[column]);
            if (value != null && (best == null || sign * value.compareTo(best) > 0)) {
                best = value;
            }
        }
        return best;
    }
}
