package io.sluice.runtime.state;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.RowException;
import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.GroupKey;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.sources.ColumnVector;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Turns groups into the rows that a group-by sends on, a column at a time. Holds no state of its own. */
public final class GroupResults {
    private final List<GroupKey> keys;
    private final List<Column> columns;
    private final Optional<WindowTimes> windows;

    /**
     * @param columns the output: one for each key, then one for each aggregate, or none for any aggregate
     * @param windows empty where no key is a property of the window
     */
    public GroupResults(List<GroupKey> keys, List<Column> columns, Optional<WindowTimes> windows) {
        this.keys = List.copyOf(keys);
        this.columns = List.copyOf(columns);
        this.windows = requireNonNull(windows, "windows");
    }

    /**
     * Appends the rows of groups of a window that starts at {@code window}. The batch has room. A sum or an average that is out
     * of the range of its column, and what a user's class has an exception for, {@linkplain ColumnBatch#fail fails}.
     */
    void append(RecordView view, GroupLayout layout, long window, References groups, ColumnBatch out) {
        int first = out.rows();
        int key = 0;
        for (int i = 0; i < keys.size(); i++) {
            ColumnVector column = out.column(i);
            if (keys.get(i) instanceof GroupKey.WindowProperty property
                    && windows.orElseThrow().isSession()) {
                appendSession(
                        property.property(),
                        view,
                        layout,
                        groups,
                        columns.get(i).type(),
                        column,
                        first);
            } else if (keys.get(i) instanceof GroupKey.WindowProperty property) {
                long value = value(property.property(), window, columns.get(i).type());
                RecordView.clearNulls(column, first, groups.count());
                Arrays.fill(column.longs, first, first + groups.count(), value);
            } else {
                view.copyKey(key++, groups, column, first);
            }
        }
        for (int i = 0; i < columns.size() - keys.size(); i++) {
            Column column = columns.get(keys.size() + i);
            appendResult(view, layout.accumulators().get(i), groups, new Target(column, out, keys.size() + i, first));
        }
        out.setRows(first + groups.count());
    }

    /** Sessions say themselves when they were: their last two accumulators are their first and last time. */
    private void appendSession(
            GroupKey.Property property,
            RecordView view,
            GroupLayout layout,
            References sessions,
            DataType type,
            ColumnVector out,
            int first) {
        int count = layout.accumulators().size();
        boolean start = property == GroupKey.Property.START;
        RecordView.clearNulls(out, first, sessions.count());
        view.copyLongs(layout.accumulators().get(start ? count - 2 : count - 1).word(), sessions, out.longs, first);
        for (int i = first; !start && i < first + sessions.count(); i++) {
            long end = out.longs[i] + windows.orElseThrow().slide();
            out.longs[i] = property == GroupKey.Property.END ? end : WindowTimes.lastInstant(end, type.precision());
        }
    }

    private long value(GroupKey.Property property, long window, DataType type) {
        WindowTimes times = windows.orElseThrow();
        return switch (property) {
            case START -> times.startOf(window);
            case END -> times.endOf(window);
            case TIME -> WindowTimes.lastInstant(times.endOf(window), type.precision());
        };
    }

    /** Where the results of an aggregate go: into a column of a batch, from a row on. */
    private record Target(Column column, ColumnBatch batch, int index, int first) {
        ColumnVector vector() {
            return batch.column(index);
        }

        /** A value of the {@code place}-th group is out of range. */
        void fail(Accumulator accumulator, int place, String what, BigDecimal value) {
            if (accumulator.call().isTried()) {
                vector().nulls[first + place] = true;
                vector().hasNulls = true;
                return;
            }
            RowException error = new RowException(
                    "the %s %s in column \"%s\" is out of the range of %s"
                            .formatted(
                                    what,
                                    value.toPlainString(),
                                    column.name(),
                                    column.type().withNullable(true)),
                    "Aggregate smaller groups, cast the argument to DOUBLE, or say by 'table.exec.row-error' what becomes of"
                            + " such rows.");
            batch.fail(first + place, index, error);
        }
    }

    private void appendResult(RecordView view, Accumulator accumulator, References groups, Target target) {
        ColumnVector out = target.vector();
        int first = target.first;
        switch (accumulator.kind()) {
            case COUNT, FLAG -> {
                RecordView.clearNulls(out, first, groups.count());
                view.copyLongs(accumulator.word(), groups, out.longs, first);
            }
            case SUM_LONG, SUM_WIDE -> {
                view.copyPresence(accumulator, groups, out, first);
                appendSums(view, accumulator, groups, target);
            }
            case SUM_DOUBLE -> {
                view.copyPresence(accumulator, groups, out, first);
                view.copyDoubles(accumulator.word(), groups, out.doubles, first);
                round(target.column.type(), out.doubles, first, groups.count());
            }
            case COUNTED_LONG,
                    COUNTED_WIDE,
                    COUNTED_DOUBLE,
                    SIGNED_DOUBLE,
                    MOMENTS,
                    COMOMENTS,
                    BITS_XOR -> appendCounted(view, accumulator, groups, target);
            case USER -> view.copyResults(accumulator, groups, target.batch, target.index, target.first);
            default -> view.copyValue(accumulator, groups, out, first);
        }
    }

    private void appendSums(RecordView view, Accumulator accumulator, References groups, Target target) {
        DataType type = target.column.type();
        ColumnVector out = target.vector();
        int first = target.first;
        for (int i = 0; i < groups.count(); i++) {
            long[] segment = view.segment(groups.at(i));
            int at = view.base(groups.at(i)) + accumulator.word();
            if (!fits(accumulator, segment, at, type)) {
                target.fail(accumulator, i, "sum", sum(accumulator, segment, at, scale(type)));
            }
            out.longs[first + i] = segment[at];
            if (type.isWide()) {
                out.highs[first + i] = high(accumulator, segment, at);
            }
        }
    }

    private static boolean fits(Accumulator accumulator, long[] segment, int at, DataType type) {
        long low = segment[at];
        long high = high(accumulator, segment, at);
        return switch (type.kind()) {
            case DECIMAL -> top(accumulator, segment, at) == high >> 63 && Wide.fits(low, high, type.precision());
            case INTERVAL_YEAR_MONTH -> high == low >> 63 && low == (int) low;
            default -> high == low >> 63;
        };
    }

    /** The second word of a sum. */
    private static long high(Accumulator accumulator, long[] segment, int at) {
        return accumulator.kind() == AccumulatorKind.SUM_LONG ? LongSum.high(segment, at) : segment[at + 1];
    }

    /** The third word of a sum. */
    private static long top(Accumulator accumulator, long[] segment, int at) {
        boolean isWide =
                accumulator.kind() == AccumulatorKind.SUM_WIDE || accumulator.kind() == AccumulatorKind.COUNTED_WIDE;
        return isWide ? segment[at + accumulator.kind().words() - 1] : high(accumulator, segment, at) >> 63;
    }

    private static BigDecimal sum(Accumulator accumulator, long[] segment, int at, int scale) {
        return Wide.toDecimal(segment[at], high(accumulator, segment, at), top(accumulator, segment, at), scale);
    }

    private static int scale(DataType type) {
        return type.kind() == TypeKind.DECIMAL ? type.scale() : 0;
    }

    /** A sum or an average of what is kept with its count. */
    private void appendCounted(RecordView view, Accumulator accumulator, References groups, Target target) {
        ColumnVector out = target.vector();
        int first = target.first;
        for (int i = 0; i < groups.count(); i++) {
            int at = view.base(groups.at(i)) + accumulator.word();
            boolean isNull = count(accumulator, view.segment(groups.at(i)), at) <= 0;
            out.nulls[first + i] = isNull;
            out.hasNulls |= isNull;
        }
        if (accumulator.kind().isFloating()) {
            appendDoubles(view, accumulator, groups, out, first);
            round(target.column.type(), out.doubles, first, groups.count());
        } else if (accumulator.kind() == AccumulatorKind.BITS_XOR) {
            view.copyLongs(accumulator.word(), groups, out.longs, first);
        } else if (!isAverage(accumulator)) {
            appendSums(view, accumulator, groups, target);
        } else if (target.column.type().kind() == TypeKind.DECIMAL) {
            appendDecimalAverages(view, accumulator, groups, target);
        } else {
            appendAverages(view, accumulator, groups, out, first);
            round(target.column.type(), out.doubles, first, groups.count());
        }
    }

    private static boolean isAverage(Accumulator accumulator) {
        return accumulator.call().function() == AggregateCall.Function.AVG;
    }

    private static long count(Accumulator accumulator, long[] segment, int at) {
        if (accumulator.kind() == AccumulatorKind.SIGNED_DOUBLE) {
            return SignedSum.count(segment, at);
        }
        if (accumulator.kind() == AccumulatorKind.COMOMENTS) {
            return CoMoments.isNull(accumulator.call().function(), segment, at) ? 0 : 1;
        }
        if (accumulator.kind() == AccumulatorKind.MOMENTS) {
            return Moments.divisor(accumulator.call().function(), segment, at);
        }
        return switch (accumulator.kind()) {
            case COUNTED_LONG, COUNTED_WIDE -> segment[at + 2];
            default -> segment[at + 1];
        };
    }

    private static void appendDoubles(
            RecordView view, Accumulator accumulator, References groups, ColumnVector out, int first) {
        for (int i = 0; i < groups.count(); i++) {
            int at = view.base(groups.at(i)) + accumulator.word();
            out.doubles[first + i] = floating(accumulator, view.segment(groups.at(i)), at);
        }
    }

    private static void appendDecimalAverages(
            RecordView view, Accumulator accumulator, References groups, Target target) {
        ColumnVector out = target.vector();
        int first = target.first;
        for (int i = 0; i < groups.count(); i++) {
            if (out.nulls[first + i]) {
                continue;
            }
            int at = view.base(groups.at(i)) + accumulator.word();
            BigDecimal average = decimalAverage(accumulator, view.segment(groups.at(i)), at, target.column.type());
            if (average.precision() > target.column.type().precision()) {
                target.fail(accumulator, i, "average", average);
            }
            out.longs[first + i] = Wide.low(average);
            if (target.column.type().isWide()) {
                out.highs[first + i] = Wide.high(average);
            }
        }
    }

    private static void appendAverages(
            RecordView view, Accumulator accumulator, References groups, ColumnVector out, int first) {
        for (int i = 0; i < groups.count(); i++) {
            if (!out.nulls[first + i]) {
                long[] segment = view.segment(groups.at(i));
                int at = view.base(groups.at(i)) + accumulator.word();
                out.doubles[first + i] = Wide.toDouble(segment[at], segment[at + 1]) / segment[at + 2];
            }
        }
    }

    /** A FLOAT is computed as a DOUBLE and rounded once. */
    private static void round(DataType type, double[] values, int first, int count) {
        if (type.kind() == TypeKind.FLOAT) {
            for (int i = first; i < first + count; i++) {
                values[i] = (float) values[i];
            }
        }
    }

    /** A sum, an average or a variance of doubles. */
    private static double floating(Accumulator accumulator, long[] segment, int at) {
        if (accumulator.kind() == AccumulatorKind.MOMENTS) {
            return Moments.value(accumulator.call().function(), segment, at);
        }
        if (accumulator.kind() == AccumulatorKind.COMOMENTS) {
            return CoMoments.value(accumulator.call().function(), segment, at);
        }
        double sum = accumulator.kind() == AccumulatorKind.SIGNED_DOUBLE
                ? SignedSum.value(segment, at)
                : Double.longBitsToDouble(segment[at]);
        return isAverage(accumulator) ? sum / count(accumulator, segment, at) : sum;
    }

    private static BigDecimal decimalAverage(Accumulator accumulator, long[] segment, int at, DataType type) {
        return sum(accumulator, segment, at, accumulator.argument().scale())
                .divide(BigDecimal.valueOf(segment[at + 2]), type.scale(), RoundingMode.HALF_UP);
    }

    /** Whether two records of a group in a table give the same row. */
    boolean isSame(GroupTable table, long[] left, int leftBase, long[] right, int rightBase) {
        GroupLayout layout = table.layout();
        for (int i = 0; i < columns.size() - keys.size(); i++) {
            Accumulator accumulator = layout.accumulators().get(i);
            DataType type = columns.get(keys.size() + i).type();
            if (!isSame(table, accumulator, type, left, leftBase, right, rightBase)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(
            GroupTable table,
            Accumulator accumulator,
            DataType type,
            long[] left,
            int leftBase,
            long[] right,
            int rightBase) {
        int leftAt = leftBase + accumulator.word();
        int rightAt = rightBase + accumulator.word();
        int words = accumulator.kind().words();
        boolean samePresence = !accumulator.kind().hasPresence()
                || accumulator.isPresent(left, leftBase) == accumulator.isPresent(right, rightBase);
        if (samePresence && Arrays.equals(left, leftAt, leftAt + words, right, rightAt, rightAt + words)) {
            return true;
        }
        return switch (accumulator.kind()) {
            case COUNTED_LONG, COUNTED_WIDE, COUNTED_DOUBLE, SIGNED_DOUBLE, MOMENTS, COMOMENTS, BITS_XOR -> {
                boolean leftNull = count(accumulator, left, leftAt) <= 0;
                boolean rightNull = count(accumulator, right, rightAt) <= 0;
                yield leftNull || rightNull
                        ? leftNull == rightNull
                        : isSameCounted(accumulator, type, left, leftAt, right, rightAt);
            }
            case HELD_LONG, HELD_DOUBLE, HELD_WIDE, HELD_TEXT -> !accumulator.isPresent(left, leftBase)
                    && !accumulator.isPresent(right, rightBase);
            case USER -> accumulator
                    .userFold()
                    .isSame(
                            table.users().get(accumulator, left, leftBase, table.strings()),
                            table.users().get(accumulator, right, rightBase, table.strings()));
            default -> false;
        };
    }

    private static boolean isSameCounted(
            Accumulator accumulator, DataType type, long[] left, int leftAt, long[] right, int rightAt) {
        if (accumulator.kind().isFloating()) {
            return Double.compare(floating(accumulator, left, leftAt), floating(accumulator, right, rightAt)) == 0;
        }
        if (accumulator.kind() == AccumulatorKind.BITS_XOR) {
            return left[leftAt] == right[rightAt];
        }
        if (!isAverage(accumulator)) {
            return left[leftAt] == right[rightAt]
                    && left[leftAt + 1] == right[rightAt + 1]
                    && top(accumulator, left, leftAt) == top(accumulator, right, rightAt);
        }
        return type.kind() == TypeKind.DECIMAL
                ? decimalAverage(accumulator, left, leftAt, type)
                        .equals(decimalAverage(accumulator, right, rightAt, type))
                : Wide.toDouble(left[leftAt], left[leftAt + 1]) / left[leftAt + 2]
                        == Wide.toDouble(right[rightAt], right[rightAt + 1]) / right[rightAt + 2];
    }
}
