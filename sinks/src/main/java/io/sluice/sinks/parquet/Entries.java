package io.sluice.sinks.parquet;

import java.util.Arrays;

/**
 * A nested column on its way to its leaves: for each entry the levels so far, and the place of its value in the vector of the
 * field that is looked at; −1 where a parent is NULL or empty. Not for two threads.
 */
final class Entries {
    byte[] repetitions = new byte[0];
    byte[] definitions = new byte[0];
    int[] places = new int[0];
    int count;

    /** Rows from {@code from} on, at level 0. */
    static Entries ofRows(int from, int count) {
        Entries entries = new Entries();
        entries.ensure(count);
        for (int i = 0; i < count; i++) {
            entries.places[i] = from + i;
        }
        entries.count = count;
        return entries;
    }

    void ensure(int capacity) {
        if (places.length < capacity) {
            int size = Math.max(capacity, 2 * places.length);
            repetitions = Arrays.copyOf(repetitions, size);
            definitions = Arrays.copyOf(definitions, size);
            places = Arrays.copyOf(places, size);
        }
    }

    void add(int repetition, int definition, int place) {
        ensure(count + 1);
        repetitions[count] = (byte) repetition;
        definitions[count] = (byte) definition;
        places[count] = place;
        count++;
    }

    Entries copy() {
        Entries copy = new Entries();
        copy.repetitions = Arrays.copyOf(repetitions, count);
        copy.definitions = Arrays.copyOf(definitions, count);
        copy.places = Arrays.copyOf(places, count);
        copy.count = count;
        return copy;
    }
}
