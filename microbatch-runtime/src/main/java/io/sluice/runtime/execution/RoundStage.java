package io.sluice.runtime.execution;

import io.sluice.planner.function.FunctionContext;

/** An operator of the step of a recursion: a {@link RecursionNode} runs it. */
final class RoundStage extends DelegatingStage {
    RoundStage(Stage stage) {
        super(stage);
    }

    @Override
    public int run(End end, int firstPiece, FunctionContext context, WorkerPool pool, Tally tally) {
        return 0;
    }
}
