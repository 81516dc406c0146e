package io.sluice.runtime.operator;

import io.sluice.planner.function.RowException;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.OverCall;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.state.RowColumns;
import io.sluice.runtime.state.Wide;
import io.sluice.sources.ColumnVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The values of all functions of a node. Exact sums are kept whole, whatever the range of their type is: of each there is a column
 * of words above those of its type, behind the values. Whether a sum is in range shows when a row is sent. Used by one thread at a
 * time.
 */
final class OverColumns implements RowEmitter.Check {
    private final List<OverColumn> columns = new ArrayList<>();
    private final List<OverCall> calls;
    private final List<DataType> types;

    /** Of each call where its sum's upper words are; −1: it has none. */
    private final int[] above;

    private RowColumns values;

    OverColumns(PlanNode.Over node) {
        calls = node.calls();
        List<DataType> input = node.input().columns().stream().map(Column::type).toList();
        types = stored(node).stream().map(Column::type).toList();
        above = new int[calls.size()];
        Arrays.fill(above, -1);
        int next = calls.size();
        for (int i = 0; i < calls.size(); i++) {
            OverCall call = calls.get(i);
            if (AggregateColumn.isExactSum(call)) {
                above[i] = next++;
            }
            columns.add(
                    call.function().isRanking()
                            ? new RankingColumn(call, i)
                            : call.function().isAggregate()
                                    ? new AggregateColumn(call, i, above[i], input, node.order())
                                    : new ValueColumn(call, i, node.order()));
        }
        values = new RowColumns(types, 0);
    }

    /** The columns that the values of a node take. */
    static List<Column> stored(PlanNode.Over node) {
        List<Column> stored = new ArrayList<>();
        int first = node.input().columns().size();
        for (int i = 0; i < node.calls().size(); i++) {
            stored.add(new Column(
                    node.columns().get(first + i).name(),
                    node.calls().get(i).type().withNullable(true)));
        }
        for (int i = 0; i < node.calls().size(); i++) {
            if (AggregateColumn.isExactSum(node.calls().get(i))) {
                stored.add(new Column(stored.get(i).name() + "_above", DataType.of(TypeKind.BIGINT, true)));
            }
        }
        return stored;
    }

    /** A batch begins: what was computed is forgotten. */
    void start() {
        values = new RowColumns(types, 0);
    }

    /** Computes the values of the rows from {@link OverRows#from} on; gives where the first of them is. */
    int compute(OverRows rows) {
        int at = values.rows();
        values.appendNulls(rows.size() - rows.from());
        for (OverColumn column : columns) {
            column.fill(rows, values.columns(), at);
        }
        return at;
    }

    /** What was computed in this batch. */
    RowColumns values() {
        return values;
    }

    /** Of the values, and of the words above them. */
    List<DataType> types() {
        return types;
    }

    @Override
    public void check(ColumnBatch batch, int column, int side, int[] rows, int count) {
        if (above[side] < 0) {
            return;
        }
        ColumnVector sums = values.columns()[side];
        long[] tops = values.columns()[above[side]].longs;
        for (int i = 0; i < count; i++) {
            if (!OverColumn.isNull(sums, rows[i])) {
                check(batch, i, column, calls.get(side).type(), sums, tops[rows[i]], rows[i]);
            }
        }
    }

    private static void check(
            ColumnBatch batch, int to, int column, DataType type, ColumnVector sums, long above, int row) {
        long low = sums.longs[row];
        long high = type.isWide() ? sums.highs[row] : above;
        long top = type.isWide() ? above : above >> 63;
        boolean fits = type.kind() == TypeKind.DECIMAL
                ? top == high >> 63 && Wide.fits(low, high, type.precision())
                : high == low >> 63;
        if (!fits) {
            batch.fail(
                    to,
                    column,
                    new RowException(
                            "the sum with OVER %s is out of the range of %s"
                                    .formatted(
                                            Wide.toDecimal(low, high, top, type.scale())
                                                    .toPlainString(),
                                            type.withNullable(true)),
                            "Sum fewer rows, cast the argument to DOUBLE, or say by 'table.exec.row-error' what becomes of"
                                    + " such rows."));
        }
    }
}
