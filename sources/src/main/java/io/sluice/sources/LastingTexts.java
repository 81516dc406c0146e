package io.sluice.sources;

/**
 * Tells texts of one array from those of another, as long as they are not changed: a dictionary's, or those that state keeps. Who made the
 * array may use it again, as another one's, when its reader moves on, unless somebody keeps them.
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
