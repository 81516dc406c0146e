package io.sluice.runtime.operator;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.PlanNode.JoinType;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.state.KeyGroups;
import io.sluice.runtime.state.RowTable;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Looks rows of the left input of a join up in the right one as they come, wherever their partners are kept: the rows are not
 * brought to the shard of their key. Nothing may change in the right input meanwhile; then any number of threads may do so, each
 * with an object of its own.
 */
public final class LookUpJoin {
    private static final int NONE = -1;
    private static final byte ADDED = 1;

    /** Few enough that what their lookups touch stays in the cache. */
    private static final int BLOCK = 1024;

    private final JoinType type;
    private final JoinSide left;
    private final IntFunction<RowTable> right;

    private long[] hashes = {};

    /** The rows, shard by shard; and where each shard ends. */
    private int[] order = {};

    private final int[] ends = new int[KeyGroups.SHARDS];

    /** Rows of a shard without a partner. */
    private int[] alone = {};

    private int aloneCount;

    private final int[] block = new int[BLOCK];
    private final long[] blockHashes = new long[BLOCK];
    private final int[] keys = new int[BLOCK];
    private final int[] firsts = new int[BLOCK];

    /** @param right what is kept of the right input, by shards */
    LookUpJoin(JoinType type, JoinSide left, IntFunction<RowTable> right) {
        this.type = requireNonNull(type, "type");
        this.left = requireNonNull(left, "left");
        this.right = requireNonNull(right, "right");
    }

    /** Sends what becomes of the rows, all of which are added, before it returns. */
    public void take(ColumnBatch batch, RowEmitter out) {
        ColumnVector[] columns = batch.columns();
        int rows = batch.rows();
        if (hashes.length < rows) {
            hashes = new long[batch.capacity()];
            order = new int[batch.capacity()];
            alone = new int[batch.capacity()];
        }
        left.form().keys().hash(columns, rows, hashes);
        divide(rows);
        int from = 0;
        for (int shard = 0; shard < ends.length; shard++) {
            RowTable partners = right.apply(shard);
            if (ends[shard] > from && (partners.size() > 0 || left.form().keepsUnmatched())) {
                look(partners, columns, from, ends[shard], out);
            }
            from = ends[shard];
        }
        out.flush();
    }

    private void divide(int rows) {
        Arrays.fill(ends, 0);
        for (int row = 0; row < rows; row++) {
            ends[KeyGroups.shard(hashes[row])]++;
        }
        int before = 0;
        for (int shard = 0; shard < ends.length; shard++) {
            int count = ends[shard];
            ends[shard] = before;
            before += count;
        }
        for (int row = 0; row < rows; row++) {
            order[ends[KeyGroups.shard(hashes[row])]++] = row;
        }
    }

    private void look(RowTable partners, ColumnVector[] columns, int from, int to, RowEmitter out) {
        if (type.givesRight()) {
            out.sides(columns, columns.length, partners.columns());
        } else {
            out.side(columns);
        }
        aloneCount = 0;
        for (int first = from; first < to; first += BLOCK) {
            int count = Math.min(BLOCK, to - first);
            find(partners, columns, first, count);
            send(partners, count, out);
        }
        for (int i = 0; left.form().keepsUnmatched() && i < aloneCount; i++) {
            out.add(alone[i], NONE, ADDED);
        }
    }

    private void find(RowTable partners, ColumnVector[] columns, int first, int count) {
        for (int i = 0; i < count; i++) {
            block[i] = order[first + i];
            blockHashes[i] = hashes[block[i]];
        }
        partners.keys(left.form().keys(), columns, block, count, blockHashes, keys);
        partners.firsts(keys, count, firsts);
        boolean mayBeAlone = left.mayBeAlone(columns);
        for (int i = 0; mayBeAlone && i < count; i++) {
            firsts[i] = left.isAlone(columns, block[i]) ? NONE : firsts[i];
        }
    }

    private void send(RowTable partners, int count, RowEmitter out) {
        for (int i = 0; i < count; i++) {
            if (firsts[i] < 0) {
                alone[aloneCount++] = block[i];
            } else if (type.givesRight()) {
                send(block[i], firsts[i], partners, out);
            } else if (type == JoinType.SEMI) {
                out.add(block[i], NONE, ADDED);
            }
        }
    }

    private static void send(int row, int first, RowTable partners, RowEmitter out) {
        for (int slot = first; slot >= 0; slot = partners.next(slot)) {
            for (int times = partners.count(slot); times > 0; times--) {
                out.add(row, slot, ADDED);
            }
        }
    }
}
