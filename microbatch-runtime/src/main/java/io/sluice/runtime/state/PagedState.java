package io.sluice.runtime.state;

/**
 * State in {@link KeyGroups#SHARDS} shards, each of which can be moved to disk and back. A shard that is away has its rows counted,
 * and nothing else of it may be asked for. Only shards that are settled are moved; several at a time, each by one thread.
 */
public interface PagedState {
    /** The memory that a shard takes; 0 if it is away. */
    long bytes(int shard);

    /** Whether a shard has no rows. */
    boolean isEmpty(int shard);

    /** Writes a shard, and forgets it. */
    void save(int shard, PageOutput out);

    /** Reads a shard back as it was. */
    void load(int shard, PageInput in);

    /**
     * From now on stored rows of these shards only are taken back: those of the others are given once more. What others have
     * taken back so far is forgotten.
     *
     * @param shards a bit for each
     */
    void restoreOnly(int shards);

    /** The stored rows of some shards are all there. */
    void finishRestore(int shards);
}
