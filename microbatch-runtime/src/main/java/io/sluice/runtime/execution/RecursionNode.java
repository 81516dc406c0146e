package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.FunctionContext;
import io.sluice.planner.function.RowException;
import io.sluice.planner.plan.PlanNode;
import io.sluice.runtime.operator.RecursionOperator;
import java.util.List;

/**
 * A recursion at its place in the graph, with the operators of its step: it runs them in rounds until one finds no rows.
 *
 * <pre>
 *           ┌──────────────────┬─▶ above
 *   seed ─▶ recursion ─▶ join ─┐
 *              ▲               │
 *              └───────────────┘
 * </pre>
 *
 * Since none of them takes rows back, what the rounds of all batches find is what one run over all rows would.
 */
final class RecursionNode extends DelegatingStage {
    /** Far more than a recursion that ends has; UNION ALL over a cycle does not. */
    private static final int MOST_ROUNDS = 1_000_000;

    private final PlanNode.Recursion node;
    private final RecursionOperator operator;
    private final ShardedNode rows;
    private final List<Stage> step;

    /** @param step operators that the rows go through until they come back, inputs first */
    RecursionNode(PlanNode.Recursion node, RecursionOperator operator, ShardedNode rows, List<Stage> step) {
        super(rows);
        this.node = requireNonNull(node, "node");
        this.operator = requireNonNull(operator, "operator");
        this.rows = requireNonNull(rows, "rows");
        this.step = List.copyOf(step);
    }

    @Override
    public int run(End end, int firstPiece, FunctionContext context, WorkerPool pool, Tally tally) {
        End open = new End(new long[0], false);
        int piece = firstPiece;
        int rounds = 0;
        do {
            if (rounds++ == MOST_ROUNDS) {
                throw new RowException(
                        "WITH RECURSIVE \"%s\" has not ended after %d rounds".formatted(node.name(), MOST_ROUNDS),
                        "Write UNION instead of UNION ALL, so that each row counts once, or bound the depth in WHERE.");
            }
            operator.turn();
            piece += round(open, piece, context, pool, tally);
        } while (operator.waits());
        if (end.endOfInput()) {
            piece += round(end, piece, context, pool, tally);
        }
        return piece - firstPiece;
    }

    private int round(End end, int firstPiece, FunctionContext context, WorkerPool pool, Tally tally) {
        int piece = firstPiece + rows.run(end, firstPiece, context, pool, tally);
        for (Stage stage : step) {
            piece += stage.run(end, piece, context, pool, tally);
        }
        return piece - firstPiece;
    }
}
