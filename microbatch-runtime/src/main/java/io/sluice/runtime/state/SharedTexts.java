package io.sluice.runtime.state;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.LastingTexts;
import java.util.Arrays;

/**
 * The texts of a column that grows, or of one part of it, of which equal ones lie at one place, as long as they repeat enough to be
 * worth looking for. Nothing that a row points at is ever changed. Used by one thread at a time.
 *
 * <pre>
 * place in a lasting source ──► place here        (remembered, so that a text is hashed once)
 * hash of a text ──► place here
 * </pre>
 */
final class SharedTexts {
    private static final int FIRST = 64;

    /** Texts after which it shows whether they repeat. */
    private static final int ENOUGH = 1 << 12;

    private static final int GOLDEN = 0x9E3779B1;
    private static final int MOST = Integer.MAX_VALUE - 8;
    private static final int[] NONE = {};

    private final ColumnVector to;
    private int used;
    private int texts;
    private long rows;

    /** By hash: a place + 1 (0: none), its length, and the hash; no slots any more: texts are not looked for. */
    private int[] places = new int[FIRST];

    private int[] lengths = new int[FIRST];
    private int[] hashes = new int[FIRST];

    /** What was last copied from, if it lasts; by a slot for each place in it + 1, where that text lies here. */
    private LastingTexts source;

    private int[] seen = new int[FIRST];
    private int[] targets = new int[FIRST];

    SharedTexts(ColumnVector to) {
        this.to = to;
    }

    /** The texts of rows that came back, as they lie. */
    static SharedTexts of(ColumnVector restored, int rows, int used) {
        SharedTexts texts = new SharedTexts(restored);
        texts.used = used;
        for (int row = 0; row < rows; row++) {
            texts.rows++;
            int length = restored.lengths[row];
            if (length > 0 && texts.isSharing()) {
                texts.find(restored.bytes, restored.starts[row], length, true);
            }
        }
        return texts;
    }

    /** Whether texts repeat, as far as it shows. */
    boolean isSharing() {
        return places.length > 0;
    }

    /** Bytes of all texts. */
    int used() {
        return used;
    }

    /** Memory held besides the column's. */
    long bytes() {
        return Integer.BYTES * (3L * places.length + 2L * seen.length);
    }

    /**
     * Writes the texts of some rows to rows whose NULLs are written.
     *
     * @param chosen rows of {@code from}, from {@code first} on; null: those that follow the row {@code first}
     * @param at the first row to be written
     */
    void append(ColumnVector from, int[] chosen, int first, int count, int at) {
        rows += count;
        if (from.lasting != null && from.lasting != source) {
            source = from.lasting;
            Arrays.fill(seen, 0);
        }
        for (int i = 0; i < count; i++) {
            int row = chosen == null ? first + i : chosen[first + i];
            int length = to.hasNulls && to.nulls[at + i] ? 0 : from.lengths[row];
            to.lengths[at + i] = length;
            to.starts[at + i] = length == 0 ? 0 : place(from, from.starts[row], length);
        }
    }

    private int place(ColumnVector from, int start, int length) {
        if (!isSharing()) {
            return add(from.bytes, start, length);
        }
        if (from.lasting == null) {
            return find(from.bytes, start, length, false);
        }
        int slot = start * GOLDEN >>> Integer.numberOfLeadingZeros(seen.length) + 1;
        if (seen[slot] == start + 1) {
            return targets[slot];
        }
        int place = find(from.bytes, start, length, false);
        if (isSharing()) {
            slot = start * GOLDEN >>> Integer.numberOfLeadingZeros(seen.length) + 1;
            seen[slot] = start + 1;
            targets[slot] = place;
        }
        return place;
    }

    /** @param here a text that is not known yet lies here already */
    private int find(byte[] bytes, int start, int length, boolean here) {
        int hash = (int) KeyHash.ofBytes(bytes, start, length);
        int mask = places.length - 1;
        int slot = hash & mask;
        for (; places[slot] != 0; slot = slot + 1 & mask) {
            int place = places[slot] - 1;
            if (hashes[slot] == hash
                    && lengths[slot] == length
                    && Arrays.equals(to.bytes, place, place + length, bytes, start, start + length)) {
                return place;
            }
        }
        int place = here ? start : add(bytes, start, length);
        places[slot] = place + 1;
        lengths[slot] = length;
        hashes[slot] = hash;
        texts++;
        if (texts >= ENOUGH && texts > rows / 2) {
            stop();
        } else if (texts > places.length / 2) {
            grow();
        }
        return place;
    }

    private int add(byte[] bytes, int start, int length) {
        long end = (long) used + length;
        if (to.bytes.length < end) {
            to.bytes = Arrays.copyOf(to.bytes, Math.toIntExact(Math.max(end, Math.min(MOST, 2L * to.bytes.length))));
        }
        System.arraycopy(bytes, start, to.bytes, used, length);
        int place = used;
        used = (int) end;
        return place;
    }

    private void stop() {
        places = NONE;
        lengths = NONE;
        hashes = NONE;
        seen = NONE;
        targets = NONE;
        source = null;
    }

    private void grow() {
        int[] oldPlaces = places;
        int[] oldLengths = lengths;
        int[] oldHashes = hashes;
        int capacity = oldPlaces.length * 2;
        int mask = capacity - 1;
        places = new int[capacity];
        lengths = new int[capacity];
        hashes = new int[capacity];
        for (int old = 0; old < oldPlaces.length; old++) {
            if (oldPlaces[old] != 0) {
                int slot = oldHashes[old] & mask;
                while (places[slot] != 0) {
                    slot = slot + 1 & mask;
                }
                places[slot] = oldPlaces[old];
                lengths[slot] = oldLengths[old];
                hashes[slot] = oldHashes[old];
            }
        }
        seen = new int[capacity];
        targets = new int[capacity];
    }
}
