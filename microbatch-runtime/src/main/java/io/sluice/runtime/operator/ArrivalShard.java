package io.sluice.runtime.operator;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expiry;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.RankLimits.Function;
import io.sluice.runtime.operator.Exchange.Arrivals;
import io.sluice.runtime.operator.ShardedOperator.Times;
import io.sluice.runtime.state.RowColumns;
import io.sluice.runtime.state.RowHash;
import io.sluice.runtime.state.RowTable;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** Rows rank in the order of the batches that bring them, within a batch by their content. */
final class ArrivalShard extends FirstRowsShard {
    private final RowGroups groups;
    private final RowExpiry expiry;
    private final RowExpiry passedExpiry;
    private final List<DataType> types;
    private final TimeHeap ends = new TimeHeap();
    private RowColumns rows;
    private Integer[] sorted = {};
    private int[] chosen = {};
    private int[] ones = {};

    ArrivalShard(PlanNode.Rank node, RowTable passed) {
        super(node, passed);
        List<Column> columns = node.input().columns();
        types = columns.stream().map(Column::type).toList();
        int[] partition = node.partition().stream().mapToInt(Integer::intValue).toArray();
        groups = new RowGroups(new RowHash(types, partition));
        expiry = new RowExpiry(node.expiry());
        passedExpiry = new RowExpiry(node.expiry()
                .map(each -> new Expiry(node.partition().indexOf(each.column()), each.delay(), each.watermark())));
    }

    @Override
    public void build(long reached) {
        for (int slot = 0; slot < passed().slots(); slot++) {
            if (passed().isLive(slot)) {
                noteEnd(slot);
            }
        }
    }

    private void noteEnd(int slot) {
        if (expiry.isPresent()) {
            ends.push(passedExpiry.of(passed().columns(), slot), passed().keyOf(slot));
        }
    }

    @Override
    void take(List<Arrivals> arrivals, Times times) {
        rows = new RowColumns(types, 0);
        from(rows.columns());
        groups.take(arrivals);
        for (int group = 0; group < groups.groups(); group++) {
            take(group, times);
        }
        groups.clear();
        forget(times);
    }

    private void take(int group, Times times) {
        int first = groups.first(group);
        ColumnVector[] columns = groups.columns(first);
        int place = groups.place(first);
        if (expiry.isLate(columns, place, times.start())) {
            for (int number = first; number >= 0; number = groups.next(number)) {
                addLate(1);
            }
            return;
        }
        int mark = find(columns, place, groups.hash(first));
        long left = left(mark);
        if (left <= 0) {
            return;
        }
        if (mark < 0) {
            mark = add(columns, place, groups.hash(first));
            noteEnd(mark);
        }
        int size = left == 1 && limits().function() == Function.ROW_NUMBER ? least(first) : sort(first);
        pass(mark, rows.columns(), chosen, ones, size);
    }

    private void reserve(int size) {
        if (chosen.length < size) {
            chosen = new int[Math.max(size, chosen.length * 2)];
            ones = new int[chosen.length];
            Arrays.fill(ones, 1);
        }
    }

    private int copy(int number) {
        rows.append(groups.columns(number), groups.place(number));
        return rows.rows() - 1;
    }

    /** Chooses the first row of a group in the order. */
    private int least(int first) {
        int least = first;
        for (int number = groups.next(first); number >= 0; number = groups.next(number)) {
            if (compare(number, least) < 0) {
                least = number;
            }
        }
        reserve(1);
        chosen[0] = copy(least);
        return 1;
    }

    private int compare(int left, int right) {
        return order().compare(groups.columns(left), groups.place(left), groups.columns(right), groups.place(right));
    }

    /** Chooses all rows of a group. */
    private int sort(int first) {
        int size = 0;
        for (int number = first; number >= 0; number = groups.next(number)) {
            if (size == sorted.length) {
                sorted = Arrays.copyOf(sorted, Math.max(8, size * 2));
            }
            sorted[size++] = number;
        }
        Arrays.sort(sorted, 0, size, this::compare);
        reserve(size);
        for (int i = 0; i < size; i++) {
            chosen[i] = copy(sorted[i]);
        }
        return size;
    }

    private void forget(Times times) {
        while (!ends.isEmpty() && ends.time() <= times.end()[0]) {
            int key = ends.number();
            boolean isOpen =
                    passed().rowsOf(key) > 0 && passedExpiry.of(passed().columns(), passed().first(key)) == ends.time();
            ends.pop();
            if (isOpen) {
                passed().remove(passed().first(key));
            }
        }
    }

    /** Forgetting is not urgent. */
    @Override
    public OptionalLong nextEnd() {
        return OptionalLong.empty();
    }
}
