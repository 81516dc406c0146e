package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import io.sluice.checkpoint.StoredPieces;
import io.sluice.planner.function.FunctionContext;
import io.sluice.runtime.operator.TemporalFilterOperator;
import io.sluice.runtime.operator.TemporalFilterOperator.Part;
import io.sluice.runtime.state.TimedRows;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntConsumer;

/** A temporal filter at its place in the graph. */
final class TemporalFilterNode implements Stage {
    private final TemporalFilterOperator operator;
    private final Downstream downstream;
    private final Pages pages;
    private StateMemory memory;

    /** @param downstream where its rows go */
    TemporalFilterNode(TemporalFilterOperator operator, Downstream downstream) {
        this.operator = requireNonNull(operator, "operator");
        this.downstream = requireNonNull(downstream, "downstream");
        pages = new Pages(List.of(new Pages.Table(operator.state().table(), operator.state())));
    }

    @Override
    public List<Pages> pages() {
        return List.of(pages);
    }

    @Override
    public void useMemory(StateMemory newMemory) {
        memory = newMemory;
    }

    /** Some shards of the state, a few at a time where some of it is on disk. */
    private void use(int shards, IntConsumer use) {
        if (memory.isAway(pages)) {
            memory.run(pages, shards, use);
        } else {
            use.accept(shards);
        }
    }

    @Override
    public String uid() {
        return operator.node().uid();
    }

    @Override
    public boolean hasClock() {
        return true;
    }

    @Override
    public void begin(long batch, long[] watermarks, long clock) {
        operator.begin(clock);
    }

    @Override
    public int run(End end, int firstPiece, FunctionContext context, WorkerPool pool, Tally tally) {
        TimedRows state = operator.state();
        use(state.dueShards(operator.clock()), shards -> state.takeDue(operator.clock(), shards));
        List<Part> parts = operator.parts();
        use(state.waitingShards(), state::insert);
        state.settle();
        pool.run(parts.size(), (thread, index) -> {
            Part part = parts.get(index);
            downstream.run(
                    thread,
                    firstPiece,
                    index,
                    context,
                    tally,
                    part.rows().columns(),
                    part.rows().rows(),
                    weights(part));
        });
        return downstream.pieces(parts.size());
    }

    private byte[] weights(Part part) {
        if (!operator.node().retracts()) {
            return null;
        }
        byte[] weights = new byte[part.rows().rows()];
        Arrays.fill(weights, part.weight());
        return weights;
    }

    @Override
    public boolean isStateful() {
        return true;
    }

    @Override
    public List<StateTable> tables() {
        return List.of(operator.state().table());
    }

    @Override
    public void restore(StateTable table, StoredPieces rows, WorkerPool pool) {
        rows.pieces().forEach(piece -> operator.state().restore(piece.root()));
    }

    @Override
    public List<StateDelta> deltas() {
        return operator.state().delta().stream().toList();
    }

    @Override
    public Held held() {
        var state = operator.state();
        return new Held(state.size(), state.bytes(), state.updated(), state.removed());
    }

    @Override
    public OptionalLong nextTime() {
        return operator.nextTime();
    }

    @Override
    public void close() {
        operator.close();
    }
}
