package io.sluice.runtime.state;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.batch.ArrowReader;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.sources.ColumnVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * A named table of rows in the state of an operator, in shards by the hash of the rows' keys. Stored as
 *
 * <pre>
 * _row  the number of the row, which is the key     _count  how often it counts (counted tables only)
 * </pre>
 *
 * the numbers kept besides, and the columns of the row. A batch: {@link #begin}; the shards change, each on one thread;
 * {@link #collect}, then {@link #write}, or {@link #startPacking} and what follows it; {@link #delta} says what to store.
 */
public final class KeyedRows implements PagedState, AutoCloseable {
    private static final String CHANGED = "changed";

    private final List<DataType> types;
    private final RowHash keyHash;
    private final boolean counted;
    private final int extras;
    private final RowTable[] shards = new RowTable[KeyGroups.SHARDS];
    private final List<Column> stored;
    private final StateTable table;
    private final RowDelta delta;
    private final ColumnBatch buffer;
    private final NumberPlaces[] places = new NumberPlaces[KeyGroups.SHARDS];

    /** Of the shards on disk how many rows they have; −1: it is in memory. */
    private final int[] away = new int[KeyGroups.SHARDS];

    private int restoredShards = Shards.ALL;
    private boolean restoring = true;
    private long discarded;

    /** How rows are that are equal. */
    public enum Equals {
        /** They are rows of their own, and none has a count. */
        APART,
        /** They are rows of their own; those that were stored as one with a count stay it. */
        COUNTED,
        /** They are one row with a count, which is found by its content: needed where rows can be taken back. */
        ONE
    }

    /**
     * @param uid of the operator
     * @param name of the table within the operator
     * @param key the columns by which rows are found and divided
     * @param counted equal rows are one, with a count: needed where rows can be taken back
     * @param extras names of numbers kept for each row
     */
    public KeyedRows(
            String uid,
            String name,
            List<Column> columns,
            int[] key,
            boolean counted,
            List<String> extras,
            BufferAllocator allocator) {
        this(uid, name, columns, key, counted ? Equals.ONE : Equals.APART, extras, allocator);
    }

    /**
     * @param uid of the operator
     * @param name of the table within the operator
     * @param key the columns by which rows are found and divided
     * @param extras names of numbers kept for each row
     */
    public KeyedRows(
            String uid,
            String name,
            List<Column> columns,
            int[] key,
            Equals equals,
            List<String> extras,
            BufferAllocator allocator) {
        this(uid, name, columns, key, IntStream.range(0, columns.size()).toArray(), equals, extras, allocator);
    }

    /**
     * @param uid of the operator
     * @param name of the table within the operator
     * @param key the columns by which rows are found and divided
     * @param seen columns that are looked at where they lie, besides those of the key; the others grow in parts: {@link
     *     io.sluice.sources.ColumnVector#parts}
     * @param extras names of numbers kept for each row
     */
    public KeyedRows(
            String uid,
            String name,
            List<Column> columns,
            int[] key,
            int[] seen,
            Equals equals,
            List<String> extras,
            BufferAllocator allocator) {
        requireNonNull(uid, "uid");
        boolean[] inParts = inParts(columns.size(), key, seen, equals);
        types = columns.stream().map(Column::type).toList();
        keyHash = new RowHash(types, key);
        counted = equals != Equals.APART;
        this.extras = extras.size();
        Arrays.fill(away, -1);
        for (int i = 0; i < shards.length; i++) {
            places[i] = new NumberPlaces();
            shards[i] = new RowTable(i, types, key, inParts, counted, equals == Equals.ONE, this.extras);
            shards[i].recordChanges(false);
            shards[i].noteChanges(extras.indexOf(CHANGED));
        }
        stored = stored(columns, counted, extras);
        table = new StateTable(uid, name, Column.schema(stored.subList(1, stored.size())), 1);
        buffer = ColumnBatch.piece(stored.stream().map(Column::type).toList());
        delta = new RowDelta(stored, counted, this.extras, buffer, allocator);
    }

    private static boolean[] inParts(int columns, int[] key, int[] seen, Equals equals) {
        boolean[] inParts = new boolean[columns];
        Arrays.fill(inParts, equals != Equals.ONE);
        for (int column : key) {
            inParts[column] = false;
        }
        for (int column : seen) {
            inParts[column] = false;
        }
        return inParts;
    }

    /** The names of numbers, with that of the time of the last change where rows are forgotten. */
    public static List<String> extras(List<String> names, boolean forgets) {
        List<String> all = new ArrayList<>(names);
        if (forgets) {
            all.add(CHANGED);
        }
        return all;
    }

    private static List<Column> stored(List<Column> columns, boolean counted, List<String> extras) {
        List<Column> all = new ArrayList<>(List.of(
                new Column(StateDelta.OPERATION, DataType.of(TypeKind.TINYINT, false)),
                new Column("_row", DataType.of(TypeKind.BIGINT, false))));
        if (counted) {
            all.add(new Column("_count", DataType.of(TypeKind.BIGINT, true)));
        }
        extras.forEach(name -> all.add(new Column("_" + name, DataType.of(TypeKind.BIGINT, true))));
        Set<String> taken = new HashSet<>();
        all.forEach(column -> taken.add(column.name()));
        for (Column column : columns) {
            String free = column.name();
            while (!taken.add(free)) {
                free += "_";
            }
            all.add(new Column(free, column.type().withNullable(true)));
        }
        return all;
    }

    /** Where the columns of the rows begin among the stored ones. */
    private int head() {
        return 2 + (counted ? 1 : 0) + extras;
    }

    public StateTable table() {
        return table;
    }

    public RowTable shard(int index) {
        return shards[index];
    }

    /** Hashes of keys: their shard is {@link KeyGroups#shard}. */
    public RowHash keyHash() {
        return keyHash;
    }

    /**
     * A batch begins: what was restored is complete, and the last delta is done with.
     *
     * @param clock the time of its changes
     */
    public void begin(long clock) {
        finishRestore();
        for (RowTable shard : shards) {
            shard.useClock(clock);
        }
        delta.begin();
        discarded = 0;
    }

    /** Restored rows are all there; may be called again. Gives whether it was the first time. */
    public boolean finishRestore() {
        boolean first = restoring;
        if (restoring) {
            restoring = false;
            finishRestore(Shards.ALL);
        }
        return first;
    }

    @Override
    public void finishRestore(int ofShards) {
        for (int shard : Shards.list(ofShards)) {
            places[shard] = new NumberPlaces();
            shards[shard].recordChanges(true);
            shards[shard].settle();
        }
    }

    @Override
    public void restoreOnly(int ofShards) {
        for (int shard : Shards.list(restoredShards & ~ofShards)) {
            places[shard] = new NumberPlaces();
            if (!isAway(shard)) {
                shards[shard].release();
            }
        }
        restoredShards = ofShards;
    }

    /** The batch has changed all that it changes: gives how many rows the delta has. Slots are as they were. */
    public int collect() {
        return delta.collect(shards);
    }

    /** Writes what was collected, on this thread. */
    public void write() {
        delta.write();
        settleShards();
    }

    /** Some shards have changed all that they change: gives how many rows they add to the delta. */
    public int collect(int ofShards) {
        return delta.collect(
                Arrays.stream(Shards.list(ofShards)).mapToObj(i -> shards[i]).toArray(RowTable[]::new));
    }

    /** Many rows were collected: they are to be packed, in so many pieces. */
    public int startPacking() {
        return delta.startPacking();
    }

    /** Packs a piece of what was collected; several by several threads at a time. */
    public void pack(int piece) {
        delta.pack(piece);
    }

    /** All pieces are packed. */
    public void finishPacking() {
        delta.finishPacking();
        settleShards();
    }

    /** All of this at once, on this thread. */
    public void settle() {
        settle(Shards.ALL);
    }

    /** The same for some shards. */
    public void settle(int ofShards) {
        collect(ofShards);
        write();
    }

    private void settleShards() {
        for (RowTable shard : shards) {
            shard.settle();
        }
    }

    /** Whether a shard is on disk. */
    public boolean isAway(int shard) {
        return away[shard] >= 0;
    }

    @Override
    public long bytes(int shard) {
        return isAway(shard) ? 0 : shards[shard].bytes();
    }

    @Override
    public boolean isEmpty(int shard) {
        return (isAway(shard) ? away[shard] : shards[shard].size()) == 0;
    }

    @Override
    public void save(int shard, PageOutput out) {
        int size = shards[shard].size();
        shards[shard].save(out);
        shards[shard].release();
        away[shard] = size;
    }

    @Override
    public void load(int shard, PageInput in) {
        shards[shard].load(in);
        away[shard] = -1;
    }

    /** No batch follows: all rows go, and nothing is stored. */
    public void discard() {
        for (int i = 0; i < shards.length; i++) {
            discard(i);
        }
    }

    /** The same for the rows of a shard. */
    public void discard(int shard) {
        discarded += shards[shard].size();
        shards[shard].clear();
    }

    /** What the batch has changed; valid until the next one begins. */
    public Optional<StateDelta> delta() {
        return delta.root().getRowCount() == 0 && delta.packed().isEmpty()
                ? Optional.empty()
                : Optional.of(new StateDelta(table, delta.packed(), delta.root()));
    }

    /** Takes back stored rows. */
    public void restore(VectorSchemaRoot root) {
        int first = head();
        ColumnVector[] rows = new ColumnVector[types.size()];
        for (int done = 0; done < root.getRowCount(); done += buffer.capacity()) {
            int count = Math.min(buffer.capacity(), root.getRowCount() - done);
            for (int i = 0; i < stored.size(); i++) {
                ArrowReader.read(root.getVector(i), stored.get(i).type(), done, count, buffer.column(i));
            }
            System.arraycopy(buffer.columns(), first, rows, 0, rows.length);
            for (int row = 0; row < count; row++) {
                restore(rows, row);
            }
        }
        buffer.clear();
    }

    private void restore(ColumnVector[] rows, int row) {
        long number = buffer.column(1).longs[row];
        int index = (int) (number % KeyGroups.SHARDS);
        if (!Shards.has(restoredShards, index)) {
            return;
        }
        RowTable shard = shards[index];
        int known = places[index].get(number);
        if (buffer.column(0).longs[row] == StateDelta.DELETE) {
            if (known >= 0) {
                shard.remove(known);
                places[index].remove(number);
            }
            return;
        }
        int count = counted ? Math.toIntExact(buffer.column(2).longs[row]) : 1;
        int slot = known;
        if (known < 0) {
            slot = shard.restore(rows, row, number, count);
            places[index].put(number, slot);
        } else {
            shard.restoreCount(slot, count);
        }
        for (int each = 0; each < extras; each++) {
            shard.setExtra(each, slot, buffer.column(head() - extras + each).longs[row]);
        }
    }

    /** Rows held; equal ones count once. */
    public long size() {
        long size = 0;
        for (int i = 0; i < shards.length; i++) {
            size += isAway(i) ? away[i] : shards[i].size();
        }
        return size;
    }

    /** Memory held. */
    public long bytes() {
        long bytes = 0;
        for (RowTable shard : shards) {
            bytes += shard.bytes();
        }
        return bytes;
    }

    /** Memory that a row takes in the mean. */
    public long bytesOfRow() {
        return bytes() / Math.max(1, size());
    }

    public long updated() {
        return delta.put();
    }

    public long removed() {
        return delta.gone() + discarded;
    }

    @Override
    public void close() {
        delta.close();
    }
}
