package io.sluice.planner;

import io.sluice.planner.plan.PlanNode;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Expressions, one in a line, over table {@code kinds}: the type of each, and what the plan computes for it. */
class ExpressionTypesTest {
    private final TestCatalog catalog = TestCatalog.standard();

    @TestFactory
    Stream<DynamicTest> expressionsHaveTheirTypes() {
        return GoldenFile.open("plan/types.txt")
                .tests(lines -> lines.lines().map(this::described).collect(Collectors.joining("\n")));
    }

    private String described(String expression) {
        try {
            PlannedQuery query = catalog.plan("SELECT %s AS x FROM kinds".formatted(expression));
            PlanContract.check(query);
            PlanNode.Write write = query.outputs().get(0);
            return "%s => %s: %s".formatted(expression, write.columns().get(0).type(), computed(query));
        } catch (PlanException e) {
            return "%s => ! %s".formatted(expression, e.getMessage());
        }
    }

    /** What EXPLAIN says is computed. */
    private static String computed(PlannedQuery query) {
        return Planner.explain(query)
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("Project ") || line.startsWith("Aggregate "))
                .map(line -> line.replaceFirst("^Project x = |^Project |^Aggregate all: x = |^Aggregate ", ""))
                .collect(Collectors.joining(" over "));
    }
}
