package io.sluice.runtime.operator;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.plan.DataType;
import io.sluice.runtime.batch.BatchConsumer;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.state.KeyGroups;
import io.sluice.runtime.state.RowColumns;
import io.sluice.runtime.state.RowHash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;

/**
 * An input of a sharded operator: threads send rows as they come, and each shard then finds its own in the order of the
 * pieces. Rows are copied once, into memory that the next batch uses again.
 */
public final class Exchange {
    private final List<DataType> types;
    private final RowHash keys;
    private final ColumnBatch[] plain;
    private final ColumnBatch[] weighted;
    private final long[][] hashes;
    private final TreeMap<Integer, Piece> pieces = new TreeMap<>();
    private final Deque<Piece> spare = new ArrayDeque<>();
    private final RowOutput plainOutput = new Output(false);
    private final RowOutput weightedOutput = new Output(true);

    /** @param key columns whose hash says to which shard a row goes; none: all go to one */
    public Exchange(List<DataType> types, int[] key, int threads) {
        this.types = List.copyOf(types);
        keys = new RowHash(types, key);
        plain = new ColumnBatch[threads];
        weighted = new ColumnBatch[threads];
        hashes = new long[threads][];
    }

    public List<DataType> types() {
        return types;
    }

    /** Hashes of the keys. */
    public RowHash keys() {
        return keys;
    }

    /** Where a pipeline ends that sends rows here. */
    public RowOutput output(boolean hasWeights) {
        return hasWeights ? weightedOutput : plainOutput;
    }

    /** Rows that came, all for one shard. */
    public static final class Arrivals {
        private final RowColumns rows;
        private long[] hashes = new long[8];
        private byte[] weights = {};
        private boolean hasWeights;

        private Arrivals(List<DataType> types) {
            rows = new RowColumns(types, RowColumns.Texts.REFERRED, 0);
        }

        public RowColumns rows() {
            return rows;
        }

        public int count() {
            return rows.rows();
        }

        /** Of the keys of the rows. */
        public long[] hashes() {
            return hashes;
        }

        /** Whether some rows may be taken back. */
        public boolean hasWeights() {
            return hasWeights;
        }

        /** Of the key of a row. */
        public long hash(int row) {
            return hashes[row];
        }

        public boolean isAdded(int row) {
            return !hasWeights || weights[row] > 0;
        }

        private void add(ColumnBatch batch, long[] from, int[] chosen, int count) {
            int first = rows.rows();
            rows.append(batch.columns(), chosen, count);
            if (hashes.length < first + count) {
                hashes = Arrays.copyOf(hashes, Math.max(first + count, hashes.length * 2));
            }
            for (int i = 0; i < count; i++) {
                hashes[first + i] = from[chosen[i]];
            }
            byte[] given = batch.weights();
            hasWeights = given != null;
            if (hasWeights) {
                if (weights.length < first + count) {
                    weights = Arrays.copyOf(weights, hashes.length);
                }
                for (int i = 0; i < count; i++) {
                    weights[first + i] = given[chosen[i]];
                }
            }
        }
    }

    /** What one piece of the batch has brought, by shard; a shard to which nothing came may have no rows. */
    private final class Piece {
        private final Arrivals[] shards = new Arrivals[KeyGroups.SHARDS];
        private final int[][] chosen = new int[KeyGroups.SHARDS][];
        private final int[] counts = new int[KeyGroups.SHARDS];

        boolean has(int shard) {
            return shards[shard] != null && shards[shard].count() > 0;
        }

        /** Forgets the rows; memory that they have filled to a small part only goes, too. */
        void clear() {
            for (int shard = 0; shard < shards.length; shard++) {
                if (shards[shard] != null && !shards[shard].rows.clear()) {
                    shards[shard] = null;
                }
            }
        }

        void take(ColumnBatch batch, long[] rowHashes) {
            int rows = batch.rows();
            Arrays.fill(counts, 0);
            for (int row = 0; row < rows; row++) {
                counts[KeyGroups.shard(rowHashes[row])]++;
            }
            for (int shard = 0; shard < counts.length; shard++) {
                if (chosen[shard] == null || chosen[shard].length < counts[shard]) {
                    chosen[shard] = new int[counts[shard]];
                }
                counts[shard] = 0;
            }
            for (int row = 0; row < rows; row++) {
                int shard = KeyGroups.shard(rowHashes[row]);
                chosen[shard][counts[shard]++] = row;
            }
            for (int shard = 0; shard < counts.length; shard++) {
                if (counts[shard] > 0) {
                    if (shards[shard] == null) {
                        shards[shard] = new Arrivals(types);
                    }
                    shards[shard].add(batch, rowHashes, chosen[shard], counts[shard]);
                }
            }
        }
    }

    /** Weighted pipelines send weighted batches only, the others none: a piece has one of the two. */
    private final class Output implements RowOutput {
        private final boolean hasWeights;

        Output(boolean hasWeights) {
            this.hasWeights = hasWeights;
        }

        @Override
        public ColumnBatch batch(int thread) {
            ColumnBatch[] batches = hasWeights ? weighted : plain;
            if (batches[thread] == null) {
                batches[thread] = hasWeights ? ColumnBatch.weighted(types) : ColumnBatch.of(types);
            }
            return batches[thread];
        }

        @Override
        public BatchConsumer consumer(int thread, int piece) {
            Piece own;
            synchronized (pieces) {
                own = spare.isEmpty() ? new Piece() : spare.pop();
                if (pieces.put(piece, own) != null) {
                    throw new IllegalStateException("piece " + piece + " comes twice");
                }
            }
            return batch -> own.take(requireNonNull(batch, "batch"), hash(batch, thread));
        }
    }

    private long[] hash(ColumnBatch batch, int thread) {
        if (hashes[thread] == null || hashes[thread].length < batch.rows()) {
            hashes[thread] = new long[batch.capacity()];
        }
        keys.hash(batch.columns(), batch.rows(), hashes[thread]);
        return hashes[thread];
    }

    /** What came for a shard, in order. */
    public List<Arrivals> arrivals(int shard) {
        List<Arrivals> all = new ArrayList<>();
        for (Piece piece : pieces.values()) {
            if (piece.has(shard)) {
                all.add(piece.shards[shard]);
            }
        }
        return all;
    }

    /** Whether anything came for a shard. */
    public boolean hasArrivals(int shard) {
        for (Piece piece : pieces.values()) {
            if (piece.has(shard)) {
                return true;
            }
        }
        return false;
    }

    /** Rows that came. */
    public long rows() {
        long rows = 0;
        for (Piece piece : pieces.values()) {
            for (Arrivals each : piece.shards) {
                rows += each == null ? 0 : each.count();
            }
        }
        return rows;
    }

    /** Forgets what came; what it lay in is kept for the next batch, not for longer. */
    public void clear() {
        if (pieces.isEmpty()) {
            return;
        }
        spare.clear();
        for (Piece piece : pieces.values()) {
            piece.clear();
            spare.add(piece);
        }
        pieces.clear();
    }
}
