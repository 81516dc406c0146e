package io.sluice.runtime.state;

import java.util.Arrays;

/**
 * Records of so many longs, by dense ordinals, in segments of {@value #SEGMENT_RECORDS}: it grows without copying what is
 * there. A record is the words from {@link #base} in {@link #segment}.
 */
public final class RecordStore {
    /** Ordinal to segment. A whole one is large enough to be made in the old generation (java.options), and is not moved there. */
    public static final int SHIFT = 14;

    public static final int SEGMENT_RECORDS = 1 << SHIFT;

    /** Ordinal to record within its segment. */
    public static final int MASK = SEGMENT_RECORDS - 1;

    private static final int FIRST_RECORDS = 8;

    /** From here on a table grows to twice its size, and not to four times. */
    private static final int MANY_RECORDS = 1 << 11;

    private final int width;
    private long[][] segments;
    private int capacity;
    private int size;

    public RecordStore(int width) {
        this(width, FIRST_RECORDS);
    }

    /** @param expected records; it takes more, and no more memory than these need if they are few */
    public RecordStore(int width, int expected) {
        this.width = width;
        capacity = Math.max(1, Math.min(expected, SEGMENT_RECORDS));
        segments = new long[][] {new long[capacity * width]};
    }

    public int size() {
        return size;
    }

    public int width() {
        return width;
    }

    public long[] segment(int ordinal) {
        return segments[ordinal >>> SHIFT];
    }

    public int base(int ordinal) {
        return (ordinal & MASK) * width;
    }

    /** For loops; another array after a record was added. */
    public long[][] segments() {
        return segments;
    }

    /** Adds a record of zeros. */
    public int add() {
        int ordinal = size++;
        if (ordinal == capacity) {
            grow();
        } else {
            int base = base(ordinal);
            Arrays.fill(segment(ordinal), base, base + width, 0);
        }
        return ordinal;
    }

    /** Adds a copy of a record of a store of the same width. */
    public int addCopy(RecordStore from, int record) {
        return addCopy(from, record, 0);
    }

    /** Adds a copy of a record of a wider store, from its word {@code skip} on. */
    int addCopy(RecordStore from, int record, int skip) {
        int ordinal = size++;
        if (ordinal == capacity) {
            grow();
        }
        System.arraycopy(from.segment(record), from.base(record) + skip, segment(ordinal), base(ordinal), width);
        return ordinal;
    }

    /** Overwrites a record by another one. */
    void copy(int from, int to) {
        if (from != to) {
            System.arraycopy(segment(from), base(from), segment(to), base(to), width);
        }
    }

    /** Forgets the records from this one on, and the memory that only they had. */
    void truncate(int newSize) {
        size = newSize;
        while (capacity > SEGMENT_RECORDS && capacity - SEGMENT_RECORDS >= size) {
            capacity -= SEGMENT_RECORDS;
            segments[capacity >>> SHIFT] = null;
        }
    }

    public void clear() {
        size = 0;
    }

    void save(PageOutput out) {
        out.putInt(size);
        for (int done = 0; done < size; done += SEGMENT_RECORDS) {
            out.put(segment(done), Math.min(SEGMENT_RECORDS, size - done) * width);
        }
    }

    static RecordStore load(int width, PageInput in) {
        int size = in.getInt();
        RecordStore store = new RecordStore(width, size);
        while (store.capacity < size) {
            store.grow();
        }
        store.size = size;
        for (int done = 0; done < size; done += SEGMENT_RECORDS) {
            in.get(store.segment(done), Math.min(SEGMENT_RECORDS, size - done) * width);
        }
        return store;
    }

    public long bytes() {
        return (long) capacity * width * Long.BYTES;
    }

    private void grow() {
        if (capacity < SEGMENT_RECORDS) {
            capacity = Math.min(capacity * (capacity < MANY_RECORDS ? 4 : 2), SEGMENT_RECORDS);
            segments[0] = Arrays.copyOf(segments[0], capacity * width);
            return;
        }
        int segment = capacity >>> SHIFT;
        if (segment == segments.length) {
            segments = Arrays.copyOf(segments, segment * 2);
        }
        segments[segment] = new long[SEGMENT_RECORDS * width];
        capacity += SEGMENT_RECORDS;
    }
}
