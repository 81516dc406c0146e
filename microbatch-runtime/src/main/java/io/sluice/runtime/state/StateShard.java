package io.sluice.runtime.state;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The groups of one shard, in a table for each bucket of time: a pane, a window, or 0 for all groups that live for ever.
 * Dropping a bucket costs nothing per group. Used by one thread at a time.
 */
final class StateShard {
    private final GroupLayout layout;
    private final boolean keepsOld;
    private final TreeMap<Long, GroupTable> tables = new TreeMap<>();
    private final RecordMerge merge = new RecordMerge();

    StateShard(GroupLayout layout, boolean keepsOld) {
        this.layout = requireNonNull(layout, "layout");
        this.keepsOld = keepsOld;
    }

    /** By bucket. */
    SortedMap<Long, GroupTable> tables() {
        return tables;
    }

    Optional<GroupTable> find(long bucket) {
        return Optional.ofNullable(tables.get(bucket));
    }

    GroupTable table(long bucket) {
        return tables.computeIfAbsent(bucket, key -> GroupTable.state(layout, keepsOld));
    }

    /** Merges what a piece has for this shard. */
    void merge(GroupPiece piece, int shard, Buckets buckets) {
        for (int i = 0; i < piece.panes(); i++) {
            int begin = piece.start(shard, i);
            int end = piece.end(shard, i);
            if (begin < end) {
                buckets.forEach(
                        piece.pane(i),
                        bucket -> merge.merge(piece.table(), piece.ordinals(), begin, end, table(bucket)));
            }
        }
    }

    /** The groups of several buckets as one table. */
    GroupTable combine(long fromBucket, long toBucket, GroupTable combined) {
        tables.subMap(fromBucket, toBucket).values().forEach(table -> mergeAll(table, combined));
        return combined;
    }

    private void mergeAll(GroupTable from, GroupTable to) {
        int[] all = new int[from.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        merge.merge(from, all, 0, all.length, to);
    }

    void drop(long bucket) {
        tables.remove(bucket);
    }

    /** Takes groups out of a bucket, which is dropped if none is left. */
    void replace(long bucket, BitSet removed) {
        GroupTable table = table(bucket);
        int[] kept = new int[table.size() - removed.cardinality()];
        for (int i = 0, ordinal = removed.nextClearBit(0);
                i < kept.length;
                ordinal = removed.nextClearBit(ordinal + 1)) {
            kept[i++] = ordinal;
        }
        if (kept.length == 0) {
            tables.remove(bucket);
            return;
        }
        if (kept.length < table.size()) {
            GroupTable rest = GroupTable.state(layout, keepsOld);
            merge.merge(table, kept, 0, kept.length, rest);
            tables.put(bucket, rest);
        }
        table(bucket).settle();
    }

    List<Long> buckets() {
        return new ArrayList<>(tables.keySet());
    }
}
