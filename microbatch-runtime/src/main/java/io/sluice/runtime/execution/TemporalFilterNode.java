package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import io.sluice.checkpoint.StoredPieces;
import io.sluice.planner.function.FunctionContext;
import io.sluice.runtime.operator.TemporalFilterOperator;
import io.sluice.runtime.operator.TemporalFilterOperator.Part;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** A temporal filter at its place in the graph. */
final class TemporalFilterNode implements Stage {
    private final TemporalFilterOperator operator;
    private final Downstream downstream;

    /** @param downstream where its rows go */
    TemporalFilterNode(TemporalFilterOperator operator, Downstream downstream) {
        this.operator = requireNonNull(operator, "operator");
        this.downstream = requireNonNull(downstream, "downstream");
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
        List<Part> parts = operator.parts();
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
