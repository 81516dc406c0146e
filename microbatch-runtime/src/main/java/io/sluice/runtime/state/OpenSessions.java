package io.sluice.runtime.state;

/** What a pipeline asks about sessions while it folds rows. May be asked by several threads while none changes. */
public interface OpenSessions {
    /**
     * Whether a row that is behind the watermark at the start of the batch is in no open session.
     *
     * @param hash of its key
     * @param key its words, without a pane
     * @param strings the texts of the key
     */
    boolean isLate(long hash, long[] key, StringPool strings, long time);
}
