package io.sluice.planner.function;

import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.Expr;

/** Whether equal arguments give equal results. */
public final class Determinism {
    private Determinism() {}

    /** Of what the expression itself does, its arguments aside. */
    public static boolean of(Expr expr) {
        if (expr instanceof Expr.UserCall call) {
            return call.method().deterministic();
        }
        // A query without functions does not load all of them.
        return !(expr instanceof Expr.Call call)
                || CoreOperator.find(call.function()).isPresent()
                || FunctionRegister.find(call.function())
                        .map(ScalarFunction::deterministic)
                        .orElse(true);
    }
}
