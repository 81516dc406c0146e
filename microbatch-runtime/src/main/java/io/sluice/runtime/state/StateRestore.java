package io.sluice.runtime.state;

import io.sluice.checkpoint.StoredPieces;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Rebuilds the tables of a group-by from stored rows: puts replace, deletes remove. Threads turn pieces into columns, and then take
 * shards, each with the rows of all pieces that are of it, in their order (see {@link RestoredTable}).
 */
final class StateRestore {
    /** So many rows wait at least before they are merged, */
    private static final long MANY_ROWS = 1 << 19;

    /** or such a part of those that are merged, if that is more. */
    private static final int KNOWN_PART = 4;

    private final GroupState state;
    private final StateColumns stored;
    private final GroupLayout layout;
    private final List<DataType> types;
    private final Shard[] byShard = new Shard[KeyGroups.SHARDS];
    private final List<Piece> pieces = new ArrayList<>();
    private final List<RestoredRows> spare = new ArrayList<>();
    private Parallel threads = Parallel.ONE_BY_ONE;
    private int shards;
    private int files;

    /** How many rows a table will have been given, about; 0: not known, as there are tables for buckets of time. */
    private int expected;

    /** Some rows of a file. */
    private record Piece(VectorSchemaRoot root, int first, int count, int file, RestoredRows rows) {}

    /** @param shards whose rows are taken back */
    StateRestore(GroupState state, StateColumns stored, GroupLayout layout, int shards) {
        this.state = state;
        this.shards = shards;
        this.stored = stored;
        this.layout = layout;
        types = stored.deltaColumns().stream().map(Column::type).toList();
        for (int i = 0; i < byShard.length; i++) {
            byShard[i] = new Shard(i);
        }
    }

    /** Rows of other shards are left out, and what they have is forgotten. */
    void only(int ofShards) {
        for (int shard : Shards.list(shards & ~ofShards)) {
            byShard[shard].targets.clear();
            state.forgetRestored(shard);
        }
        shards = ofShards;
    }

    void add(StoredPieces rows, Parallel newThreads) {
        threads = newThreads;
        cut(rows);
        threads.run(pieces.size(), i -> {
            Piece piece = pieces.get(i);
            piece.rows().read(piece.root(), piece.first(), piece.count());
        });
        expected = stored.isBucketed() ? 0 : (int) Math.min(1 << 29, rows.allRows() / KeyGroups.SHARDS);
        addBuckets();
        int[] list = Shards.list(shards);
        threads.run(list.length, i -> byShard[list[i]].take());
        if (!stored.isBucketed()) {
            mergeIfMany(list);
        }
    }

    /** All tables at once, so that no thread is left with the only one that is due. Tables for buckets of time are too many to ask each. */
    private void mergeIfMany(int[] list) {
        long tails = 0;
        long all = 0;
        for (int shard : list) {
            tails += byShard[shard].tails();
            all += byShard[shard].size();
        }
        if (tails >= Math.max(MANY_ROWS, (all - tails) / KNOWN_PART)) {
            threads.run(list.length, i -> byShard[list[i]].merge());
        }
    }

    private void cut(StoredPieces rows) {
        pieces.clear();
        for (StoredPieces.Piece each : rows.pieces()) {
            files += each.begins() ? 1 : 0;
            VectorSchemaRoot root = each.root();
            for (int first = 0; first < root.getRowCount(); first += RestoredRows.CAPACITY) {
                if (pieces.size() == spare.size()) {
                    spare.add(new RestoredRows(stored, layout, types));
                }
                int count = Math.min(RestoredRows.CAPACITY, root.getRowCount() - first);
                pieces.add(new Piece(root, first, count, files, spare.get(pieces.size())));
            }
        }
    }

    private void addBuckets() {
        if (!stored.isBucketed()) {
            state.addBucket(0);
            return;
        }
        for (Piece piece : pieces) {
            long last = 0;
            for (int row = 0; row < piece.count(); row++) {
                long bucket = piece.rows().bucket(row);
                if (row == 0 || bucket != last) {
                    state.addBucket(bucket);
                    last = bucket;
                }
            }
        }
    }

    /** Takes out what was removed; what is there now counts as old. */
    void finish(int ofShards) {
        int[] list = Shards.list(ofShards);
        threads.run(list.length, i -> byShard[list[i]].finish());
    }

    /** What is restored of a shard; used by one thread at a time. */
    private final class Shard {
        private final int index;
        private final Map<Long, RestoredTable> targets = new HashMap<>();
        private final long[] key = new long[layout.keyEnd()];
        private int[] rows = {};
        private int[] ordinals = {};

        private Shard(int index) {
            this.index = index;
        }

        void take() {
            for (Piece piece : pieces) {
                int end = piece.rows().end(index);
                for (int at = piece.rows().start(index); at < end; ) {
                    at = take(piece, at, end);
                }
            }
        }

        /** Takes rows of one bucket, from a place on; gives the place behind them. */
        private int take(Piece piece, int begin, int end) {
            RestoredRows from = piece.rows();
            long bucket = from.bucket(from.rows()[begin]);
            RestoredTable target = targets.computeIfAbsent(bucket, each -> new RestoredTable(state.table(index, each)));
            target.begin(piece.file());
            if (rows.length < end - begin) {
                rows = new int[end - begin];
                ordinals = new int[end - begin];
            }
            int count = 0;
            int at = begin;
            for (; at < end && from.bucket(from.rows()[at]) == bucket; at++) {
                int row = from.rows()[at];
                int ordinal = target.append(from, row, key);
                if (ordinal >= 0) {
                    rows[count] = row;
                    ordinals[count++] = ordinal;
                }
            }
            from.restore(rows, ordinals, count, target.table());
            if (target.isTailLong()) {
                target.merge(expected);
            }
            return at;
        }

        long tails() {
            return targets.values().stream().mapToLong(RestoredTable::tail).sum();
        }

        /** With those that wait. */
        long size() {
            return targets.values().stream()
                    .mapToLong(target -> target.table().size())
                    .sum();
        }

        void merge() {
            targets.values().forEach(target -> target.merge(expected));
        }

        void finish() {
            targets.forEach((bucket, target) -> state.finishRestored(index, bucket, target.finish()));
            targets.clear();
        }
    }
}
