package io.sluice.runtime.state;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.runtime.batch.ArrowReader;
import io.sluice.runtime.batch.ArrowRows;
import io.sluice.runtime.batch.ColumnBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The sessions of a group-by, in shards by key. Stored as groups are, with the start of the session as their bucket. In a
 * batch threads {@link #take} what came, each into shards of its own, and close sessions; all else is done by one thread.
 * What a batch costs depends on the sessions that it changes or closes, not on those that there are.
 */
public final class SessionState implements OpenSessions, PagedState, AutoCloseable {
    private static final int MANY_ROWS = 1 << 16;

    /** As many rows as any buffer takes. */
    private static final int CHUNK = 512;

    private final GroupLayout layout;
    private final StateColumns stored;
    private final StateTable table;
    private final SessionShard[] shards = new SessionShard[KeyGroups.SHARDS];
    private final Supplier<SessionShard> maker;

    /** Of the shards on disk; null for the others. */
    private final AwaySessions[] away = new AwaySessions[KeyGroups.SHARDS];

    private int restoredShards = Shards.ALL;
    private final ArrowRows rows;
    private final List<DataType> types;
    private final int[] references = new int[CHUNK];
    private Optional<ColumnBatch> buffer = Optional.empty();
    private long lateness = Long.MIN_VALUE;
    private boolean restoring = true;
    private long updated;
    private long removed;

    /**
     * @param layout of the records; the last two accumulators are MIN and MAX of the time
     * @param keyNames names of the keys' columns
     * @param keepsOld old records are wanted for sessions that change
     * @param closes sessions go when a watermark passes their end
     */
    public SessionState(
            String uid,
            GroupLayout layout,
            List<String> keyNames,
            long gap,
            boolean keepsOld,
            boolean closes,
            BufferAllocator allocator) {
        this.layout = requireNonNull(layout, "layout");
        stored = new StateColumns(layout, keyNames, true);
        table = stored.table(uid, "sessions");
        rows = new ArrowRows(stored.deltaColumns(), allocator);
        types = stored.deltaColumns().stream().map(Column::type).toList();
        maker = () -> new SessionShard(layout, gap, keepsOld, closes);
        Arrays.setAll(shards, i -> maker.get());
    }

    public StateTable table() {
        return table;
    }

    SessionShard shard(int index) {
        return shards[index];
    }

    /**
     * A batch begins: what was restored is complete, and the last delta is done with.
     *
     * @param watermark rows behind it are late if they are in no open session
     */
    public void begin(long watermark) {
        finishRestore();
        lateness = watermark;
        if (rows.root().getRowCount() > MANY_ROWS) {
            rows.release();
        }
        rows.root().setRowCount(0);
        updated = 0;
        removed = 0;
    }

    @Override
    public boolean isLate(long hash, long[] key, StringPool strings, long time) {
        int shard = KeyGroups.shard(hash);
        return away[shard] == null
                ? shards[shard].isLate(hash, key, strings, time, lateness)
                : away[shard].isLate(hash, time, lateness);
    }

    /** Takes what pieces have for a shard, in their order. */
    public void take(int shard, List<GroupPiece> pieces) {
        for (GroupPiece piece : pieces) {
            shards[shard].take(piece, shard);
        }
    }

    /** Takes out the sessions of a shard that end before a watermark. */
    public void close(int shard, long watermark, boolean endOfInput) {
        shards[shard].close(watermark, endOfInput);
    }

    /** Whether a watermark may close a session of a shard. */
    public boolean mayClose(int shard, long watermark, boolean endOfInput) {
        if (away[shard] == null) {
            return shards[shard].mayClose(watermark, endOfInput);
        }
        long first = away[shard].firstEnd();
        return first != Long.MAX_VALUE && (endOfInput || first < watermark);
    }

    /** The batch is over for some shards: writes what it has changed. */
    public void settle(int ofShards) {
        for (int shard : Shards.list(ofShards)) {
            if (shards[shard].touched().size() > 0) {
                store(shards[shard], StateDelta.DELETE);
                store(shards[shard], StateDelta.PUT);
            }
            shards[shard].settle();
        }
    }

    @Override
    public boolean isEmpty(int shard) {
        return (away[shard] == null ? shards[shard].size() : away[shard].size()) == 0;
    }

    @Override
    public long bytes(int shard) {
        return away[shard] == null ? shards[shard].bytes() : 0;
    }

    @Override
    public void save(int shard, PageOutput out) {
        shards[shard].save(out);
        away[shard] = shards[shard].summary();
        shards[shard] = maker.get();
    }

    @Override
    public void load(int shard, PageInput in) {
        shards[shard].load(in);
        away[shard] = null;
    }

    @Override
    public void restoreOnly(int ofShards) {
        for (int shard : Shards.list(restoredShards & ~ofShards)) {
            if (away[shard] == null) {
                shards[shard] = maker.get();
            }
        }
        restoredShards = ofShards;
    }

    @Override
    public void finishRestore(int ofShards) {
        for (int shard : Shards.list(ofShards)) {
            shards[shard].settle();
        }
    }

    /** A session is stored under its start, which may have changed. */
    private void store(SessionShard shard, byte operation) {
        RecordView view = new RecordView(shard.table());
        boolean puts = operation == StateDelta.PUT;
        int count = 0;
        for (int i = 0; i < shard.touched().size(); i++) {
            int session = shard.touched().get(i);
            boolean moved = shard.isStored(session)
                    && (!shard.isLive(session) || shard.storedStart(session) != shard.startOf(session));
            if (puts ? shard.isLive(session) : moved) {
                references[count++] = session;
            }
            if (count == references.length) {
                append(shard, view, operation, count);
                count = 0;
            }
        }
        append(shard, view, operation, count);
    }

    private void append(SessionShard shard, RecordView view, byte operation, int count) {
        if (count == 0) {
            return;
        }
        boolean puts = operation == StateDelta.PUT;
        ColumnBatch batch = buffer();
        batch.clear();
        stored.append(view, operation, 0, new References(references, 0, count), batch);
        for (int i = 0; i < count; i++) {
            stored.setBucket(batch, i, puts ? shard.startOf(references[i]) : shard.storedStart(references[i]));
        }
        rows.append(batch.columns(), batch.rows());
        updated += puts ? count : 0;
        removed += puts ? 0 : count;
    }

    private ColumnBatch buffer() {
        if (buffer.isEmpty()) {
            buffer = Optional.of(ColumnBatch.of(types));
        }
        return buffer.get();
    }

    /** What the batch has changed; valid until the next one begins. */
    public Optional<StateDelta> delta() {
        return rows.root().getRowCount() == 0 ? Optional.empty() : Optional.of(new StateDelta(table, rows.root()));
    }

    /** Takes back stored rows. */
    public void restore(VectorSchemaRoot root) {
        ColumnBatch batch = buffer();
        for (int first = 0; first < root.getRowCount(); first += batch.capacity()) {
            int count = Math.min(batch.capacity(), root.getRowCount() - first);
            for (int i = 0; i < types.size(); i++) {
                ArrowReader.read(root.getVector(i), types.get(i), first, count, batch.column(i));
            }
            ColumnKeys keys = new ColumnKeys(layout, batch.columns(), 2);
            for (int row = 0; row < count; row++) {
                restore(batch, keys, row);
            }
        }
        batch.clear();
    }

    private void restore(ColumnBatch batch, ColumnKeys keys, int row) {
        long hash = keys.hash(row);
        long start = batch.column(1).longs[row];
        if (!Shards.has(restoredShards, KeyGroups.shard(hash))) {
            return;
        }
        SessionShard shard = shards[KeyGroups.shard(hash)];
        if (batch.column(0).longs[row] == StateDelta.DELETE) {
            shard.restoreRemoved(keys, row, hash, start);
            return;
        }
        int session = shard.restore(keys, row, hash, start);
        GroupTable records = shard.table();
        stored.restore(
                batch.columns(),
                row,
                records.records().segment(session),
                records.records().base(session),
                records.strings());
        shard.restored(session);
    }

    private void finishRestore() {
        if (restoring) {
            restoring = false;
            finishRestore(Shards.where(shard -> away[shard] == null));
        }
    }

    /** The least end of a session that waits for its watermark. */
    public OptionalLong firstEnd() {
        finishRestore();
        long least = Long.MAX_VALUE;
        for (int shard = 0; shard < shards.length; shard++) {
            least = Math.min(least, away[shard] == null ? shards[shard].firstEnd() : away[shard].firstEnd());
        }
        return least == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(least);
    }

    public long sessions() {
        long sessions = 0;
        for (int shard = 0; shard < shards.length; shard++) {
            sessions += away[shard] == null ? shards[shard].size() : away[shard].size();
        }
        return sessions;
    }

    /** Memory held. */
    public long bytes() {
        long bytes = 0;
        for (SessionShard shard : shards) {
            bytes += shard.bytes();
        }
        return bytes;
    }

    /** Sessions that the batch has added or changed and kept. */
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
