package io.sluice.runtime.state;

/**
 * How state is divided by the frozen hash of its keys: into 256 key groups, and these into a fixed number of shards that
 * threads take one by one. Neither depends on the number of threads, and so the results do not either.
 */
public final class KeyGroups {
    public static final int GROUPS = 256;
    public static final int SHARDS = 16;

    private KeyGroups() {}

    public static int group(long hash) {
        return (int) (hash >>> 56);
    }

    public static int shard(long hash) {
        return group(hash) / (GROUPS / SHARDS);
    }
}
