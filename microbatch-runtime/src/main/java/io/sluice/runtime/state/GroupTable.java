package io.sluice.runtime.state;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.Utf8;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Groups by key, with dense ordinals in the order in which they came; one record of longs for each (see {@link GroupLayout}); texts
 * in a pool that several tables may share. Used by one thread at a time.
 *
 * <p>A table that is filled and forgotten within a batch is found in by open addressing over control words (half of the hash, ordinal
 * + 1). Generated loops probe it in line: they read {@link #slots}, {@link #segments}, and call {@link #insert} for a key that is not
 * there.
 *
 * <p>Where rows can be taken back, a group without rows stays in its record as a dead one: it is no group, but its key may
 * come back. The owner takes dead groups out when they are many.
 *
 * <p>A table that is state also knows what a batch has changed: {@link #touch} before a change, {@link #settle} at the end
 * of the batch. Its index is smaller ({@link OrdinalIndex}). It is often written once and read once, when its bucket closes: so it has
 * no index before somebody looks for a key.
 */
public final class GroupTable {
    private static final int FIRST_SLOTS = 16;
    private static final int SPARSE = 64;

    private static final long[] NO_SLOTS = {};
    private static final GroupTable[] NO_TABLES = {};
    private static final BitSet NONE = new BitSet(0);

    private final GroupLayout layout;
    private final RecordStore records;
    private final Changes changes;
    private StringPool strings;

    /** Of a local table. */
    private long[] slots;

    /** Of a table that is state; null before a key is looked for. */
    private OrdinalIndex ordinals;

    /** Groups that had no rows when the last batch was over. */
    private BitSet dead = NONE;

    private int deadCount;

    /** Control words that are taken. */
    private int filled;

    /** In tables of several panes: {@link #slots} are those of the pane in use. */
    private final PaneSlots panes;

    private int paneInUse = -1;

    private final Utf8 view = new Utf8();

    /** Of a local table: the tables of values beside it, which share its texts and its pane. */
    private GroupTable[] values = NO_TABLES;

    /** Of a local table of values that are to be numbered: the word of the number; else −1. */
    private int arrivalWord = -1;

    private long foldedRows;

    /** Of a table with aggregates of users; else null. */
    private final UserAccumulators users;

    /** Of a table of values whose order is asked for. */
    private ValueIndex index;

    /** It is state. */
    private final boolean livesOn;

    private GroupTable(GroupLayout layout, boolean keepsOld, boolean livesOn, StringPool strings, RecordStore records) {
        this.livesOn = livesOn;
        slots = livesOn ? NO_SLOTS : new long[FIRST_SLOTS];
        this.layout = requireNonNull(layout, "layout");
        this.strings = requireNonNull(strings, "strings");
        this.records = requireNonNull(records, "records");
        changes = new Changes(layout.width(), keepsOld);
        users = layout.hasUsers() ? new UserAccumulators(layout) : null;
        panes = layout.isPaned() ? new PaneSlots() : null;
    }

    /** A table that is filled and forgotten within a batch, with a pool of its own. */
    public static GroupTable local(GroupLayout layout) {
        return sharing(layout, new StringPool());
    }

    /** A table that is filled and forgotten within a batch, with tables of values. */
    public static GroupTable local(GroupLayout layout, List<ValueLayout> values) {
        GroupTable table = local(layout);
        table.values =
                values.stream().map(each -> valuesOf(each, table.strings)).toArray(GroupTable[]::new);
        return table;
    }

    private static GroupTable valuesOf(ValueLayout values, StringPool strings) {
        GroupTable table = sharing(values.layout(), strings);
        table.arrivalWord = values.isByArrival() ? values.arrivalWord() : -1;
        return table;
    }

    /** A table that is filled and forgotten within a batch. */
    static GroupTable sharing(GroupLayout layout, StringPool strings) {
        return new GroupTable(layout, false, false, strings, new RecordStore(layout.width()));
    }

    /**
     * A table that lives on.
     *
     * @param keepsOld whether a group is copied before it changes
     * @param expected number of groups
     */
    static GroupTable state(GroupLayout layout, boolean keepsOld, StringPool strings, int expected) {
        return new GroupTable(layout, keepsOld, true, strings, new RecordStore(layout.width(), expected));
    }

    public GroupLayout layout() {
        return layout;
    }

    public int size() {
        return records.size();
    }

    /** Whether it is state, or else filled and forgotten within a batch. */
    boolean livesOn() {
        return livesOn;
    }

    int arrivalWord() {
        return arrivalWord;
    }

    /** The n-th of its tables of values. */
    public GroupTable values(int number) {
        return values[number];
    }

    GroupTable[] values() {
        return values;
    }

    /** Of the table, or of the largest of its tables of values. */
    public int largest() {
        int largest = size();
        for (GroupTable each : values) {
            largest = Math.max(largest, each.size());
        }
        return largest;
    }

    /** The order of its values; null until it is asked for. */
    ValueIndex index() {
        return index;
    }

    void useIndex(ValueIndex newIndex) {
        index = newIndex;
    }

    /** Groups that have rows, as of the end of the last batch. */
    int alive() {
        return size() - deadCount;
    }

    /** The others. */
    BitSet dead() {
        return dead;
    }

    /** Whether a group is one. */
    boolean isAlive(int ordinal) {
        return layout.isAlive(records.segment(ordinal), records.base(ordinal));
    }

    /** Notes at the end of a batch whether a group has rows; gives whether it had. */
    boolean noteAlive(int ordinal, boolean alive) {
        boolean was = !dead.get(ordinal);
        if (was != alive) {
            if (dead == NONE) {
                dead = new BitSet();
            }
            dead.set(ordinal, !alive);
            deadCount += alive ? -1 : 1;
        }
        return was;
    }

    /** The order of a ROW that an accumulator has, by its id, and another one. */
    public int compareRow(int accumulator, int id, Utf8 row) {
        return layout.accumulators().get(accumulator).comparison().compare(strings.view(id, view), row);
    }

    /** What is in work of aggregates of users; null if there are none. */
    public UserAccumulators users() {
        return users;
    }

    /** What is merged into the table is complete. */
    void seal() {
        if (users != null) {
            users.seal(this);
        }
    }

    /** The texts of the records. */
    public StringPool strings() {
        return strings;
    }

    /** The ids of all texts in the records are those of another pool now. */
    void useStrings(StringPool pool) {
        strings = pool;
        index = null;
    }

    public RecordStore records() {
        return records;
    }

    /** In a table of several panes: from now on keys are those of this pane. */
    public void usePane(long pane) {
        if (paneInUse >= 0) {
            panes.set(paneInUse, slots, filled);
        }
        paneInUse = panes.numberOf(pane, paneInUse);
        slots = panes.slots(paneInUse);
        filled = panes.filled(paneInUse);
        for (GroupTable each : values) {
            each.usePane(pane);
        }
    }

    /** Those of a table of several panes. */
    PaneSlots panes() {
        return panes;
    }

    /** For loops; another array after an insert or with another pane. */
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
        if (++filled * 2 > slots.length) {
            slots = ControlWords.grow(slots);
        }
        int slot = ControlWords.free(slots, slots.length - 1, (int) hash);
        slots[slot] = hash << 32 | ordinal + 1;
        return ordinal;
    }

    /**
     * Adds a copy of a group that is not there to state. The texts of the copy are still those of the other table.
     *
     * @param skip words in front of the other record
     */
    int append(GroupTable from, int record, int skip) {
        ordinals = null;
        return records.addCopy(from.records, record, skip);
    }

    /** Adds a record of zeros to state; the caller writes its key, or finds it by its ordinal. */
    int addUnindexed() {
        ordinals = null;
        return records.add();
    }

    /** So that keys can be looked for, and one added. */
    private void index(int more) {
        ordinals = indexOf(records.size(), more);
    }

    private OrdinalIndex indexOf(int first, int more) {
        OrdinalIndex made = new OrdinalIndex(first + more);
        for (int ordinal = 0; ordinal < first; ordinal++) {
            made.add(layout.hash(records.segment(ordinal), records.base(ordinal), strings), ordinal);
        }
        return made;
    }

    /** An ordinal that may be the group with this hash, or why there is none, see {@link OrdinalIndex#guess}. Of state. */
    int guess(long hash) {
        if (ordinals == null) {
            index(0);
        }
        return ordinals.guess(hash);
    }

    /**
     * The index of the first groups, while others behind them wait to be looked for. Of state.
     *
     * @param expected about how many rows will be looked for in all: it gets as many slots, which is enough for three quarters of them
     */
    OrdinalIndex indexOfKnown(int known, int expected) {
        if (ordinals == null || ordinals.isFull()) {
            ordinals = indexOf(known, Math.max(1, expected / 4 * 3 - known));
        }
        return ordinals;
    }

    /** Forgets an index that is larger than it would be if it was made now. */
    void trimIndex() {
        if (ordinals != null && ordinals.isTooLargeFor(records.size() + 1)) {
            ordinals = null;
        }
    }

    /**
     * The one of the first groups that has the key of a record; if there is none, the record is copied behind them, and is one of them from
     * now on.
     *
     * @return its ordinal
     */
    int findOrMove(int known, int expected, long hash, int ordinal) {
        OrdinalIndex index = indexOfKnown(known, expected);
        long[] segment = records.segment(ordinal);
        int base = records.base(ordinal);
        int slot = index.first(hash);
        while (slot >= 0) {
            if (hasKeyOf(index.ordinal(slot), segment, base)) {
                return index.ordinal(slot);
            }
            slot = index.next(hash, slot);
        }
        records.copy(ordinal, known);
        index.addAt(~slot, hash, known);
        return known;
    }

    private int findInState(long hash, long[] key) {
        if (ordinals == null) {
            index(0);
        }
        for (int slot = ordinals.first(hash); slot >= 0; slot = ordinals.next(hash, slot)) {
            int ordinal = ordinals.ordinal(slot);
            if (hasKeyOf(ordinal, key, 0)) {
                return ordinal;
            }
        }
        return -1;
    }

    /** The ordinal of the group with these key words (as in a record, from the first on), or −1. */
    public int find(long hash, long[] key) {
        if (livesOn) {
            return findInState(hash, key);
        }
        int mask = slots.length - 1;
        int slot = (int) hash & mask;
        for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
            if (entry >>> 32 == (hash & 0xFFFFFFFFL)) {
                int ordinal = (int) entry - 1;
                if (hasKeyOf(ordinal, key, 0)) {
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
        int ordinal = livesOn ? addToState(hash) : insert(hash);
        System.arraycopy(key, 0, records.segment(ordinal), records.base(ordinal), layout.keyEnd());
        return ordinal;
    }

    /** Adds a group that is not there to state that has been looked into; the caller writes its key words. */
    int addToState(long hash) {
        if (ordinals.isFull()) {
            index(1);
        }
        int ordinal = records.add();
        ordinals.add(hash, ordinal);
        return ordinal;
    }

    /** Whether a group has these key words, those from {@code otherBase} on. */
    boolean hasKeyOf(int ordinal, long[] other, int otherBase) {
        long[] segment = records.segment(ordinal);
        int base = records.base(ordinal);
        for (int word = 0; word < layout.keyEnd(); word++) {
            if (segment[base + word] != other[otherBase + word]) {
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

    /** Number of groups that the batch has changed or added. */
    int changed() {
        return changes.size() + size() - changes.firstNew();
    }

    /** The batch is over: what is there now counts as old. */
    public void settle() {
        changes.settle(records.size());
    }

    /** So many rows more were folded into it. */
    public void folded(long rows) {
        foldedRows += rows;
    }

    /** Rows that were folded into it since it was empty. */
    public long foldedRows() {
        return foldedRows;
    }

    /** Forgets all groups, keeping memory for the next ones; the pool is the caller's to clear if it is shared. */
    public void clear() {
        filled = 0;
        foldedRows = 0;
        if (livesOn) {
            ordinals = null;
        } else if (panes != null) {
            panes.clear();
            paneInUse = -1;
            slots = NO_SLOTS;
        } else if (records.size() * SPARSE < slots.length) {
            slots = new long[FIRST_SLOTS];
        } else {
            Arrays.fill(slots, 0);
        }
        records.clear();
        dead = NONE;
        deadCount = 0;
        changes.settle(0);
        index = null;
        if (users != null) {
            users.clear();
        }
        for (GroupTable each : values) {
            each.clear();
        }
    }

    /** Writes a settled table, without its texts. */
    void save(PageOutput out) {
        records.save(out);
        out.put(dead);
    }

    static GroupTable load(GroupLayout layout, boolean keepsOld, StringPool strings, PageInput in) {
        GroupTable table = new GroupTable(layout, keepsOld, true, strings, RecordStore.load(layout.width(), in));
        BitSet dead = in.getBits();
        table.dead = dead.isEmpty() ? NONE : dead;
        table.deadCount = dead.cardinality();
        table.settle();
        return table;
    }

    /** Memory held, without that of texts. */
    public long bytes() {
        return records.bytes()
                + (long) slots.length * Long.BYTES
                + (ordinals == null ? 0 : ordinals.bytes())
                + changes.bytes();
    }
}
