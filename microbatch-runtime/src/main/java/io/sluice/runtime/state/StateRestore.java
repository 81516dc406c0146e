package io.sluice.runtime.state;

import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StoredPieces;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Rebuilds the tables of a group-by from stored rows: puts replace, deletes remove. Threads turn pieces into columns, and then take
 * shards, each with the rows of all pieces that are of it, in their order. Where a table has no groups when a file begins, the rows
 * of the file are not looked for: each key is there once.
 */
final class StateRestore {
    private final GroupState state;
    private final StateColumns stored;
    private final GroupLayout layout;
    private final List<DataType> types;
    private final Shard[] byShard = new Shard[KeyGroups.SHARDS];
    private final List<Piece> pieces = new ArrayList<>();
    private final List<RestoredRows> spare = new ArrayList<>();
    private int shards;
    private int files;

    /** Some rows of a file. */
    private record Piece(VectorSchemaRoot root, int first, int count, int file, RestoredRows rows) {}

    /** The table of a bucket and a shard. */
    private static final class Target {
        private final GroupTable table;
        private BitSet gone = new BitSet(0);
        private int file;

        /** It had no groups when the file began. */
        private boolean wasEmpty;

        private Target(GroupTable table) {
            this.table = table;
        }
    }

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

    void add(StoredPieces rows, Parallel threads) {
        cut(rows);
        threads.run(pieces.size(), i -> {
            Piece piece = pieces.get(i);
            piece.rows().read(piece.root(), piece.first(), piece.count());
        });
        addBuckets();
        int[] list = Shards.list(shards);
        threads.run(list.length, i -> byShard[list[i]].take());
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
        for (int shard : Shards.list(ofShards)) {
            byShard[shard].finish();
        }
    }

    /** What is restored of a shard; used by one thread at a time. */
    private final class Shard {
        private final int index;
        private final Map<Long, Target> targets = new HashMap<>();
        private final long[] key = new long[layout.keyEnd()];
        private int[] rows = {};
        private int[] ordinals = {};
        private int count;

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
            Target target = targets.computeIfAbsent(bucket, each -> new Target(state.table(index, each)));
            if (target.file != piece.file()) {
                target.file = piece.file();
                target.wasEmpty = target.table.size() == 0;
            }
            if (rows.length < end - begin) {
                rows = new int[end - begin];
                ordinals = new int[end - begin];
            }
            count = 0;
            int behind = begin;
            for (; behind < end && from.bucket(from.rows()[behind]) == bucket; behind++) {
                // A loop over places in memory only: the processor waits for many of them at once.
                ordinals[behind - begin] =
                        target.wasEmpty ? OrdinalIndex.UNKNOWN : target.table.guess(from.hash(from.rows()[behind]));
            }
            for (int at = begin; at < behind; at++) {
                int row = from.rows()[at];
                if (from.operation(row) == StateDelta.DELETE) {
                    delete(from, row, target);
                } else {
                    put(from, row, ordinals[at - begin], target);
                }
            }
            from.restore(rows, ordinals, count, target.table);
            return behind;
        }

        /** @param guess the ordinal that it may have; no other row of the piece has the same key */
        private void put(RestoredRows from, int row, int guess, Target target) {
            GroupTable table = target.table;
            from.readKey(row, table.strings(), key);
            int ordinal;
            if (target.wasEmpty || guess == OrdinalIndex.ABSENT) {
                ordinal = target.wasEmpty ? table.addUnindexed() : table.addToState(from.hash(row));
                System.arraycopy(
                        key,
                        0,
                        table.records().segment(ordinal),
                        table.records().base(ordinal),
                        key.length);
            } else {
                ordinal = guess >= 0 && table.matches(guess, key) ? guess : table.findOrInsert(from.hash(row), key);
                target.gone.clear(ordinal);
            }
            rows[count] = row;
            ordinals[count++] = ordinal;
        }

        private void delete(RestoredRows from, int row, Target target) {
            if (target.wasEmpty) {
                return;
            }
            from.readKey(row, target.table.strings(), key);
            int found = target.table.find(from.hash(row), key);
            if (found >= 0) {
                target.gone.set(found);
            }
        }

        void finish() {
            targets.forEach((bucket, target) -> state.finishRestored(index, bucket, target.gone));
            targets.clear();
        }
    }
}
