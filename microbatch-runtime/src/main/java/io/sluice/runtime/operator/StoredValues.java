package io.sluice.runtime.operator;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.PlanMatch;
import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.PlanNode;
import io.sluice.runtime.state.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table of values of a group-by that has got aggregates, and where it is in the state that is stored.
 *
 * @param table its name
 * @param stored that of the stored one; empty: there is none
 * @param counts for each of its counts the number of the stored one; −1: it is new
 * @param byArrival values are numbered as they come
 */
public record StoredValues(String table, Optional<String> stored, List<Integer> counts, boolean byArrival) {
    public StoredValues {
        requireNonNull(table, "table");
        requireNonNull(stored, "stored");
        counts = List.copyOf(counts);
    }

    /** All tables of values of a group-by. */
    public static List<StoredValues> of(PlanNode.Aggregate node, PlanMatch.Calls calls) {
        List<ValueLayout> before = layouts(node, before(node, calls));
        List<StoredValues> all = new ArrayList<>();
        for (ValueLayout now : layouts(node, node.calls())) {
            int place = place(now, before);
            all.add(new StoredValues(
                    name(all.size()),
                    place < 0 ? Optional.empty() : Optional.of(name(place)),
                    now.filters().stream()
                            .map(filter ->
                                    place < 0 ? -1 : before.get(place).filters().indexOf(filter))
                            .toList(),
                    now.isByArrival()));
        }
        return all;
    }

    /** The n-th table of values. */
    static String name(int place) {
        return "values" + (place == 0 ? "" : "-" + (place + 1));
    }

    private static List<AggregateCall> before(PlanNode.Aggregate node, PlanMatch.Calls calls) {
        List<AggregateCall> before = new ArrayList<>();
        for (int number = 0; number < calls.storedCount(); number++) {
            before.add(node.calls().get(calls.stored().indexOf(number)));
        }
        return before;
    }

    private static List<ValueLayout> layouts(PlanNode.Aggregate node, List<AggregateCall> calls) {
        List<DataType> input = node.input().columns().stream().map(Column::type).toList();
        return ValueLayout.of(
                AggregateOperator.layout(
                        node.withCalls(calls), AggregateOperator.Emits.CHANGES, Optional.empty(), false),
                calls,
                input,
                node.overChanges());
    }

    private static int place(ValueLayout layout, List<ValueLayout> before) {
        for (int i = 0; i < before.size(); i++) {
            if (layout.holdsTheSame(before.get(i))) {
                return i;
            }
        }
        return -1;
    }
}
