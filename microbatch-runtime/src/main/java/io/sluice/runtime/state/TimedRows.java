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
 * and the columns of the row. Used by one thread.
 */
public final class TimedRows implements AutoCloseable {
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
    private final TreeMap<Long, TimedBucket> buckets = new TreeMap<>();

    /** What is being restored: the place of each row, by number. */
    private Optional<RowColumns> restored = Optional.empty();

    private final TreeMap<Long, Integer> restoredPlaces = new TreeMap<>();

    private long next;
    private long rows;
    private long bytes;
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
        return due == NEVER ? OptionalLong.empty() : OptionalLong.of(due);
    }

    /**
     * What the clock changes.
     *
     * @param entering rows that were to come and are in now
     * @param leaving rows that were in
     */
    public record Due(RowColumns entering, RowColumns leaving) {}

    /** Takes what is due up to a time: rows come in, and rows leave. One that comes and leaves at once is not told. */
    public Due takeDue(long now) {
        RowColumns leaving = rows(0);
        RowColumns entering = rows(0);
        Numbers left = new Numbers();
        Numbers entered = new Numbers();
        Places out = new Places();
        Places in = new Places();
        while (!buckets.isEmpty() && buckets.firstEntry().getValue().nextDue() <= now) {
            Map.Entry<Long, TimedBucket> first = buckets.firstEntry();
            TimedBucket bucket = first.getValue();
            out.count = 0;
            in.count = 0;
            while (!bucket.isEmpty() && bucket.nextDue() <= now) {
                int row = bucket.take();
                rows--;
                if (!bucket.isIn(row) && bucket.leave(row) > now) {
                    in.add(row);
                    entered.add(bucket.number(row), bucket.leave(row));
                } else {
                    if (bucket.isIn(row)) {
                        out.add(row);
                    }
                    left.add(bucket.number(row), NEVER);
                }
            }
            leaving.append(bucket.rows.columns(), out.rows, out.count);
            entering.append(bucket.rows.columns(), in.rows, in.count);
            if (bucket.isEmpty()) {
                buckets.remove(first.getKey());
                bytes -= bucket.bytes();
            }
        }
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
        insert(from, due, leave, numbers, row -> in);
        store(StateDelta.PUT, from, numbers, due, leave, in);
        updated += from.rows();
    }

    /** Rows one behind the other that go to the same bucket are copied at once. */
    private void insert(RowColumns from, long[] due, long[] leave, long[] numbers, IntPredicate isIn) {
        Places run = new Places();
        for (int begin = 0; begin < from.rows(); ) {
            long span = Math.floorDiv(due[begin], SPAN);
            int end = begin;
            run.count = 0;
            while (end < from.rows() && Math.floorDiv(due[end], SPAN) == span) {
                run.add(end++);
            }
            TimedBucket known = buckets.get(span);
            TimedBucket bucket = known == null ? new TimedBucket(types) : known;
            long before = known == null ? 0 : known.bytes();
            buckets.put(span, bucket);
            int first = bucket.rows.rows();
            bucket.rows.append(from.columns(), run.rows, run.count);
            for (int row = begin; row < end; row++) {
                bucket.add(first + row - begin, due[row], leave[row], numbers[row], isIn.test(row));
            }
            bytes += bucket.bytes() - before;
            begin = end;
        }
        rows += from.rows();
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
                long number = batch.column(1).longs[row];
                if (batch.column(0).longs[row] == StateDelta.DELETE) {
                    restoredPlaces.remove(number);
                } else {
                    restoredPlaces.put(number, into.rows() + row);
                }
            }
            into.append(batch.columns(), every, count);
        }
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
            leave[i] = columns[3].nulls[places[i]] ? NEVER : columns[3].longs[places[i]];
        }
        insert(own, due, leave, numbers, row -> columns[4].longs[places[row]] != 0);
        next = count == 0 ? 0 : numbers[count - 1] + 1;
        restored = Optional.empty();
        restoredPlaces.clear();
    }

    /** What the batch has changed; valid until the next one begins. */
    public Optional<StateDelta> delta() {
        return delta.root().getRowCount() == 0 ? Optional.empty() : Optional.of(new StateDelta(table, delta.root()));
    }

    /** Rows that wait. */
    public long size() {
        return rows;
    }

    /** Memory held. */
    public long bytes() {
        return bytes;
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
    }
}
