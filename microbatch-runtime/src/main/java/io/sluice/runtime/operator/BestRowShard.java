package io.sluice.runtime.operator;

import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Emit;
import io.sluice.runtime.operator.Exchange.Arrivals;
import io.sluice.runtime.operator.ShardedOperator.Times;
import io.sluice.runtime.state.IntList;
import io.sluice.runtime.state.RowTable;
import io.sluice.sources.ColumnVector;
import java.util.List;

/**
 * The partitions of one shard of a {@link RankOperator} that keeps the first row of each, where rows are never taken back: the
 * best of the rows that a batch brings to a partition takes the place of the one that is kept, if it comes before it.
 */
final class BestRowShard extends EndingPartitions {
    /** Rows that are looked up together: what they touch stays in the cache. */
    private static final int BLOCK = 1024;

    private static final byte ADDED = 1;
    private static final byte REMOVED = -1;

    private final PlanNode.Rank node;
    private final TotalOrder order;
    private final BestRows best;

    /** The number of every row that is sent, where numbers are. */
    private final ColumnVector number = new ColumnVector();

    private final int[] block = new int[BLOCK];
    private final long[] hashes = new long[BLOCK];
    private final int[] keys = new int[BLOCK];

    /** Rows of a piece that are to be kept, and the row in whose place each comes; −1: it is the first of its partition. */
    private final IntList chosen = new IntList();

    private final IntList replaced = new IntList();

    private RowEmitter out;

    BestRowShard(PlanNode.Rank node, RowTable table) {
        super(table, node.expiry(), node.closesPartitions(), node.emit());
        this.node = node;
        order = new TotalOrder(node.input().columns(), node.partition(), node.order());
        best = new BestRows(table.keyHash(), order);
        number.longs = new long[] {1};
    }

    @Override
    public void build(long reached) {
        for (int key = 0; key < table.keys(); key++) {
            if (table.rowsOf(key) > 0) {
                noteEnd(key);
            }
        }
    }

    @Override
    public void process(List<Arrivals> arrivals, Times times, RowEmitter emitter) {
        out = emitter;
        if (node.numbered()) {
            out.sides(table.columns(), table.columns().length, new ColumnVector[] {number});
        } else {
            out.side(table.columns());
        }
        late = best.take(arrivals, expiry, times.start());
        for (int piece = 0; piece < arrivals.size(); piece++) {
            int[] rows = best.rows(piece);
            int count = best.count(piece);
            for (int first = 0; first < count; first += BLOCK) {
                compare(arrivals.get(piece), rows, first, Math.min(BLOCK, count - first));
            }
            keep(arrivals.get(piece));
        }
        best.clear();
        closeEnded(times);
    }

    /** Finds which of some rows come before those that are kept. */
    private void compare(Arrivals arrivals, int[] rows, int first, int count) {
        ColumnVector[] columns = arrivals.rows().columns();
        for (int i = 0; i < count; i++) {
            block[i] = rows[first + i];
            hashes[i] = arrivals.hash(block[i]);
        }
        table.keys(table.keyHash(), columns, block, count, hashes, keys);
        for (int i = 0; i < count; i++) {
            int kept = keys[i] < 0 ? -1 : table.first(keys[i]);
            if (kept < 0 || order.compare(columns, block[i], table.columns(), kept) < 0) {
                chosen.add(block[i]);
                replaced.add(kept);
            }
        }
    }

    private void keep(Arrivals arrivals) {
        if (chosen.size() == 0) {
            return;
        }
        int first = table.addAll(arrivals.rows().columns(), chosen.values(), chosen.size(), arrivals.hashes());
        for (int i = 0; i < chosen.size(); i++) {
            int old = replaced.get(i);
            if (old >= 0) {
                table.remove(old);
            } else {
                noteEnd(table.keyOf(first + i));
            }
            if (node.emit() == Emit.ON_CHANGE) {
                send(old, first + i);
            }
        }
        chosen.clear();
        replaced.clear();
    }

    private void send(int old, int now) {
        out.reserve(2);
        if (old >= 0) {
            out.add(old, 0, REMOVED);
        }
        out.add(now, 0, ADDED);
    }

    @Override
    void close(int key) {
        int slot = table.first(key);
        if (node.emit() == Emit.ON_CLOSE) {
            out.add(slot, 0, ADDED);
        }
        table.remove(slot);
    }

    /** Keys stay as they are, so that nothing need be told of it. */
    @Override
    void renumber(int[] moved) {}

    /** Whether it serves a node whose input is not taken back. */
    static boolean serves(PlanNode.Rank node) {
        return node.limits().isOneRow() && node.limits().last() == 1;
    }
}
