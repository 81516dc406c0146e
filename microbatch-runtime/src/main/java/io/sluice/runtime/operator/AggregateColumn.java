package io.sluice.runtime.operator;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.OverCall;
import io.sluice.planner.plan.OverFunction;
import io.sluice.planner.plan.SortKey;
import io.sluice.runtime.state.RowOrder;
import io.sluice.runtime.state.Wide;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;
import java.util.List;

/**
 * COUNT, SUM, MIN, MAX and variances over a frame. A frame that begins with the partition only grows. One that slides is two parts, of
 * which the first has its totals from each of its rows to its end, and the second one total:
 *
 * <pre>
 * start ──► [ … totals to middle … | middle … one total … ] ◄── end
 * </pre>
 *
 * so that nothing is ever subtracted, and each row is added twice at most.
 */
final class AggregateColumn extends OverColumn {
    private static final int WORDS = 3;

    private final int above;
    private final OverFrame frame;
    private final DataType argument;
    private final int column;

    private final Total total;
    private final Sliding first = new Sliding();

    /** What is behind a gap in the frame. */
    private final Sliding second = new Sliding();

    private final SameValues same;

    /**
     * @param index of the call among those of its node
     * @param above the column of the words above those of an exact sum's type
     */
    AggregateColumn(OverCall call, int index, int above, List<DataType> types, List<SortKey> order) {
        super(call, index);
        this.above = above;
        same = new SameValues(call.arguments(), types);
        frame = new OverFrame(call.frame(), order);
        column = call.arguments().isEmpty() ? -1 : call.arguments().get(0);
        argument = column < 0 ? call.type() : types.get(column);
        total = new Total();
    }

    /** Whether a call is a sum that is exact, and so may be out of the range of its type. */
    static boolean isExactSum(OverCall call) {
        return call.function() == OverFunction.SUM && !call.type().kind().isFloating();
    }

    /** What some rows add up to. */
    private final class Total {
        private long count;

        /** 192 bits, so that no sum leaves it. */
        private final long[] sum = new long[WORDS];

        /** The sum of doubles, or the mean of a variance. */
        private double number;

        /** The squares of the distances from the mean, added up. */
        private double squares;

        private ColumnVector best;
        private int bestRow;

        void clear() {
            count = 0;
            Arrays.fill(sum, 0);
            number = 0;
            squares = 0;
            best = null;
        }

        void set(Total other) {
            count = other.count;
            System.arraycopy(other.sum, 0, sum, 0, WORDS);
            number = other.number;
            squares = other.squares;
            best = other.best;
            bestRow = other.bestRow;
        }

        void add(Total other) {
            if (call().function().isVariance()) {
                throw new IllegalStateException("variances are added row by row");
            }
            count += other.count;
            Wide.merge(other.sum, 0, 2, sum, 0, 2);
            number += other.number;
            if (other.best != null) {
                best(other.best, other.bestRow);
            }
        }

        void add(ColumnVector[] columns, int row) {
            for (int each : call().arguments()) {
                if (isNull(columns[each], row)) {
                    return;
                }
            }
            count++;
            switch (call().function()) {
                case SUM -> sum(columns[column], row);
                case MIN, MAX -> best(columns[column], row);
                case COUNT -> {}
                default -> spread(columns[column].doubles[row]);
            }
        }

        /** Welford's way, which loses no digits where the mean is large. */
        private void spread(double value) {
            double before = value - number;
            number += before / count;
            squares += before * (value - number);
        }

        private double variance() {
            boolean sample =
                    call().function() == OverFunction.VAR_SAMP || call().function() == OverFunction.STDDEV_SAMP;
            double variance = squares / (sample ? count - 1 : count);
            boolean root =
                    call().function() == OverFunction.STDDEV_POP || call().function() == OverFunction.STDDEV_SAMP;
            return root ? Math.sqrt(variance) : variance;
        }

        /** A sample of one row has no variance. */
        private boolean isUnknown() {
            boolean sample =
                    call().function() == OverFunction.VAR_SAMP || call().function() == OverFunction.STDDEV_SAMP;
            return count == 0 || sample && count == 1;
        }

        private void sum(ColumnVector values, int row) {
            if (argument.kind().isFloating()) {
                number += values.doubles[row];
            } else {
                long low = values.longs[row];
                Wide.addTo(sum, 0, 2, low, argument.isWide() ? values.highs[row] : low >> 63);
            }
        }

        private void best(ColumnVector values, int row) {
            int way = best == null ? 0 : RowOrder.compare(values, row, best, bestRow, argument);
            if (best == null || (call().function() == OverFunction.MIN ? way < 0 : way > 0)) {
                best = values;
                bestRow = row;
            }
        }

        /** Goes on from a value that was computed before. */
        void load(OverRows rows) {
            clear();
            ColumnVector value = rows.base(index());
            int row = rows.baseRow();
            if (isNull(value, row)) {
                return;
            }
            count = call().function() == OverFunction.COUNT ? value.longs[row] : 1;
            switch (call().function()) {
                case SUM -> {
                    if (call().type().kind().isFloating()) {
                        number = value.doubles[row];
                    } else {
                        boolean wide = call().type().isWide();
                        ColumnVector tops = rows.base(above);
                        long top = isNull(tops, row)
                                ? (wide ? value.highs[row] : value.longs[row]) >> 63
                                : tops.longs[row];
                        sum[0] = value.longs[row];
                        sum[1] = wide ? value.highs[row] : top;
                        sum[2] = wide ? top : top >> 63;
                    }
                }
                case MIN, MAX -> best(value, row);
                default -> {}
            }
        }

        void write(ColumnVector[] filled, int at) {
            ColumnVector to = filled[index()];
            DataType type = call().type();
            if (call().function() == OverFunction.COUNT) {
                OverColumn.set(to, at, count);
            } else if (call().function().isVariance()) {
                if (isUnknown()) {
                    setNull(type, to, at);
                } else {
                    OverColumn.set(to, at, variance());
                }
            } else if (count == 0 && type.nullable()) {
                setNull(type, to, at);
            } else if (call().function() != OverFunction.SUM) {
                copy(best, bestRow, type, to, at);
            } else if (type.kind().isFloating()) {
                OverColumn.set(to, at, number);
            } else {
                OverColumn.set(to, at, sum[0]);
                OverColumn.set(filled[above], at, type.isWide() ? sum[2] : sum[1]);
                if (type.isWide()) {
                    to.highs[at] = sum[1];
                }
            }
        }
    }

    @Override
    void fill(OverRows rows, ColumnVector[] to, int at) {
        if (call().distinct() && frame.excludes()) {
            fillDistinctAround(rows, to, at);
        } else if (call().distinct()) {
            fillDistinct(rows, to, at);
        } else if (frame.isGrowing()) {
            fillGrowing(rows, to, at);
        } else if (argument.kind().isFloating() && call().function() == OverFunction.SUM
                || call().function().isVariance()) {
            fillInOrder(rows, to, at);
        } else {
            fillSliding(rows, to, at);
        }
    }

    /** Each frame is added from its first row to its last, so that equal frames have equal sums to the last digit. */
    private void fillInOrder(OverRows rows, ColumnVector[] to, int at) {
        for (int place = rows.from(); place < rows.size(); place++) {
            int end = frame.end(rows, place);
            total.clear();
            for (int i = frame.start(rows, place); i < end; i++) {
                if (frame.holds(rows, place, i)) {
                    total.add(rows.columns(), rows.slot(i));
                }
            }
            total.write(to, at + place - rows.from());
        }
    }

    private void fillGrowing(OverRows rows, ColumnVector[] to, int at) {
        int done = 0;
        total.clear();
        if (rows.hasBase() && frame.isRunning() && !call().function().isVariance()) {
            total.load(rows);
            done = rows.from();
        }
        for (int place = rows.from(); place < rows.size(); place++) {
            int end = frame.end(rows, place);
            while (done < end) {
                total.add(rows.columns(), rows.slot(done++));
            }
            total.write(to, at + place - rows.from());
        }
    }

    private void fillSliding(OverRows rows, ColumnVector[] to, int at) {
        first.begin(rows.size());
        second.begin(frame.excludes() ? rows.size() : 0);
        for (int place = rows.from(); place < rows.size(); place++) {
            int start = frame.start(rows, place);
            int end = Math.max(start, frame.end(rows, place));
            total.clear();
            if (frame.excludes()) {
                int gap = Math.max(start, Math.min(end, frame.gap(rows, place)));
                int behind = Math.min(end, Math.max(start, frame.behindGap(rows, place)));
                first.addTo(total, rows, start, gap);
                if (frame.keepsCurrent(place, start, end)) {
                    total.add(rows.columns(), rows.slot(place));
                }
                second.addTo(total, rows, behind, end);
            } else {
                first.addTo(total, rows, start, end);
            }
            total.write(to, at + place - rows.from());
        }
    }

    /** Rows between two ends, neither of which ever goes back. */
    private final class Sliding {
        private final Total tail = new Total();
        private Total[] totals = {};
        private int middle;
        private int done;

        void begin(int size) {
            middle = 0;
            done = 0;
            tail.clear();
            int known = totals.length;
            if (known < size) {
                totals = Arrays.copyOf(totals, Math.max(size, known * 2));
                for (int i = known; i < totals.length; i++) {
                    totals[i] = new Total();
                }
            }
        }

        void addTo(Total sum, OverRows rows, int start, int end) {
            if (start >= middle) {
                tail.clear();
                for (int i = end - 1; i >= start; i--) {
                    tail.add(rows.columns(), rows.slot(i));
                    totals[i].set(tail);
                }
                tail.clear();
                middle = end;
                done = end;
            }
            while (done < end) {
                tail.add(rows.columns(), rows.slot(done++));
            }
            if (start < middle) {
                sum.add(totals[start]);
            }
            sum.add(tail);
        }
    }

    /** A value counts in a frame where it was not there before in the frame. */
    private void fillDistinct(OverRows rows, ColumnVector[] to, int at) {
        same.find(rows);
        int done = 0;
        int begun = -1;
        for (int place = rows.from(); place < rows.size(); place++) {
            int start = frame.start(rows, place);
            int end = Math.max(start, frame.end(rows, place));
            if (start != begun) {
                total.clear();
                begun = start;
                done = start;
            }
            while (done < end) {
                if (same.before(done) < start) {
                    total.add(rows.columns(), rows.slot(done));
                }
                done++;
            }
            total.write(to, at + place - rows.from());
        }
    }

    /** The same where rows are left out: a value counts where all rows of the frame before that have it are left out. */
    private void fillDistinctAround(OverRows rows, ColumnVector[] to, int at) {
        same.find(rows);
        for (int place = rows.from(); place < rows.size(); place++) {
            int start = frame.start(rows, place);
            int end = frame.end(rows, place);
            total.clear();
            for (int i = start; i < end; i++) {
                if (frame.holds(rows, place, i) && same.isFirst(rows, frame, place, start, i)) {
                    total.add(rows.columns(), rows.slot(i));
                }
            }
            total.write(to, at + place - rows.from());
        }
    }
}
