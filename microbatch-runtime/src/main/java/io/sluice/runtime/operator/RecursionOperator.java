package io.sluice.runtime.operator;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.PlanNode;
import io.sluice.runtime.batch.BatchConsumer;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.operator.Exchange.Arrivals;
import io.sluice.runtime.state.KeyedRows;
import io.sluice.runtime.state.RowTable;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Where the rows of a recursion come round: those of the seed, and what the step has made of those that were sent. Without ALL
 * each different row is kept, and sent when it is first found. Rows that are sent may come back while others are on their way,
 * so they gather apart until {@link #turn}.
 */
public final class RecursionOperator implements ShardedOperator {
    private final PlanNode.Recursion node;
    private final List<DataType> types;
    private final List<KeyedRows> state;
    private final RowOutput output = new Gathering();
    private Exchange gathering;
    private Exchange going;

    public RecursionOperator(PlanNode.Recursion node, int threads, BufferAllocator allocator) {
        this.node = requireNonNull(node, "node");
        types = node.columns().stream().map(Column::type).toList();
        int[] all = new int[types.size()];
        Arrays.setAll(all, i -> i);
        gathering = new Exchange(types, all, threads);
        going = new Exchange(types, all, threads);
        state = node.all()
                ? List.of()
                : List.of(new KeyedRows(node.uid(), "rows", node.columns(), all, false, List.of(), allocator));
    }

    /** Rows go to those that wait for the next round. */
    private final class Gathering implements RowOutput {
        @Override
        public ColumnBatch batch(int thread) {
            return gathering.output(false).batch(thread);
        }

        @Override
        public BatchConsumer consumer(int thread, int piece) {
            return gathering.output(false).consumer(thread, piece);
        }
    }

    /** Where the seed and the step send their rows. */
    public RowOutput output() {
        return output;
    }

    /** Whether rows wait for a round. */
    public boolean waits() {
        return gathering.rows() > 0;
    }

    /** A round begins with the rows that wait. */
    public void turn() {
        Exchange next = gathering;
        gathering = going;
        going = next;
    }

    @Override
    public String uid() {
        return node.uid();
    }

    @Override
    public List<Exchange> inputs() {
        return List.of(going);
    }

    @Override
    public List<DataType> columns() {
        return types;
    }

    @Override
    public boolean retracts() {
        return false;
    }

    @Override
    public void begin(long batch, long[] watermarks, long clock) {
        gathering.clear();
    }

    @Override
    public void process(int shard, Times times, RowEmitter out) {
        for (Arrivals arrivals : going.arrivals(shard)) {
            if (state.isEmpty()) {
                out.side(arrivals.rows().columns());
                for (int row = 0; row < arrivals.count(); row++) {
                    out.add(row, -1, (byte) 1);
                }
            } else {
                keep(arrivals, state.get(0).shard(shard), out);
            }
        }
    }

    private static void keep(Arrivals arrivals, RowTable rows, RowEmitter out) {
        for (int row = 0; row < arrivals.count(); row++) {
            if (rows.key(arrivals.rows().columns(), row, arrivals.hash(row)) < 0) {
                int slot = rows.add(arrivals.rows().columns(), row, arrivals.hash(row));
                out.side(rows.columns());
                out.add(slot, -1, (byte) 1);
            }
        }
    }

    @Override
    public void settle(int shard) {}

    @Override
    public List<KeyedRows> state() {
        return state;
    }

    @Override
    public boolean isDue(boolean endOfInput) {
        return false;
    }

    @Override
    public void close() {
        state.forEach(KeyedRows::close);
    }

    @Override
    public boolean isWoken(Times times) {
        return false;
    }
}
