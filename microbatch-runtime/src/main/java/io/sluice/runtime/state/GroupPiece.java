package io.sluice.runtime.state;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;

/**
 * The groups that a split was folded into, sorted by pane and shard and otherwise in the order in which they came. A run
 * is a range of {@link #ordinals} of one pane and shard; the runs of a pane lie side by side. Does not change once it is
 * made, so several threads may read it.
 */
public final class GroupPiece {
    private final GroupTable table;
    private int[] ordinals;
    private long[] hashes;
    private int[] starts;
    private int paneCount;
    private final List<GroupPiece> values;

    private GroupPiece(GroupTable table) {
        this.table = requireNonNull(table, "table");
        values = Arrays.stream(table.values()).map(GroupPiece::of).toList();
    }

    /** Sorts the groups of a table, which must not change any more; values that are to be numbered are not sorted before. */
    public static GroupPiece of(GroupTable table) {
        GroupPiece piece = new GroupPiece(table);
        if (table.arrivalWord() < 0) {
            piece.sort();
        }
        return piece;
    }

    /** Numbers values in the order in which they came, and sorts them. */
    void number(long first) {
        for (int ordinal = 0; ordinal < table.size(); ordinal++) {
            table.records().segment(ordinal)[table.records().base(ordinal) + table.arrivalWord()] = first + ordinal;
        }
        sort();
    }

    /** What is in the n-th of its tables of values. */
    public GroupPiece values(int number) {
        return values.get(number);
    }

    public GroupTable table() {
        return table;
    }

    public int[] ordinals() {
        return ordinals;
    }

    /** For each of {@link #ordinals} the frozen hash of its keys. */
    long[] hashes() {
        return hashes;
    }

    /** Number of different panes, 1 where groups have none. */
    public int panes() {
        return paneCount;
    }

    /** The n-th pane; 0 where groups have none. */
    public long pane(int index) {
        return table.layout().isPaned() ? table.panes().pane(index) : 0;
    }

    /** Whether it has no group of a shard. */
    public boolean isEmpty(int shard) {
        for (int pane = 0; pane < paneCount; pane++) {
            if (start(pane, shard) < end(pane, shard)) {
                return false;
            }
        }
        return true;
    }

    /** Where the run of the n-th pane and a shard starts in {@link #ordinals}. */
    public int start(int pane, int shard) {
        return starts[pane * KeyGroups.SHARDS + shard];
    }

    /** Behind the last of the run. */
    public int end(int pane, int shard) {
        return starts[pane * KeyGroups.SHARDS + shard + 1];
    }

    private void sort() {
        int size = table.size();
        int[] bins = indexPanes(size);
        long[] unsorted = new long[size];
        starts = new int[KeyGroups.SHARDS * paneCount + 1];
        GroupLayout layout = table.layout();
        boolean byAll = layout.shardsByAll();
        for (int ordinal = 0; ordinal < size; ordinal++) {
            long[] segment = table.records().segment(ordinal);
            long hash = layout.hash(segment, table.records().base(ordinal), table.strings());
            unsorted[ordinal] = hash;
            long sharding =
                    byAll ? hash : layout.shardHash(segment, table.records().base(ordinal), table.strings());
            bins[ordinal] = bins[ordinal] * KeyGroups.SHARDS + KeyGroups.shard(sharding);
            starts[bins[ordinal] + 1]++;
        }
        for (int bin = 1; bin < starts.length; bin++) {
            starts[bin] += starts[bin - 1];
        }
        ordinals = new int[size];
        hashes = new long[size];
        int[] next = Arrays.copyOf(starts, starts.length);
        for (int ordinal = 0; ordinal < size; ordinal++) {
            int at = next[bins[ordinal]]++;
            ordinals[at] = ordinal;
            hashes[at] = unsorted[ordinal];
        }
    }

    /** For each group the number of its pane. */
    private int[] indexPanes(int size) {
        int[] numbers = new int[size];
        if (!table.layout().isPaned()) {
            paneCount = 1;
            return numbers;
        }
        PaneSlots known = table.panes();
        int last = 0;
        for (int ordinal = 0; ordinal < size; ordinal++) {
            long pane = table.records().segment(ordinal)[table.records().base(ordinal)];
            if (known.pane(last) != pane) {
                last = known.numberOf(pane, last);
            }
            numbers[ordinal] = last;
        }
        paneCount = known.count();
        return numbers;
    }
}
