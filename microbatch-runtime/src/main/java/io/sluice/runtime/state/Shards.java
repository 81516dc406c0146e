package io.sluice.runtime.state;

import java.util.function.IntPredicate;

/** Sets of shards, a bit for each of {@link KeyGroups#SHARDS}. */
public final class Shards {
    public static final int ALL = (1 << KeyGroups.SHARDS) - 1;

    private Shards() {}

    public static int of(int shard) {
        return 1 << shard;
    }

    public static boolean has(int shards, int shard) {
        return (shards >>> shard & 1) != 0;
    }

    public static int of(int[] shards) {
        int set = 0;
        for (int shard : shards) {
            set |= of(shard);
        }
        return set;
    }

    public static int where(IntPredicate chosen) {
        int set = 0;
        for (int shard = 0; shard < KeyGroups.SHARDS; shard++) {
            set |= chosen.test(shard) ? of(shard) : 0;
        }
        return set;
    }

    /** The shards of a set, in order. */
    public static int[] list(int shards) {
        int[] list = new int[Integer.bitCount(shards)];
        int rest = shards;
        for (int i = 0; i < list.length; i++) {
            list[i] = Integer.numberOfTrailingZeros(rest);
            rest &= rest - 1;
        }
        return list;
    }
}
