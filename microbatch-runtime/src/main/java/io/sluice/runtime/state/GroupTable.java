package io.sluice.runtime.state;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * Groups by key: open addressing over control words (half of the hash, ordinal + 1) to dense ordinals, in the order in
 * which groups came; one record of longs for each (see {@link GroupLayout}); texts in a pool of the table's own.
 *
 * <p>Generated loops probe the table in line: they read {@link #slots}, {@link #segments}, and call {@link #insert} for a
 * key that is not there. Used by one thread at a time.
 *
 * <p>A table that is state also knows what a batch has changed: {@link #touch} before a change, {@link #settle} at the end
 * of the batch.
 */
public final class GroupTable {
    private static final int FIRST_SLOTS = 16;
    private static final int SPARSE = 64;

    private final GroupLayout layout;
    private final RecordStore records;
    private StringPool strings = new StringPool();
    private final Changes changes;
    private long[] slots = new long[FIRST_SLOTS];

    private GroupTable(GroupLayout layout, boolean keepsOld) {
        this.layout = requireNonNull(layout, "layout");
        records = new RecordStore(layout.width());
        changes = new Changes(layout.width(), keepsOld);
    }

    /** A table that is filled and forgotten within a batch. */
    public static GroupTable local(GroupLayout layout) {
        return new GroupTable(layout, false);
    }

    /**
     * A table that lives on.
     *
     * @param keepsOld whether a group is copied before it changes
     */
    public static GroupTable state(GroupLayout layout, boolean keepsOld) {
        return new GroupTable(layout, keepsOld);
    }

    public GroupLayout layout() {
        return layout;
    }

    public int size() {
        return records.size();
    }

    /** The texts of the records; another pool after {@link #settle}. */
    public StringPool strings() {
        return strings;
    }

    public RecordStore records() {
        return records;
    }

    /** For loops; another array after an insert. */
    public long[] slots() {
        return slots;
    }

    /** For loops; another array after an insert. */
    public long[][] segments() {
        return records.segments();
    }

    /** Adds a group that is not there; the caller writes its key words, the accumulators are at their start. */
    public int insert(long hash) {
        int ordinal = records.add();
        if ((ordinal + 1) * 2 > slots.length) {
            slots = ControlWords.grow(slots);
        }
        int slot = ControlWords.free(slots, slots.length - 1, (int) hash);
        slots[slot] = hash << 32 | ordinal + 1;
        return ordinal;
    }

    /** The ordinal of the group with these key words (as in a record, from the first on), or −1. */
    public int find(long hash, long[] key) {
        int mask = slots.length - 1;
        int slot = (int) hash & mask;
        for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
            if (entry >>> 32 == (hash & 0xFFFFFFFFL)) {
                int ordinal = (int) entry - 1;
                if (matches(ordinal, key)) {
                    return ordinal;
                }
            }
            slot = slot + 1 & mask;
        }
        return -1;
    }

    /** {@link #find}, and adds the group if it is not there. */
    public int findOrInsert(long hash, long[] key) {
        int found = find(hash, key);
        if (found >= 0) {
            return found;
        }
        int ordinal = insert(hash);
        System.arraycopy(key, 0, records.segment(ordinal), records.base(ordinal), layout.keyEnd());
        return ordinal;
    }

    private boolean matches(int ordinal, long[] key) {
        long[] segment = records.segment(ordinal);
        int base = records.base(ordinal);
        for (int word = 0; word < layout.keyEnd(); word++) {
            if (segment[base + word] != key[word]) {
                return false;
            }
        }
        return true;
    }

    /** Must be called before the first change of a group in a batch; does nothing at later ones. */
    public void touch(int ordinal) {
        changes.touch(ordinal, records);
    }

    public Changes changes() {
        return changes;
    }

    /** The batch is over: what is there now counts as old. Drops texts that no group uses any more. */
    public void settle() {
        changes.settle(records.size());
        if (TextCompaction.isDue(this)) {
            StringPool compact = new StringPool();
            TextCompaction.move(this, strings, compact);
            strings = compact;
        }
    }

    /** Forgets all groups, keeping memory for the next ones. */
    public void clear() {
        if (records.size() * SPARSE < slots.length) {
            slots = new long[FIRST_SLOTS];
        } else {
            Arrays.fill(slots, 0);
        }
        records.clear();
        strings.clear();
        changes.settle(0);
    }

    /** Memory held. */
    public long bytes() {
        return records.bytes() + strings.bytes() + (long) slots.length * Long.BYTES + changes.bytes();
    }
}
