package io.sluice.runtime.state;

import io.sluice.checkpoint.StateDelta;
import io.sluice.planner.plan.Column;
import io.sluice.runtime.batch.ArrowRows;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.sources.ColumnVector;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * What a batch has changed in a table of rows, as Arrow rows: of each shard first the rows that are gone, then those that are new
 * or count otherwise. Columns do not depend on each other, so that each can be written by a thread of its own.
 */
final class RowDelta implements AutoCloseable {
    private static final int MANY_ROWS = 1 << 16;

    private final List<Column> columns;
    private final boolean counted;
    private final int extras;
    private final ArrowRows rows;

    /** A column of it belongs to whoever writes that column. */
    private final ColumnBatch buffer;

    private RowTable[] shards = {};
    private int[][] slots = {};

    /** Rows of earlier rounds of the batch: only a recursion has some. */
    private int before;

    private int size;
    private long put;
    private long gone;

    /**
     * @param columns what is done with the row, its number, the count in a counted table, extras, the row's own columns
     * @param buffer of these columns
     */
    RowDelta(List<Column> columns, boolean counted, int extras, ColumnBatch buffer, BufferAllocator allocator) {
        this.columns = columns;
        this.counted = counted;
        this.extras = extras;
        this.buffer = buffer;
        rows = new ArrowRows(columns, allocator);
    }

    VectorSchemaRoot root() {
        return rows.root();
    }

    /** Rows that are new or count otherwise. */
    long put() {
        return put;
    }

    /** Stored rows that are gone. */
    long gone() {
        return gone;
    }

    void begin() {
        if (rows.root().getRowCount() > MANY_ROWS) {
            rows.release();
        }
        rows.root().setRowCount(0);
        before = 0;
        size = 0;
        put = 0;
        gone = 0;
    }

    /** Finds what has changed since the batch began, or was collected before; gives the number of rows. */
    int collect(RowTable[] of) {
        before = size;
        shards = of;
        int changed = 0;
        slots = new int[of.length][];
        for (int shard = 0; shard < of.length; shard++) {
            slots[shard] = of[shard].liveTouched();
            put += slots[shard].length;
            gone += of[shard].removed().size();
            changed = Math.addExact(
                    changed, slots[shard].length + of[shard].removed().size());
        }
        size = Math.addExact(before, changed);
        return changed;
    }

    /** Writes a column of what was collected; several by several threads at a time. */
    void write(int column) {
        int written = before;
        for (int shard = 0; shard < shards.length; shard++) {
            written = writeGone(column, shards[shard].removed(), written);
            written = writePut(column, shards[shard], slots[shard], written);
        }
    }

    /** All columns are written. */
    void finish() {
        rows.root().setRowCount(size);
        buffer.clear();
        shards = new RowTable[0];
        slots = new int[0][];
    }

    private int writeGone(int column, LongList numbers, int first) {
        ColumnVector to = buffer.column(column);
        int written = first;
        for (int done = 0; done < numbers.size(); done += buffer.capacity()) {
            int count = Math.min(buffer.capacity(), numbers.size() - done);
            if (column == 0) {
                constant(to, count, StateDelta.DELETE);
            } else if (column == 1) {
                to.hasNulls = false;
                for (int i = 0; i < count; i++) {
                    to.longs[i] = numbers.get(done + i);
                }
            } else {
                to.hasNulls = true;
                Arrays.fill(to.nulls, 0, count, true);
                if (columns.get(column).type().kind().isSlice()) {
                    Arrays.fill(to.starts, 0, count, 0);
                    Arrays.fill(to.lengths, 0, count, 0);
                }
            }
            rows.append(column, to, count, written);
            written += count;
        }
        return written;
    }

    private static void constant(ColumnVector to, int count, long value) {
        to.hasNulls = false;
        Arrays.fill(to.longs, 0, count, value);
    }

    private int writePut(int column, RowTable shard, int[] all, int first) {
        int written = first;
        for (int done = 0; done < all.length; done += buffer.capacity()) {
            int count = Math.min(buffer.capacity(), all.length - done);
            int[] chosen = done == 0 ? all : Arrays.copyOfRange(all, done, done + count);
            fill(column, shard, chosen, count);
            rows.append(column, buffer.column(column), count, written);
            written += count;
        }
        return written;
    }

    private void fill(int column, RowTable shard, int[] chosen, int count) {
        ColumnVector to = buffer.column(column);
        int first = 2 + (counted ? 1 : 0);
        if (column >= first + extras) {
            buffer.refer(shard.columns()[column - first - extras], chosen, count, column);
        } else if (column == 0) {
            constant(to, count, StateDelta.PUT);
        } else {
            to.hasNulls = false;
            for (int i = 0; i < count; i++) {
                to.longs[i] = column == 1
                        ? shard.number(chosen[i])
                        : column < first ? shard.count(chosen[i]) : shard.extra(column - first, chosen[i]);
            }
        }
    }

    @Override
    public void close() {
        rows.close();
    }
}
