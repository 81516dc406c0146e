package io.sluice.runtime.loop;

import io.sluice.planner.PlannedQuery;
import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Emission;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.TypeKind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Plans for a checkpoint to remember: one aggregate over the table {@code in}, written to {@code out}. */
public final class TestPlans {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT, true);

    private TestPlans() {}

    public static PlannedQuery sum(boolean bounded) {
        return plan(AggregateCall.Function.SUM, bounded, "the plan retracts");
    }

    /** Has another meaning than {@link #sum}, and state of the same type. */
    public static PlannedQuery max() {
        return plan(AggregateCall.Function.MAX, false, "the plan retracts");
    }

    /** Its state is that of {@link #sum}, but it writes another value of it. */
    public static PlannedQuery negatedSum() {
        PlannedQuery sum = sum(false);
        PlanNode.Write write = sum.outputs().get(0);
        Expr negated = new Expr.Call(CoreOperator.NEGATE.symbol(), List.of(new Expr.Input(0, BIGINT)), BIGINT);
        PlanNode.Write changed = new PlanNode.Write(
                new PlanNode.Project(write.input(), List.of(negated), List.of(new Column("negated", BIGINT))),
                write.uid(),
                write.sink(),
                write.emission(),
                write.retracts(),
                write.key(),
                write.lateSink());
        return new PlannedQuery(sum.name(), List.of(changed), sum.sources(), sum.sinks(), false, List.of());
    }

    private static PlannedQuery plan(AggregateCall.Function function, boolean bounded, String reason) {
        PlanNode scan = new PlanNode.Scan("in", List.of(new Column("n", BIGINT)), List.of(0), List.of(), bounded);
        PlanNode aggregate = new PlanNode.Aggregate(
                scan,
                "sum",
                Optional.empty(),
                List.of(),
                List.of(new AggregateCall(function, OptionalInt.of(0), OptionalInt.empty(), BIGINT)),
                PlanNode.Emit.ON_CHANGE,
                List.of(),
                List.of(new Column("total", BIGINT)));
        PlanNode.Write write = new PlanNode.Write(
                aggregate,
                "write",
                "out",
                new Emission(Emission.Mode.CHANGELOG, reason),
                true,
                List.of(),
                Optional.empty());
        return new PlannedQuery("out", List.of(write), List.of("in"), List.of("out"), bounded, List.of());
    }
}
