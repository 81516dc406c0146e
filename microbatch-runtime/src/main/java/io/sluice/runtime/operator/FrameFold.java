package io.sluice.runtime.operator;

import io.sluice.planner.function.NestedValues;
import io.sluice.planner.function.RowComparison;
import io.sluice.planner.function.Utf8;
import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.state.CoMoments;
import io.sluice.runtime.state.RowOrder;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;
import java.util.List;

/** What the rows of a frame, which come in their order, add up to. Used by one thread at a time. */
abstract class FrameFold {
    final AggregateCall call;

    /** The column of the first argument. */
    final int column;

    final DataType argument;

    FrameFold(AggregateCall call, List<DataType> types) {
        this.call = call;
        column = call.arguments().get(0);
        argument = types.get(column);
    }

    /** @param types of the columns of the rows */
    static FrameFold of(AggregateCall call, List<DataType> types) {
        if (call.function().isOfPairs()) {
            return new Pairs(call, types);
        }
        return switch (call.function()) {
            case BIT_AND, BIT_OR, BIT_XOR -> new Bits(call, types);
            case MIN, MAX, FIRST_VALUE, LAST_VALUE -> new One(call, types);
            case ARRAY_AGG, LISTAGG -> new Listed(call, types);
            case PERCENTILE_CONT, PERCENTILE_DISC, MODE -> new Sorted(call, types);
            default -> throw new IllegalStateException("no function of rows: " + call.function());
        };
    }

    /** Forgets all rows. */
    abstract void clear();

    /** Adds a row that counts: no argument of it is NULL. */
    abstract void add(ColumnVector[] columns, int slot);

    /** Writes the value; those before it are written. */
    abstract void write(ColumnVector[] columns, ColumnVector to, int at);

    private static final class Bits extends FrameFold {
        private boolean any;
        private long bits;

        Bits(AggregateCall call, List<DataType> types) {
            super(call, types);
        }

        @Override
        void clear() {
            any = false;
        }

        @Override
        void add(ColumnVector[] columns, int slot) {
            long value = columns[column].longs[slot];
            bits = !any
                    ? value
                    : switch (call.function()) {
                        case BIT_AND -> bits & value;
                        case BIT_OR -> bits | value;
                        default -> bits ^ value;
                    };
            any = true;
        }

        @Override
        void write(ColumnVector[] columns, ColumnVector to, int at) {
            if (any) {
                OverColumn.set(to, at, bits);
            } else {
                OverColumn.setNull(call.type(), to, at);
            }
        }
    }

    private static final class Pairs extends FrameFold {
        private final long[] sums = new long[CoMoments.WORDS];

        Pairs(AggregateCall call, List<DataType> types) {
            super(call, types);
        }

        @Override
        void clear() {
            Arrays.fill(sums, 0);
        }

        @Override
        void add(ColumnVector[] columns, int slot) {
            double x = columns[call.arguments().get(1)].doubles[slot];
            CoMoments.add(sums, 0, columns[column].doubles[slot], x, (byte) 1);
        }

        @Override
        void write(ColumnVector[] columns, ColumnVector to, int at) {
            if (CoMoments.isNull(call.function(), sums, 0)) {
                OverColumn.setNull(call.type(), to, at);
            } else {
                OverColumn.set(to, at, CoMoments.value(call.function(), sums, 0));
            }
        }
    }

    /** The first or last row of all, or the least or greatest by an order. */
    private static final class One extends FrameFold {
        private final RowViews rows;
        private int best;

        One(AggregateCall call, List<DataType> types) {
            super(call, types);
            rows = new RowViews(this);
        }

        @Override
        void clear() {
            best = -1;
        }

        @Override
        void add(ColumnVector[] columns, int slot) {
            boolean better = best < 0
                    || switch (call.function()) {
                        case FIRST_VALUE -> false;
                        case LAST_VALUE -> true;
                        case MIN -> rows.compare(columns[column], slot, best) < 0;
                        default -> rows.compare(columns[column], slot, best) > 0;
                    };
            best = better ? slot : best;
        }

        @Override
        void write(ColumnVector[] columns, ColumnVector to, int at) {
            OverColumn.copy(columns[column], best, call.type(), to, at);
        }
    }

    /** Rows that are remembered. */
    private abstract static class Several extends FrameFold {
        int[] slots = new int[8];
        int count;

        Several(AggregateCall call, List<DataType> types) {
            super(call, types);
        }

        @Override
        void clear() {
            count = 0;
        }

        void insert(int place, int slot) {
            if (count == slots.length) {
                slots = Arrays.copyOf(slots, count * 2);
            }
            System.arraycopy(slots, place, slots, place + 1, count - place);
            slots[place] = slot;
            count++;
        }
    }

    /** In the order of the frame, or in one of their own, in which equal rows stay in that of the frame. */
    private static final class Listed extends Several {
        private final RowViews rows;
        private final Utf8 built = new Utf8();
        private final Utf8 view = new Utf8();
        private final Utf8 field = new Utf8();

        Listed(AggregateCall call, List<DataType> types) {
            super(call, types);
            rows = new RowViews(this);
        }

        @Override
        void add(ColumnVector[] columns, int slot) {
            int place = count;
            if (!call.order().isEmpty()) {
                int low = 0;
                while (low < place) {
                    int middle = low + place >>> 1;
                    if (rows.compare(columns[column], slots[middle], slot) <= 0) {
                        low = middle + 1;
                    } else {
                        place = middle;
                    }
                }
            }
            insert(place, slot);
        }

        @Override
        void write(ColumnVector[] columns, ColumnVector to, int at) {
            if (count == 0) {
                OverColumn.setNull(call.type(), to, at);
                return;
            }
            built.clear();
            if (call.function() == AggregateCall.Function.ARRAY_AGG) {
                array(columns[column]);
            } else {
                text(columns[column]);
            }
            to.nulls[at] = false;
            ColumnBatch.appendText(to, at, built.bytes, built.start, built.length);
        }

        /** The value is the last field of a ROW. */
        private void array(ColumnVector values) {
            NestedValues.appendCount(count, built);
            for (int i = 0; i < count; i++) {
                Utf8 row = RowViews.view(values, slots[i], view);
                NestedValues.appendValue(
                        row, NestedValues.field(row, call.order().size()), built);
            }
        }

        private void text(ColumnVector values) {
            Utf8 separator = Utf8.of(
                    (String) call.parameter().flatMap(Expr.Literal::value).orElseThrow());
            for (int i = 0; i < count; i++) {
                Utf8 text = RowViews.view(values, slots[i], view);
                if (argument.kind() == TypeKind.ROW) {
                    text = NestedValues.sliceAt(
                            text, NestedValues.field(text, call.order().size()), field);
                }
                if (i > 0) {
                    built.append(separator);
                }
                built.append(text);
            }
        }
    }

    /** In the order of the values. */
    private static final class Sorted extends Several {
        Sorted(AggregateCall call, List<DataType> types) {
            super(call, types);
        }

        @Override
        void add(ColumnVector[] columns, int slot) {
            int low = 0;
            int high = count;
            while (low < high) {
                int middle = low + high >>> 1;
                if (compare(columns, slots[middle], slot) <= 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            insert(low, slot);
        }

        private int compare(ColumnVector[] columns, int left, int right) {
            return RowOrder.compare(columns[column], left, columns[column], right, argument);
        }

        @Override
        void write(ColumnVector[] columns, ColumnVector to, int at) {
            if (count == 0) {
                OverColumn.setNull(call.type(), to, at);
            } else if (call.function() == AggregateCall.Function.PERCENTILE_CONT) {
                OverColumn.set(to, at, continuous(columns[column].doubles) + 0.0);
            } else {
                boolean mode = call.function() == AggregateCall.Function.MODE;
                OverColumn.copy(columns[column], slots[mode ? mostOften(columns) : discrete()], call.type(), to, at);
            }
        }

        private double fraction() {
            return (Double) call.parameter().flatMap(Expr.Literal::value).orElseThrow();
        }

        /** Between the two values nearest to the fraction. */
        private double continuous(double[] values) {
            double place = fraction() * (count - 1);
            int n = (int) place;
            double lower = values[slots[n]];
            return place == n ? lower : lower + (values[slots[n + 1]] - lower) * (place - n);
        }

        /** The first value up to which there is the fraction of all values. */
        private int discrete() {
            int n = Math.max(1, Math.min(count, (int) Math.ceil(fraction() * count))) - 1;
            return call.order().isEmpty() ? n : count - 1 - n;
        }

        /** Of several the least. */
        private int mostOften(ColumnVector[] columns) {
            int best = 0;
            int times = 0;
            int start = 0;
            for (int i = 1; i <= count; i++) {
                if (i == count || compare(columns, slots[start], slots[i]) != 0) {
                    if (i - start > times) {
                        times = i - start;
                        best = start;
                    }
                    start = i;
                }
            }
            return best;
        }
    }

    /** Compares ROWs by the order of a call. */
    private static final class RowViews {
        private final RowComparison comparison;
        private final Utf8 left = new Utf8();
        private final Utf8 right = new Utf8();

        /** Where the argument is no ROW, nothing is compared. */
        RowViews(FrameFold fold) {
            comparison =
                    fold.argument.kind() == TypeKind.ROW ? new RowComparison(fold.argument, fold.call.order()) : null;
        }

        int compare(ColumnVector rows, int slot, int other) {
            return comparison.compare(view(rows, slot, left), view(rows, other, right));
        }

        static Utf8 view(ColumnVector texts, int slot, Utf8 view) {
            return view.set(texts.bytes, texts.starts[slot], texts.lengths[slot]);
        }
    }
}
