package io.sluice.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.function.FunctionRegister;
import io.sluice.planner.function.LambdaFunction;
import io.sluice.planner.plan.CoreOperator;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.PlanNode.Aggregate;
import io.sluice.planner.plan.TypeKind;
import io.sluice.planner.rules.Normalization;
import io.sluice.planner.rules.PlanNodes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** What the runtime relies on in each plan: columns that exist, types that agree, no conversion left unsaid. */
public final class PlanContract {
    private PlanContract() {}

    public static void check(PlannedQuery query) {
        List<String> uids = new ArrayList<>();
        Set<PlanNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (PlanNode.Write write : query.outputs()) {
            uids.add(write.uid());
            PlanNode simple = Normalization.simplify(write.input());
            assertThat(Normalization.simplify(simple))
                    .as("what cannot become simpler stays the same node, by which the rules know their end")
                    .isSameAs(simple);
            PlanNodes.walk(write, node -> {
                check(node);
                if (node instanceof Aggregate aggregate && seen.add(aggregate)) {
                    uids.add(aggregate.uid());
                }
            });
        }
        assertThat(uids).doesNotHaveDuplicates().doesNotContain("");
    }

    private static void check(PlanNode node) {
        if (node instanceof PlanNode.Project project) {
            for (int i = 0; i < project.expressions().size(); i++) {
                check(project.expressions().get(i), project.input());
                assertThat(project.columns().get(i).type())
                        .isEqualTo(project.expressions().get(i).type());
            }
        } else if (node instanceof PlanNode.Filter filter) {
            check(filter.condition(), filter.input());
            assertThat(filter.condition().type().kind()).isEqualTo(TypeKind.BOOLEAN);
        } else if (node instanceof PlanNode.AssignWatermark watermark) {
            check(watermark.watermark(), watermark.input());
        } else if (node instanceof Aggregate aggregate) {
            check(aggregate);
        } else if (node instanceof PlanNode.Union union) {
            union.inputs().forEach(input -> checkSame(union, input));
        } else if (node instanceof PlanNode.Scan scan) {
            scan.predicates().forEach(predicate -> assertThat(isSame(
                            predicate.literal().type(),
                            scan.columns().get(predicate.column()).type()))
                    .isTrue());
        }
    }

    private static void checkSame(PlanNode union, PlanNode input) {
        assertThat(input.columns()).hasSameSizeAs(union.columns());
        for (int i = 0; i < input.columns().size(); i++) {
            assertThat(input.columns().get(i).type().withNullable(true))
                    .isEqualTo(union.columns().get(i).type().withNullable(true));
        }
    }

    private static void check(Aggregate node) {
        assertThat(node.columns()).hasSize(node.keys().size() + node.calls().size());
        int inputs = node.input().columns().size();
        for (int i = 0; i < node.keys().size(); i++) {
            if (node.keys().get(i) instanceof GroupKey.InputColumn column) {
                assertThat(node.columns().get(i).type())
                        .isEqualTo(node.input().columns().get(column.index()).type());
            } else {
                assertThat(node.window()).isPresent();
            }
        }
        node.calls().forEach(call -> {
            call.argument().ifPresent(argument -> assertThat(argument).isLessThan(inputs));
            call.filter().ifPresent(filter -> assertThat(
                            node.input().columns().get(filter).type().kind())
                    .isEqualTo(TypeKind.BOOLEAN));
        });
        node.window().ifPresent(window -> assertThat(node.input()
                        .columns()
                        .get(window.timeColumn())
                        .type()
                        .kind()
                        .isTimestamp())
                .isTrue());
        node.lateColumns().forEach(column -> assertThat(column).isLessThan(inputs));
    }

    private static void check(Expr expr, PlanNode input) {
        expr.children().forEach(child -> check(child, input));
        if (expr instanceof Expr.Input column) {
            assertThat(column.type())
                    .isEqualTo(input.columns().get(column.index()).type());
        } else if (expr instanceof Expr.Conditional conditional) {
            conditional.branches().forEach(branch -> {
                assertThat(branch.condition().type().kind()).isEqualTo(TypeKind.BOOLEAN);
                checkBranch(branch.value(), conditional);
            });
            checkBranch(conditional.otherwise(), conditional);
        } else if (expr instanceof Expr.Call call) {
            CoreOperator.find(call.function()).ifPresentOrElse(operator -> check(operator, call), () -> assertThat(
                            FunctionRegister.find(call.function()).isPresent()
                                    || LambdaFunction.find(call.function()).isPresent())
                    .as(call.function())
                    .isTrue());
        }
    }

    private static void checkBranch(Expr value, Expr.Conditional conditional) {
        DataType type = value.type();
        assertThat(type.kind()).isEqualTo(conditional.type().kind());
        if (type.kind() != TypeKind.STRING) {
            assertThat(type.withNullable(true)).isEqualTo(conditional.type().withNullable(true));
        }
    }

    private static void check(CoreOperator operator, Expr.Call call) {
        List<DataType> types = call.arguments().stream().map(Expr::type).toList();
        switch (operator) {
            case PLUS, MINUS, TIMES, DIVIDE, REMAINDER -> {
                boolean time = types.get(0).kind().isTimestamp() && types.get(1).kind() == TypeKind.INTERVAL_DAY_TIME;
                assertThat(time || isSame(types.get(0), types.get(1)))
                        .as("%s", call)
                        .isTrue();
                assertThat(isSame(types.get(0), call.type())).as("%s", call).isTrue();
            }
            case EQUAL,
                    NOT_EQUAL,
                    LESS,
                    LESS_OR_EQUAL,
                    GREATER,
                    GREATER_OR_EQUAL,
                    IS_DISTINCT_FROM,
                    IS_NOT_DISTINCT_FROM,
                    IN -> types.forEach(type ->
                    assertThat(isSame(type, types.get(0))).as("%s", call).isTrue());
            case AND, OR, NOT, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE -> types.forEach(
                    type -> assertThat(type.kind()).as("%s", call).isEqualTo(TypeKind.BOOLEAN));
            case NEGATE, IS_NULL, IS_NOT_NULL -> assertThat(types).hasSize(1);
        }
        if (operator == CoreOperator.IN) {
            assertThat(call.arguments().subList(1, call.arguments().size()))
                    .allMatch(argument -> argument instanceof Expr.Literal literal
                            && literal.value().isPresent());
        }
    }

    private static boolean isSame(DataType left, DataType right) {
        return left.kind() == right.kind()
                || left.kind().isInteger() && right.kind().isInteger();
    }
}
