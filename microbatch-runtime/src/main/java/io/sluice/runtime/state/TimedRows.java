package io.sluice.runtime.state;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.batch.ArrowReader;
import io.sluice.runtime.batch.ArrowRows;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.sources.ColumnVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Rows that wait for their time, in buckets of time: those that are to come in, and those that are in and will leave. What
 * a batch costs depends on the rows that come and those that are due. Stored as a table
 *
 * <pre>
 * _row  the number of the row, which is the key     _due    when it comes in, or leaves if it is in
 * _in   whether it is in                            _leave  when it leaves; NULL: never
 * </pre>
 *
 * and the columns of the row. Buckets that follow one another are in different shards, which may be on disk. A batch: {@link #begin}; {@link
 * #takeDue} for the {@link #dueShards}; {@link #finishTaking}, {@link #add}; {@link #insert} for the {@link #waitingShards}; {@link #settle}. Used by one thread,
 * but for {@link #save} and {@link #load}.
 */
public final class TimedRows implements PagedState, AutoCloseable {
    /** Never. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Of a bucket, in microseconds. */
    private static final long SPAN = 10_000_000;

    private static final int MANY_ROWS = 1 << 16;
    private static final int HEAD = 5;

    private final List<DataType> types;
    private final List<Column> stored;
    private final StateTable table;
    private final ArrowRows delta;
    private final ColumnVector[] head = new ColumnVector[HEAD];
    private final ConcurrentSkipListMap<Long, TimedBucket> buckets = new ConcurrentSkipListMap<>();

    /** Of the buckets on disk when the first of their rows is due. */
    private final ConcurrentSkipListMap<Long, Long> away = new ConcurrentSkipListMap<>();

    /** Of each shard on disk, how many rows it has; 0: none, or it is in memory. */
    private final long[] rowsAway = new long[KeyGroups.SHARDS];

    /** What the clock has changed in this batch, by bucket. */
    private final TreeMap<Long, Taken> taken = new TreeMap<>();

    /** Rows that are to be put into buckets. */
    private final List<Waiting> waiting = new ArrayList<>();

    /** What is being restored: the place of each row, by number. */
    private Optional<RowColumns> restored = Optional.empty();

    private final TreeMap<Long, Integer> restoredPlaces = new TreeMap<>();
    private final int[] restoredRows = new int[KeyGroups.SHARDS];
    private int restoredShards = Shards.ALL;

    private long next;
    private long rows;

    /** Of the buckets in memory. */
    private final AtomicLong bytes = new AtomicLong();

    private long updated;
    private long removed;

    public TimedRows(String uid, List<Column> columns, BufferAllocator allocator) {
        requireNonNull(uid, "uid");
        types = columns.stream().map(Column::type).toList();
        stored = stored(columns);
        table = new StateTable(uid, "rows", Column.schema(stored.subList(1, stored.size())), 1);
        delta = new ArrowRows(stored, allocator);
        for (int i = 0; i < HEAD; i++) {
            head[i] = new ColumnVector();
        }
    }

    private static List<Column> stored(List<Column> columns) {
        DataType time = DataType.of(TypeKind.TIMESTAMP_LTZ, true);
        List<Column> all = new ArrayList<>(List.of(
                new Column(StateDelta.OPERATION, DataType.of(TypeKind.TINYINT, false)),
                new Column("_row", DataType.of(TypeKind.BIGINT, false)),
                new Column("_due", time),
                new Column("_leave", time),
                new Column("_in", DataType.of(TypeKind.BOOLEAN, true))));
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

    public StateTable table() {
        return table;
    }

    /** A batch begins: what was restored is complete, and the last delta is done with. */
    public void begin() {
        finishRestore();
        if (delta.root().getRowCount() > MANY_ROWS) {
            delta.release();
        }
        delta.root().setRowCount(0);
        taken.clear();
        waiting.clear();
        updated = 0;
        removed = 0;
    }

    /** Rows, not yet in any order. */
    public RowColumns rows(int capacity) {
        return new RowColumns(types, capacity);
    }

    /** The first time at which something is due; empty: never. */
    public OptionalLong nextDue() {
        finishRestore();
        long due = buckets.isEmpty() ? NEVER : buckets.firstEntry().getValue().nextDue();
        long dueAway = away.isEmpty() ? NEVER : away.firstEntry().getValue();
        long first = Math.min(due, dueAway);
        return first == NEVER ? OptionalLong.empty() : OptionalLong.of(first);
    }

    private static int shard(long span) {
        return (int) Math.floorMod(span, (long) KeyGroups.SHARDS);
    }

    /** The shards with rows that are due, a bit for each. */
    public int dueShards(long now) {
        int shards = 0;
        for (Map.Entry<Long, TimedBucket> bucket : buckets.entrySet()) {
            if (bucket.getValue().nextDue() > now) {
                break;
            }
            shards |= Shards.of(shard(bucket.getKey()));
        }
        for (Map.Entry<Long, Long> bucket : away.entrySet()) {
            if (bucket.getValue() > now) {
                break;
            }
            shards |= Shards.of(shard(bucket.getKey()));
        }
        return shards;
    }

    /** What one bucket gives. */
    private record Taken(RowColumns entering, RowColumns leaving, Numbers entered, Numbers left) {}

    /** Rows of which each is to be put into the bucket that it is due in. */
    private record Waiting(RowColumns rows, long[] due, long[] leave, long[] numbers, boolean in) {}

    /**
     * What the clock changes.
     *
     * @param entering rows that were to come and are in now
     * @param leaving rows that were in
     */
    public record Due(RowColumns entering, RowColumns leaving) {}

    /** Takes what is due up to a time in some shards: rows come in, and rows leave. One that comes and leaves at once is not told. */
    public void takeDue(long now, int shards) {
        for (Map.Entry<Long, TimedBucket> entry : buckets.entrySet()) {
            TimedBucket bucket = entry.getValue();
            if (bucket.nextDue() > now) {
                break;
            }
            if (Shards.has(shards, shard(entry.getKey()))) {
                taken.put(entry.getKey(), taken(bucket, now));
                if (bucket.isEmpty()) {
                    buckets.remove(entry.getKey());
                    bytes.addAndGet(-bucket.bytes());
                }
            }
        }
    }

    private Taken taken(TimedBucket bucket, long now) {
        Taken all = new Taken(rows(0), rows(0), new Numbers(), new Numbers());
        Places out = new Places();
        Places in = new Places();
        while (!bucket.isEmpty() && bucket.nextDue() <= now) {
            int row = bucket.take();
            rows--;
            if (!bucket.isIn(row) && bucket.leave(row) > now) {
                in.add(row);
                all.entered.add(bucket.number(row), bucket.leave(row));
            } else {
                if (bucket.isIn(row)) {
                    out.add(row);
                }
                all.left.add(bucket.number(row), NEVER);
            }
        }
        all.leaving.append(bucket.rows.columns(), out.rows, out.count);
        all.entering.append(bucket.rows.columns(), in.rows, in.count);
        return all;
    }

    /** All shards have given what is due. */
    public Due finishTaking() {
        RowColumns leaving = rows(0);
        RowColumns entering = rows(0);
        Numbers left = new Numbers();
        Numbers entered = new Numbers();
        for (Taken each : taken.values()) {
            leaving.appendFirst(each.leaving.columns(), each.leaving.rows());
            entering.appendFirst(each.entering.columns(), each.entering.rows());
            left.addAll(each.left);
            entered.addAll(each.entered);
        }
        taken.clear();
        keepEntered(entering, entered, left);
        forget(left);
        return new Due(entering, leaving);
    }

    private void keepEntered(RowColumns entering, Numbers entered, Numbers left) {
        Numbers stay = new Numbers();
        Places places = new Places();
        for (int i = 0; i < entered.count; i++) {
            if (entered.leave[i] == NEVER) {
                left.add(entered.number[i], NEVER);
            } else {
                places.add(i);
                stay.add(entered.number[i], entered.leave[i]);
            }
        }
        RowColumns staying = rows(stay.count);
        staying.append(entering.columns(), places.rows, places.count);
        put(staying, stay.leave, stay.leave, stay.number, true);
    }

    /**
     * Keeps rows that have come.
     *
     * @param due when each comes in, or leaves if it is in; {@link #NEVER} where it stays
     * @param leave when each leaves, or {@link #NEVER}
     */
    public void add(RowColumns newRows, long[] due, long[] leave, boolean in) {
        long[] numbers = new long[newRows.rows()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = next++;
        }
        put(newRows, due, leave, numbers, in);
    }

    private void put(RowColumns from, long[] due, long[] leave, long[] numbers, boolean in) {
        if (from.rows() > 0) {
            waiting.add(new Waiting(from, due, leave, numbers, in));
            store(StateDelta.PUT, from, numbers, due, leave, in);
            updated += from.rows();
        }
    }

    /** The shards that kept rows go to, a bit for each. */
    public int waitingShards() {
        int shards = 0;
        for (Waiting each : waiting) {
            for (int row = 0; row < each.rows.rows(); row++) {
                shards |= Shards.of(shard(Math.floorDiv(each.due[row], SPAN)));
            }
        }
        return shards;
    }

    /** Puts the kept rows of some shards where they belong. */
    public void insert(int shards) {
        for (Waiting each : waiting) {
            insert(each.rows, each.due, each.leave, each.numbers, row -> each.in, shards);
        }
    }

    /** All kept rows are where they belong. */
    public void settle() {
        waiting.clear();
    }

    /** Rows one behind the other that go to the same bucket are copied at once. */
    private void insert(RowColumns from, long[] due, long[] leave, long[] numbers, IntPredicate isIn, int shards) {
        Places run = new Places();
        for (int begin = 0; begin < from.rows(); ) {
            long span = Math.floorDiv(due[begin], SPAN);
            int end = begin;
            run.count = 0;
            while (end < from.rows() && Math.floorDiv(due[end], SPAN) == span) {
                run.add(end++);
            }
            if (Shards.has(shards, shard(span))) {
                TimedBucket known = buckets.get(span);
                TimedBucket bucket = known == null ? new TimedBucket(types) : known;
                long before = known == null ? 0 : known.bytes();
                buckets.put(span, bucket);
                int first = bucket.rows.rows();
                bucket.rows.append(from.columns(), run.rows, run.count);
                for (int row = begin; row < end; row++) {
                    bucket.add(first + row - begin, due[row], leave[row], numbers[row], isIn.test(row));
                }
                bytes.addAndGet(bucket.bytes() - before);
                rows += end - begin;
            }
            begin = end;
        }
    }

    private void forget(Numbers left) {
        if (left.count > 0) {
            RowColumns none = rows(left.count);
            none.appendNulls(left.count);
            store(StateDelta.DELETE, none, left.number, left.leave, left.leave, false);
            removed += left.count;
        }
    }

    private void store(byte operation, RowColumns from, long[] numbers, long[] due, long[] leave, boolean in) {
        int count = from.rows();
        if (count == 0) {
            return;
        }
        for (ColumnVector column : head) {
            column.reserveLongs(count);
            column.reserveNulls(count);
            column.hasNulls = false;
        }
        boolean delete = operation == StateDelta.DELETE;
        Arrays.fill(head[0].longs, 0, count, operation);
        System.arraycopy(numbers, 0, head[1].longs, 0, count);
        System.arraycopy(due, 0, head[2].longs, 0, count);
        System.arraycopy(leave, 0, head[3].longs, 0, count);
        Arrays.fill(head[4].longs, 0, count, in ? 1 : 0);
        for (int i = 0; i < count; i++) {
            head[3].nulls[i] = leave[i] == NEVER;
            head[3].hasNulls |= leave[i] == NEVER;
            head[2].nulls[i] = delete;
            head[4].nulls[i] = delete;
        }
        head[2].hasNulls = delete;
        head[4].hasNulls = delete;
        ColumnVector[] columns = Arrays.copyOf(head, HEAD + types.size());
        System.arraycopy(from.columns(), 0, columns, HEAD, types.size());
        delta.append(columns, count);
    }

    /** Takes back stored rows. */
    public void restore(VectorSchemaRoot root) {
        RowColumns into = restored.orElseGet(
                () -> new RowColumns(stored.stream().map(Column::type).toList(), 0));
        restored = Optional.of(into);
        List<DataType> all = stored.stream().map(Column::type).toList();
        ColumnBatch batch = ColumnBatch.of(all);
        int[] every = new int[batch.capacity()];
        Arrays.setAll(every, i -> i);
        for (int first = 0; first < root.getRowCount(); first += batch.capacity()) {
            int count = Math.min(batch.capacity(), root.getRowCount() - first);
            for (int i = 0; i < all.size(); i++) {
                ArrowReader.read(root.getVector(i), all.get(i), first, count, batch.column(i));
            }
            for (int row = 0; row < count; row++) {
                restore(batch, row, into.rows() + row);
            }
            into.append(batch.columns(), every, count);
        }
    }

    /** A row that comes in goes to another shard. */
    private void restore(ColumnBatch batch, int row, int place) {
        long number = batch.column(1).longs[row];
        boolean isDeleted = batch.column(0).longs[row] == StateDelta.DELETE;
        int shard = isDeleted ? 0 : shard(Math.floorDiv(batch.column(2).longs[row], SPAN));
        Integer before = isDeleted || !Shards.has(restoredShards, shard)
                ? restoredPlaces.remove(number)
                : restoredPlaces.put(number, place);
        if (!isDeleted && Shards.has(restoredShards, shard)) {
            restoredRows[shard]++;
        }
        if (before != null) {
            restoredRows[restoredShard(before)]--;
        }
    }

    private int restoredShard(int place) {
        return shard(Math.floorDiv(restored.orElseThrow().columns()[2].longs[place], SPAN));
    }

    @Override
    public void restoreOnly(int shards) {
        restoredShards = shards;
        restoredPlaces.values().removeIf(place -> !Shards.has(shards, restoredShard(place)));
        if (restored.isPresent()) {
            compactRestored();
        }
    }

    /** Rows that are not to be restored any more give their memory back. */
    private void compactRestored() {
        RowColumns before = restored.orElseThrow();
        RowColumns kept = new RowColumns(stored.stream().map(Column::type).toList(), restoredPlaces.size());
        kept.append(
                before.columns(),
                restoredPlaces.values().stream().mapToInt(Integer::intValue).toArray(),
                restoredPlaces.size());
        int place = 0;
        for (Map.Entry<Long, Integer> row : restoredPlaces.entrySet()) {
            row.setValue(place++);
        }
        restored = Optional.of(kept);
        Arrays.fill(restoredRows, 0);
        restoredPlaces.values().forEach(each -> restoredRows[restoredShard(each)]++);
    }

    @Override
    public void finishRestore(int shards) {
        finishRestore();
    }

    private void finishRestore() {
        if (restored.isEmpty()) {
            return;
        }
        ColumnVector[] columns = restored.get().columns();
        int count = restoredPlaces.size();
        int[] places =
                restoredPlaces.values().stream().mapToInt(Integer::intValue).toArray();
        RowColumns own = rows(count);
        own.append(Arrays.copyOfRange(columns, HEAD, columns.length), places, count);
        long[] numbers = new long[count];
        long[] due = new long[count];
        long[] leave = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = columns[1].longs[places[i]];
            due[i] = columns[2].longs[places[i]];
            leave[i] = columns[3].hasNulls && columns[3].nulls[places[i]] ? NEVER : columns[3].longs[places[i]];
        }
        insert(own, due, leave, numbers, row -> columns[4].longs[places[row]] != 0, Shards.ALL);
        next = count == 0 ? next : Math.max(next, numbers[count - 1] + 1);
        restored = Optional.empty();
        restoredPlaces.clear();
        Arrays.fill(restoredRows, 0);
    }

    /** What the batch has changed; valid until the next one begins. */
    public Optional<StateDelta> delta() {
        return delta.root().getRowCount() == 0 ? Optional.empty() : Optional.of(new StateDelta(table, delta.root()));
    }

    @Override
    public boolean isEmpty(int shard) {
        return rowsAway[shard] == 0
                && restoredRows[shard] == 0
                && buckets.keySet().stream().noneMatch(span -> shard(span) == shard);
    }

    @Override
    public long bytes(int shard) {
        long bytes = 0;
        for (Map.Entry<Long, TimedBucket> bucket : buckets.entrySet()) {
            bytes += shard(bucket.getKey()) == shard ? bucket.getValue().bytes() : 0;
        }
        if (restored.isPresent() && restoredRows[shard] > 0) {
            bytes += restored.get().bytes() / restored.get().rows() * restoredRows[shard];
        }
        return bytes;
    }

    @Override
    public void save(int shard, PageOutput out) {
        List<Long> spans =
                buckets.keySet().stream().filter(span -> shard(span) == shard).toList();
        out.putInt(spans.size());
        for (long span : spans) {
            TimedBucket bucket = buckets.get(span);
            out.putLong(span);
            bucket.save(out);
            away.put(span, bucket.nextDue());
            rowsAway[shard] += bucket.size();
            buckets.remove(span);
            bytes.addAndGet(-bucket.bytes());
        }
    }

    @Override
    public void load(int shard, PageInput in) {
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            long span = in.getLong();
            TimedBucket bucket = TimedBucket.load(types, in);
            buckets.put(span, bucket);
            away.remove(span);
            bytes.addAndGet(bucket.bytes());
        }
        rowsAway[shard] = 0;
    }

    /** Rows that wait. */
    public long size() {
        return rows;
    }

    /** Memory held. */
    public long bytes() {
        return bytes.get();
    }

    public long updated() {
        return updated;
    }

    public long removed() {
        return removed;
    }

    @Override
    public void close() {
        delta.close();
    }

    /** Places of rows. */
    private static final class Places {
        private int[] rows = new int[8];
        private int count;

        void add(int row) {
            if (count == rows.length) {
                rows = Arrays.copyOf(rows, count * 2);
            }
            rows[count++] = row;
        }
    }

    /** Numbers of rows, and when they leave. */
    private static final class Numbers {
        private long[] number = new long[8];
        private long[] leave = new long[8];
        private int count;

        void add(long newNumber, long newLeave) {
            if (count == number.length) {
                number = Arrays.copyOf(number, count * 2);
                leave = Arrays.copyOf(leave, count * 2);
            }
            number[count] = newNumber;
            leave[count++] = newLeave;
        }

        void addAll(Numbers more) {
            for (int i = 0; i < more.count; i++) {
                add(more.number[i], more.leave[i]);
            }
        }
    }
}
