package io.sluice.runtime.state;

import java.util.Arrays;

/**
 * What a batch takes away and adds on balance, matched by key: each row that is added with one of its key that is taken
 * away, if there is one. Rows are the groups of a table whose only aggregate counts them, below 0 where they are taken away.
 */
final class NetPairs {
    private final GroupTable table;

    /** How often each row is still to be matched. */
    private final long[] left;

    /** Where the matches of a row that is added start in {@link #olds}. */
    private final int[] starts;

    /** The rows that are taken away, behind one another where their keys have the same slot. */
    private final int[] next;

    private final int[] first;
    private final IntList olds = new IntList();

    NetPairs(GroupTable table) {
        this.table = table;
        int size = table.size();
        left = new long[size];
        starts = new int[size + 1];
        next = new int[size];
        first = new int[Math.max(2, Integer.highestOneBit(Math.max(1, size)) * 2)];
        Arrays.fill(first, -1);
        int word = table.layout().accumulators().get(0).word();
        for (int ordinal = size - 1; ordinal >= 0; ordinal--) {
            left[ordinal] = segment(ordinal)[base(ordinal) + word];
            if (left[ordinal] < 0) {
                int slot = slot(ordinal);
                next[ordinal] = first[slot];
                first[slot] = ordinal;
            }
        }
        for (int ordinal = 0; ordinal < size; ordinal++) {
            starts[ordinal] = olds.size();
            if (left[ordinal] > 0) {
                match(ordinal);
            }
        }
        starts[size] = olds.size();
    }

    private void match(int ordinal) {
        for (int old = first[slot(ordinal)]; old >= 0 && left[ordinal] > 0; old = next[old]) {
            if (left[old] < 0
                    && table.layout().isSameShardKey(segment(old), base(old), segment(ordinal), base(ordinal))) {
                for (; left[old] < 0 && left[ordinal] > 0; left[old]++, left[ordinal]--) {
                    olds.add(old);
                }
            }
        }
    }

    private int slot(int ordinal) {
        return (int) table.layout().shardHash(segment(ordinal), base(ordinal), table.strings()) & first.length - 1;
    }

    private long[] segment(int ordinal) {
        return table.records().segment(ordinal);
    }

    private int base(int ordinal) {
        return table.records().base(ordinal);
    }

    /** How often a row is added (above 0) or taken away (below 0) without a match. */
    long unmatched(int ordinal) {
        return left[ordinal];
    }

    /** Number of matches of a row that is added. */
    int matches(int ordinal) {
        return starts[ordinal + 1] - starts[ordinal];
    }

    /** The row that is taken away in the n-th match of one that is added. */
    int old(int ordinal, int n) {
        return olds.get(starts[ordinal] + n);
    }
}
