package io.sluice.runtime.state;

import io.sluice.checkpoint.StateDelta;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.runtime.batch.ArrowReader;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.sources.ColumnVector;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Rebuilds the tables of a group-by from stored rows: puts replace, deletes remove. */
final class StateRestore {
    private final GroupState state;
    private final StateColumns stored;
    private final List<DataType> types;
    private final ColumnBatch rows;
    private final Map<GroupTable, BitSet> removed = new IdentityHashMap<>();
    private final long[] key;
    private int shards;

    /** @param shards whose rows are taken back */
    StateRestore(GroupState state, StateColumns stored, GroupLayout layout, int shards) {
        this.state = state;
        this.shards = shards;
        this.stored = stored;
        types = stored.deltaColumns().stream().map(Column::type).toList();
        rows = ColumnBatch.piece(types);
        key = new long[layout.keyEnd()];
    }

    /** Rows of other shards are left out, and what they have is forgotten. */
    void only(int ofShards) {
        for (int shard : Shards.list(shards & ~ofShards)) {
            for (Bucket bucket : state.all().values()) {
                removed.remove(bucket.table(shard));
            }
            state.forgetRestored(shard);
        }
        shards = ofShards;
    }

    void add(VectorSchemaRoot root, GroupLayout layout) {
        for (int first = 0; first < root.getRowCount(); first += rows.capacity()) {
            int count = Math.min(rows.capacity(), root.getRowCount() - first);
            for (int i = 0; i < types.size(); i++) {
                ArrowReader.read(root.getVector(i), types.get(i), first, count, rows.column(i));
            }
            addRows(count, layout);
        }
    }

    private void addRows(int count, GroupLayout layout) {
        ColumnVector[] columns = rows.columns();
        int firstKey = stored.isBucketed() ? 2 : 1;
        ColumnKeys keys = new ColumnKeys(layout, columns, firstKey);
        ColumnKeys sharding = layout.shardsByAll()
                ? keys
                : new ColumnKeys(layout.firstKeys(layout.shardKeys().length), columns, firstKey);
        for (int row = 0; row < count; row++) {
            long bucket = stored.isBucketed() ? columns[1].longs[row] : 0;
            long hash = keys.hash(row);
            int shard = KeyGroups.shard(sharding == keys ? hash : sharding.hash(row));
            if (!Shards.has(shards, shard)) {
                continue;
            }
            GroupTable table = state.table(shard, bucket);
            keys.read(row, table.strings(), key);
            BitSet gone = removed.computeIfAbsent(table, each -> new BitSet());
            if (columns[0].longs[row] == StateDelta.DELETE) {
                int found = table.find(hash, key);
                if (found >= 0) {
                    gone.set(found);
                }
                continue;
            }
            int ordinal = table.findOrInsert(hash, key);
            gone.clear(ordinal);
            long[] segment = table.records().segment(ordinal);
            stored.restore(columns, row, segment, table.records().base(ordinal), table.strings());
        }
    }

    /** Takes out what was removed; what is there now counts as old. */
    void finish(int ofShards) {
        for (Bucket bucket : state.all().values()) {
            for (int shard : Shards.list(ofShards)) {
                GroupTable table = bucket.table(shard);
                if (table != null) {
                    state.remove(shard, bucket, removed.getOrDefault(table, new BitSet()));
                }
            }
        }
    }
}
