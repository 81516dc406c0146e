package io.sluice.runtime.state;

import io.sluice.checkpoint.StateDelta;
import java.util.Arrays;
import java.util.BitSet;

/**
 * A table that is restored. Rows are put behind those that are there without looking for them; when they are many they are merged, all at
 * once, when {@link StateRestore} says so or {@link #isTailLong}, so that the index of one table is used again and again while the processor has it at hand:
 *
 * <pre>
 * records:   known, each key once, indexed when looked for │ tail, in the order in which it came
 *            a1 b1 c1 d1                                   │ b2 e2 −c a3
 * merged:    a3 b2 c1 d1 e2                                │             gone: c1
 * </pre>
 *
 * Rows of a file that finds the table empty are known at once: each key is there once. Used by one thread at a time.
 */
final class RestoredTable {
    /** Of a table that gets most of the rows; such a tail waits for no others. And it has half of what is known, if that is more. */
    private static final int LONG_TAIL = 1 << 16;

    private static final int BLOCK = 512;

    private final GroupTable table;
    private final BitSet gone = new BitSet(0);

    /** The first so many records are known. */
    private int known;

    private long[] tailHashes = {};

    /** Which rows of the tail are deletes, of which only the key counts. */
    private final BitSet deletes = new BitSet(0);

    private int expected;
    private int file;
    private boolean wasEmpty;
    private int[] guesses = {};

    /** Of no use, but that a loop over memory is not left out. */
    private long lookedAt;

    RestoredTable(GroupTable table) {
        this.table = table;
    }

    GroupTable table() {
        return table;
    }

    /** Rows of this file come. */
    void begin(int number) {
        if (file != number) {
            file = number;
            wasEmpty = table.size() == 0;
        }
    }

    /** Appends a record with this key for a row; gives its ordinal, or −1 if it is a delete or counts for nothing. */
    int append(RestoredRows from, int row, long[] key) {
        boolean delete = from.operation(row) == StateDelta.DELETE;
        if (delete && wasEmpty) {
            return -1;
        }
        from.readKey(row, table.strings(), key);
        RecordStore records = table.records();
        int ordinal = records.add();
        System.arraycopy(key, 0, records.segment(ordinal), records.base(ordinal), key.length);
        if (wasEmpty) {
            known = ordinal + 1;
            return ordinal;
        }
        int place = ordinal - known;
        if (place == tailHashes.length) {
            tailHashes = Arrays.copyOf(tailHashes, Math.max(64, 2 * place));
        }
        tailHashes[place] = from.hash(row);
        if (delete) {
            deletes.set(place);
        }
        return delete ? -1 : ordinal;
    }

    /** Rows that wait to be merged. */
    int tail() {
        return table.size() - known;
    }

    boolean isTailLong() {
        return tail() >= Math.max(LONG_TAIL, known / 2);
    }

    /**
     * Merges the tail; no row is half read.
     *
     * @param newExpected how many rows the table will have been given, about
     */
    void merge(int newExpected) {
        expected = newExpected;
        merge();
    }

    private void merge() {
        RecordStore records = table.records();
        if (guesses.length == 0) {
            guesses = new int[BLOCK];
        }
        int begin = known;
        int end = records.size();
        for (int block = begin; block < end; block += BLOCK) {
            int count = Math.min(BLOCK, end - block);
            guess(block - begin, count);
            for (int i = 0; i < count; i++) {
                merge(block + i, block + i - begin, guesses[i]);
            }
        }
        records.truncate(known);
        deletes.clear();
    }

    /** Loops over places in memory only: the processor waits for many of them at once. */
    private void guess(int place, int count) {
        OrdinalIndex index = table.indexOfKnown(known, expected);
        for (int i = 0; i < count; i++) {
            guesses[i] = index.guess(tailHashes[place + i]);
        }
        lookAtGuesses(count);
    }

    /** At the records that are compared next. */
    private void lookAtGuesses(int count) {
        RecordStore records = table.records();
        long seen = 0;
        for (int i = 0; i < count; i++) {
            int guess = guesses[i];
            if (guess >= 0) {
                seen |= records.segment(guess)[records.base(guess)];
            }
        }
        lookedAt = seen;
    }

    private void merge(int ordinal, int place, int guess) {
        RecordStore records = table.records();
        boolean guessed = guess >= 0 && table.hasKeyOf(guess, records.segment(ordinal), records.base(ordinal));
        int found = guessed ? guess : table.findOrMove(known, expected, tailHashes[place], ordinal);
        boolean isNew = found == known;
        known += isNew ? 1 : 0;
        if (deletes.get(place)) {
            gone.set(found);
            return;
        }
        if (!isNew) {
            records.copy(ordinal, found);
        }
        if (!gone.isEmpty()) {
            gone.clear(found);
        }
    }

    /** All rows have come; gives the groups that are gone. */
    BitSet finish() {
        if (tail() > 0) {
            merge();
        }
        table.trimIndex();
        return gone;
    }
}
