package io.sluice.runtime.operator;

import io.sluice.runtime.state.RowTable;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;

/**
 * The rows of a partition in their order, each as often as it counts, of which those from {@link #from} on get values. Of
 * rows that came before, some may be forgotten. Used by one thread at a time.
 */
final class OverRows {
    private final TotalOrder order;
    private ColumnVector[] columns = {};
    private int[] slots = new int[8];
    private int size;
    private int from;
    private int[] peerStart = {};
    private int[] peerEnd = {};
    private int[] groups = {};
    private long rowsBefore;
    private long groupsBefore;
    private ColumnVector[] base = {};
    private int baseRow = -1;

    OverRows(TotalOrder order) {
        this.order = order;
    }

    void clear() {
        size = 0;
        from = 0;
    }

    void add(int slot, int count) {
        if (slots.length < size + count) {
            slots = Arrays.copyOf(slots, Math.max(size + count, slots.length * 2));
        }
        Arrays.fill(slots, size, size + count, slot);
        size += count;
    }

    /** All rows before {@code first} are there. */
    void start(RowTable table, int first) {
        long rank = 0;
        for (int i = 0; i < first; i++) {
            rank += i == 0 || !order.isPeer(table.columns(), slots[i - 1], slots[i]) ? 1 : 0;
        }
        start(table, first, first, rank, new ColumnVector[0], -1);
    }

    /**
     * Says where values begin: where no row before is equal by the sort keys.
     *
     * @param rows that were before, and of how many different ranks
     * @param values of the last row before, by call
     * @param valueRow where they are; −1: all rows before are there
     */
    void start(RowTable table, int first, long rows, long ranks, ColumnVector[] values, int valueRow) {
        columns = table.columns();
        from = first;
        rowsBefore = rows;
        groupsBefore = ranks;
        base = values;
        baseRow = valueRow;
        findPeers();
    }

    private void findPeers() {
        if (peerStart.length < size) {
            peerStart = new int[slots.length];
            peerEnd = new int[slots.length];
            groups = new int[slots.length];
        }
        int group = 0;
        for (int i = from; i < size; ) {
            int end = i + 1;
            while (end < size && (slots[end] == slots[i] || order.isPeer(columns, slots[i], slots[end]))) {
                end++;
            }
            group++;
            Arrays.fill(peerStart, i, end, i);
            Arrays.fill(peerEnd, i, end, end);
            Arrays.fill(groups, i, end, group);
            i = end;
        }
    }

    ColumnVector[] columns() {
        return columns;
    }

    int size() {
        return size;
    }

    int from() {
        return from;
    }

    int slot(int place) {
        return slots[place];
    }

    /** The first of the rows that are equal by the sort keys. */
    int peerStart(int place) {
        return peerStart[place];
    }

    /** Behind the last of them. */
    int peerEnd(int place) {
        return peerEnd[place];
    }

    /** From 1 on, rows that are forgotten counted. */
    long number(int place) {
        return rowsBefore + place - from + 1;
    }

    long denseRank(int place) {
        return groupsBefore + groups[place];
    }

    long rowsBefore() {
        return rowsBefore;
    }

    /** Whether rows may be forgotten, so that {@link #base} tells of them. */
    boolean hasBase() {
        return baseRow >= 0;
    }

    /** The values of a call. */
    ColumnVector base(int call) {
        return base[call];
    }

    int baseRow() {
        return baseRow;
    }
}
