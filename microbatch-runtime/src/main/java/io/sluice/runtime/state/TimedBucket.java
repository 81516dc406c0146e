package io.sluice.runtime.state;

import io.sluice.planner.plan.DataType;
import java.util.Arrays;
import java.util.List;

/**
 * Rows for which something is due within one span of time. A heap gives the next of them, by time and then by number, so
 * that what is due costs as many steps as rows; the memory of the rows goes when the span is over.
 */
final class TimedBucket {
    private static final int FIRST = 8;

    final RowColumns rows;
    private long[] due = new long[FIRST];
    private long[] leave = new long[FIRST];
    private long[] number = new long[FIRST];
    private boolean[] in = new boolean[FIRST];

    /** Places in {@link #rows}. */
    private int[] heap = new int[FIRST];

    private int size;

    TimedBucket(List<DataType> types) {
        this(new RowColumns(types, FIRST));
    }

    private TimedBucket(RowColumns rows) {
        this.rows = rows;
    }

    void save(PageOutput out) {
        int count = rows.rows();
        rows.save(out);
        out.put(due, count);
        out.put(leave, count);
        out.put(number, count);
        out.put(in, count);
        out.putInt(size);
        out.put(heap, size);
    }

    static TimedBucket load(List<DataType> types, PageInput file) {
        TimedBucket loaded = new TimedBucket(RowColumns.load(types, file));
        int count = loaded.rows.rows();
        int capacity = Math.max(FIRST, count);
        loaded.due = file.get(new long[capacity], count);
        loaded.leave = file.get(new long[capacity], count);
        loaded.number = file.get(new long[capacity], count);
        loaded.in = file.get(new boolean[capacity], count);
        loaded.size = file.getInt();
        loaded.heap = file.get(new int[Math.max(FIRST, loaded.size)], loaded.size);
        return loaded;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    long nextDue() {
        return due[heap[0]];
    }

    long leave(int row) {
        return leave[row];
    }

    long number(int row) {
        return number[row];
    }

    boolean isIn(int row) {
        return in[row];
    }

    /** Makes a row that was appended wait. */
    void add(int row, long newDue, long newLeave, long newNumber, boolean isIn) {
        if (row >= due.length) {
            int more = row * 2;
            due = Arrays.copyOf(due, more);
            leave = Arrays.copyOf(leave, more);
            number = Arrays.copyOf(number, more);
            in = Arrays.copyOf(in, more);
        }
        due[row] = newDue;
        leave[row] = newLeave;
        number[row] = newNumber;
        in[row] = isIn;
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        int at = size++;
        for (int parent = at - 1 >> 1; at > 0 && isBefore(row, heap[parent]); parent = at - 1 >> 1) {
            heap[at] = heap[parent];
            at = parent;
        }
        heap[at] = row;
    }

    /** Takes the next row out of the order; its columns stay. */
    int take() {
        int first = heap[0];
        int last = heap[--size];
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (!isBefore(heap[child], last)) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = last;
        return first;
    }

    private boolean isBefore(int left, int right) {
        return due[left] != due[right] ? due[left] < due[right] : number[left] < number[right];
    }

    long bytes() {
        return rows.bytes() + (long) due.length * (3 * Long.BYTES + 1) + (long) heap.length * Integer.BYTES;
    }
}
