package io.sluice.runtime.execution;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.StateTable;
import io.sluice.runtime.state.KeyGroups;
import io.sluice.runtime.state.PagedState;
import io.sluice.runtime.state.Shards;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntToLongFunction;

/**
 * A part of a stage's state that goes to disk shard by shard, and where its shards are. Several tables may be one part: their
 * shards go and come together.
 */
final class Pages {
    final List<Table> tables;
    private final IntConsumer left;
    private final IntConsumer back;
    private final IntToLongFunction around;

    /** Shards that are known to have nothing in memory since {@link StateMemory} looked last, a bit for each. */
    int idle;

    /** The batch that a shard was last used in. */
    final long[] used = new long[KeyGroups.SHARDS];

    /** A table, and the files of its shards that are on disk; null for the others. */
    static final class Table {
        final StateTable name;
        final PagedState state;
        final FileChannel[] files = new FileChannel[KeyGroups.SHARDS];
        final long[] lengths = new long[KeyGroups.SHARDS];

        /** What a shard took in memory before it went. */
        final long[] sizes = new long[KeyGroups.SHARDS];

        Table(StateTable name, PagedState state) {
            this.name = requireNonNull(name, "name");
            this.state = requireNonNull(state, "state");
        }

        /** Whether a shard has rows, and they are in memory. */
        boolean isHere(int shard) {
            return files[shard] == null && !state.isEmpty(shard);
        }
    }

    /**
     * @param left hears that a shard is about to go to disk
     * @param back hears that it is there again
     * @param around the memory of what a stage keeps beside the tables
     */
    Pages(List<Table> tables, IntConsumer left, IntConsumer back, IntToLongFunction around) {
        this.tables = List.copyOf(tables);
        this.left = requireNonNull(left, "left");
        this.back = requireNonNull(back, "back");
        this.around = requireNonNull(around, "around");
    }

    Pages(List<Table> tables) {
        this(tables, shard -> {}, shard -> {}, shard -> 0);
    }

    void left(int shard) {
        left.accept(shard);
    }

    void back(int shard) {
        back.accept(shard);
    }

    /** Whether some table of a shard is on disk. */
    boolean isAway(int shard) {
        for (Table table : tables) {
            if (table.files[shard] != null) {
                return true;
            }
        }
        return false;
    }

    boolean isAnyAway() {
        return shardsAway() > 0;
    }

    int shardsAway() {
        return Integer.bitCount(Shards.where(this::isAway));
    }

    /** The memory that a shard takes now. */
    long bytes(int shard) {
        long bytes = 0;
        for (Table table : tables) {
            bytes += table.files[shard] == null ? table.state.bytes(shard) : 0;
        }
        return bytes == 0 ? 0 : bytes + around.applyAsLong(shard);
    }

    /** Whether it makes room if it goes to disk. */
    boolean canGo(int shard) {
        for (Table table : tables) {
            if (table.isHere(shard)) {
                return true;
            }
        }
        return false;
    }

    /** The memory that a shard would take in addition if it came back. */
    long needed(int shard) {
        long bytes = 0;
        for (Table table : tables) {
            bytes += table.files[shard] == null ? 0 : table.sizes[shard];
        }
        return bytes;
    }

    long diskBytes() {
        long bytes = 0;
        for (Table table : tables) {
            for (long length : table.lengths) {
                bytes += length;
            }
        }
        return bytes;
    }
}
