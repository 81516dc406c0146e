package io.sluice.runtime.state;

import io.sluice.planner.function.Utf8;
import java.util.Arrays;

/**
 * Texts by dense ids: equal texts have equal ids. The bytes lie in arenas, one behind the other; nothing is removed but
 * all at once. Used by one thread at a time.
 */
public final class StringPool {
    private static final int ARENA_BYTES = 4 << 20;
    private static final int FIRST_ARENA_BYTES = 256;
    private static final int FIRST_SLOTS = 16;

    private byte[][] arenas = {new byte[FIRST_ARENA_BYTES]};
    private int arena;
    private int arenaUsed;

    /** By id: arena in the high half, position in the low one. */
    private long[] places = new long[FIRST_SLOTS];

    private int[] lengths = new int[FIRST_SLOTS];
    private long[] hashes = new long[FIRST_SLOTS];
    private int size;
    private int generation;

    /** What was asked for last; no text has this id any more if it is not less than the size. */
    private int last;

    /** Bytes of all texts, and how many they were when the pool was made. */
    private long used;

    private long base;

    /** Low half of the hash, then id + 1; 0 is a free slot. */
    private long[] slots = new long[FIRST_SLOTS];

    public int size() {
        return size;
    }

    /** All texts are in use. */
    void noteBase() {
        base = used;
    }

    /** Bytes that were added since all texts were in use. */
    long added() {
        return used - base;
    }

    /** Bytes that were in use. */
    long base() {
        return base;
    }

    /** Another one after {@link #clear}: ids of an earlier generation mean nothing. */
    int generation() {
        return generation;
    }

    /** The id of the text, which is added if it is new. The one before is tried first: days and names come in runs. */
    public int intern(byte[] bytes, int start, int length) {
        if (last < size && isLast(bytes, start, length)) {
            return last;
        }
        last = intern(KeyHash.ofBytes(bytes, start, length), bytes, start, length);
        return last;
    }

    private boolean isLast(byte[] bytes, int start, int length) {
        return lengths[last] == length && equal(last, bytes, start, length);
    }

    public int intern(Utf8 text) {
        return intern(text.bytes, text.start, text.length);
    }

    /** The id here of a text of another pool. */
    public int intern(StringPool from, int id) {
        long place = from.places[id];
        return intern(from.hashes[id], from.arenas[(int) (place >>> 32)], (int) place, from.lengths[id]);
    }

    private int intern(long hash, byte[] bytes, int start, int length) {
        int mask = slots.length - 1;
        int slot = (int) hash & mask;
        for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
            if (entry >>> 32 == (hash & 0xFFFFFFFFL)) {
                int id = (int) entry - 1;
                if (equal(id, bytes, start, length)) {
                    return id;
                }
            }
            slot = slot + 1 & mask;
        }
        return add(slot, hash, bytes, start, length);
    }

    /** The frozen hash of a text's bytes. */
    public long hash(int id) {
        return hashes[id];
    }

    /** Where {@link #hash} looks, for loops; another array after a text was added. */
    public long[] hashes() {
        return hashes;
    }

    /** Points the view at a text; valid until {@link #clear}. */
    public Utf8 view(int id, Utf8 view) {
        long place = places[id];
        return view.set(arenas[(int) (place >>> 32)], (int) place, lengths[id]);
    }

    public int length(int id) {
        return lengths[id];
    }

    /** By unsigned bytes. */
    public int compare(int id, StringPool other, int otherId) {
        long place = other.places[otherId];
        return compare(id, other.arenas[(int) (place >>> 32)], (int) place, other.lengths[otherId]);
    }

    public int compare(int id, byte[] bytes, int start, int length) {
        long place = places[id];
        int own = (int) place;
        return Arrays.compareUnsigned(
                arenas[(int) (place >>> 32)], own, own + lengths[id], bytes, start, start + length);
    }

    public int compare(int id, Utf8 text) {
        return compare(id, text.bytes, text.start, text.length);
    }

    /** Memory held. */
    public long bytes() {
        long total = (long) slots.length * Long.BYTES + (long) places.length * (2 * Long.BYTES + Integer.BYTES);
        for (byte[] each : arenas) {
            total += each.length;
        }
        return total;
    }

    /** Forgets all texts; keeps the first arena. */
    public void clear() {
        if (size == 0) {
            return;
        }
        generation++;
        arenas = Arrays.copyOf(arenas, 1);
        arena = 0;
        arenaUsed = 0;
        size = 0;
        used = 0;
        base = 0;
        Arrays.fill(slots, 0);
    }

    void save(PageOutput out) {
        out.putInt(size);
        out.putLong(used);
        out.putLong(base);
        out.put(places, size);
        out.put(lengths, size);
        out.put(hashes, size);
        out.putInt(arena);
        for (int i = 0; i <= arena; i++) {
            int length = i == arena ? arenaUsed : arenas[i].length;
            out.putInt(length);
            out.put(arenas[i], length);
        }
    }

    static StringPool load(PageInput in) {
        StringPool pool = new StringPool();
        pool.size = in.getInt();
        pool.used = in.getLong();
        pool.base = in.getLong();
        int capacity = Math.max(FIRST_SLOTS, pool.size);
        pool.places = in.get(new long[capacity], pool.size);
        pool.lengths = in.get(new int[capacity], pool.size);
        pool.hashes = in.get(new long[capacity], pool.size);
        pool.arena = in.getInt();
        pool.arenas = new byte[pool.arena + 1][];
        for (int i = 0; i <= pool.arena; i++) {
            int length = in.getInt();
            pool.arenas[i] = in.get(new byte[Math.max(FIRST_ARENA_BYTES, length)], length);
            pool.arenaUsed = length;
        }
        pool.slots = new long[Math.max(FIRST_SLOTS, Integer.highestOneBit(Math.max(1, pool.size * 2 - 1)) * 2)];
        for (int id = 0; id < pool.size; id++) {
            long hash = pool.hashes[id];
            pool.slots[ControlWords.free(pool.slots, pool.slots.length - 1, (int) hash)] = hash << 32 | id + 1;
        }
        return pool;
    }

    private boolean equal(int id, byte[] bytes, int start, int length) {
        if (lengths[id] != length) {
            return false;
        }
        long place = places[id];
        int own = (int) place;
        return Arrays.equals(arenas[(int) (place >>> 32)], own, own + length, bytes, start, start + length);
    }

    private int add(int slot, long hash, byte[] bytes, int start, int length) {
        int id = size++;
        if (id == places.length) {
            places = Arrays.copyOf(places, id * 2);
            lengths = Arrays.copyOf(lengths, id * 2);
            hashes = Arrays.copyOf(hashes, id * 2);
        }
        places[id] = store(bytes, start, length);
        lengths[id] = length;
        hashes[id] = hash;
        slots[slot] = hash << 32 | id + 1;
        if (size * 2 > slots.length) {
            slots = ControlWords.grow(slots);
        }
        return id;
    }

    private long store(byte[] bytes, int start, int length) {
        if (arenas[arena].length - arenaUsed < length) {
            makeRoom(length);
        }
        System.arraycopy(bytes, start, arenas[arena], arenaUsed, length);
        long place = (long) arena << 32 | arenaUsed;
        arenaUsed += length;
        used += length;
        return place;
    }

    /** The first arena grows by doubling, so that a small pool is small; others are added as they are needed. */
    private void makeRoom(int length) {
        if (arena == 0 && arenaUsed + (long) length <= ARENA_BYTES) {
            int bytes = Math.min(
                    ARENA_BYTES, Math.max(arenas[0].length * 4, Integer.highestOneBit(arenaUsed + length) * 2));
            arenas[0] = Arrays.copyOf(arenas[0], bytes);
            return;
        }
        arena++;
        arenaUsed = 0;
        if (arena == arenas.length) {
            arenas = Arrays.copyOf(arenas, arena + 1);
        }
        arenas[arena] = new byte[Math.max(ARENA_BYTES, length)];
    }
}
