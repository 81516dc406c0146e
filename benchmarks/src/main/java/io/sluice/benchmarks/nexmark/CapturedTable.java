package io.sluice.benchmarks.nexmark;

import io.sluice.sinks.OutputMode;
import io.sluice.sinks.RowKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the changes that were published to a table add up to: the number of its rows and a sum over them that does not
 * depend on their order; the rows themselves if they are kept.
 */
final class CapturedTable {
    /**
     * A row that comes or goes.
     *
     * @param key stands for the values of the key, in update mode
     * @param hash stands for the row
     * @param text the row, if rows are kept
     */
    record Change(RowKind kind, long key, long hash, Optional<String> text) {}

    private final boolean keepsRows;
    private final Map<Long, Change> byKey = new HashMap<>();
    private final Map<String, Integer> bag = new TreeMap<>();
    private OutputMode mode = OutputMode.APPEND;
    private long published = -1;
    private long rows;
    private long sum;

    CapturedTable(boolean keepsRows) {
        this.keepsRows = keepsRows;
    }

    synchronized void open(OutputMode by) {
        mode = by;
    }

    synchronized OutputMode mode() {
        return mode;
    }

    /** Whether changes count by themselves: by their number and sum, in any order. */
    synchronized boolean isSum() {
        return mode != OutputMode.UPDATE && !keepsRows;
    }

    /**
     * A batch that comes again after a restart is left alone.
     *
     * @param summed of changes that are not in {@code changes}
     */
    synchronized void publish(long batch, List<Change> changes, Fingerprint summed) {
        if (batch <= published) {
            return;
        }
        published = batch;
        rows += summed.rows();
        sum += summed.sum();
        changes.forEach(mode == OutputMode.UPDATE ? this::replace : this::count);
    }

    private void replace(Change change) {
        boolean removed = change.kind() == RowKind.DELETE;
        Change before = removed ? byKey.remove(change.key()) : byKey.put(change.key(), change);
        if (before != null) {
            add(before, -1);
        }
        if (!removed) {
            add(change, 1);
        }
    }

    private void count(Change change) {
        add(change, weight(change.kind()));
    }

    /** 1 for a row that comes, -1 for one that goes. */
    static int weight(RowKind kind) {
        return kind == RowKind.INSERT || kind == RowKind.UPDATE_AFTER ? 1 : -1;
    }

    private void add(Change change, int weight) {
        rows += weight;
        sum += weight * change.hash();
        if (keepsRows) {
            bag.merge(change.text().orElseThrow(), weight, (a, b) -> a + b == 0 ? null : (Integer) (a + b));
        }
    }

    synchronized Fingerprint fingerprint() {
        return new Fingerprint(rows, sum);
    }

    /** In the order of their texts. */
    synchronized List<String> rows() {
        List<String> all = new ArrayList<>();
        bag.forEach((row, count) -> {
            if (count < 0) {
                throw new IllegalStateException("a row was taken back that was not there: " + row);
            }
            for (int i = 0; i < count; i++) {
                all.add(row);
            }
        });
        return all;
    }
}
