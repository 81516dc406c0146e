package io.sluice.runtime.operator;

import io.sluice.planner.plan.DataType;
import io.sluice.runtime.batch.BatchConsumer;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Builds rows out of rows that lie elsewhere: the columns of one, then those of another. References are collected and then
 * copied column by column; texts stay where they are. What they refer to must not move before {@link #flush}. Used by one thread.
 */
public final class RowEmitter {
    /** Few enough that a batch stays in the cache. */
    private static final int MOST = 8192;

    private final ColumnBatch batch;
    private final byte[] weights;
    private final int most;
    private final boolean[] wanted;

    /** Columns that nobody reads are there, too. */
    private final boolean whole;

    private final int[] left = new int[MOST];
    private final int[] right = new int[MOST];
    private BatchConsumer consumer;
    private Late late = Late.NOWHERE;
    private Check check = Check.NOTHING;
    private Optional<RowFailures> failures = Optional.empty();
    private ColumnVector[] leftColumns = {};
    private ColumnVector[] rightColumns = {};
    private int leftWidth;
    private int count;
    private long rows;

    /** @param weighted rows are sent with weights */
    public RowEmitter(List<DataType> types, boolean weighted) {
        this(types, weighted, Optional.empty(), false);
    }

    /**
     * @param weighted rows are sent with weights
     * @param reads the columns that are looked at; the others are left out; empty: all
     * @param whole they are not left out, since a row that fails is written down
     */
    public RowEmitter(List<DataType> types, boolean weighted, Optional<int[]> reads, boolean whole) {
        this.whole = whole;
        batch = weighted ? ColumnBatch.weighted(types) : ColumnBatch.of(types);
        weights = batch.weights();
        most = Math.min(MOST, batch.capacity());
        wanted = new boolean[types.size()];
        Arrays.fill(wanted, reads.isEmpty());
        for (int column : reads.orElse(new int[0])) {
            wanted[column] = true;
        }
    }

    /** Looks at a column of rows before they are sent. */
    interface Check {
        /** There is nothing to look at. */
        Check NOTHING = (batch, column, side, rows, count) -> {};

        /**
         * Says by {@link ColumnBatch#fail} of which rows there is no value.
         *
         * @param column of the batch
         * @param side the same column of the right row
         * @param rows where the values lie there
         */
        void check(ColumnBatch batch, int column, int side, int[] rows, int count);
    }

    /** Looks at the columns of the right rows from now on. */
    void check(Check newCheck) {
        check = newCheck;
    }

    /** Takes rows that came too late. */
    public interface Late {
        /** They are only counted. */
        Late NOWHERE = (input, columns, row) -> {};

        void add(int input, ColumnVector[] columns, int row);
    }

    /** Sends a row of an input of the operator to where late rows go. */
    void late(int input, ColumnVector[] columns, int row) {
        late.add(input, columns, row);
    }

    /** Where what cannot be computed goes. */
    Optional<RowFailures> failures() {
        return failures;
    }

    /** Sends to a consumer from now on, late rows and what cannot be computed apart. */
    public void start(BatchConsumer to, Late newLate, RowFailures newFailures) {
        late = newLate;
        failures = Optional.of(newFailures);
        start(to);
    }

    /** Sends to a consumer from now on. */
    public void start(BatchConsumer to) {
        consumer = to;
        count = 0;
        rows = 0;
    }

    /**
     * Says what the numbers given from now on refer to.
     *
     * @param leftTypes how many columns are those of the left row
     */
    public void sides(ColumnVector[] newLeft, int leftTypes, ColumnVector[] newRight) {
        if (newLeft != leftColumns || newRight != rightColumns) {
            flush();
            leftColumns = newLeft;
            rightColumns = newRight;
            leftWidth = leftTypes;
        }
    }

    /** Rows are the columns of one row. */
    public void side(ColumnVector[] columns) {
        sides(columns, batch.columns().length, NONE);
    }

    private static final ColumnVector[] NONE = {};

    /** So many rows that follow stay in one batch. */
    public void reserve(int rowsTogether) {
        if (count + rowsTogether > most) {
            flush();
        }
    }

    /**
     * Adds a row.
     *
     * @param leftRow −1: NULLs
     * @param rightRow −1: NULLs
     * @param weight +1 or −1; without weights all are added
     */
    public void add(int leftRow, int rightRow, byte weight) {
        if (count == most) {
            flush();
        }
        left[count] = leftRow;
        right[count] = rightRow;
        if (weights != null) {
            weights[count] = weight;
        }
        count++;
    }

    /** Adds a row of one side as often as it counts. */
    public void add(int row, byte weight, int times) {
        for (int i = 0; i < times; i++) {
            add(row, -1, weight);
        }
    }

    /** Sends what is collected. */
    public void flush() {
        if (count == 0) {
            return;
        }
        batch.clear();
        for (int i = 0; i < batch.columns().length; i++) {
            if (!wanted[i] && !whole) {
                continue;
            }
            if (i < leftWidth) {
                batch.refer(leftColumns[i], left, count, i);
            } else {
                batch.refer(rightColumns[i - leftWidth], right, count, i);
                if (wanted[i]) {
                    check.check(batch, i, i - leftWidth, right, count);
                }
            }
        }
        batch.setRows(count);
        rows += count;
        count = 0;
        consumer.accept(batch);
        batch.clear();
    }

    /** Rows sent since {@link #start}. */
    public long rows() {
        return rows;
    }
}
