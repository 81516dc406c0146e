package io.sluice.runtime.state;

import io.sluice.planner.plan.AggregateCall;
import java.util.List;

/**
 * What a batch has changed in a table of values, as changes of the groups: a value that has come counts for the DISTINCT
 * aggregates of its group, one that has gone is taken back from them; and the least and greatest values are looked up. For one
 * shard; used by one thread at a time.
 */
final class ValueFold {
    private final ValueLayout values;
    private final GroupLayout groups;
    private final List<AggregateCall> calls;
    private final long[] key;
    private GroupTable changes;

    /** @param groups of the changes: with panes where there are windows */
    ValueFold(ValueLayout values, GroupLayout groups, List<AggregateCall> calls) {
        this.values = values;
        this.groups = groups;
        this.calls = calls;
        key = new long[groups.keyEnd()];
    }

    /** Folds the changes of a bucket; all of them go to {@link #changes}. */
    void fold(GroupTable table, long bucket) {
        if (changes == null || changes.strings() != table.strings()) {
            changes = GroupTable.sharing(groups, table.strings());
        }
        if (groups.isPaned()) {
            changes.usePane(bucket);
            key[0] = bucket;
        }
        int first = changes.size();
        Changes changed = table.changes();
        ValueIndex index = values.ordered() ? table.index() : null;
        boolean indexed = index != null;
        for (int i = 0; values.keepsOld() && i < changed.size(); i++) {
            RecordStore old = changed.old();
            fold(table, changed.ordinals()[i], old.segment(i), old.base(i), index);
        }
        for (int ordinal = changed.firstNew(); ordinal < table.size(); ordinal++) {
            fold(table, ordinal, null, 0, index);
        }
        if (values.ordered()) {
            lookUp(table, indexed ? index : built(table), first);
        }
    }

    private ValueIndex built(GroupTable table) {
        ValueIndex index = new ValueIndex(table, values);
        for (int ordinal = 0; ordinal < table.size(); ordinal++) {
            if (count(table, ordinal, 0) > 0) {
                index.add(ordinal);
            }
        }
        table.useIndex(index);
        return index;
    }

    private long count(GroupTable table, int ordinal, int count) {
        return table.records().segment(ordinal)[table.records().base(ordinal) + values.countWord(count)];
    }

    /** @param old the record before the batch; null if there was none */
    private void fold(GroupTable table, int ordinal, long[] old, int oldBase, ValueIndex index) {
        int group = -1;
        for (int i = 0; i < values.filters().size(); i++) {
            boolean was = old != null && old[oldBase + values.countWord(i)] > 0;
            boolean is = count(table, ordinal, i) > 0;
            if (was == is) {
                continue;
            }
            group = group < 0 ? group(table, ordinal) : group;
            if (values.ordered()) {
                move(index, ordinal, is);
            } else {
                for (int call : values.calls().get(i)) {
                    apply(groups.accumulators().get(call), group, is ? (byte) 1 : (byte) -1, table, ordinal);
                }
            }
        }
    }

    private static void move(ValueIndex index, int ordinal, boolean is) {
        if (index == null) {
            return;
        }
        if (is) {
            index.add(ordinal);
        } else {
            index.remove(ordinal);
        }
    }

    /** The group that a value is in, among the changes. */
    private int group(GroupTable table, int ordinal) {
        int skip = groups.keyStart();
        System.arraycopy(table.records().segment(ordinal), table.records().base(ordinal), key, skip, key.length - skip);
        return changes.findOrInsert(groups.hash(key, 0, changes.strings()), key);
    }

    private void apply(Accumulator to, int group, byte sign, GroupTable table, int ordinal) {
        long[] into = changes.records().segment(group);
        int base = changes.records().base(group);
        int at = base + to.word();
        long[] words = table.records().segment(ordinal);
        int valueAt = table.records().base(ordinal) + values.valueWord();
        long value = words[valueAt];
        switch (to.kind()) {
            case COUNT -> into[at] += sign;
            case SUM_LONG, COUNTED_LONG -> Wide.addTo(into, at, value, value >> 63, sign);
            case SUM_WIDE, COUNTED_WIDE -> Wide.addTo(into, at, value, words[valueAt + 1], sign);
            case SUM_DOUBLE, COUNTED_DOUBLE -> into[at] = Double.doubleToRawLongBits(
                    Double.longBitsToDouble(into[at]) + sign * Double.longBitsToDouble(value));
            case SIGNED_DOUBLE -> SignedSum.add(into, at, Double.longBitsToDouble(value), sign);
            case MOMENTS -> Moments.add(into, at, Double.longBitsToDouble(value), sign);
            case FLAG,
                    MIN_LONG,
                    MAX_LONG,
                    MIN_DOUBLE,
                    MAX_DOUBLE,
                    MIN_WIDE,
                    MAX_WIDE,
                    MIN_TEXT,
                    MAX_TEXT,
                    HELD_LONG,
                    HELD_DOUBLE,
                    HELD_WIDE,
                    HELD_TEXT -> throw new IllegalStateException("no DISTINCT goes to " + to.kind());
        }
        switch (to.kind()) {
            case COUNTED_LONG, COUNTED_WIDE -> into[at + 2] += sign;
            case COUNTED_DOUBLE -> into[at + 1] += sign;
            default -> {
                if (to.kind().hasPresence()) {
                    into[base + to.presenceWord()] |= to.presenceBit();
                }
            }
        }
    }

    /** Looks up the least and the greatest values of the groups from {@code first} on. */
    private void lookUp(GroupTable table, ValueIndex index, int first) {
        int skip = groups.keyStart();
        for (int group = first; group < changes.size(); group++) {
            long[] into = changes.records().segment(group);
            int base = changes.records().base(group);
            for (int call : values.calls().get(0)) {
                Accumulator to = groups.accumulators().get(call);
                int found = calls.get(call).function() == AggregateCall.Function.MIN
                        ? index.least(into, base + skip)
                        : index.greatest(into, base + skip);
                into[base + to.word()] = found < 0 ? AccumulatorKind.NONE : AccumulatorKind.FOUND;
                for (int word = 0; found >= 0 && word < to.kind().words() - 1; word++) {
                    into[base + to.valueWord() + word] =
                            table.records().segment(found)[table.records().base(found) + values.valueWord() + word];
                }
            }
        }
    }

    /** What has been folded. */
    GroupTable changes() {
        return changes;
    }

    /** The changes are done with. */
    void clear() {
        if (changes != null) {
            changes.clear();
        }
    }
}
