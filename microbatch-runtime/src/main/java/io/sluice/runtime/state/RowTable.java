package io.sluice.runtime.state;

import io.sluice.planner.plan.DataType;
import io.sluice.runtime.state.RowColumns.Texts;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of one shard as columns. A row lies in a slot until it is removed; the rows of a key form a chain in the order in
 * which they came. In a counted table a row may count several times; where rows are found by their content, too, equal ones
 * are one row.
 *
 * <pre>
 * key index ──► key ──► head ─► slot ─► slot ─► … ─► tail
 * row index (found by content) ──► slot
 * </pre>
 *
 * Slots stay where they are during a batch, removed ones too; between batches {@link #compact} may move them. Used by one
 * thread at a time.
 */
public final class RowTable {
    private static final int NONE = RowSlots.NONE;
    private static final int FIRST = 8;
    private static final int MANY_GONE = 1024;

    /** Rows that are looked up together: what they touch stays in the cache. */
    private static final int LOOKED_UP = 1024;

    private static final byte CLEAN = 0;
    private static final byte CHANGED = 1;
    private static final byte NEW = 2;
    private static final byte GONE = 3;

    private final List<DataType> types;
    private final boolean[] inParts;
    private final RowHash keyHash;
    private final RowHash rowHash;
    private final boolean counted;

    /** By content. */
    private final boolean found;

    private final int extras;
    private final int shard;

    /** The number kept for each row that is the time of its last change; −1: none is. */
    private int changedAt = NONE;

    private long clock;

    private RowColumns rows;
    private RowSlots slots;
    private int live;

    private final RowIndex rowIndex = new RowIndex();

    private final RowIndex keyIndex = new RowIndex();
    private long[] hashOfKey = new long[FIRST];
    private int[] head = new int[FIRST];
    private int[] tail = new int[FIRST];
    private int[] size = new int[FIRST];
    private int[] freeKeys = new int[FIRST];
    private int freeKeyCount;
    private int keys;

    private int[] lookedUp = {};
    private long[] chosenHashes = {};

    private long nextNumber;
    private final IntList touched = new IntList();
    private final LongList removed = new LongList();
    private boolean recording = true;

    /**
     * @param key the columns of the key; none: all rows have the same
     * @param inParts columns that are not looked at where they lie; none of the key, nor any if rows are found by their content
     * @param counted rows have a count
     * @param found rows are found by their content, and equal ones are one; they are counted
     * @param extras how many numbers are kept for each row besides
     */
    RowTable(
            int shard, List<DataType> types, int[] key, boolean[] inParts, boolean counted, boolean found, int extras) {
        this.shard = shard;
        this.types = types;
        this.inParts = inParts;
        this.counted = counted;
        this.found = found;
        this.extras = extras;
        keyHash = new RowHash(types, key);
        int[] all = new int[types.size()];
        Arrays.setAll(all, i -> i);
        rowHash = new RowHash(types, all);
        rows = new RowColumns(types, inParts, Texts.SHARED, 0);
        slots = new RowSlots(counted, extras);
    }

    /** One of the numbers kept for each row is the time of its last change. */
    void noteChanges(int index) {
        changedAt = index;
    }

    /** The time of changes from now on. */
    void useClock(long time) {
        clock = time;
    }

    /** Whether a row has not changed since before a time. */
    public boolean isUnchanged(int slot, long before) {
        return slots.extra(changedAt, slot) <= before;
    }

    /** Whether no row of a key, which has some, has changed since before a time. */
    public boolean isKeyUnchanged(int key, long before) {
        for (int slot = head[key]; slot >= 0; slot = slots.next(slot)) {
            if (!isUnchanged(slot, before)) {
                return false;
            }
        }
        return true;
    }

    /** The columns of the rows, by slot; growing replaces their arrays, not them. */
    public ColumnVector[] columns() {
        return rows.columns();
    }

    /** Hashes of keys. */
    public RowHash keyHash() {
        return keyHash;
    }

    /** Rows that are there; equal ones count once. */
    public int size() {
        return live;
    }

    /** Slots are below this. */
    public int slots() {
        return rows.rows();
    }

    public boolean isLive(int slot) {
        return slots.state(slot) != GONE;
    }

    /** The key with the values of a row of any table with the same columns; −1: there is none. */
    public int key(ColumnVector[] from, int row, long hash) {
        return key(keyHash, from, row, hash);
    }

    /** The key that equals the key columns of a row of another table, as {@code same} compares. */
    public int key(KeyMatch same, int row, long hash) {
        for (int slot = keyIndex.first(hash); slot >= 0; slot = keyIndex.next(hash, slot)) {
            int key = keyIndex.entry(slot);
            if (same.isSame(row, rows.columns(), head[key])) {
                return key;
            }
        }
        return NONE;
    }

    /** Compares a row with a row of this table. */
    public interface KeyMatch {
        boolean isSame(int row, ColumnVector[] columns, int slot);
    }

    /**
     * The key that equals that of a row of another table, whose key columns {@code by} names; −1: there is none.
     */
    public int key(RowHash by, ColumnVector[] from, int row, long hash) {
        if (by.isExact(from) && keyHash.isExact(rows.columns())) {
            int found = keyIndex.first(hash);
            return found < 0 ? NONE : keyIndex.entry(found);
        }
        for (int slot = keyIndex.first(hash); slot >= 0; slot = keyIndex.next(hash, slot)) {
            int key = keyIndex.entry(slot);
            if (by.isSame(from, row, keyHash, rows.columns(), head[key])) {
                return key;
            }
        }
        return NONE;
    }

    /**
     * Finds the keys that equal those of several rows of another table; −1: there is none.
     *
     * @param chosen these rows
     * @param hashes of their keys
     */
    public void keys(RowHash by, ColumnVector[] from, int[] chosen, int count, long[] hashes, int[] found) {
        keyIndex.entries(hashes, 0, count, found);
        if (by.isExact(from) && keyHash.isExact(rows.columns())) {
            return;
        }
        for (int i = 0; i < count; i++) {
            if (found[i] >= 0 && !by.isSame(from, chosen[i], keyHash, rows.columns(), head[found[i]])) {
                found[i] = key(by, from, chosen[i], hashes[i]);
            }
        }
    }

    /** The first rows of keys; −1 for a key that is −1. */
    public void firsts(int[] ofKeys, int count, int[] heads) {
        for (int i = 0; i < count; i++) {
            heads[i] = ofKeys[i] < 0 ? NONE : head[ofKeys[i]];
        }
    }

    /** Keys are below this; some may have no rows. */
    public int keys() {
        return keys;
    }

    /** The first row of a key, −1 if it has none. */
    public int first(int key) {
        return head[key];
    }

    /** The row after another of the same key, −1 at the end. */
    public int next(int slot) {
        return slots.next(slot);
    }

    /** The key of a row. */
    public int keyOf(int slot) {
        return slots.keyOf(slot);
    }

    /** Rows of a key; equal ones count once. */
    public int rowsOf(int key) {
        return size[key];
    }

    /** How often a row counts. */
    public int count(int slot) {
        return counted ? slots.count(slot) : 1;
    }

    /** Numbers of rows grow in the order in which they came. */
    public long number(int slot) {
        return slots.number(slot);
    }

    public long extra(int index, int slot) {
        return slots.extra(index, slot);
    }

    public void setExtra(int index, int slot, long value) {
        if (slots.extra(index, slot) != value) {
            slots.setExtra(index, slot, value);
            touch(slot);
        }
    }

    /** The slot of a row with this content; −1: there is none. Only where rows are found by it. */
    public int find(ColumnVector[] from, int row) {
        return find(from, row, rowHash.hash(from, row));
    }

    private int find(ColumnVector[] from, int row, long hash) {
        for (int at = rowIndex.first(hash); at >= 0; at = rowIndex.next(hash, at)) {
            int slot = rowIndex.entry(at);
            if (rowHash.isSame(from, row, rows.columns(), slot)) {
                return slot;
            }
        }
        return NONE;
    }

    /**
     * Adds a row, or counts one that is equal once more.
     *
     * @param hash of its key
     * @return its slot
     */
    public int add(ColumnVector[] from, int row, long hash) {
        if (found) {
            long whole = rowHash.hash(from, row);
            int known = find(from, row, whole);
            if (known >= 0) {
                slots.setCount(known, slots.count(known) + 1);
                touch(known);
                return known;
            }
            int slot = insert(from, row, hash, nextNumber++ * KeyGroups.SHARDS + shard);
            rowIndex.add(whole, slot);
            return slot;
        }
        return insert(from, row, hash, nextNumber++ * KeyGroups.SHARDS + shard);
    }

    /**
     * Adds rows to a table in which they are not found by their content.
     *
     * @param chosen which rows; null: the first ones
     * @param hashes of the keys of all rows
     * @return the slot of the first; the others follow
     */
    public int addAll(ColumnVector[] from, int[] chosen, int count, long[] hashes) {
        int first = rows.rows();
        if (chosen == null) {
            rows.appendFirst(from, count);
        } else {
            rows.append(from, chosen, count);
        }
        slots.reserve(first + count);
        keyIndex.reserve(count);
        for (int done = 0; done < count; done += LOOKED_UP) {
            int more = Math.min(LOOKED_UP, count - done);
            linkAll(
                    first + done,
                    chosen == null ? hashes : chosen(hashes, chosen, done, more),
                    chosen == null ? done : 0,
                    more);
        }
        return first;
    }

    private long[] chosen(long[] hashes, int[] chosen, int from, int count) {
        if (chosenHashes.length == 0) {
            chosenHashes = new long[LOOKED_UP];
        }
        for (int i = 0; i < count; i++) {
            chosenHashes[i] = hashes[chosen[from + i]];
        }
        return chosenHashes;
    }

    /** A key that is not there yet may come with an earlier one of these rows: such are looked up again, now in the cache. */
    private void linkAll(int slot, long[] hashes, int from, int count) {
        if (lookedUp.length == 0) {
            lookedUp = new int[LOOKED_UP];
        }
        lookUp(slot, hashes, from, count);
        boolean exact = keyHash.isExact(rows.columns());
        for (int i = 0; i < count; i++) {
            long hash = hashes[from + i];
            int key = lookedUp[i];
            if (key == NONE) {
                key = exact ? keyOrNew(hash, slot + i) : key(keyHash, rows.columns(), slot + i, hash);
            }
            link(slot + i, key, hash, nextNumber++ * KeyGroups.SHARDS + shard);
        }
    }

    private void lookUp(int slot, long[] hashes, int from, int count) {
        keyIndex.entries(hashes, from, count, lookedUp);
        ColumnVector[] columns = rows.columns();
        for (int i = 0; !keyHash.isExact(columns) && i < count; i++) {
            if (lookedUp[i] >= 0 && !keyHash.isSame(columns, slot + i, columns, head[lookedUp[i]])) {
                lookedUp[i] = NONE;
            }
        }
    }

    private int insert(ColumnVector[] from, int row, long hash, long newNumber) {
        int slot = rows.rows();
        slots.reserve(slot + 1);
        int known = key(keyHash, from, row, hash);
        rows.append(from, row);
        link(slot, known, hash, newNumber);
        return slot;
    }

    /** Puts a row that has been written at the end of its key's chain. */
    private void link(int slot, int known, long hash, long newNumber) {
        int key = known == NONE ? newKey(hash, slot) : known;
        slots.append(slot, key, tail[key], newNumber, recording ? NEW : CLEAN);
        if (tail[key] == NONE) {
            head[key] = slot;
        }
        tail[key] = slot;
        size[key]++;
        if (changedAt >= 0) {
            slots.setExtra(changedAt, slot, clock);
        }
        if (recording) {
            touched.add(slot);
        }
        live++;
    }

    /** Where equal hashes are those of equal keys. */
    private int keyOrNew(long hash, int slot) {
        int free = freeKey();
        int key = keyIndex.entryOrAdd(hash, free);
        if (key == free) {
            startKey(key, hash, slot);
        }
        return key;
    }

    private int newKey(long hash, int slot) {
        int key = freeKey();
        startKey(key, hash, slot);
        keyIndex.add(hash, key);
        return key;
    }

    private int freeKey() {
        return freeKeyCount > 0 ? freeKeys[freeKeyCount - 1] : keys;
    }

    /** A free key is one of the table's now; the caller adds its hash to the index. */
    private void startKey(int key, long hash, int slot) {
        if (freeKeyCount > 0) {
            freeKeyCount--;
        } else {
            keys++;
        }
        if (key == head.length) {
            int capacity = key * 2;
            hashOfKey = Arrays.copyOf(hashOfKey, capacity);
            head = Arrays.copyOf(head, capacity);
            tail = Arrays.copyOf(tail, capacity);
            size = Arrays.copyOf(size, capacity);
        }
        hashOfKey[key] = hash;
        head[key] = slot;
        tail[key] = NONE;
        size[key] = 0;
    }

    private void touch(int slot) {
        if (recording && slots.state(slot) == CLEAN) {
            slots.setState(slot, CHANGED);
            touched.add(slot);
            if (changedAt >= 0) {
                slots.setExtra(changedAt, slot, clock);
            }
        }
    }

    /** Counts a row once less; the last time, it is removed. Says whether it is still there. */
    public boolean takeBack(int slot) {
        if (counted && slots.count(slot) > 1) {
            slots.setCount(slot, slots.count(slot) - 1);
            touch(slot);
            return true;
        }
        remove(slot);
        return false;
    }

    /** Removes a row, however often it counts. A key that has no rows left is gone. */
    public void remove(int slot) {
        int key = slots.keyOf(slot);
        long whole = found ? rowHash.hash(rows.columns(), slot) : 0;
        if (size[key] == 1) {
            removeKey(key);
        }
        int before = head[key] == slot ? NONE : slots.previous(slot, head, keys);
        int after = slots.next(slot);
        slots.join(before, after);
        if (before == NONE) {
            head[key] = after;
        }
        if (after == NONE) {
            tail[key] = before;
        }
        size[key]--;
        if (found) {
            rowIndex.remove(place(rowIndex, whole, slot));
        }
        if (recording && slots.state(slot) != NEW) {
            removed.add(slots.number(slot));
        }
        slots.setState(slot, GONE);
        live--;
    }

    private void removeKey(int key) {
        keyIndex.remove(place(keyIndex, hashOfKey[key], key));
        if (freeKeyCount == freeKeys.length) {
            freeKeys = Arrays.copyOf(freeKeys, freeKeyCount * 2);
        }
        freeKeys[freeKeyCount++] = key;
    }

    private static int place(RowIndex index, long hash, int entry) {
        int slot = index.first(hash);
        while (index.entry(slot) != entry) {
            slot = index.next(hash, slot);
        }
        return slot;
    }

    /** Slots that are new or have changed since this was asked last, in no order, but for those that are gone again. */
    int[] takeTouched() {
        int[] found = new int[touched.size()];
        int count = 0;
        for (int i = 0; i < found.length; i++) {
            int slot = touched.get(i);
            if (slots.state(slot) != GONE) {
                slots.setState(slot, CLEAN);
                found[count++] = slot;
            }
        }
        touched.clear();
        return count == found.length ? found : Arrays.copyOf(found, count);
    }

    /** Numbers of stored rows that are gone. */
    LongList removed() {
        return removed;
    }

    /** What has changed is stored: a new batch begins. */
    void settle() {
        takeTouched();
        removed.clear();
    }

    /** Between restored and first batch nothing is recorded. */
    void recordChanges(boolean record) {
        recording = record;
    }

    /** A stored row comes back; gives its slot. */
    int restore(ColumnVector[] from, int row, long storedNumber, int count) {
        nextNumber = Math.max(nextNumber, storedNumber / KeyGroups.SHARDS + 1);
        int slot = insert(from, row, keyHash.hash(from, row), storedNumber);
        if (counted) {
            slots.setCount(slot, count);
        }
        if (found) {
            rowIndex.add(rowHash.hash(from, row), slot);
        }
        return slot;
    }

    /** A stored row that is there already counts otherwise. */
    void restoreCount(int slot, int count) {
        if (counted) {
            slots.setCount(slot, count);
        }
    }

    /**
     * Gives the memory of removed rows back if they are many; the changes are settled.
     *
     * @return for each old slot its new one, −1 for removed rows; null if nothing has moved
     */
    public int[] compact() {
        int all = rows.rows();
        if (all - live < Math.max(MANY_GONE, live)) {
            return null;
        }
        int[] moved = new int[all];
        int[] kept = new int[live];
        int to = 0;
        for (int slot = 0; slot < all; slot++) {
            moved[slot] = slots.state(slot) == GONE ? NONE : to;
            if (slots.state(slot) != GONE) {
                kept[to++] = slot;
            }
        }
        RowColumns compact = new RowColumns(types, inParts, Texts.SHARED, live);
        compact.append(rows.columns(), kept, live);
        rows = compact;
        move(kept, moved);
        return moved;
    }

    private void move(int[] kept, int[] moved) {
        RowSlots compact = new RowSlots(counted, extras);
        compact.take(slots, kept, slot -> moved[slot]);
        slots = compact;
        for (int key = 0; key < keys; key++) {
            head[key] = size[key] == 0 ? NONE : moved[head[key]];
            tail[key] = size[key] == 0 ? NONE : moved[tail[key]];
        }
        rowIndex.renumber(slot -> moved[slot]);
    }

    /** Writes a settled table; rows that come later have the numbers that they would have had. */
    void save(PageOutput out) {
        rows.save(out);
        slots.save(out, rows.rows());
        out.putInt(live);
        rowIndex.save(out);
        keyIndex.save(out);
        out.putInt(keys);
        out.put(hashOfKey, keys);
        out.put(head, keys);
        out.put(tail, keys);
        out.put(size, keys);
        out.putInt(freeKeyCount);
        out.put(freeKeys, freeKeyCount);
    }

    void load(PageInput in) {
        rows = RowColumns.load(types, inParts, Texts.SHARED, in);
        slots = new RowSlots(counted, extras);
        slots.load(in, rows.rows());
        live = in.getInt();
        rowIndex.load(in);
        keyIndex.load(in);
        keys = in.getInt();
        int keyCapacity = Math.max(FIRST, keys);
        hashOfKey = in.get(new long[keyCapacity], keys);
        head = in.get(new int[keyCapacity], keys);
        tail = in.get(new int[keyCapacity], keys);
        size = in.get(new int[keyCapacity], keys);
        freeKeyCount = in.getInt();
        freeKeys = in.get(new int[Math.max(FIRST, freeKeyCount)], freeKeyCount);
    }

    /** Forgets all rows, and gives their memory back. */
    void release() {
        clear();
        rowIndex.release();
        keyIndex.release();
        hashOfKey = new long[FIRST];
        head = new int[FIRST];
        tail = new int[FIRST];
        size = new int[FIRST];
        freeKeys = new int[FIRST];
    }

    /** All rows go, and nothing is recorded. */
    void clear() {
        rows = new RowColumns(types, inParts, Texts.SHARED, 0);
        slots = new RowSlots(counted, extras);
        live = 0;
        rowIndex.clear();
        keyIndex.clear();
        freeKeyCount = 0;
        keys = 0;
        touched.clear();
        removed.clear();
    }

    /** Memory held. */
    long bytes() {
        return rows.bytes()
                + slots.bytes()
                + head.length * (3L * Integer.BYTES + Long.BYTES)
                + keyIndex.bytes()
                + rowIndex.bytes();
    }
}
