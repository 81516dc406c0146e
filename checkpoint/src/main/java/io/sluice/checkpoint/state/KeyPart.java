package io.sluice.checkpoint.state;

/** One of several parts of all keys, by their hash. */
record KeyPart(int parts, int number) {
    static final KeyPart ALL = new KeyPart(1, 0);

    private static final long LOW = 0xFFFFFFFFL;

    boolean has(byte[] key, int length) {
        return has(KeySet.hash(key, 0, length));
    }

    /** By the low half of the hash: sets place keys by the high one. */
    boolean has(long hash) {
        return (hash & LOW) * parts >>> Integer.SIZE == number;
    }
}
