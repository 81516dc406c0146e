package io.sluice.runtime.operator;

import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.RankLimits;
import io.sluice.planner.plan.RankLimits.Function;
import io.sluice.runtime.state.RowTable;
import io.sluice.runtime.state.SortedRows;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;

/**
 * Compares the rows of a partition that have the wanted ranks before a batch with those after it, and sends the difference.
 * Where ranks are numbers that are sent, too, each number has an old and a new row, and rows that moved are sent again.
 */
final class RankChanges {
    private static final byte ADDED = 1;
    private static final byte REMOVED = -1;

    private final RankLimits limits;
    private final boolean numbered;
    private final RowTable table;
    private final TotalOrder order;
    private final ColumnVector numbers = new ColumnVector();
    private Ranked before = new Ranked();
    private Ranked after = new Ranked();
    private int[] added = new int[8];
    private RowEmitter out;
    private boolean hasLastRank;

    /** Rows with wanted ranks, in their order. */
    private static final class Ranked {
        private int[] slots = new int[8];
        private int[] counts = new int[8];

        /** The rank of a row, or of the first of equal ones where each has a number of its own. */
        private long[] ranks = new long[8];

        private int size;

        void add(int slot, int count, long rank) {
            if (size == slots.length) {
                slots = Arrays.copyOf(slots, size * 2);
                counts = Arrays.copyOf(counts, size * 2);
                ranks = Arrays.copyOf(ranks, size * 2);
            }
            slots[size] = slot;
            counts[size] = count;
            ranks[size++] = rank;
        }
    }

    RankChanges(PlanNode.Rank node, RowTable table, TotalOrder order) {
        limits = node.limits();
        numbered = node.numbered();
        this.table = table;
        this.order = order;
    }

    void start(RowEmitter emitter) {
        out = emitter;
        if (numbered) {
            out.sides(table.columns(), table.columns().length, new ColumnVector[] {numbers});
        } else {
            out.side(table.columns());
        }
    }

    /** The rows of a partition before they change. */
    void before(SortedRows rows) {
        rank(rows, before);
    }

    /** The rows of the partition after that: sends what is different. */
    void after(SortedRows rows) {
        rank(rows, after);
        if (limits.isOneRow()) {
            out.reserve(2);
        }
        if (numbered && limits.function() == Function.ROW_NUMBER) {
            compareNumbers();
        } else {
            compareRows();
        }
    }

    /** Sends all rows with wanted ranks. */
    void all(SortedRows rows) {
        before.size = 0;
        after(rows);
    }

    private void rank(SortedRows rows, Ranked to) {
        to.size = 0;
        Walk walk = new Walk(rows);
        while (walk.next()) {
            int slot = walk.slot;
            if (limits.function() == Function.ROW_NUMBER) {
                long first = Math.max(limits.first(), walk.before + 1);
                long last = Math.min(limits.last(), walk.before + table.count(slot));
                if (first <= last) {
                    to.add(slot, (int) (last - first + 1), first);
                }
            } else if (walk.rank >= limits.first()) {
                to.add(slot, table.count(slot), walk.rank);
            }
        }
    }

    /** How many of the first rows have a rank that is not too high. */
    int kept(SortedRows rows) {
        Walk walk = new Walk(rows);
        int kept = 0;
        long rank = 0;
        while (walk.next()) {
            kept++;
            rank = walk.rank;
        }
        hasLastRank = rank == limits.last();
        return kept;
    }

    /** Whether one of the rows that {@link #kept} has counted has the last wanted rank. */
    boolean hasLastRank() {
        return hasLastRank;
    }

    /** Goes through the rows of a partition up to the last wanted rank. */
    private final class Walk {
        private final SortedRows.Walk rows;
        private int slot = -1;
        private long before;
        private long rank;
        private int lastCount;

        Walk(SortedRows rows) {
            this.rows = rows.walk();
        }

        boolean next() {
            int found = rows.next();
            if (found < 0) {
                return false;
            }
            before += lastCount;
            boolean peer =
                    slot >= 0 && limits.function() != Function.ROW_NUMBER && order.isPeer(table.columns(), slot, found);
            if (!peer) {
                rank = limits.function() == Function.DENSE_RANK ? rank + 1 : before + 1;
            }
            slot = found;
            lastCount = table.count(found);
            return rank <= limits.last();
        }
    }

    private void compareNumbers() {
        int left = 0;
        int right = 0;
        int leftUsed = 0;
        int rightUsed = 0;
        for (long number = limits.first(); left < before.size || right < after.size; number++) {
            int old = left < before.size ? before.slots[left] : -1;
            int now = right < after.size ? after.slots[right] : -1;
            if (old < 0 || now < 0 || !isSame(old, now)) {
                out.reserve(2);
                if (old >= 0) {
                    send(old, number, REMOVED);
                }
                if (now >= 0) {
                    send(now, number, ADDED);
                }
            }
            if (old >= 0 && ++leftUsed == before.counts[left]) {
                left++;
                leftUsed = 0;
            }
            if (now >= 0 && ++rightUsed == after.counts[right]) {
                right++;
                rightUsed = 0;
            }
        }
    }

    private boolean isSame(int left, int right) {
        return left == right || order.compare(table.columns(), left, table.columns(), right) == 0;
    }

    /** First the rows that go, then those that come. */
    private void compareRows() {
        int left = 0;
        int right = 0;
        int comes = 0;
        if (added.length < after.size) {
            added = new int[Math.max(after.size, added.length * 2)];
        }
        while (left < before.size || right < after.size) {
            int way = way(left, right);
            if (way < 0) {
                send(before.slots[left], before.ranks[left], REMOVED, before.counts[left]);
                left++;
            } else if (way > 0) {
                added[comes++] = right++;
            } else {
                int more = after.counts[right] - before.counts[left];
                send(after.slots[right], after.ranks[right], more > 0 ? ADDED : REMOVED, Math.abs(more));
                left++;
                right++;
            }
        }
        for (int i = 0; i < comes; i++) {
            send(after.slots[added[i]], after.ranks[added[i]], ADDED, after.counts[added[i]]);
        }
    }

    /** Negative: the old row is gone; positive: the new one was not there. */
    private int way(int left, int right) {
        if (left == before.size || right == after.size) {
            return left == before.size ? 1 : -1;
        }
        int old = before.slots[left];
        int now = after.slots[right];
        int way = old == now ? 0 : order.compare(table.columns(), old, table.columns(), now);
        return way == 0 && numbered && before.ranks[left] != after.ranks[right] ? -1 : way;
    }

    private void send(int slot, long rank, byte weight, int times) {
        for (int i = 0; i < times; i++) {
            send(slot, rank, weight);
        }
    }

    private void send(int slot, long rank, byte weight) {
        if (numbered) {
            out.add(slot, number(rank), weight);
        } else {
            out.add(slot, -1, weight);
        }
    }

    /** Where the column of numbers has a number. */
    private int number(long rank) {
        int place = Math.toIntExact(rank);
        if (numbers.longs.length <= place) {
            int known = numbers.longs.length;
            numbers.longs = Arrays.copyOf(numbers.longs, Math.max(place + 1, known * 2));
            for (int i = known; i < numbers.longs.length; i++) {
                numbers.longs[i] = i;
            }
        }
        return place;
    }
}
