package io.sluice.runtime.state;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.RowComparison;
import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.AggregateCall.Function;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.SortKey;
import io.sluice.planner.plan.TypeKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The values of a column in each group, in a table of their own: its key is that of the group and then the value, and it counts how
 * often the value is there, once for each filter. Several aggregates share it. NULLs are no values.
 *
 * @param column of the input
 * @param filters columns of the input, or none, for each of the counts
 * @param calls for each of the counts the aggregates that go by it, by their number
 * @param order present if some aggregate asks for values by their order: then there is one count, and all values of a group are
 *     in one shard
 */
public record ValueLayout(
        GroupLayout layout, int column, List<OptionalInt> filters, List<List<Integer>> calls, Optional<Order> order) {
    private static final DataType COUNT = DataType.of(TypeKind.BIGINT, false);

    public ValueLayout {
        requireNonNull(layout, "layout");
        filters = List.copyOf(filters);
        calls = List.copyOf(calls);
        requireNonNull(order, "order");
    }

    /**
     * How the values of a group are in order.
     *
     * @param keys of the first fields of values that are ROWs
     * @param byArrival in the order in which they came: the number of each stands in front of it, so that equal values are several
     * @param summaries what is kept of all values of a part of the order
     * @param byCount it matters how often a value is there
     */
    record Order(List<SortKey> keys, boolean byArrival, Set<Summary> summaries, boolean byCount) {}

    /** What is kept of all values of a part of the order. */
    enum Summary {
        /** How many values there are. */
        COUNT,
        /** How many different values there are. */
        DIFFERENT,
        /** The ordinal of the value that is there most often; of several the first. */
        MODE,
        AND,
        OR
    }

    /** What of a table is its own. */
    private record Table(int column, boolean ordered, OptionalInt filter, List<SortKey> keys, boolean byArrival) {}

    /** Whether a table of another group-by over the same input has the same values in the same order; counts may be others. */
    public boolean holdsTheSame(ValueLayout other) {
        boolean bothOrdered = order.isPresent() && other.order.isPresent();
        return column == other.column
                && order.isPresent() == other.order.isPresent()
                && (!bothOrdered
                        || filters.equals(other.filters)
                                && order.get().keys.equals(other.order.get().keys)
                                && order.get().byArrival == other.order.get().byArrival);
    }

    /**
     * The tables that a group-by needs.
     *
     * @param groups of its groups, without panes; where they are forgotten, values are in the shard of their group
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
                        call.argument().orElseThrow(),
                        ordered,
                        ordered ? call.filter() : OptionalInt.empty(),
                        isPercentile(call) ? List.of() : call.order(),
                        call.isByArrival(takesBack));
                tables.computeIfAbsent(table, key -> new LinkedHashMap<>())
                        .computeIfAbsent(call.filter(), key -> new ArrayList<>())
                        .add(i);
            }
        }
        List<ValueLayout> layouts = new ArrayList<>();
        tables.forEach((table, counts) -> layouts.add(of(table, counts, groups, calls, input, takesBack)));
        return layouts;
    }

    private static boolean isPercentile(AggregateCall call) {
        return call.function() == Function.PERCENTILE_CONT || call.function() == Function.PERCENTILE_DISC;
    }

    private static ValueLayout of(
            Table table,
            Map<OptionalInt, List<Integer>> counts,
            GroupLayout groups,
            List<AggregateCall> calls,
            List<DataType> input,
            boolean takesBack) {
        List<DataType> keys = new ArrayList<>(groups.keys());
        if (table.byArrival) {
            keys.add(COUNT);
        }
        keys.add(input.get(table.column).withNullable(false));
        List<AggregateCall> counting = counts.keySet().stream()
                .map(filter -> new AggregateCall(Function.COUNT, OptionalInt.empty(), filter, COUNT))
                .toList();
        GroupLayout.Rows stay = table.ordered ? GroupLayout.Rows.STAY : GroupLayout.Rows.SEEN;
        GroupLayout layout = new GroupLayout(
                keys,
                counting,
                counting.stream().map(call -> COUNT).toList(),
                false,
                takesBack ? GroupLayout.Rows.GO_WITH_GROUP : stay,
                table.ordered || groups.forgets()
                        ? Optional.of(
                                IntStream.range(0, groups.keys().size()).boxed().toList())
                        : Optional.empty(),
                false);
        List<AggregateCall> asking =
                counts.values().stream().flatMap(List::stream).map(calls::get).toList();
        return new ValueLayout(
                layout,
                table.column,
                List.copyOf(counts.keySet()),
                List.copyOf(counts.values()),
                table.ordered ? Optional.of(order(table, asking)) : Optional.empty());
    }

    private static Order order(Table table, List<AggregateCall> asking) {
        Set<Summary> summaries = EnumSet.noneOf(Summary.class);
        boolean byCount = false;
        for (AggregateCall call : asking) {
            switch (call.function()) {
                case PERCENTILE_CONT, PERCENTILE_DISC -> {
                    summaries.add(countOf(call));
                    byCount |= !call.distinct();
                }
                case MODE -> {
                    summaries.add(Summary.MODE);
                    byCount = true;
                }
                case BIT_AND -> summaries.add(Summary.AND);
                case BIT_OR -> summaries.add(Summary.OR);
                case ARRAY_AGG, LISTAGG -> byCount |= !call.distinct();
                default -> {}
            }
        }
        return new Order(table.keys, table.byArrival, summaries, byCount);
    }

    /** By which the values of a percentile are counted. */
    static Summary countOf(AggregateCall call) {
        return call.distinct() ? Summary.DIFFERENT : Summary.COUNT;
    }

    /** Of local tables. */
    public ValueLayout withPane() {
        return new ValueLayout(layout.withPane(), column, filters, calls, order);
    }

    public DataType type() {
        return layout.keys().get(layout.keys().size() - 1);
    }

    /** The first word of the value. */
    public int valueWord() {
        return layout.keyWord(layout.keys().size() - 1);
    }

    /** The first word behind the key of the group. */
    int groupEnd() {
        return isByArrival() ? arrivalWord() : valueWord();
    }

    public boolean isOrdered() {
        return order.isPresent();
    }

    /** Whether values are numbered as they come. */
    public boolean isByArrival() {
        return order.filter(Order::byArrival).isPresent();
    }

    /** The word of the number of a value. */
    public int arrivalWord() {
        return layout.keyWord(layout.keys().size() - 2);
    }

    /** The order of values that are ROWs; empty: of others. */
    Optional<RowComparison> comparison() {
        return type().kind() == TypeKind.ROW && order.isPresent()
                ? Optional.of(new RowComparison(type(), order.get().keys()))
                : Optional.empty();
    }

    /** The word of a count. */
    int countWord(int count) {
        return layout.accumulators().get(count).word();
    }

    /** Whether it must be known what a count was before a batch, of values that were there. */
    public boolean keepsOld() {
        return filters.size() > 1 || layout.rowCountWord() >= 0 || isOrdered();
    }
}
