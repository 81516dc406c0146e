package io.sluice.runtime.state;

/** How many groups each shard of a state has and what memory they take, kept up to date bucket by bucket. */
final class StateSize {
    private final long[] groups = new long[KeyGroups.SHARDS];
    private long bytes;

    void add(int shard, long moreGroups, long moreBytes) {
        groups[shard] += moreGroups;
        bytes += moreBytes;
    }

    long groups(int shard) {
        return groups[shard];
    }

    long groups() {
        long all = 0;
        for (long each : groups) {
            all += each;
        }
        return all;
    }

    long bytes() {
        return bytes;
    }
}
