package io.sluice.runtime.operator;

import io.sluice.planner.plan.RankLimits;
import io.sluice.planner.plan.RankLimits.Function;
import io.sluice.runtime.operator.Exchange.Arrivals;
import io.sluice.runtime.state.IntList;
import io.sluice.runtime.state.RowTable;
import io.sluice.runtime.state.SortedRows;
import java.util.Arrays;
import java.util.List;

/**
 * Those rows of a batch that may have one of the wanted ranks: of ROW_NUMBER no more of a partition than there are ranks. They are added to
 * the table all at once. Used by one thread at a time.
 */
final class RankChoice {
    /** A row that is not kept. */
    private static final int LEFT = -1;

    /** One that is about to be added to the table. */
    private static final int CHOSEN = -2;

    private final RankLimits limits;
    private final RowGroups groups;

    /** Rows of the batch by their numbers. */
    private final SortedRows.Order byNumber;

    /** By row of the batch the slot in which it lies, {@link #CHOSEN}, or {@link #LEFT}. */
    private int[] slots = {};

    /** Rows of one partition, by their numbers, or of one piece. */
    private final IntList some = new IntList();

    /** @param groups the rows of the batch, by their partitions */
    RankChoice(RankLimits limits, TotalOrder order, RowGroups groups) {
        this.limits = limits;
        this.groups = groups;
        byNumber = (left, right) -> {
            int way =
                    order.compare(groups.columns(left), groups.place(left), groups.columns(right), groups.place(right));
            return way != 0 ? way : Integer.compare(left, right);
        };
    }

    /** The groups have the rows of a new batch. */
    void begin() {
        if (slots.length < groups.rows()) {
            slots = new int[groups.rows()];
        }
        Arrays.fill(slots, 0, groups.rows(), LEFT);
        some.clear();
    }

    /** A row of the partition that, by the state before the batch, may have one of the ranks. */
    void offer(int number) {
        some.add(number);
    }

    /** All rows of the partition have come. */
    void endPartition() {
        if (limits.function() == Function.ROW_NUMBER && some.size() > limits.last()) {
            chooseFirst();
        } else {
            for (int i = 0; i < some.size(); i++) {
                slots[some.get(i)] = CHOSEN;
            }
        }
        some.clear();
    }

    /** Of rows that are more than the wanted ranks, those that come first. */
    private void chooseFirst() {
        SortedRows best = new SortedRows();
        int last = LEFT;
        for (int i = 0; i < some.size(); i++) {
            int number = some.get(i);
            boolean full = best.size() == limits.last();
            if (full && byNumber.compare(number, last) > 0) {
                continue;
            }
            best.add(number, byNumber);
            if (full) {
                best.remove(last, byNumber);
            }
            last = best.get(best.size() - 1);
        }
        SortedRows.Walk walk = best.walk();
        for (int number = walk.next(); number >= 0; number = walk.next()) {
            slots[number] = CHOSEN;
        }
    }

    /** Adds them, in the order in which they lie. */
    void addTo(RowTable table, List<Arrivals> arrivals) {
        int start = 0;
        for (Arrivals piece : arrivals) {
            some.clear();
            for (int row = 0; row < piece.count(); row++) {
                if (slots[start + row] == CHOSEN) {
                    some.add(row);
                }
            }
            if (some.size() > 0) {
                int slot = table.addAll(piece.rows().columns(), some.values(), some.size(), piece.hashes());
                for (int i = 0; i < some.size(); i++) {
                    slots[start + some.get(i)] = slot + i;
                }
            }
            start += piece.count();
        }
    }

    /** Where a row lies in the table; negative: nowhere. */
    int slot(int number) {
        return slots[number];
    }
}
