package io.sluice.runtime.state;

import io.sluice.planner.function.RowComparison;
import io.sluice.planner.function.Utf8;
import io.sluice.runtime.state.ValueLayout.Summary;
import java.util.Arrays;

/**
 * The values of all groups of a table in order: by group, and in a group from the least to the greatest, or from the first to the
 * last. A treap over the ordinals of the table: work by value is the logarithm of their number. Each node knows the summaries of
 * its part of the order, so that those of a group, and the nth of its values, are found with as little work. Used by one thread.
 */
final class ValueIndex {
    private static final int NONE = -1;

    private final GroupTable table;
    private final int groupEnd;
    private final int valueWord;
    private final int countWord;
    private final boolean byArrival;
    private final boolean floating;
    private final boolean wide;
    private final boolean text;
    private final RowComparison rows;
    private final Summary[] kinds;
    private final Utf8 view = new Utf8();
    private final Utf8 otherView = new Utf8();
    private int[] left = new int[16];
    private int[] right = new int[16];

    /** For each kind of summary, that of the part of the order that a node is the root of. */
    private final long[][] summaries;

    private int root = NONE;

    /** What a split leaves. */
    private int below;

    private int above;

    ValueIndex(GroupTable table, ValueLayout values) {
        this.table = table;
        groupEnd = values.groupEnd();
        valueWord = values.valueWord();
        countWord = values.countWord(0);
        byArrival = values.isByArrival();
        floating = values.type().kind().isFloating();
        wide = values.type().isWide();
        text = values.type().kind().isSlice();
        rows = values.comparison().orElse(null);
        kinds = values.order().orElseThrow().summaries().toArray(Summary[]::new);
        summaries = new long[kinds.length][left.length];
    }

    void add(int ordinal) {
        if (ordinal >= left.length) {
            int length = Math.max(ordinal + 1, left.length * 2);
            left = Arrays.copyOf(left, length);
            right = Arrays.copyOf(right, length);
            for (int i = 0; i < kinds.length; i++) {
                summaries[i] = Arrays.copyOf(summaries[i], length);
            }
        }
        left[ordinal] = NONE;
        right[ordinal] = NONE;
        root = add(root, ordinal);
    }

    private int add(int node, int ordinal) {
        if (node == NONE) {
            summarize(ordinal);
            return ordinal;
        }
        if (priority(ordinal) > priority(node)) {
            split(node, ordinal);
            left[ordinal] = below;
            right[ordinal] = above;
            summarize(ordinal);
            return ordinal;
        }
        if (compare(ordinal, node) < 0) {
            left[node] = add(left[node], ordinal);
        } else {
            right[node] = add(right[node], ordinal);
        }
        summarize(node);
        return node;
    }

    private void split(int node, int ordinal) {
        if (node == NONE) {
            below = NONE;
            above = NONE;
        } else if (compare(ordinal, node) < 0) {
            split(left[node], ordinal);
            left[node] = above;
            above = node;
            summarize(node);
        } else {
            split(right[node], ordinal);
            right[node] = below;
            below = node;
            summarize(node);
        }
    }

    void remove(int ordinal) {
        root = remove(root, ordinal);
    }

    private int remove(int node, int ordinal) {
        if (node == ordinal) {
            return join(left[node], right[node]);
        }
        if (compare(ordinal, node) < 0) {
            left[node] = remove(left[node], ordinal);
        } else {
            right[node] = remove(right[node], ordinal);
        }
        summarize(node);
        return node;
    }

    private int join(int low, int high) {
        if (low == NONE || high == NONE) {
            return low == NONE ? high : low;
        }
        if (priority(low) > priority(high)) {
            right[low] = join(right[low], high);
            summarize(low);
            return low;
        }
        left[high] = join(low, left[high]);
        summarize(high);
        return high;
    }

    /** A value that is in the order is there more or less often. */
    void update(int ordinal) {
        if (kinds.length > 0) {
            update(root, ordinal);
        }
    }

    private void update(int node, int ordinal) {
        if (node != ordinal) {
            update(compare(ordinal, node) < 0 ? left[node] : right[node], ordinal);
        }
        summarize(node);
    }

    private void summarize(int node) {
        for (int i = 0; i < kinds.length; i++) {
            summaries[i][node] = combine(i, summary(i, left[node]), node, summary(i, right[node]));
        }
    }

    /** Of the part of the order that a node is the root of. */
    private long summary(int kind, int node) {
        return node == NONE ? nothing(kind) : summaries[kind][node];
    }

    private long nothing(int kind) {
        return switch (kinds[kind]) {
            case COUNT, DIFFERENT, OR -> 0;
            case AND, MODE -> -1;
        };
    }

    private long combine(int kind, long before, int node, long after) {
        return switch (kinds[kind]) {
            case COUNT -> before + count(node) + after;
            case DIFFERENT -> before + 1 + after;
            case AND -> before & value(node) & after;
            case OR -> before | value(node) | after;
            case MODE -> {
                long most = before < 0 || count(node) > count((int) before) ? node : before;
                yield after >= 0 && count((int) after) > count((int) most) ? after : most;
            }
        };
    }

    long count(int ordinal) {
        return table.records().segment(ordinal)[table.records().base(ordinal) + countWord];
    }

    private long value(int ordinal) {
        return table.records().segment(ordinal)[table.records().base(ordinal) + valueWord];
    }

    /** The value that is the first of its group, or −1. The group's key words start at {@code key[at]}. */
    int least(long[] key, int at) {
        int found = NONE;
        for (int node = root; node != NONE; ) {
            int order = compareGroup(node, key, at);
            found = order == 0 ? node : found;
            node = order >= 0 ? left[node] : right[node];
        }
        return found;
    }

    /** The value that is the last of its group, or −1. */
    int greatest(long[] key, int at) {
        int found = NONE;
        for (int node = root; node != NONE; ) {
            int order = compareGroup(node, key, at);
            found = order == 0 ? node : found;
            node = order <= 0 ? right[node] : left[node];
        }
        return found;
    }

    /** All values of a group in their order. */
    void collect(long[] key, int at, IntList into) {
        collect(root, key, at, into);
    }

    private void collect(int node, long[] key, int at, IntList into) {
        if (node == NONE) {
            return;
        }
        int order = compareGroup(node, key, at);
        if (order >= 0) {
            collect(left[node], key, at, into);
        }
        if (order == 0) {
            into.add(node);
        }
        if (order <= 0) {
            collect(right[node], key, at, into);
        }
    }

    private int number(Summary kind) {
        for (int i = 0; i < kinds.length; i++) {
            if (kinds[i] == kind) {
                return i;
            }
        }
        throw new IllegalArgumentException("no summary " + kind);
    }

    /** Of all values of a group, which has some. */
    long summary(Summary kind, long[] key, int at) {
        int number = number(kind);
        for (int node = root; node != NONE; ) {
            int order = compareGroup(node, key, at);
            if (order == 0) {
                return combine(
                        number, ofTheEnd(number, left[node], key, at), node, ofTheBegin(number, right[node], key, at));
            }
            node = order > 0 ? left[node] : right[node];
        }
        return nothing(number);
    }

    /** Of a part of the order that ends with values of the group: of these. */
    private long ofTheEnd(int kind, int node, long[] key, int at) {
        if (node == NONE) {
            return nothing(kind);
        }
        return compareGroup(node, key, at) == 0
                ? combine(kind, ofTheEnd(kind, left[node], key, at), node, summary(kind, right[node]))
                : ofTheEnd(kind, right[node], key, at);
    }

    private long ofTheBegin(int kind, int node, long[] key, int at) {
        if (node == NONE) {
            return nothing(kind);
        }
        return compareGroup(node, key, at) == 0
                ? combine(kind, summary(kind, left[node]), node, ofTheBegin(kind, right[node], key, at))
                : ofTheBegin(kind, left[node], key, at);
    }

    /**
     * The nth value of a group, counted from 0.
     *
     * @param kind whether each value counts as often as it is there, or once
     */
    int select(Summary kind, long[] key, int at, long n) {
        int number = number(kind);
        long rest = n;
        for (int node = root; node != NONE; ) {
            if (compareGroup(node, key, at) < 0) {
                rest += summary(number, left[node]) + weight(kind, node);
                node = right[node];
            } else {
                node = left[node];
            }
        }
        for (int node = root; node != NONE; ) {
            long before = summary(number, left[node]);
            long weight = weight(kind, node);
            if (rest < before) {
                node = left[node];
            } else if (rest < before + weight) {
                return node;
            } else {
                rest -= before + weight;
                node = right[node];
            }
        }
        return NONE;
    }

    private long weight(Summary kind, int node) {
        return kind == Summary.DIFFERENT ? 1 : count(node);
    }

    private static int priority(int ordinal) {
        int mixed = (ordinal + 1) * 0x9E3779B9;
        mixed = (mixed ^ mixed >>> 16) * 0x85EBCA6B;
        return mixed ^ mixed >>> 13;
    }

    /** The order of groups is any. */
    private int compareGroup(int node, long[] key, int at) {
        long[] words = table.records().segment(node);
        int base = table.records().base(node);
        for (int word = 0; word < groupEnd; word++) {
            if (words[base + word] != key[at + word]) {
                return Long.compare(words[base + word], key[at + word]);
            }
        }
        return 0;
    }

    private int compare(int first, int second) {
        long[] key = table.records().segment(second);
        int at = table.records().base(second);
        int order = compareGroup(first, key, at);
        return order != 0
                ? order
                : compareValues(table.records().segment(first), table.records().base(first), key, at);
    }

    private int compareValues(long[] words, int base, long[] key, int at) {
        if (byArrival) {
            return Long.compare(words[base + groupEnd], key[at + groupEnd]);
        }
        long one = words[base + valueWord];
        long other = key[at + valueWord];
        if (rows != null) {
            StringPool strings = table.strings();
            return rows.compare(strings.view((int) one, view), strings.view((int) other, otherView));
        }
        if (text) {
            return table.strings().compare((int) one, table.strings(), (int) other);
        }
        if (floating) {
            return Double.compare(Double.longBitsToDouble(one), Double.longBitsToDouble(other));
        }
        return wide
                ? Wide.compare(one, words[base + valueWord + 1], other, key[at + valueWord + 1])
                : Long.compare(one, other);
    }
}
