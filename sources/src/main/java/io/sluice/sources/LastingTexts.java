package io.sluice.sources;

/**
 * The texts that lie in an array now, and are not changed: those of a dictionary, or of state. It tells them from those that lie in the same
 * array later: a reader that moves on gives the array of a dictionary to another reader, unless somebody has asked to keep it.
 *
 * <p>{@link #keep} is called by the thread that reads, before it reads on.
 */
public final class LastingTexts {
    private boolean kept;

    /** Their array is not used again: rows will point into it for longer than a batch of the reader is there. */
    public void keep() {
        kept = true;
    }

    public boolean isKept() {
        return kept;
    }
}
