package io.sluice.runtime.state;

import io.sluice.planner.plan.DataType;
import io.sluice.runtime.batch.ArrowReader;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Some stored rows of a group-by as plain columns, with the hashes of their keys, and which of them are of which shard. Used again. */
final class RestoredRows {
    static final int CAPACITY = 1 << 14;

    private final StateColumns stored;
    private final GroupLayout layout;
    private final List<DataType> types;
    private final ColumnVector[] columns;
    private final ColumnKeys keys;
    private final ColumnKeys sharding;
    private final long[] hashes = new long[CAPACITY];
    private final byte[] shards = new byte[CAPACITY];
    private final int[] rows = new int[CAPACITY];
    private final int[] starts = new int[KeyGroups.SHARDS + 1];
    private int count;

    RestoredRows(StateColumns stored, GroupLayout layout, List<DataType> types) {
        this.stored = stored;
        this.layout = layout;
        this.types = types;
        columns = ColumnBatch.of(types, CAPACITY).columns();
        int firstKey = stored.isBucketed() ? 2 : 1;
        keys = new ColumnKeys(layout, columns, firstKey);
        sharding = layout.shardsByAll()
                ? keys
                : new ColumnKeys(layout.firstKeys(layout.shardKeys().length), columns, firstKey);
    }

    /** Takes at most {@link #CAPACITY} rows. */
    void read(VectorSchemaRoot root, int first, int newCount) {
        count = newCount;
        for (int i = 0; i < types.size(); i++) {
            ArrowReader.read(root.getVector(i), types.get(i), first, count, columns[i]);
        }
        Arrays.fill(starts, 0);
        for (int row = 0; row < count; row++) {
            long hash = keys.hash(row);
            hashes[row] = hash;
            int shard = KeyGroups.shard(sharding == keys ? hash : sharding.hash(row));
            shards[row] = (byte) shard;
            starts[shard]++;
        }
        int next = 0;
        for (int shard = 0; shard <= KeyGroups.SHARDS; shard++) {
            int size = starts[shard];
            starts[shard] = next;
            next += size;
        }
        for (int row = 0; row < count; row++) {
            rows[starts[shards[row]]++] = row;
        }
        System.arraycopy(starts, 0, starts, 1, KeyGroups.SHARDS);
        starts[0] = 0;
    }

    int count() {
        return count;
    }

    /** Where those of a shard begin in {@link #rows}. */
    int start(int shard) {
        return starts[shard];
    }

    int end(int shard) {
        return starts[shard + 1];
    }

    /** By shard, and otherwise in their order. */
    int[] rows() {
        return rows;
    }

    long hash(int row) {
        return hashes[row];
    }

    long bucket(int row) {
        return stored.isBucketed() ? columns[1].longs[row] : 0;
    }

    byte operation(int row) {
        return (byte) columns[0].longs[row];
    }

    /** Writes the words of a key, as a record has them. */
    void readKey(int row, StringPool strings, long[] key) {
        keys.read(row, strings, key);
    }

    /** Writes accumulators of some of the rows into records. */
    void restore(int[] chosen, int[] ordinals, int size, GroupTable table) {
        stored.restore(columns, chosen, ordinals, size, table);
    }

    GroupLayout layout() {
        return layout;
    }
}
