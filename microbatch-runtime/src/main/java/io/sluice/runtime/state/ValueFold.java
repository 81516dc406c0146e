package io.sluice.runtime.state;

import io.sluice.planner.plan.AggregateCall;
import java.util.List;

/**
 * What a batch has changed in a table of values, as changes of the groups: a value that has come counts for the DISTINCT
 * aggregates of its group, one that has gone is taken back from them; and what is found among the values in their order is looked
 * up. For one shard; used by one thread at a time.
 */
final class ValueFold {
    private final ValueLayout values;
    private final GroupLayout groups;
    private final List<AggregateCall> calls;
    private final HeldValues held;
    private final long[] key;

    /** Results are made, whose texts would fill the pool of the values. */
    private boolean ownStrings;

    private GroupTable changes;

    /** @param groups of the changes: with panes where there are windows */
    ValueFold(ValueLayout values, GroupLayout groups, List<AggregateCall> calls) {
        this.values = values;
        this.groups = groups;
        this.calls = calls;
        held = new HeldValues(values);
        key = new long[groups.keyEnd()];
        ownStrings = values.calls().stream().flatMap(List::stream).anyMatch(call -> HeldValues.isMade(calls.get(call)));
    }

    /** From now on nothing that is folded keeps the texts of the values in memory. */
    void ownStrings() {
        if (!ownStrings) {
            ownStrings = true;
            changes = null;
        }
    }

    private int start(GroupTable table, long bucket) {
        if (changes == null || !ownStrings && changes.strings() != table.strings()) {
            changes = GroupTable.sharing(groups, ownStrings ? new StringPool() : table.strings());
        }
        if (groups.isPaned()) {
            changes.usePane(bucket);
            key[0] = bucket;
        }
        return changes.size();
    }

    /** Folds the changes of a bucket; all of them go to {@link #changes}. */
    void fold(GroupTable table, long bucket) {
        int first = start(table, bucket);
        Changes changed = table.changes();
        ValueIndex index = values.isOrdered() ? table.index() : null;
        boolean indexed = index != null;
        for (int i = 0; values.keepsOld() && i < changed.size(); i++) {
            RecordStore old = changed.old();
            fold(table, changed.ordinals()[i], old.segment(i), old.base(i), index);
        }
        for (int ordinal = changed.firstNew(); ordinal < table.size(); ordinal++) {
            fold(table, ordinal, null, 0, index);
        }
        if (values.isOrdered()) {
            lookUp(table, indexed ? index : built(table), first);
        }
    }

    /** Looks up what is found among the values of a bucket, of all groups. */
    void lookUpAll(GroupTable table, long bucket) {
        int first = start(table, bucket);
        for (int ordinal = 0; ordinal < table.size(); ordinal++) {
            if (count(table, ordinal, 0) > 0) {
                group(table, ordinal);
            }
        }
        lookUp(table, built(table), first);
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
        if (values.isOrdered()) {
            long before = old == null ? 0 : old[oldBase + values.countWord(0)];
            move(table, ordinal, before, count(table, ordinal, 0), index);
            return;
        }
        int group = -1;
        for (int i = 0; i < values.filters().size(); i++) {
            boolean was = old != null && old[oldBase + values.countWord(i)] > 0;
            boolean is = count(table, ordinal, i) > 0;
            if (was == is) {
                continue;
            }
            group = group < 0 ? group(table, ordinal) : group;
            for (int call : values.calls().get(i)) {
                apply(groups.accumulators().get(call), group, is ? (byte) 1 : (byte) -1, table, ordinal);
            }
        }
    }

    private void move(GroupTable table, int ordinal, long before, long now, ValueIndex index) {
        boolean was = before > 0;
        boolean is = now > 0;
        if (was == is && (before == now || !values.order().orElseThrow().byCount())) {
            return;
        }
        group(table, ordinal);
        if (index == null) {
            return;
        }
        if (was == is) {
            index.update(ordinal);
        } else if (is) {
            index.add(ordinal);
        } else {
            index.remove(ordinal);
        }
    }

    /** The group that a value is in, among the changes. */
    private int group(GroupTable table, int ordinal) {
        int skip = groups.keyStart();
        System.arraycopy(table.records().segment(ordinal), table.records().base(ordinal), key, skip, key.length - skip);
        if (ownStrings) {
            for (int textKey : groups.textKeys()) {
                if (!groups.isNullKey(key, 0, textKey)) {
                    int word = groups.keyWord(textKey);
                    key[word] = changes.strings().intern(table.strings(), (int) key[word]);
                }
            }
        }
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
            case SUM_LONG -> LongSum.add(into, at, value, sign);
            case COUNTED_LONG -> Wide.addTo(into, at, value, value >> 63, sign);
            case SUM_WIDE -> Wide.addTo(into, at, at + 2, value, words[valueAt + 1], sign);
            case COUNTED_WIDE -> Wide.addTo(into, at, at + 3, value, words[valueAt + 1], sign);
            case SUM_DOUBLE, COUNTED_DOUBLE -> into[at] = Double.doubleToRawLongBits(
                    Double.longBitsToDouble(into[at]) + sign * Double.longBitsToDouble(value));
            case SIGNED_DOUBLE -> SignedSum.add(into, at, Double.longBitsToDouble(value), sign);
            case MOMENTS -> Moments.add(into, at, Double.longBitsToDouble(value), sign);
            case BITS_XOR -> into[at] ^= value;
            default -> throw new IllegalStateException("no DISTINCT goes to " + to.kind());
        }
        switch (to.kind()) {
            case COUNTED_LONG, COUNTED_WIDE -> into[at + 2] += sign;
            case COUNTED_DOUBLE, BITS_XOR -> into[at + 1] += sign;
            default -> {
                if (to.kind().hasPresence()) {
                    into[base + to.presenceWord()] |= to.presenceBit();
                }
            }
        }
    }

    /** Looks up what is found among the values of the groups from {@code first} on. */
    private void lookUp(GroupTable table, ValueIndex index, int first) {
        int skip = groups.keyStart();
        long[] group = new long[groups.keyEnd()];
        for (int ordinal = first; ordinal < changes.size(); ordinal++) {
            long[] into = changes.records().segment(ordinal);
            int base = changes.records().base(ordinal);
            System.arraycopy(into, base, group, 0, group.length);
            if (ownStrings) {
                for (int textKey : groups.textKeys()) {
                    if (!groups.isNullKey(group, 0, textKey)) {
                        int word = groups.keyWord(textKey);
                        group[word] = table.strings().intern(changes.strings(), (int) group[word]);
                    }
                }
            }
            for (int call : values.calls().get(0)) {
                held.write(
                        calls.get(call),
                        groups.accumulators().get(call),
                        table,
                        index,
                        group,
                        skip,
                        into,
                        base,
                        changes.strings());
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
            if (ownStrings) {
                changes.strings().clear();
            }
        }
    }
}
