package io.sluice.runtime.state;

import io.sluice.sources.ColumnVector;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * What a table of rows keeps of each slot besides the row's values: its neighbours in the chain of its key, that key, its number and
 * what is to be stored of it. Lies in parts as large as those of {@link ColumnVector#parts}, which are not copied once they are full. Used
 * by one thread at a time.
 *
 * <p>The slot before another one of a key is only asked for when a row goes from within a chain. It is not kept until then.
 */
final class RowSlots {
    static final int NONE = -1;
    private static final int FIRST = 8;
    private static final int MASK = ColumnVector.PART - 1;
    private static final int[] NOT_KEPT = {};

    private final boolean counted;
    private final int extras;
    private Part[] parts = {};
    private int capacity;

    /**
     * @param counted slots have a count
     * @param extras how many numbers are kept for each slot besides
     */
    RowSlots(boolean counted, int extras) {
        this.counted = counted;
        this.extras = extras;
    }

    /** The arrays of {@value ColumnVector#PART} slots; the first part may have fewer. */
    private static final class Part {
        int[] next = {};
        int[] previous = NOT_KEPT;
        int[] keyOf = {};
        long[] number = {};
        byte[] state = {};
        int[] counts = {};
        long[][] extra = {};
    }

    /** Makes room for slots below this. */
    void reserve(int slots) {
        if (slots > capacity) {
            grow(slots);
        }
    }

    private void grow(int slots) {
        boolean first = slots <= ColumnVector.PART;
        int count = first ? 1 : slots + MASK >>> ColumnVector.PART_BITS;
        boolean before = keepsPrevious();
        int old = parts.length;
        parts = Arrays.copyOf(parts, count);
        for (int i = old; i < count; i++) {
            parts[i] = new Part();
        }
        int size =
                first ? Math.min(ColumnVector.PART, Math.max(slots, Math.max(FIRST, capacity * 2))) : ColumnVector.PART;
        for (int i = Math.max(0, old - 1); i < count; i++) {
            grow(parts[i], size, before);
        }
        capacity = first ? size : count << ColumnVector.PART_BITS;
    }

    private void grow(Part part, int size, boolean before) {
        if (part.next.length == size) {
            return;
        }
        part.next = Arrays.copyOf(part.next, size);
        part.previous = before ? Arrays.copyOf(part.previous, size) : NOT_KEPT;
        part.keyOf = Arrays.copyOf(part.keyOf, size);
        part.number = Arrays.copyOf(part.number, size);
        part.state = Arrays.copyOf(part.state, size);
        part.counts = counted ? Arrays.copyOf(part.counts, size) : part.counts;
        part.extra = Arrays.copyOf(part.extra, extras);
        for (int i = 0; i < extras; i++) {
            part.extra[i] = part.extra[i] == null ? new long[size] : Arrays.copyOf(part.extra[i], size);
        }
    }

    private Part part(int slot) {
        return parts[slot >>> ColumnVector.PART_BITS];
    }

    /** A slot becomes the last one of a key, after another or {@link #NONE}. */
    void append(int slot, int key, int after, long number, byte state) {
        Part part = part(slot);
        int at = slot & MASK;
        part.next[at] = NONE;
        part.keyOf[at] = key;
        part.number[at] = number;
        part.state[at] = state;
        if (part.previous != NOT_KEPT) {
            part.previous[at] = after;
        }
        if (counted) {
            part.counts[at] = 1;
        }
        for (long[] each : part.extra) {
            each[at] = 0;
        }
        if (after != NONE) {
            part(after).next[after & MASK] = slot;
        }
    }

    int next(int slot) {
        return part(slot).next[slot & MASK];
    }

    /**
     * The slot before one that is not the first of its key. From the first call on these are kept.
     *
     * @param heads by key its first slot, or {@link #NONE}
     */
    int previous(int slot, int[] heads, int keys) {
        if (!keepsPrevious()) {
            keepPrevious();
            for (int key = 0; key < keys; key++) {
                int before = NONE;
                for (int each = heads[key]; each != NONE; each = next(each)) {
                    setPrevious(each, before);
                    before = each;
                }
            }
        }
        return part(slot).previous[slot & MASK];
    }

    /** What was between two slots of a key is gone; either may be {@link #NONE}. */
    void join(int before, int after) {
        if (before != NONE) {
            setNext(before, after);
        }
        if (after != NONE && keepsPrevious()) {
            setPrevious(after, before);
        }
    }

    private void setNext(int slot, int next) {
        part(slot).next[slot & MASK] = next;
    }

    private boolean keepsPrevious() {
        return parts.length > 0 && parts[0].previous != NOT_KEPT;
    }

    private void keepPrevious() {
        for (Part part : parts) {
            part.previous = new int[part.next.length];
        }
    }

    private void setPrevious(int slot, int previous) {
        part(slot).previous[slot & MASK] = previous;
    }

    int keyOf(int slot) {
        return part(slot).keyOf[slot & MASK];
    }

    long number(int slot) {
        return part(slot).number[slot & MASK];
    }

    byte state(int slot) {
        return part(slot).state[slot & MASK];
    }

    void setState(int slot, byte state) {
        part(slot).state[slot & MASK] = state;
    }

    int count(int slot) {
        return part(slot).counts[slot & MASK];
    }

    void setCount(int slot, int count) {
        part(slot).counts[slot & MASK] = count;
    }

    long extra(int index, int slot) {
        return part(slot).extra[index][slot & MASK];
    }

    void setExtra(int index, int slot, long value) {
        part(slot).extra[index][slot & MASK] = value;
    }

    /**
     * Some slots of another, as the first ones, with the chains that they form.
     *
     * @param kept which
     * @param moved where a slot lies now
     */
    void take(RowSlots from, int[] kept, IntUnaryOperator moved) {
        reserve(kept.length);
        for (int slot = 0; slot < kept.length; slot++) {
            int old = kept[slot];
            append(slot, from.keyOf(old), NONE, from.number(old), from.state(old));
            setNext(slot, from.next(old) == NONE ? NONE : moved.applyAsInt(from.next(old)));
            if (counted) {
                setCount(slot, from.count(old));
            }
            for (int i = 0; i < extras; i++) {
                setExtra(i, slot, from.extra(i, old));
            }
        }
    }

    void save(PageOutput out, int slots) {
        boolean before = keepsPrevious();
        out.putInt(before ? 1 : 0);
        for (int first = 0; first < slots; first += ColumnVector.PART) {
            Part part = part(first);
            int count = Math.min(ColumnVector.PART, slots - first);
            out.put(part.next, count);
            out.put(part.previous, before ? count : 0);
            out.put(part.keyOf, count);
            out.put(part.number, count);
            out.put(part.state, count);
            out.put(part.counts, counted ? count : 0);
            for (long[] each : part.extra) {
                out.put(each, count);
            }
        }
    }

    void load(PageInput in, int slots) {
        boolean before = in.getInt() == 1;
        reserve(slots);
        if (before) {
            keepPrevious();
        }
        for (int first = 0; first < slots; first += ColumnVector.PART) {
            Part part = part(first);
            int count = Math.min(ColumnVector.PART, slots - first);
            in.get(part.next, count);
            in.get(part.previous, before ? count : 0);
            in.get(part.keyOf, count);
            in.get(part.number, count);
            in.get(part.state, count);
            in.get(part.counts, counted ? count : 0);
            for (long[] each : part.extra) {
                in.get(each, count);
            }
        }
    }

    /** Memory held. */
    long bytes() {
        long perSlot =
                (2L + (keepsPrevious() ? 1 : 0) + (counted ? 1 : 0)) * Integer.BYTES + (1L + extras) * Long.BYTES + 1;
        return capacity * perSlot;
    }
}
