package io.sluice.runtime.operator;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.OverCall;
import io.sluice.planner.plan.PlanNode;
import io.sluice.runtime.state.RowColumns;
import java.util.ArrayList;
import java.util.List;

/** The values of all functions of a node. Used by one thread at a time. */
final class OverColumns {
    private final List<OverColumn> columns = new ArrayList<>();
    private final List<DataType> types;
    private RowColumns values;

    OverColumns(PlanNode.Over node) {
        List<DataType> input = node.input().columns().stream().map(Column::type).toList();
        types = node.calls().stream()
                .map(call -> call.type().withNullable(true))
                .toList();
        for (int i = 0; i < node.calls().size(); i++) {
            OverCall call = node.calls().get(i);
            columns.add(
                    call.function().isRanking()
                            ? new RankingColumn(call)
                            : call.function().isAggregate()
                                    ? new AggregateColumn(call, i, input, node.order())
                                    : new ValueColumn(call, i, node.order()));
        }
        values = new RowColumns(types, 0);
    }

    /** A batch begins: what was computed is forgotten. */
    void start() {
        values = new RowColumns(types, 0);
    }

    /** Computes the values of the rows from {@link OverRows#from} on; gives where the first of them is. */
    int compute(OverRows rows) {
        int at = values.rows();
        values.appendNulls(rows.size() - rows.from());
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).fill(rows, values.columns()[i], at);
        }
        return at;
    }

    /** What was computed in this batch. */
    RowColumns values() {
        return values;
    }

    List<DataType> types() {
        return types;
    }
}
