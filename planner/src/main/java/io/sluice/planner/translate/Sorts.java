package io.sluice.planner.translate;

import io.sluice.planner.PlanException;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.RankLimits;
import io.sluice.planner.plan.SortKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;

/** ORDER BY, LIMIT, OFFSET and FETCH: the rows of a result that have certain numbers. */
final class Sorts {
    private Sorts() {}

    static PlanNode of(Sort sort, PlanNode input) {
        List<SortKey> order = new ArrayList<>();
        for (RelFieldCollation key : sort.getCollation().getFieldCollations()) {
            checkOrdered(input.columns().get(key.getFieldIndex()));
            boolean descending = key.getDirection().isDescending();
            boolean nullsLast = key.nullDirection == RelFieldCollation.NullDirection.LAST
                    || key.nullDirection == RelFieldCollation.NullDirection.UNSPECIFIED && descending;
            order.add(new SortKey(key.getFieldIndex(), descending, nullsLast));
        }
        long offset = number(sort.offset, 0);
        long count = number(sort.fetch, Long.MAX_VALUE);
        long last = count > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + count;
        return new PlanNode.Rank(
                input,
                "",
                List.of(),
                order,
                new RankLimits(RankLimits.Function.ROW_NUMBER, offset + 1, last),
                false,
                Optional.empty(),
                PlanNode.Emit.ON_CHANGE,
                true,
                input.columns());
    }

    private static void checkOrdered(Column column) {
        if (column.type().kind().isNested()) {
            throw new PlanException(
                    "column \"%s\" of type %s has no order"
                            .formatted(column.name(), column.type().withNullable(true)),
                    "Order by what is in it.",
                    Optional.empty());
        }
    }

    private static long number(RexNode node, long otherwise) {
        if (node == null) {
            return otherwise;
        }
        if (node instanceof RexLiteral literal) {
            return literal.getValueAs(Long.class);
        }
        throw new PlanException(
                "the number of LIMIT and OFFSET must be a constant", "Write LIMIT 10.", Optional.empty());
    }
}
