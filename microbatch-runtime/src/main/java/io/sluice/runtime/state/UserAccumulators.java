package io.sluice.runtime.state;

import io.sluice.planner.function.Utf8;
import java.util.ArrayList;
import java.util.List;

/**
 * The accumulators of a table's user aggregates that are in work, as objects. The word of such an accumulator in a record is
 *
 * <pre>
 * −1 − n      the n-th object here: rows come to it, or others are merged into it
 * an id       of its bytes in the table's {@link StringPool}; {@link #seal} makes all of them so
 * </pre>
 *
 * and its presence bit says that it is either. What is taken back waits until all that came is in: a batch may have the row that takes
 * back in front of the row that is taken back. Used by one thread; results of different records may be read by several.
 */
public final class UserAccumulators {
    private final GroupLayout layout;
    private final List<Live> lives = new ArrayList<>();

    UserAccumulators(GroupLayout layout) {
        this.layout = layout;
    }

    private static final class Live {
        private final Accumulator accumulator;

        /** Of its record; −1: nobody asks for it. */
        private final int ordinal;

        /** Null: there is none yet. */
        private Object object;

        /** Rows that are still to come to it, or to be taken back: the accumulator's place, then the arguments. */
        private final List<Object[]> added = new ArrayList<>(0);

        private final List<Object[]> taken = new ArrayList<>(0);

        Live(Accumulator accumulator, int ordinal) {
            this.accumulator = accumulator;
            this.ordinal = ordinal;
        }

        UserFold fold() {
            return accumulator.userFold();
        }

        Object object() {
            if (object == null) {
                object = fold().create();
            }
            return object;
        }

        /** All rows are in. */
        Object finished() {
            Object all = object();
            added.forEach(row -> fold().accumulate(of(all, row)));
            taken.forEach(row -> fold().retract(of(all, row)));
            added.clear();
            taken.clear();
            return all;
        }

        /** The row may come to several accumulators at a time. */
        private static Object[] of(Object accumulator, Object[] row) {
            Object[] arguments = row.clone();
            arguments[0] = accumulator;
            return arguments;
        }

        void merge(Live other) {
            if (other.object != null) {
                fold().merge(object(), other.object);
            }
            added.addAll(other.added);
            taken.addAll(other.taken);
        }
    }

    private Live live(Accumulator accumulator, int ordinal, long[] segment, int base) {
        int word = base + accumulator.word();
        if (accumulator.isPresent(segment, base)) {
            return lives.get((int) (-1 - segment[word]));
        }
        segment[word] = -1L - lives.size();
        segment[base + accumulator.presenceWord()] |= accumulator.presenceBit();
        Live live = new Live(accumulator, ordinal);
        lives.add(live);
        return live;
    }

    /** For loops that fold rows: the object in a record, which is made if it is not there. */
    public Object at(int number, long[] segment, int base) {
        return live(layout.accumulators().get(number), -1, segment, base).object();
    }

    /**
     * For loops that fold rows: a row that comes, or is taken back, later.
     *
     * @param row a free place, then the arguments
     */
    public void add(int number, long[] segment, int base, Object[] row, long weight) {
        Live live = live(layout.accumulators().get(number), -1, segment, base);
        (weight > 0 ? live.added : live.taken).add(row);
    }

    /** Merges an accumulator of another table, or of this one, into that of a record here. */
    void merge(
            Accumulator to,
            int ordinal,
            GroupTable target,
            Accumulator from,
            GroupTable source,
            long[] taken,
            int takenBase) {
        long[] segment = target.records().segment(ordinal);
        int base = target.records().base(ordinal);
        boolean isNew = !to.isPresent(segment, base);
        long word = isNew ? 0 : segment[base + to.word()];
        Live live;
        if (isNew || word < 0) {
            live = live(to, ordinal, segment, base);
        } else {
            segment[base + to.presenceWord()] &= ~to.presenceBit();
            live = live(to, ordinal, segment, base);
            live.object = to.userFold().read(target.strings().view((int) word, new Utf8()));
        }
        long other = taken[takenBase + from.word()];
        if (other < 0) {
            live.merge(source.users().lives.get((int) (-1 - other)));
            return;
        }
        Object sealed = to.userFold().read(source.strings().view((int) other, new Utf8()));
        if (isNew) {
            live.object = sealed;
        } else {
            to.userFold().merge(live.object(), sealed);
        }
    }

    /** All that a batch has for the table is merged: what is in work becomes bytes. */
    void seal(GroupTable table) {
        Utf8 bytes = new Utf8();
        for (Live live : lives) {
            live.fold().write(live.finished(), bytes.clear());
            long[] segment = table.records().segment(live.ordinal);
            segment[table.records().base(live.ordinal) + live.accumulator.word()] =
                    table.strings().intern(bytes);
        }
        lives.clear();
    }

    /** The accumulator of a record, which must not be changed. */
    Object get(Accumulator accumulator, long[] segment, int base, StringPool strings) {
        if (!accumulator.isPresent(segment, base)) {
            return accumulator.userFold().create();
        }
        long word = segment[base + accumulator.word()];
        return word < 0
                ? lives.get((int) (-1 - word)).finished()
                : accumulator.userFold().read(strings.view((int) word, new Utf8()));
    }

    void clear() {
        lives.clear();
    }
}
