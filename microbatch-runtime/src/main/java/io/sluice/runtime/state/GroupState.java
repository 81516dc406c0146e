package io.sluice.runtime.state;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import io.sluice.planner.plan.Column;
import io.sluice.runtime.batch.ArrowRows;
import io.sluice.runtime.batch.ColumnBatch;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The state of one group-by: shards by key, buckets by time. In a batch, threads {@link #merge} pieces, each into shards of
 * its own; all else is done by one thread. Each group that a batch adds, changes or drops goes into its {@link #delta}.
 */
public final class GroupState implements AutoCloseable {
    /** The memory of a larger delta is given back. */
    private static final int MANY_ROWS = 1 << 16;

    private final GroupLayout layout;
    private final StateColumns stored;
    private final StateTable table;
    private final StateShard[] shards = new StateShard[KeyGroups.SHARDS];
    private final ArrowRows rows;
    private Optional<ColumnBatch> buffer = Optional.empty();
    private Optional<StateRestore> restore = Optional.empty();
    private long updated;
    private long removed;

    /**
     * @param keyNames names of the keys' columns
     * @param keepsOld whether old records are wanted for groups that change
     */
    public GroupState(
            String uid,
            String name,
            GroupLayout layout,
            List<String> keyNames,
            boolean bucketed,
            boolean keepsOld,
            BufferAllocator allocator) {
        this.layout = requireNonNull(layout, "layout");
        stored = new StateColumns(layout, keyNames, bucketed);
        table = stored.table(uid, name);
        rows = new ArrowRows(stored.deltaColumns(), allocator);
        for (int i = 0; i < shards.length; i++) {
            shards[i] = new StateShard(layout, keepsOld);
        }
    }

    public StateTable table() {
        return table;
    }

    StateShard shard(int index) {
        return shards[index];
    }

    /** Takes back stored rows. */
    public void restore(VectorSchemaRoot root) {
        if (restore.isEmpty()) {
            restore = Optional.of(new StateRestore(this, stored, layout));
        }
        restore.get().add(root, layout);
    }

    /** A batch begins: what was restored is complete, and the last delta is done with. */
    public void begin() {
        finishRestore();
        if (rows.root().getRowCount() > MANY_ROWS) {
            rows.release();
        }
        rows.root().setRowCount(0);
        updated = 0;
        removed = 0;
    }

    private void finishRestore() {
        restore.ifPresent(StateRestore::finish);
        restore = Optional.empty();
    }

    /** Merges what the pieces have for one shard, in their order. */
    public void merge(int shard, List<GroupPiece> pieces, Buckets buckets) {
        for (GroupPiece piece : pieces) {
            shards[shard].merge(piece, shard, buckets);
        }
    }

    /** Adds the one group of a group-by without keys if it is not there: over no rows there is a result too. */
    public void addGlobalGroup() {
        GroupTable only = shards[KeyGroups.shard(KeyHash.SEED)].table(0);
        if (only.size() == 0) {
            only.touch(only.findOrInsert(KeyHash.SEED, new long[0]));
        }
    }

    /** All buckets, in order. */
    public TreeSet<Long> buckets() {
        TreeSet<Long> all = new TreeSet<>();
        for (StateShard shard : shards) {
            all.addAll(shard.tables().keySet());
        }
        return all;
    }

    /** Forgets all groups of a bucket. */
    public void drop(long bucket) {
        for (StateShard shard : shards) {
            shard.find(bucket).ifPresent(each -> {
                int old = Math.min(each.changes().firstNew(), each.size());
                int[] references = new int[old];
                for (int i = 0; i < old; i++) {
                    references[i] = i;
                }
                append(each, StateDelta.DELETE, bucket, references, old);
                removed += each.size();
            });
            shard.drop(bucket);
        }
    }

    /** The batch is over: writes the groups that it has added or changed and that are still there. */
    public void settle() {
        for (StateShard shard : shards) {
            shard.tables().forEach((bucket, each) -> {
                Changes changes = each.changes();
                if (changes.size() > 0) {
                    append(each, StateDelta.PUT, bucket, changes.ordinals(), changes.size());
                    updated += changes.size();
                    each.settle();
                }
            });
        }
    }

    /** Forgets everything without a trace. */
    public void forget() {
        for (StateShard shard : shards) {
            shard.tables().clear();
        }
    }

    /** The earliest bucket that has groups. */
    public Optional<Long> firstBucket() {
        finishRestore();
        TreeSet<Long> all = buckets();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.first());
    }

    private void append(GroupTable from, byte operation, long bucket, int[] references, int count) {
        RecordView view = new RecordView(from);
        ColumnBatch batch = buffer();
        for (int begin = 0; begin < count; begin += batch.capacity()) {
            batch.clear();
            int size = Math.min(count - begin, batch.capacity());
            stored.append(view, operation, bucket, new References(references, begin, size), batch);
            rows.append(batch.columns(), batch.rows());
        }
    }

    private ColumnBatch buffer() {
        if (buffer.isEmpty()) {
            buffer = Optional.of(ColumnBatch.of(
                    stored.deltaColumns().stream().map(Column::type).toList()));
        }
        return buffer.get();
    }

    /** What the batch has changed; valid until the next one begins. */
    public Optional<StateDelta> delta() {
        return rows.root().getRowCount() == 0 ? Optional.empty() : Optional.of(new StateDelta(table, rows.root()));
    }

    public long groups() {
        long groups = 0;
        for (StateShard shard : shards) {
            for (GroupTable each : shard.tables().values()) {
                groups += each.size();
            }
        }
        return groups;
    }

    /** Memory held. */
    public long bytes() {
        long bytes = 0;
        for (StateShard shard : shards) {
            for (GroupTable each : shard.tables().values()) {
                bytes += each.bytes();
            }
        }
        return bytes;
    }

    /** Groups that the batch has added or changed and kept. */
    public long updated() {
        return updated;
    }

    public long removed() {
        return removed;
    }

    @Override
    public void close() {
        rows.close();
    }
}
