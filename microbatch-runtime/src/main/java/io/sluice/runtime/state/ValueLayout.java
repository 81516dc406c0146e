package io.sluice.runtime.state;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The different values of a column in each group, in a table of their own: its key is that of the group and then the value,
 * and it counts how often the value is there, once for each filter. Several aggregates share it. NULLs are no values.
 *
 * @param column of the input
 * @param filters columns of the input, or none, for each of the counts
 * @param calls for each of the counts the aggregates that go by it, by their number
 * @param ordered some aggregate asks for the least or the greatest: then there is one count, and all values of a group are
 *     in one shard
 */
public record ValueLayout(
        GroupLayout layout, int column, List<OptionalInt> filters, List<List<Integer>> calls, boolean ordered) {
    private static final DataType COUNT = DataType.of(TypeKind.BIGINT, false);

    public ValueLayout {
        requireNonNull(layout, "layout");
        filters = List.copyOf(filters);
        calls = List.copyOf(calls);
    }

    /** What of a table is its own. */
    private record Table(int column, boolean ordered, OptionalInt filter) {}

    /**
     * The tables that a group-by needs.
     *
     * @param groups of its groups, without panes
     * @param input types of the columns of its input
     * @param takesBack its rows can be taken back
     */
    public static List<ValueLayout> of(
            GroupLayout groups, List<AggregateCall> calls, List<DataType> input, boolean takesBack) {
        Map<Table, Map<OptionalInt, List<Integer>>> tables = new LinkedHashMap<>();
        for (int i = 0; i < calls.size(); i++) {
            AggregateCall call = calls.get(i);
            if (!groups.accumulators().get(i).isFoldedByRow()) {
                boolean ordered = groups.accumulators().get(i).kind().isHeld();
                Table table = new Table(
                        call.argument().orElseThrow(), ordered, ordered ? call.filter() : OptionalInt.empty());
                tables.computeIfAbsent(table, key -> new LinkedHashMap<>())
                        .computeIfAbsent(call.filter(), key -> new ArrayList<>())
                        .add(i);
            }
        }
        List<ValueLayout> layouts = new ArrayList<>();
        tables.forEach((table, counts) -> layouts.add(of(table, counts, groups, input, takesBack)));
        return layouts;
    }

    private static ValueLayout of(
            Table table,
            Map<OptionalInt, List<Integer>> counts,
            GroupLayout groups,
            List<DataType> input,
            boolean takesBack) {
        List<DataType> keys = new ArrayList<>(groups.keys());
        keys.add(input.get(table.column).withNullable(false));
        List<AggregateCall> counting = counts.keySet().stream()
                .map(filter -> new AggregateCall(AggregateCall.Function.COUNT, OptionalInt.empty(), filter, COUNT))
                .toList();
        GroupLayout layout = new GroupLayout(
                keys,
                counting,
                counting.stream().map(call -> COUNT).toList(),
                false,
                takesBack ? GroupLayout.Rows.GO_WITH_GROUP : GroupLayout.Rows.SEEN,
                table.ordered
                        ? Optional.of(
                                IntStream.range(0, groups.keys().size()).boxed().toList())
                        : Optional.empty());
        return new ValueLayout(
                layout, table.column, List.copyOf(counts.keySet()), List.copyOf(counts.values()), table.ordered);
    }

    /** Of local tables. */
    public ValueLayout withPane() {
        return new ValueLayout(layout.withPane(), column, filters, calls, ordered);
    }

    public DataType type() {
        return layout.keys().get(layout.keys().size() - 1);
    }

    /** The first word of the value. */
    public int valueWord() {
        return layout.keyWord(layout.keys().size() - 1);
    }

    /** The word of a count. */
    public int countWord(int count) {
        return layout.accumulators().get(count).word();
    }

    /** Whether it must be known what a count was before a batch, of values that were there. */
    boolean keepsOld() {
        return filters.size() > 1 || layout.rowCountWord() >= 0;
    }
}
