package io.sluice.planner.explain;

import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.SortKey;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** An aggregate as it is written. */
final class AggregateText {
    private AggregateText() {}

    static String of(AggregateCall call, List<String> inputs) {
        String filter = call.filter().isPresent()
                ? " FILTER " + inputs.get(call.filter().getAsInt())
                : "";
        String exactly = call.approximate() ? " exactly" : "";
        return "%s(%s)%s%s".formatted(call.name(), arguments(call, "DISTINCT ", inputs::get), filter, exactly);
    }

    /**
     * What stands between the parentheses.
     *
     * @param column what a column of the input is
     */
    static String arguments(AggregateCall call, String distinct, IntFunction<String> column) {
        StringBuilder text = new StringBuilder(call.distinct() ? distinct : "");
        boolean star = call.arguments().isEmpty() && call.user().isEmpty();
        text.append(star ? "*" : call.arguments().stream().map(column::apply).collect(Collectors.joining(", ")));
        call.parameter().flatMap(Expr.Literal::value).ifPresent(value -> text.append(", ")
                .append(value instanceof String separator ? "'" + separator.replace("'", "''") + "'" : value));
        return text.append(order(call.order())).toString();
    }

    /** The fields of the argument have numbers. */
    private static String order(List<SortKey> order) {
        return order.isEmpty()
                ? ""
                : order.stream()
                        .map(key -> "field " + (key.column() + 1) + (key.descending() ? " DESC" : "")
                                + (key.nullsLast() == key.descending()
                                        ? ""
                                        : key.nullsLast() ? " NULLS LAST" : " NULLS FIRST"))
                        .collect(Collectors.joining(", ", " ORDER BY ", ""));
    }
}
