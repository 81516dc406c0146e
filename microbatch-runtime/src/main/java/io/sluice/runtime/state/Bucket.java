package io.sluice.runtime.state;

/**
 * The groups of one bucket of time: a pane, a window, or 0 for all groups that live for ever. They lie in a table for each
 * shard that has some; a thread that works on a shard may set and change that shard's table.
 */
final class Bucket {
    private final long start;
    private final GroupTable[] tables = new GroupTable[KeyGroups.SHARDS];

    /** What the state has counted of it so far. */
    private final int[] countedGroups = new int[KeyGroups.SHARDS];

    private final long[] countedBytes = new long[KeyGroups.SHARDS];

    /** The shards whose tables are on disk. */
    private int away;

    Bucket(long start) {
        this.start = start;
    }

    long start() {
        return start;
    }

    /** The table of a shard; null where it has no groups. */
    GroupTable table(int shard) {
        return tables[shard];
    }

    void set(int shard, GroupTable table) {
        tables[shard] = table;
    }

    /** Its table in a shard goes to disk: its groups still count. */
    void moveAway(int shard, StateSize size) {
        away |= Shards.of(shard);
        tables[shard] = null;
        size.add(shard, 0, -countedBytes[shard]);
        countedBytes[shard] = 0;
    }

    boolean isAway(int shard) {
        return Shards.has(away, shard);
    }

    void comeBack(int shard, GroupTable table, StateSize size) {
        away &= ~Shards.of(shard);
        tables[shard] = table;
        count(shard, table.alive(), table.bytes(), size);
    }

    /** What was restored of it in a shard is forgotten. */
    void forget(int shard, StateSize size) {
        tables[shard] = null;
        count(shard, 0, 0, size);
    }

    boolean isEmpty() {
        if (away != 0) {
            return false;
        }
        for (GroupTable table : tables) {
            if (table != null) {
                return false;
            }
        }
        return true;
    }

    /** Counts its groups and memory, and adds what has changed since the last time. */
    void count(StateSize size) {
        for (int shard = 0; shard < KeyGroups.SHARDS; shard++) {
            if (Shards.has(away, shard)) {
                continue;
            }
            GroupTable table = tables[shard];
            count(shard, table == null ? 0 : table.alive(), table == null ? 0 : table.bytes(), size);
        }
    }

    /** It is no part of the state any more. */
    void uncount(StateSize size) {
        for (int shard = 0; shard < KeyGroups.SHARDS; shard++) {
            count(shard, 0, 0, size);
        }
    }

    private void count(int shard, int groups, long bytes, StateSize size) {
        size.add(shard, groups - countedGroups[shard], bytes - countedBytes[shard]);
        countedGroups[shard] = groups;
        countedBytes[shard] = bytes;
    }
}
