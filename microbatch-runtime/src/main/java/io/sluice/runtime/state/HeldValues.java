package io.sluice.runtime.state;

import io.sluice.planner.function.NestedValues;
import io.sluice.planner.function.Utf8;
import io.sluice.planner.plan.AggregateCall;
import io.sluice.planner.plan.AggregateCall.Function;
import io.sluice.planner.plan.Expr;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.state.ValueLayout.Summary;

/**
 * What aggregates are over the values of a group in their order. Each costs the logarithm of the number of values, but for the
 * lists, which cost what they hold. Used by one thread.
 */
final class HeldValues {
    private final ValueLayout values;
    private final IntList members = new IntList();
    private final Utf8 built = new Utf8();
    private final Utf8 view = new Utf8();
    private final Utf8 element = new Utf8();

    HeldValues(ValueLayout values) {
        this.values = values;
    }

    /** Whether results are made, and not found among the values. */
    static boolean isMade(AggregateCall call) {
        return call.function() == Function.ARRAY_AGG || call.function() == Function.LISTAGG;
    }

    /**
     * Writes the result for a group into its record.
     *
     * @param key words of the group, from {@code keyAt} on, with the ids of the table of values
     * @param into the record, at {@code base}
     * @param strings the texts of the record
     */
    void write(
            AggregateCall call,
            Accumulator to,
            GroupTable table,
            ValueIndex index,
            long[] key,
            int keyAt,
            long[] into,
            int base,
            StringPool strings) {
        int first = index.least(key, keyAt);
        into[base + to.word()] = first < 0 ? AccumulatorKind.NONE : AccumulatorKind.FOUND;
        int value = base + to.valueWord();
        if (first < 0) {
            for (int word = 0; word < to.kind().words() - 1; word++) {
                into[value + word] = 0;
            }
            return;
        }
        switch (call.function()) {
            case MIN, FIRST_VALUE, FIRST_OF_PANES -> copy(table, first, to, into, value, strings);
            case MAX, LAST_VALUE, LAST_OF_PANES -> copy(table, index.greatest(key, keyAt), to, into, value, strings);
            case MODE -> copy(table, (int) index.summary(Summary.MODE, key, keyAt), to, into, value, strings);
            case BIT_AND -> into[value] = index.summary(Summary.AND, key, keyAt);
            case BIT_OR -> into[value] = index.summary(Summary.OR, key, keyAt);
            case PERCENTILE_DISC -> copy(table, discrete(call, index, key, keyAt), to, into, value, strings);
            case PERCENTILE_CONT -> into[value] =
                    Double.doubleToLongBits(continuous(call, table, index, key, keyAt) + 0.0);
            case ARRAY_AGG -> into[value] = strings.intern(array(call, table, index, key, keyAt));
            case LISTAGG -> into[value] = strings.intern(text(call, table, index, key, keyAt));
            default -> throw new IllegalStateException("no value is held for " + call.function());
        }
    }

    private void copy(GroupTable table, int ordinal, Accumulator to, long[] into, int at, StringPool strings) {
        long[] words = table.records().segment(ordinal);
        int from = table.records().base(ordinal) + values.valueWord();
        if (to.kind().isText()) {
            into[at] = strings == table.strings() ? words[from] : strings.intern(table.strings(), (int) words[from]);
            return;
        }
        for (int word = 0; word < to.kind().words() - 1; word++) {
            into[at + word] = words[from + word];
        }
    }

    private static double fraction(AggregateCall call) {
        return (Double) call.parameter().flatMap(Expr.Literal::value).orElseThrow();
    }

    /** The first value up to which there is the fraction of all values. */
    private static int discrete(AggregateCall call, ValueIndex index, long[] key, int at) {
        Summary kind = ValueLayout.countOf(call);
        long count = index.summary(kind, key, at);
        long n = Math.max(1, Math.min(count, (long) Math.ceil(fraction(call) * count))) - 1;
        boolean fromTheLast = !call.order().isEmpty();
        return index.select(kind, key, at, fromTheLast ? count - 1 - n : n);
    }

    /** Between the two values nearest to the fraction. */
    private double continuous(AggregateCall call, GroupTable table, ValueIndex index, long[] key, int at) {
        Summary kind = ValueLayout.countOf(call);
        double place = fraction(call) * (index.summary(kind, key, at) - 1);
        long n = (long) place;
        double lower = number(table, index.select(kind, key, at, n));
        return place == n ? lower : lower + (number(table, index.select(kind, key, at, n + 1)) - lower) * (place - n);
    }

    private double number(GroupTable table, int ordinal) {
        long[] words = table.records().segment(ordinal);
        return Double.longBitsToDouble(words[table.records().base(ordinal) + values.valueWord()]);
    }

    private Utf8 value(GroupTable table, int ordinal) {
        long[] words = table.records().segment(ordinal);
        int id = (int) words[table.records().base(ordinal) + values.valueWord()];
        return table.strings().view(id, view);
    }

    private long times(AggregateCall call, ValueIndex index, int ordinal) {
        return call.distinct() ? 1 : index.count(ordinal);
    }

    /** The value is the last field of a ROW. */
    private Utf8 array(AggregateCall call, GroupTable table, ValueIndex index, long[] key, int at) {
        built.clear();
        NestedValues.appendCount(0, built);
        long count = 0;
        members.clear();
        index.collect(key, at, members);
        for (int i = 0; i < members.size(); i++) {
            Utf8 row = value(table, members.get(i));
            int place = NestedValues.field(row, call.order().size());
            for (long n = times(call, index, members.get(i)); n > 0; n--) {
                NestedValues.appendValue(row, place, built);
                count++;
            }
        }
        NestedValues.setCount(Math.toIntExact(count), built);
        return built;
    }

    private Utf8 text(AggregateCall call, GroupTable table, ValueIndex index, long[] key, int at) {
        Utf8 separator =
                Utf8.of((String) call.parameter().flatMap(Expr.Literal::value).orElseThrow());
        boolean isRow = values.type().kind() == TypeKind.ROW;
        built.clear();
        boolean follows = false;
        members.clear();
        index.collect(key, at, members);
        for (int i = 0; i < members.size(); i++) {
            Utf8 text = value(table, members.get(i));
            if (isRow) {
                text = NestedValues.sliceAt(
                        text, NestedValues.field(text, call.order().size()), element);
            }
            for (long n = times(call, index, members.get(i)); n > 0; n--) {
                if (follows) {
                    built.append(separator);
                }
                built.append(text);
                follows = true;
            }
        }
        return built;
    }
}
