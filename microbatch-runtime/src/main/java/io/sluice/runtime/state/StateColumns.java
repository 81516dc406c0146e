package io.sluice.runtime.state;

import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.sources.ColumnVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How groups are stored: {@code [_bucket] keys … accumulators …} as typed columns that a person can read. 128-bit sums are
 * DECIMALs; what has had no value is NULL.
 */
final class StateColumns {
    static final String BUCKET = "_bucket";

    private static final DataType COUNT = DataType.of(TypeKind.BIGINT, true);

    private final GroupLayout layout;
    private final boolean bucketed;
    private final List<Column> columns = new ArrayList<>();

    /**
     * @param keyNames names of the keys
     * @param bucketed whether groups have a bucket of time; without keys they have one all the same
     */
    StateColumns(GroupLayout layout, List<String> keyNames, boolean bucketed) {
        this.layout = layout;
        this.bucketed = bucketed || layout.keys().isEmpty();
        Set<String> taken = new HashSet<>(Set.of(StateDelta.OPERATION));
        if (this.bucketed) {
            add(BUCKET, DataType.of(TypeKind.BIGINT, false), taken);
        }
        for (int i = 0; i < layout.keys().size(); i++) {
            add(keyNames.get(i), layout.keys().get(i), taken);
        }
        for (int i = 0; i < layout.accumulators().size(); i++) {
            addAccumulator("a" + i, layout.accumulators().get(i), taken);
        }
    }

    private void add(String name, DataType type, Set<String> taken) {
        String free = name;
        while (!taken.add(free)) {
            free += "_";
        }
        columns.add(new Column(free, type));
    }

    private void addAccumulator(String name, Accumulator accumulator, Set<String> taken) {
        DataType argument = accumulator.argument().withNullable(true);
        DataType wide = DataType.decimal(38, argument.kind() == TypeKind.DECIMAL ? argument.scale() : 0, true);
        DataType floating = DataType.of(TypeKind.DOUBLE, true);
        switch (accumulator.kind()) {
            case COUNT -> add(name + "_count", COUNT, taken);
            case FLAG -> add(name + "_seen", DataType.of(TypeKind.BOOLEAN, true), taken);
            case SUM_LONG -> add(name + "_sum", wide, taken);
            case SUM_WIDE -> {
                add(name + "_sum", wide, taken);
                add(name + "_sum_top", COUNT, taken);
            }
            case SUM_DOUBLE -> add(name + "_sum", floating, taken);
            case COUNTED_LONG, COUNTED_WIDE -> {
                add(name + "_sum", wide, taken);
                add(name + "_count", COUNT, taken);
                if (accumulator.kind() == AccumulatorKind.COUNTED_WIDE) {
                    add(name + "_sum_top", COUNT, taken);
                }
            }
            case COUNTED_DOUBLE -> {
                add(name + "_sum", floating, taken);
                add(name + "_count", COUNT, taken);
            }
            case SIGNED_DOUBLE -> {
                add(name + "_sum", floating, taken);
                add(name + "_rest", floating, taken);
                for (String part : List.of("_count", "_nan", "_infinite", "_minus_infinite")) {
                    add(name + part, COUNT, taken);
                }
            }
            case MOMENTS -> {
                add(name + "_count", COUNT, taken);
                add(name + "_not_finite", COUNT, taken);
                for (String part : List.of("_sum", "_sum_rest", "_squares", "_squares_rest")) {
                    add(name + part, floating, taken);
                }
            }
            case COMOMENTS -> {
                add(name + "_count", COUNT, taken);
                add(name + "_not_finite", COUNT, taken);
                for (String part : List.of("y", "x", "yy", "xx", "xy")) {
                    add(name + "_" + part, floating, taken);
                    add(name + "_" + part + "_rest", floating, taken);
                }
            }
            case BITS_XOR -> {
                add(name + "_bits", COUNT, taken);
                add(name + "_count", COUNT, taken);
            }
            case BITS_AND, BITS_OR -> add(name + "_bits", argument, taken);
            case MIN_LONG, MIN_DOUBLE, MIN_WIDE, MIN_TEXT, MIN_ROW -> add(name + "_min", argument, taken);
            case MAX_LONG, MAX_DOUBLE, MAX_WIDE, MAX_TEXT, MAX_ROW -> add(name + "_max", argument, taken);
            case FIRST_LONG, FIRST_DOUBLE, FIRST_WIDE, FIRST_TEXT -> add(name + "_first", argument, taken);
            case LAST_LONG, LAST_DOUBLE, LAST_WIDE, LAST_TEXT -> add(name + "_last", argument, taken);
            case CHANGED -> add("_changed", DataType.of(TypeKind.TIMESTAMP_LTZ, true), taken);
            case USER -> add(name + "_accumulator", accumulator.valueType().withNullable(true), taken);
            case HELD_LONG, HELD_DOUBLE, HELD_WIDE, HELD_TEXT -> add(
                    name + "_value", accumulator.valueType().withNullable(true), taken);
        }
    }

    boolean isBucketed() {
        return bucketed;
    }

    StateTable table(String uid, String name) {
        int keys = (bucketed ? 1 : 0) + layout.keys().size();
        return new StateTable(uid, name, Column.schema(columns), keys);
    }

    /** With the column of the operation in front. */
    List<Column> deltaColumns() {
        List<Column> all = new ArrayList<>();
        all.add(new Column(StateDelta.OPERATION, DataType.of(TypeKind.TINYINT, false)));
        all.addAll(columns);
        return all;
    }

    /** Appends rows that put or delete groups of a bucket. */
    void append(RecordView view, byte operation, long bucket, References groups, ColumnBatch out) {
        int first = out.rows();
        fill(out.column(0), first, groups.count(), operation);
        int at = 1;
        if (bucketed) {
            fill(out.column(at++), first, groups.count(), bucket);
        }
        for (int i = 0; i < layout.keys().size(); i++) {
            view.copyKey(i, groups, out.column(at++), first);
        }
        if (operation == StateDelta.DELETE) {
            for (; at < out.columns().length; at++) {
                fillNulls(out.column(at), out.types().get(at), first, groups.count());
            }
        } else {
            for (Accumulator accumulator : layout.accumulators()) {
                at = copy(view, accumulator, groups, out, at, first);
            }
        }
        out.setRows(first + groups.count());
    }

    /** The buckets of the a row that was appended. */
    void setBucket(ColumnBatch out, int row, long bucket) {
        out.column(1).longs[row] = bucket;
    }

    private static void fill(ColumnVector column, int first, int count, long value) {
        Arrays.fill(column.longs, first, first + count, value);
        RecordView.clearNulls(column, first, count);
    }

    private static void fillNulls(ColumnVector column, DataType type, int first, int count) {
        column.hasNulls = true;
        for (int i = first; i < first + count; i++) {
            column.nulls[i] = true;
            if (type.kind().isSlice()) {
                ColumnBatch.appendText(column, i, column.bytes, 0, 0);
            }
        }
    }

    private static int copy(
            RecordView view, Accumulator accumulator, References groups, ColumnBatch out, int at, int first) {
        ColumnVector column = out.column(at);
        int word = accumulator.word();
        switch (accumulator.kind()) {
            case COUNT, FLAG, CHANGED -> copyCount(view, word, groups, column, first);
            case SUM_LONG -> {
                view.copyPresence(accumulator, groups, column, first);
                view.copyLongSums(word, groups, column.longs, column.highs, first);
            }
            case SUM_WIDE -> {
                view.copyPresence(accumulator, groups, column, first);
                copyWide(view, word, groups, column, first);
                copyCount(view, word + 2, groups, out.column(at + 1), first);
                return at + 2;
            }
            case SUM_DOUBLE -> {
                view.copyPresence(accumulator, groups, column, first);
                view.copyDoubles(word, groups, column.doubles, first);
            }
            case COUNTED_LONG, COUNTED_WIDE -> {
                RecordView.clearNulls(column, first, groups.count());
                copyWide(view, word, groups, column, first);
                copyCount(view, word + 2, groups, out.column(at + 1), first);
                if (accumulator.kind() == AccumulatorKind.COUNTED_LONG) {
                    return at + 2;
                }
                copyCount(view, word + 3, groups, out.column(at + 2), first);
                return at + 3;
            }
            case COUNTED_DOUBLE -> {
                RecordView.clearNulls(column, first, groups.count());
                view.copyDoubles(word, groups, column.doubles, first);
                copyCount(view, word + 1, groups, out.column(at + 1), first);
                return at + 2;
            }
            case SIGNED_DOUBLE, MOMENTS, COMOMENTS, BITS_XOR -> {
                for (int i = 0; i < accumulator.kind().words(); i++) {
                    ColumnVector each = out.column(at + i);
                    RecordView.clearNulls(each, first, groups.count());
                    if (isFloating(accumulator, i)) {
                        view.copyDoubles(word + i, groups, each.doubles, first);
                    } else {
                        view.copyLongs(word + i, groups, each.longs, first);
                    }
                }
                return at + accumulator.kind().words();
            }
            default -> view.copyValue(accumulator, groups, column, first);
        }
        return at + 1;
    }

    /** Whether a word of several is a double, and no count. */
    private static boolean isFloating(Accumulator accumulator, int word) {
        return switch (accumulator.kind()) {
            case MOMENTS -> Moments.isFloating(word);
            case COMOMENTS -> CoMoments.isFloating(word);
            case SIGNED_DOUBLE -> SignedSum.isFloating(word);
            default -> false;
        };
    }

    private static void copyCount(RecordView view, int word, References groups, ColumnVector column, int first) {
        RecordView.clearNulls(column, first, groups.count());
        view.copyLongs(word, groups, column.longs, first);
    }

    private static void copyWide(RecordView view, int word, References groups, ColumnVector column, int first) {
        view.copyLongs(word, groups, column.longs, first);
        view.copyLongs(word + 1, groups, column.highs, first);
    }

    private static int columnsOf(AccumulatorKind kind) {
        return switch (kind) {
            case SUM_WIDE, COUNTED_LONG, COUNTED_DOUBLE -> 2;
            case COUNTED_WIDE -> 3;
            case SIGNED_DOUBLE, MOMENTS, COMOMENTS, BITS_XOR -> kind.words();
            default -> 1;
        };
    }

    /**
     * Writes the accumulators of restored rows into records: those of row {@code rows[n]} into record {@code ordinals[n]}. The columns
     * are those of a delta.
     */
    void restore(ColumnVector[] columns, int[] rows, int[] ordinals, int count, GroupTable table) {
        RecordStore records = table.records();
        int at = 1 + (bucketed ? 1 : 0) + layout.keys().size();
        for (Accumulator accumulator : layout.accumulators()) {
            int next = at + columnsOf(accumulator.kind());
            switch (accumulator.kind()) {
                case COUNT, CHANGED -> {
                    long[] from = columns[at].longs;
                    int word = accumulator.word();
                    for (int i = 0; i < count; i++) {
                        records.segment(ordinals[i])[records.base(ordinals[i]) + word] = from[rows[i]];
                    }
                }
                case SUM_LONG -> restoreSums(columns[at], accumulator.word(), rows, ordinals, count, records);
                default -> {
                    for (int i = 0; i < count; i++) {
                        long[] segment = records.segment(ordinals[i]);
                        restore(accumulator, columns, at, rows[i], segment, records.base(ordinals[i]), table.strings());
                    }
                }
            }
            at = next;
        }
    }

    private static void restoreSums(
            ColumnVector column, int word, int[] rows, int[] ordinals, int count, RecordStore records) {
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            long[] segment = records.segment(ordinals[i]);
            int at = records.base(ordinals[i]) + word;
            if (column.hasNulls && column.nulls[row]) {
                segment[at] = 0;
                segment[at + 1] = 0;
            } else {
                LongSum.set(segment, at, column.longs[row], column.highs[row]);
            }
        }
    }

    /** What is above the 128 bits of a sum: in state of versions that did not keep it, nothing but its sign. */
    private static long top(ColumnVector column, int row, long high) {
        return column.hasNulls && column.nulls[row] ? high >> 63 : column.longs[row];
    }

    /** Writes the accumulators of a restored row into a record; the columns are those of a delta. */
    void restore(ColumnVector[] columns, int row, long[] segment, int base, StringPool strings) {
        int at = 1 + (bucketed ? 1 : 0) + layout.keys().size();
        for (Accumulator accumulator : layout.accumulators()) {
            at = restore(accumulator, columns, at, row, segment, base, strings);
        }
    }

    private static int restore(
            Accumulator accumulator,
            ColumnVector[] columns,
            int at,
            int row,
            long[] segment,
            int base,
            StringPool strings) {
        ColumnVector column = columns[at];
        int word = base + accumulator.valueWord();
        boolean isNull = column.hasNulls && column.nulls[row];
        if (accumulator.kind().isHeld()) {
            segment[base + accumulator.word()] = isNull ? AccumulatorKind.NONE : AccumulatorKind.FOUND;
        }
        if (accumulator.kind().hasPresence()) {
            int presence = base + accumulator.presenceWord();
            segment[presence] = isNull
                    ? segment[presence] & ~accumulator.presenceBit()
                    : segment[presence] | accumulator.presenceBit();
        }
        if (isNull) {
            Arrays.fill(
                    segment,
                    word,
                    base + accumulator.word() + accumulator.kind().words(),
                    0);
            return at + columnsOf(accumulator.kind());
        }
        switch (accumulator.kind()) {
            case COUNT,
                    FLAG,
                    CHANGED,
                    BITS_AND,
                    BITS_OR,
                    MIN_LONG,
                    MAX_LONG,
                    FIRST_LONG,
                    LAST_LONG,
                    HELD_LONG -> segment[word] = column.longs[row];
            case SUM_LONG -> LongSum.set(segment, word, column.longs[row], column.highs[row]);
            case MIN_WIDE, MAX_WIDE, FIRST_WIDE, LAST_WIDE, HELD_WIDE -> {
                segment[word] = column.longs[row];
                segment[word + 1] = column.highs[row];
            }
            case SUM_DOUBLE -> segment[word] = Double.doubleToRawLongBits(column.doubles[row]);
            case MIN_DOUBLE, MAX_DOUBLE, FIRST_DOUBLE, LAST_DOUBLE, HELD_DOUBLE -> segment[word] =
                    Double.doubleToLongBits(column.doubles[row]);
            case MIN_TEXT, MAX_TEXT, MIN_ROW, MAX_ROW, FIRST_TEXT, LAST_TEXT, HELD_TEXT, USER -> segment[word] =
                    strings.intern(column.bytes, column.starts[row], column.lengths[row]);
            case COUNTED_LONG, COUNTED_WIDE -> {
                segment[word] = column.longs[row];
                segment[word + 1] = column.highs[row];
                segment[word + 2] = columns[at + 1].longs[row];
                if (accumulator.kind() == AccumulatorKind.COUNTED_LONG) {
                    return at + 2;
                }
                segment[word + 3] = top(columns[at + 2], row, column.highs[row]);
                return at + 3;
            }
            case SUM_WIDE -> {
                segment[word] = column.longs[row];
                segment[word + 1] = column.highs[row];
                segment[word + 2] = top(columns[at + 1], row, column.highs[row]);
                return at + 2;
            }
            case SIGNED_DOUBLE, MOMENTS, COMOMENTS, BITS_XOR -> {
                for (int i = 0; i < accumulator.kind().words(); i++) {
                    segment[word + i] = isFloating(accumulator, i)
                            ? Double.doubleToRawLongBits(columns[at + i].doubles[row])
                            : columns[at + i].longs[row];
                }
                return at + accumulator.kind().words();
            }
            case COUNTED_DOUBLE -> {
                segment[word] = Double.doubleToRawLongBits(column.doubles[row]);
                segment[word + 1] = columns[at + 1].longs[row];
                return at + 2;
            }
        }
        return at + 1;
    }
}
