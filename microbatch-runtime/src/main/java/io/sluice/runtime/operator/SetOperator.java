package io.sluice.runtime.operator;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.SetOperation;
import io.sluice.runtime.operator.Exchange.Arrivals;
import io.sluice.runtime.state.IntList;
import io.sluice.runtime.state.KeyGroups;
import io.sluice.runtime.state.KeyedRows;
import io.sluice.runtime.state.RowTable;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * INTERSECT and EXCEPT. The state has each different row once, with how often either side has it; a change of these two
 * numbers changes how often the result has it.
 *
 * <table>
 * <caption>How often the result has a row that the sides have l and r times</caption>
 * <tr><td>INTERSECT ALL</td><td>min(l, r)</td><td>EXCEPT ALL</td><td>max(0, l − r)</td></tr>
 * <tr><td>INTERSECT</td><td>1 if l, r &gt; 0</td><td>EXCEPT</td><td>1 if l &gt; 0 and r = 0</td></tr>
 * </table>
 */
public final class SetOperator implements ShardedOperator {
    private static final int LEFT = 0;
    private static final int RIGHT = 1;

    private final SetOperation node;
    private final List<DataType> types;
    private final List<Exchange> inputs;
    private final KeyedRows state;
    private final Touched[] touched = new Touched[KeyGroups.SHARDS];

    public SetOperator(SetOperation node, boolean forgets, int threads, BufferAllocator allocator) {
        this.node = requireNonNull(node, "node");
        types = node.columns().stream().map(Column::type).toList();
        int[] all = new int[types.size()];
        Arrays.setAll(all, i -> i);
        inputs = List.of(new Exchange(types, all, threads), new Exchange(types, all, threads));
        state = new KeyedRows(
                node.uid(),
                "rows",
                node.columns(),
                all,
                false,
                KeyedRows.extras(List.of("left", "right"), forgets),
                allocator);
        Arrays.setAll(touched, i -> new Touched());
    }

    /** The rows that a batch changes, and how often the result had them before. */
    private static final class Touched {
        private final IntList slots = new IntList();
        private long[] before = new long[8];
        private boolean[] isKnown = {};

        void note(int slot, long times) {
            if (isKnown.length <= slot) {
                isKnown = Arrays.copyOf(isKnown, Math.max(slot + 1, isKnown.length * 2));
            }
            if (isKnown[slot]) {
                return;
            }
            isKnown[slot] = true;
            if (before.length == slots.size()) {
                before = Arrays.copyOf(before, before.length * 2);
            }
            before[slots.size()] = times;
            slots.add(slot);
        }

        void clear() {
            for (int i = 0; i < slots.size(); i++) {
                isKnown[slots.get(i)] = false;
            }
            slots.clear();
        }
    }

    @Override
    public String uid() {
        return node.uid();
    }

    @Override
    public List<Exchange> inputs() {
        return inputs;
    }

    @Override
    public List<DataType> columns() {
        return types;
    }

    @Override
    public boolean retracts() {
        return node.retracts();
    }

    @Override
    public void begin(long batch, long[] watermarks, long clock) {}

    @Override
    public void forget(int shard, long[] before) {
        RowTable rows = state.shard(shard);
        for (int slot = 0; slot < rows.slots(); slot++) {
            if (rows.isLive(slot) && rows.isUnchanged(slot, before[0])) {
                rows.remove(slot);
            }
        }
    }

    @Override
    public void process(int shard, Times times, RowEmitter out) {
        RowTable rows = state.shard(shard);
        Touched changed = touched[shard];
        out.side(rows.columns());
        for (int side = LEFT; side <= RIGHT; side++) {
            for (Arrivals arrivals : inputs.get(side).arrivals(shard)) {
                take(arrivals, side, rows, changed);
            }
        }
        boolean atEnd = node.emit() == PlanNode.Emit.ON_CLOSE;
        for (int i = 0; i < changed.slots.size(); i++) {
            int slot = changed.slots.get(i);
            long more = times(rows, slot) - changed.before[i];
            if (!atEnd && more != 0) {
                out.add(slot, (byte) Long.signum(more), Math.toIntExact(Math.abs(more)));
            }
            if (rows.extra(LEFT, slot) == 0 && rows.extra(RIGHT, slot) == 0) {
                rows.remove(slot);
            }
        }
        changed.clear();
        if (atEnd && times.endOfInput()) {
            sendAll(rows, out);
        }
    }

    private void take(Arrivals arrivals, int side, RowTable rows, Touched changed) {
        for (int row = 0; row < arrivals.count(); row++) {
            int key = rows.key(arrivals.rows().columns(), row, arrivals.hash(row));
            int slot = key < 0 ? rows.add(arrivals.rows().columns(), row, arrivals.hash(row)) : rows.first(key);
            changed.note(slot, times(rows, slot));
            long count = rows.extra(side, slot) + (arrivals.isAdded(row) ? 1 : -1);
            rows.setExtra(side, slot, count);
        }
    }

    private long times(RowTable rows, int slot) {
        long left = rows.extra(LEFT, slot);
        long right = rows.extra(RIGHT, slot);
        if (node.operation() == SetOperation.Kind.INTERSECT) {
            return node.all() ? Math.max(0, Math.min(left, right)) : left > 0 && right > 0 ? 1 : 0;
        }
        return node.all() ? Math.max(0, left - right) : left > 0 && right <= 0 ? 1 : 0;
    }

    private void sendAll(RowTable rows, RowEmitter out) {
        for (int slot = 0; slot < rows.slots(); slot++) {
            if (rows.isLive(slot)) {
                out.add(slot, (byte) 1, Math.toIntExact(times(rows, slot)));
            }
        }
    }

    @Override
    public void settle(int shard) {
        state.shard(shard).compact();
    }

    @Override
    public void unload(int shard) {
        touched[shard] = new Touched();
    }

    @Override
    public List<KeyedRows> state() {
        return List.of(state);
    }

    @Override
    public boolean isDue(boolean endOfInput) {
        return endOfInput && node.emit() == PlanNode.Emit.ON_CLOSE;
    }

    @Override
    public void close() {
        state.close();
    }
}
