package io.sluice.runtime.operator;

import io.sluice.runtime.state.RowTable;
import java.util.OptionalLong;

/** The partitions of one shard whose rows lie in a table. Used by one thread at a time. */
abstract class KeptPartitions implements PartitionedOperator.Shard {
    final RowTable table;

    /** When partitions end, or may. */
    final TimeHeap ends = new TimeHeap();

    /** Late rows of the batch. */
    long late;

    KeptPartitions(RowTable table) {
        this.table = table;
    }

    /** Removes a partition with its rows. */
    void drop(int key) {
        for (int slot = table.first(key); slot >= 0; ) {
            int next = table.next(slot);
            table.remove(slot);
            slot = next;
        }
    }

    /** Rows have new slots. */
    abstract void renumber(int[] moved);

    @Override
    public final void forget(long before) {
        for (int key = 0; key < table.keys(); key++) {
            if (table.rowsOf(key) > 0 && table.isKeyUnchanged(key, before)) {
                drop(key);
            }
        }
    }

    @Override
    public final long lateRows() {
        return late;
    }

    @Override
    public final OptionalLong nextEnd() {
        return ends.isEmpty() ? OptionalLong.empty() : OptionalLong.of(ends.time());
    }

    @Override
    public final void settle() {
        int[] moved = table.compact();
        if (moved != null) {
            renumber(moved);
        }
    }
}
