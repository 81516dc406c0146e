package io.sluice.runtime.operator;

import io.sluice.runtime.operator.Exchange.Arrivals;
import io.sluice.runtime.state.RowTable;
import io.sluice.runtime.state.SortedRows;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;

/**
 * The pairs of an inner join that new rows make which are never taken back. Rows are looked up a block at a time, step by step,
 * so that the looks at memory of each step do not wait for each other; then those are kept that may find a partner later. Used
 * by one thread at a time.
 */
final class InnerPairs {
    /** Few enough that what their lookups touch stays in the cache. */
    private static final int BLOCK = 1024;

    private final int[] block = new int[BLOCK];
    private final long[] hashes = new long[BLOCK];
    private final int[] keys = new int[BLOCK];
    private final int[] firsts = new int[BLOCK];
    private int[] kept = new int[64];
    private int keptCount;

    /** Partners of a row whose times fit. */
    private int[] ranged = new int[64];

    private JoinSide own;
    private JoinSide other;
    private ColumnVector[] columns = {};
    private RowEmitter out;

    /**
     * What is done with the rows of one input.
     *
     * @param watermark rows before it are late
     * @param keeps rows are kept
     * @param keptFrom only those, if the side drops rows, that end then or later
     */
    record Rules(long watermark, boolean keeps, long keptFrom) {}

    /** Sends the pairs of the rows, late rows apart, and keeps the rows; {@code to} knows the columns of both sides. */
    void take(JoinSide side, JoinSide partners, Arrivals arrivals, Rules rules, RowEmitter to) {
        own = side;
        other = partners;
        columns = arrivals.rows().columns();
        out = to;
        keptCount = 0;
        int count = arrivals.count();
        if (rules.keeps && kept.length < count) {
            kept = new int[Math.max(count, kept.length * 2)];
        }
        boolean plain = isPlain(rules);
        for (int first = 0; first < count; first += BLOCK) {
            int end = Math.min(count, first + BLOCK);
            int rows = plain ? all(arrivals, first, end) : chosen(arrivals, first, end, rules);
            if (other.table().size() > 0) {
                lookUp(rows);
            }
            if (rules.keeps && !plain) {
                keep(rows, rules.keptFrom);
            }
        }
        if (rules.keeps && plain) {
            own.added(own.table().addAll(columns, null, count, arrivals.hashes()), count);
        } else if (keptCount > 0) {
            own.added(own.table().addAll(columns, kept, keptCount, arrivals.hashes()), keptCount);
        }
        columns = new ColumnVector[0];
    }

    /** Whether all rows are taken and, if rows are kept, all are kept. */
    private boolean isPlain(Rules rules) {
        boolean mayBeLate = rules.watermark != Long.MIN_VALUE && own.form().timeColumn() >= 0;
        boolean mayBeOver = own.form().drops() && rules.keeps && rules.keptFrom != Long.MIN_VALUE;
        return !mayBeLate && !mayBeOver && !own.mayBeAlone(columns);
    }

    private int all(Arrivals arrivals, int first, int end) {
        for (int row = first; row < end; row++) {
            block[row - first] = row;
        }
        System.arraycopy(arrivals.hashes(), first, hashes, 0, end - first);
        return end - first;
    }

    /** Rows that are neither late nor, having a NULL where a partner has a value, alone. */
    private int chosen(Arrivals arrivals, int first, int end, Rules rules) {
        int time = own.form().timeColumn();
        boolean mayBeAlone = own.mayBeAlone(columns);
        long watermark = time < 0 ? Long.MIN_VALUE : rules.watermark;
        int rows = 0;
        for (int row = first; row < end; row++) {
            boolean isLate = watermark != Long.MIN_VALUE
                    && columns[time].longs[row] < watermark
                    && !(columns[time].hasNulls && columns[time].nulls[row]);
            if (isLate) {
                own.addLate();
                out.late(own.form().isLeft() ? 0 : 1, columns, row);
            } else if (!mayBeAlone || !own.isAlone(columns, row)) {
                block[rows] = row;
                hashes[rows++] = arrivals.hash(row);
            }
        }
        return rows;
    }

    private void keep(int rows, long keptFrom) {
        boolean all = !own.form().drops() || keptFrom == Long.MIN_VALUE;
        for (int i = 0; i < rows; i++) {
            if (all || own.end(columns, block[i]) >= keptFrom) {
                kept[keptCount++] = block[i];
            }
        }
    }

    private void lookUp(int rows) {
        RowTable partners = other.table();
        partners.keys(own.form().keys(), columns, block, rows, hashes, keys);
        partners.firsts(keys, rows, firsts);
        boolean plain = other.form().timeColumn() < 0 && !other.form().retracts();
        boolean ownLeft = own.form().isLeft();
        for (int i = 0; i < rows; i++) {
            if (firsts[i] < 0) {
                continue;
            }
            if (plain) {
                for (int slot = firsts[i]; slot >= 0; slot = partners.next(slot)) {
                    out.add(ownLeft ? block[i] : slot, ownLeft ? slot : block[i], (byte) 1);
                }
            } else {
                pairs(keys[i], block[i]);
            }
        }
    }

    private void pairs(int key, int row) {
        RowTable partners = other.table();
        SortedRows sorted = other.inOrder(key);
        if (sorted == null) {
            for (int slot = partners.first(key); slot >= 0; slot = partners.next(slot)) {
                pair(row, slot, partners.count(slot));
            }
            return;
        }
        int found = inRange(sorted, row);
        for (int at = 0; at < found; at++) {
            pair(row, ranged[at], partners.count(ranged[at]));
        }
    }

    private int inRange(SortedRows sorted, int row) {
        long time = columns[own.form().timeColumn()].longs[row];
        int from = other.first(sorted, time);
        int most = Math.max(0, other.end(sorted, time) - from);
        if (ranged.length < most) {
            ranged = Arrays.copyOf(ranged, Math.max(most, ranged.length * 2));
        }
        return most == 0 ? 0 : sorted.copy(from, most, ranged);
    }

    private void pair(int row, int slot, int times) {
        boolean ownLeft = own.form().isLeft();
        for (int i = times; i > 0; i--) {
            out.add(ownLeft ? row : slot, ownLeft ? slot : row, (byte) 1);
        }
    }
}
