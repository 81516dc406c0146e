package io.sluice.runtime.state;

import java.util.Arrays;

/**
 * The values of all groups of a table in order: by group, and in a group from the least to the greatest. A treap over the
 * ordinals of the table: work by value is the logarithm of their number. Used by one thread.
 */
final class ValueIndex {
    private static final int NONE = -1;

    private final GroupTable table;
    private final int valueWord;
    private final boolean floating;
    private final boolean wide;
    private final boolean text;
    private int[] left = new int[16];
    private int[] right = new int[16];
    private int root = NONE;

    /** What a split leaves. */
    private int below;

    private int above;

    ValueIndex(GroupTable table, ValueLayout values) {
        this.table = table;
        valueWord = values.valueWord();
        floating = values.type().kind().isFloating();
        wide = values.type().isWide();
        text = values.type().kind().isSlice();
    }

    void add(int ordinal) {
        if (ordinal >= left.length) {
            int length = Math.max(ordinal + 1, left.length * 2);
            left = Arrays.copyOf(left, length);
            right = Arrays.copyOf(right, length);
        }
        left[ordinal] = NONE;
        right[ordinal] = NONE;
        root = add(root, ordinal);
    }

    private int add(int node, int ordinal) {
        if (node == NONE) {
            return ordinal;
        }
        if (priority(ordinal) > priority(node)) {
            split(node, ordinal);
            left[ordinal] = below;
            right[ordinal] = above;
            return ordinal;
        }
        if (compare(ordinal, node) < 0) {
            left[node] = add(left[node], ordinal);
        } else {
            right[node] = add(right[node], ordinal);
        }
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
        } else {
            split(right[node], ordinal);
            right[node] = below;
            below = node;
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
        return node;
    }

    private int join(int low, int high) {
        if (low == NONE || high == NONE) {
            return low == NONE ? high : low;
        }
        if (priority(low) > priority(high)) {
            right[low] = join(right[low], high);
            return low;
        }
        left[high] = join(low, left[high]);
        return high;
    }

    /** The value that is the least of its group, or −1. The group's key words start at {@code key[at]}. */
    int least(long[] key, int at) {
        int found = NONE;
        for (int node = root; node != NONE; ) {
            int order = compareGroup(node, key, at);
            found = order == 0 ? node : found;
            node = order >= 0 ? left[node] : right[node];
        }
        return found;
    }

    /** The value that is the greatest of its group, or −1. */
    int greatest(long[] key, int at) {
        int found = NONE;
        for (int node = root; node != NONE; ) {
            int order = compareGroup(node, key, at);
            found = order == 0 ? node : found;
            node = order <= 0 ? right[node] : left[node];
        }
        return found;
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
        for (int word = 0; word < valueWord; word++) {
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
        long one = words[base + valueWord];
        long other = key[at + valueWord];
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
