package io.sluice.planner.incremental;

import io.sluice.planner.PlanException;
import io.sluice.planner.function.ClockFunctions;
import io.sluice.planner.function.WatermarkSources;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.rules.Expressions;
import io.sluice.planner.rules.PlanNodes;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Tells each call of CURRENT_WATERMARK which sources the watermark of its column comes from. */
final class CurrentWatermarks {
    private final PlanAnalysis analysis;

    private CurrentWatermarks(ZoneId zone) {
        analysis = new PlanAnalysis(zone);
    }

    static PlanNode in(PlanNode plan, ZoneId zone) {
        boolean[] found = new boolean[1];
        PlanNodes.walk(
                plan,
                node -> found[0] |= expressions(node).stream().anyMatch(each -> Expressions.changingFunctions(each)
                        .contains(ClockFunctions.CURRENT_WATERMARK)));
        return found[0] ? new CurrentWatermarks(zone).in(plan) : plan;
    }

    private static List<Expr> expressions(PlanNode node) {
        if (node instanceof PlanNode.Project project) {
            return project.expressions();
        }
        return node instanceof PlanNode.Filter filter ? List.of(filter.condition()) : List.of();
    }

    private PlanNode in(PlanNode plan) {
        PlanNode node =
                PlanNodes.withInputs(plan, plan.inputs().stream().map(this::in).toList());
        if (node instanceof PlanNode.Project project) {
            List<Expr> resolved = project.expressions().stream()
                    .map(each -> resolved(each, project.input()))
                    .toList();
            return new PlanNode.Project(project.input(), resolved, project.columns());
        }
        return node instanceof PlanNode.Filter filter
                ? new PlanNode.Filter(filter.input(), resolved(filter.condition(), filter.input()))
                : node;
    }

    private Expr resolved(Expr expr, PlanNode input) {
        return Expressions.rewriteCalls(
                expr, call -> call.function().equals(ClockFunctions.CURRENT_WATERMARK) ? resolved(call, input) : call);
    }

    private Expr.Call resolved(Expr.Call call, PlanNode input) {
        Expr column = call.arguments().get(0);
        PlanNode alone = PlanNodes.project(input, List.of(column), List.of("ts"));
        String sources = analysis.of(alone)
                .columns()
                .get(0)
                .watermark()
                .map(TimeBound::watermark)
                .flatMap(WatermarkSources::text)
                .orElseThrow(() -> new PlanException(
                        "CURRENT_WATERMARK is of a column that has no watermark",
                        "Give it the column that WATERMARK FOR names, in a query over that table.",
                        Optional.empty()));
        Expr literal = new Expr.Literal(Optional.of(sources), DataType.of(TypeKind.STRING, false));
        return new Expr.Call(call.function(), List.of(column, literal), call.type());
    }
}
