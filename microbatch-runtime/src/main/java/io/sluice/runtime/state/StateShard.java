package io.sluice.runtime.state;

import static java.util.Objects.requireNonNull;

import java.util.BitSet;

/**
 * What the tables of one shard have in common: the texts, and the way in which a batch comes in. Used by one thread at a
 * time.
 */
final class StateShard {
    private final int index;
    private final GroupLayout layout;
    private final boolean keepsOld;
    private final RecordMerge merge = new RecordMerge();
    private final RepeatedKeys repeated = new RepeatedKeys();
    private StringPool strings = new StringPool();

    /** The fold of keys that several runs have. */
    private GroupTable fold;

    private int[] chosen = {};
    private long[] chosenHashes = {};
    private long accesses;
    private long updated;
    private long removed;

    StateShard(int index, GroupLayout layout, boolean keepsOld) {
        this.index = index;
        this.layout = requireNonNull(layout, "layout");
        this.keepsOld = keepsOld;
    }

    StringPool strings() {
        return strings;
    }

    /** Keys that the batch has looked for in the state or added to it. */
    long accesses() {
        return accesses;
    }

    /** The delta has some more groups of the shard. */
    void tally(long moreUpdated, long moreRemoved) {
        updated += moreUpdated;
        removed += moreRemoved;
    }

    long takeUpdated() {
        long taken = updated;
        updated = 0;
        return taken;
    }

    long takeRemoved() {
        long taken = removed;
        removed = 0;
        return taken;
    }

    void begin(long clock) {
        accesses = 0;
        merge.useClock(clock);
    }

    /** The table of a bucket, which is made if it has none. */
    GroupTable table(Bucket bucket, int expected) {
        GroupTable table = bucket.table(index);
        if (table == null) {
            table = GroupTable.state(layout, keepsOld, strings, expected);
            bucket.set(index, table);
        }
        return table;
    }

    /** Merges what the batch has for a bucket. */
    void merge(BucketInput input) {
        int runs = 0;
        int groups = 0;
        int longest = 0;
        for (int i = 0; i < input.count(); i++) {
            int length = input.end(i, index) - input.start(i, index);
            runs += length > 0 ? 1 : 0;
            groups += length;
            longest = Math.max(longest, length);
        }
        if (runs == 0) {
            return;
        }
        GroupTable table = input.bucket().table(index);
        if (table == null) {
            table = table(input.bucket(), longest);
            fold(input, table);
            accesses += input.isPassing() ? 0 : table.size();
        } else if (runs == 1) {
            mergeAll(input, table);
            accesses += groups;
        } else {
            mergeFolded(input, groups, table);
        }
        table.seal();
    }

    /** Folds all runs into a table that has no groups. */
    private void fold(BucketInput input, GroupTable table) {
        for (int i = 0; i < input.count(); i++) {
            GroupPiece piece = input.piece(i);
            int begin = input.start(i, index);
            int end = input.end(i, index);
            if (table.size() == 0) {
                merge.append(piece.table(), piece.ordinals(), begin, end, table);
            } else {
                merge.merge(piece.table(), piece.ordinals(), piece.hashes(), begin, end, table);
            }
        }
    }

    private void mergeAll(BucketInput input, GroupTable table) {
        for (int i = 0; i < input.count(); i++) {
            GroupPiece piece = input.piece(i);
            merge.merge(
                    piece.table(), piece.ordinals(), piece.hashes(), input.start(i, index), input.end(i, index), table);
        }
    }

    /** Keys of one run go straight to the table, the others by way of their fold. */
    private void mergeFolded(BucketInput input, int groups, GroupTable table) {
        repeated.start(groups);
        for (int i = 0; i < input.count(); i++) {
            repeated.note(input.piece(i).hashes(), input.start(i, index), input.end(i, index));
        }
        if (fold == null) {
            fold = GroupTable.sharing(layout, strings);
        }
        for (int i = 0; i < input.count(); i++) {
            accesses += mergeRun(input.piece(i), input.start(i, index), input.end(i, index), table);
        }
        merge.mergeAll(fold, table);
        accesses += fold.size();
        fold.clear();
    }

    /** Gives the number of keys that went straight to the table. */
    private int mergeRun(GroupPiece piece, int begin, int end, GroupTable table) {
        if (chosen.length < end - begin) {
            chosen = new int[Math.max(end - begin, chosen.length * 2)];
            chosenHashes = new long[chosen.length];
        }
        int direct = 0;
        int last = end - begin;
        for (int i = begin; i < end; i++) {
            long hash = piece.hashes()[i];
            int at = repeated.mayRepeat(hash) ? --last : direct++;
            chosen[at] = piece.ordinals()[i];
            chosenHashes[at] = hash;
        }
        merge.merge(piece.table(), chosen, chosenHashes, 0, direct, table);
        merge.merge(piece.table(), chosen, chosenHashes, direct, end - begin, fold);
        return direct;
    }

    /** Takes groups out of a bucket. */
    void remove(Bucket bucket, BitSet removed) {
        GroupTable table = bucket.table(index);
        int[] kept = new int[table.size() - removed.cardinality()];
        for (int i = 0, ordinal = removed.nextClearBit(0);
                i < kept.length;
                ordinal = removed.nextClearBit(ordinal + 1)) {
            kept[i++] = ordinal;
        }
        if (kept.length == 0) {
            bucket.set(index, null);
            return;
        }
        if (kept.length < table.size()) {
            GroupTable rest = GroupTable.state(layout, keepsOld, strings, kept.length);
            merge.append(table, kept, 0, kept.length, rest);
            bucket.set(index, rest);
        }
        bucket.table(index).settle();
    }

    /** Frees the texts of groups that are gone, when they are many; the tables are settled. */
    void compactTexts(Iterable<Bucket> buckets, long groups) {
        if (!TextCompaction.isDue(strings, layout, groups)) {
            return;
        }
        StringPool compact = new StringPool();
        for (Bucket bucket : buckets) {
            if (bucket.table(index) != null) {
                TextCompaction.move(bucket.table(index), strings, compact);
            }
        }
        compact.noteBase();
        strings = compact;
        fold = null;
    }

    /** Its tables use these texts from now on. */
    void useStrings(StringPool pool) {
        strings = pool;
        fold = null;
    }

    boolean keepsOld() {
        return keepsOld;
    }

    /** All groups are gone. */
    void clear() {
        strings.clear();
    }
}
