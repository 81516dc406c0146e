package io.sluice.users;

/** A function that a user might write. */
public final class Twice {
    public long eval(long value) {
        return 2 * value;
    }
}
