package io.sluice.runtime.operator;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.ClockBound;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.PlanNode;
import io.sluice.runtime.batch.BatchConsumer;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.state.RowColumns;
import io.sluice.runtime.state.TimedRows;
import io.sluice.sources.ColumnVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Lets rows in and out by the clock. In each batch: {@link #begin} sets the clock; threads send what comes to a
 * {@link #consumer}, which drops what has left already; its {@link #state} takes what is due; {@link #parts} lets in and out what the clock says
 * and keeps what waits, which then goes to its place in the state. While the input of a bounded query is read, the clock stands still: what is in stays, and nothing is kept.
 */
public final class TemporalFilterOperator implements RowOutput, AutoCloseable {
    private final PlanNode.TemporalFilter node;
    private final boolean bounded;
    private final List<DataType> input;
    private final TimedRows state;
    private final ColumnBatch[] batches;
    private final TreeMap<Integer, List<Arrivals>> arrived = new TreeMap<>();
    private long clock;

    /** Some of the rows that are sent on; all are added, or all are taken back. */
    public record Part(RowColumns rows, byte weight) {}

    /** What has come with one batch of columns: rows that are in, and rows whose time is to come. */
    private record Arrivals(RowColumns in, long[] leave, RowColumns pending, long[] due, long[] pendingLeave) {}

    /** @param bounded the input of the query ends */
    public TemporalFilterOperator(
            PlanNode.TemporalFilter node, boolean bounded, int threads, BufferAllocator allocator) {
        this.node = requireNonNull(node, "node");
        this.bounded = bounded;
        input = new ArrayList<>(node.columns().stream().map(Column::type).toList());
        node.bounds().forEach(bound -> input.add(bound.time().type()));
        state = new TimedRows(node.uid(), node.columns(), allocator);
        batches = new ColumnBatch[threads];
    }

    public PlanNode.TemporalFilter node() {
        return node;
    }

    public TimedRows state() {
        return state;
    }

    /** Of the rows that come: the columns of the node, then the time of each bound. */
    public List<DataType> input() {
        return input;
    }

    /** @param now of the batch, in microseconds; never less than that of the one before */
    public void begin(long now) {
        clock = now;
        state.begin();
        arrived.clear();
    }

    @Override
    public ColumnBatch batch(int thread) {
        if (batches[thread] == null) {
            batches[thread] = ColumnBatch.of(input);
        }
        return batches[thread];
    }

    @Override
    public BatchConsumer consumer(int thread, int piece) {
        List<Arrivals> own = new ArrayList<>();
        synchronized (arrived) {
            arrived.put(piece, own);
        }
        return batch -> own.add(sorted(batch));
    }

    private Arrivals sorted(ColumnBatch batch) {
        int rows = batch.rows();
        long[] enter = new long[rows];
        long[] leave = new long[rows];
        times(batch, enter, leave);
        int[] in = new int[rows];
        int[] pending = new int[rows];
        int inCount = 0;
        int pendingCount = 0;
        for (int row = 0; row < rows; row++) {
            if (leave[row] > Math.max(clock, enter[row])) {
                if (enter[row] <= clock) {
                    in[inCount++] = row;
                } else {
                    pending[pendingCount++] = row;
                }
            }
        }
        if (bounded) {
            pendingCount = 0;
        }
        return new Arrivals(
                gathered(batch, in, inCount),
                gathered(leave, in, inCount),
                gathered(batch, pending, pendingCount),
                gathered(enter, pending, pendingCount),
                gathered(leave, pending, pendingCount));
    }

    /** A row without a time leaves before it comes. */
    private void times(ColumnBatch batch, long[] enter, long[] leave) {
        int rows = batch.rows();
        Arrays.fill(enter, Long.MIN_VALUE);
        Arrays.fill(leave, TimedRows.NEVER);
        int first = node.columns().size();
        for (int i = 0; i < node.bounds().size(); i++) {
            ClockBound bound = node.bounds().get(i);
            ColumnVector time = batch.column(first + i);
            for (int row = 0; row < rows; row++) {
                if (time.hasNulls && time.nulls[row]) {
                    leave[row] = Long.MIN_VALUE;
                } else if (bound.leaves()) {
                    leave[row] = Math.min(leave[row], bound.turn(time.longs[row]));
                } else {
                    enter[row] = Math.max(enter[row], bound.turn(time.longs[row]));
                }
            }
        }
    }

    private RowColumns gathered(ColumnBatch batch, int[] chosen, int count) {
        RowColumns rows = state.rows(count);
        rows.append(batch.columns(), chosen, count);
        return rows;
    }

    private static long[] gathered(long[] values, int[] chosen, int count) {
        long[] all = new long[count];
        for (int i = 0; i < count; i++) {
            all[i] = values[chosen[i]];
        }
        return all;
    }

    public long clock() {
        return clock;
    }

    /** All rows have come, and what is due was taken: what is sent on, in an order that does not depend on the threads. */
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        TimedRows.Due due = state.finishTaking();
        add(parts, due.leaving(), (byte) -1);
        add(parts, due.entering(), (byte) 1);
        for (Map.Entry<Integer, List<Arrivals>> piece : arrived.entrySet()) {
            for (Arrivals each : piece.getValue()) {
                add(parts, each.in, (byte) 1);
                keep(each);
            }
        }
        arrived.clear();
        return parts;
    }

    private static void add(List<Part> parts, RowColumns rows, byte weight) {
        if (rows.rows() > 0) {
            parts.add(new Part(rows, weight));
        }
    }

    private void keep(Arrivals each) {
        if (node.leaves() && !bounded) {
            state.add(each.in, each.leave, each.leave, true);
        }
        state.add(each.pending, each.due, each.pendingLeave, false);
    }

    /** The time of a batch at which something is due though no rows come; empty: never. */
    public OptionalLong nextTime() {
        return bounded ? OptionalLong.empty() : state.nextDue();
    }

    @Override
    public void close() {
        state.close();
    }
}
