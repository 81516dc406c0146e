package io.sluice.runtime.operator;

import io.sluice.planner.function.RowException;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.OverCall;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.SortKey;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.state.RowColumns;
import io.sluice.runtime.state.UserFold;
import io.sluice.runtime.state.Wide;
import io.sluice.sources.ColumnVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The values of all functions of a node. Exact sums are kept whole, whatever the range of their type is: of each there is a column
 * of words above those of its type, behind the values; whether a sum is in range shows when a row is sent. So there is a column for the accumulator of
 * an aggregate of a user that goes on from row to row, where rows pass. Used by one thread at a time.
 */
final class OverColumns implements RowEmitter.Check {
    private final List<OverColumn> columns = new ArrayList<>();
    private final List<OverCall> calls;
    private final List<DataType> types;

    /** Of each call where its sum's upper words, or its accumulators, are; −1: it has none. */
    private final int[] above;

    private RowColumns values;

    /**
     * @param passes rows get their values once, and those behind them go on from there
     * @param folds of the calls that are of users, by their places
     */
    OverColumns(PlanNode.Over node, boolean passes, Map<Integer, UserFold> folds) {
        calls = node.calls();
        List<DataType> input = node.input().columns().stream().map(Column::type).toList();
        types = stored(node, passes).stream().map(Column::type).toList();
        above = new int[calls.size()];
        Arrays.fill(above, -1);
        int next = calls.size();
        for (int i = 0; i < calls.size(); i++) {
            OverCall call = calls.get(i);
            if (more(call, passes).isPresent()) {
                above[i] = next++;
            }
            columns.add(column(call, i, input, node.order(), folds));
        }
        values = new RowColumns(types, 0);
    }

    private OverColumn column(
            OverCall call, int index, List<DataType> input, List<SortKey> order, Map<Integer, UserFold> folds) {
        if (call.function().isRanking()) {
            return new RankingColumn(call, index);
        }
        if (call.function().isAggregate()) {
            return new AggregateColumn(call, index, above[index], input, order);
        }
        return switch (call.function()) {
            case USER -> new UserColumn(call, index, above[index], folds.get(index), input, order);
            case OF_ROWS -> new RowsColumn(call, index, input, order);
            default -> new ValueColumn(call, index, order);
        };
    }

    /** The type of what is kept of a call besides its value. */
    private static Optional<DataType> more(OverCall call, boolean passes) {
        if (AggregateColumn.isExactSum(call)) {
            return Optional.of(DataType.of(TypeKind.BIGINT, true));
        }
        return call.user().filter(user -> passes && call.goesOn()).map(user -> user.stored()
                .withNullable(true));
    }

    /** The columns that the values of a node take. */
    static List<Column> stored(PlanNode.Over node, boolean passes) {
        List<Column> stored = new ArrayList<>();
        int first = node.input().columns().size();
        for (int i = 0; i < node.calls().size(); i++) {
            stored.add(new Column(
                    node.columns().get(first + i).name(),
                    node.calls().get(i).type().withNullable(true)));
        }
        for (int i = 0; i < node.calls().size(); i++) {
            String name = stored.get(i).name() + (node.calls().get(i).user().isPresent() ? "_so_far" : "_above");
            more(node.calls().get(i), passes).ifPresent(type -> stored.add(new Column(name, type)));
        }
        return stored;
    }

    /** A batch begins: what was computed is forgotten. */
    void start() {
        values = new RowColumns(types, 0);
        for (OverColumn column : columns) {
            if (column instanceof UserColumn user) {
                user.start();
            }
        }
    }

    /** Whether a value could not be computed. */
    boolean hasFailed(int row) {
        for (OverColumn column : columns) {
            if (column instanceof UserColumn user && user.failure(row) != null) {
                return true;
            }
        }
        return false;
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
        if (columns.get(side) instanceof UserColumn user) {
            for (int i = 0; i < count; i++) {
                RowException failure = user.failure(rows[i]);
                if (failure != null) {
                    batch.fail(i, column, failure);
                }
            }
            return;
        }
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
