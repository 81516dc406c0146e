package io.sluice.planner;

import io.sluice.planner.explain.ExpressionText;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.Expr;
import java.util.List;

/** Expressions of a plan as SQL, for messages. */
public final class SqlText {
    private SqlText() {}

    /** @param inputs the columns that the expression's inputs refer to */
    public static String of(Expr expr, List<Column> inputs) {
        return ExpressionText.of(expr, inputs.stream().map(Column::name).toList());
    }
}
