package io.sluice.checkpoint.state;

/** Keys as bytes, each once. One thread. */
interface SeenKeys {
    /** Makes a set, for rows whose keys are encoded by {@code keys}, of about so many keys. */
    static SeenKeys of(KeyEncoder keys, long expected) {
        return keys.width() > 0 ? new FixedKeySet(keys.width(), expected) : new KeySet();
    }

    /** About how many bytes of memory a key takes in a set that is full. */
    static int bytesPerKey(KeyEncoder keys) {
        return keys.width() > 0 ? FixedKeySet.bytesPerKey(keys.width()) : KeySet.BYTES_PER_KEY;
    }

    /** Looks where keys would be, one right after the other, so that the processor waits for the memory of many at once. */
    void lookAt(KeyBlock keys);

    /** Adds a key of a block that it has looked at; whether it was not there before. */
    boolean add(KeyBlock keys, int index);

    /** Whether a key of a block that it has looked at is not there. */
    boolean lacks(KeyBlock keys, int index);
}
