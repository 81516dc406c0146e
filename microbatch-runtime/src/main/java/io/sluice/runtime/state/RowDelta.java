package io.sluice.runtime.state;

import io.sluice.checkpoint.PackedRows;
import io.sluice.checkpoint.StateDelta;
import io.sluice.planner.plan.Column;
import io.sluice.runtime.batch.ArrowRows;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.sources.ColumnVector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * What a batch has changed in a table of rows, as Arrow rows: of each shard first the rows that are gone, then those that are new
 * or count otherwise. A few rows lie in one root. Many are cut into pieces, which threads fill and pack each on its own: so no buffer
 * becomes large, and what takes most of the time, to compress them, is done by all.
 */
final class RowDelta implements AutoCloseable {
    private static final int MANY_ROWS = 1 << 16;

    /** So few that the buffers of a piece are handed out again and again by the allocator. */
    private static final int MOST_OF_PIECE = 1 << 14;

    private static final int FEWEST_OF_PIECE = 1 << 11;
    private static final int PIECES = 4;

    private final List<Column> columns;
    private final boolean counted;
    private final int extras;
    private final BufferAllocator allocator;
    private final Buffers few;
    private final Deque<Buffers> spare = new ArrayDeque<>();
    private final List<PackedRows> packed = new ArrayList<>();

    private RowTable[] shards = {};
    private int[][] slots = {};
    private PackedRows[] pieces = {};

    /** Rows that were collected. */
    private int changed;

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
        this.allocator = allocator;
        few = new Buffers(buffer);
    }

    VectorSchemaRoot root() {
        return few.rows.root();
    }

    /** The rows that come before those of the root. */
    List<PackedRows> packed() {
        return packed;
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
        if (root().getRowCount() > MANY_ROWS) {
            few.rows.release();
        }
        root().setRowCount(0);
        packed.forEach(PackedRows::close);
        packed.clear();
        put = 0;
        gone = 0;
    }

    /** Finds what has changed since the batch began, or was collected before; gives the number of rows. */
    int collect(RowTable[] of) {
        shards = of;
        changed = 0;
        slots = new int[of.length][];
        for (int shard = 0; shard < of.length; shard++) {
            slots[shard] = of[shard].takeTouched();
            put += slots[shard].length;
            gone += of[shard].removed().size();
            changed = Math.addExact(
                    changed, slots[shard].length + of[shard].removed().size());
        }
        return changed;
    }

    /** Writes what was collected behind what there is. */
    void write() {
        few.append(0, changed);
        finish();
    }

    /** What was collected is to be packed, in so many pieces. */
    int startPacking() {
        if (root().getRowCount() > 0) {
            packed.add(PackedRows.of(root()));
            root().setRowCount(0);
        }
        int rows = Math.max(FEWEST_OF_PIECE, Math.min(MOST_OF_PIECE, (changed + PIECES - 1) / PIECES));
        pieces = new PackedRows[(changed + rows - 1) / rows];
        return pieces.length;
    }

    /** Packs a piece; several by several threads at a time. */
    void pack(int piece) {
        Buffers own = take();
        int from = (int) ((long) changed * piece / pieces.length);
        int to = (int) ((long) changed * (piece + 1) / pieces.length);
        try {
            own.rows.root().setRowCount(0);
            own.append(from, to);
            pieces[piece] = PackedRows.of(own.rows.root());
        } finally {
            synchronized (spare) {
                spare.push(own);
            }
        }
    }

    private Buffers take() {
        synchronized (spare) {
            if (!spare.isEmpty()) {
                return spare.pop();
            }
        }
        return new Buffers(ColumnBatch.piece(columns.stream().map(Column::type).toList()));
    }

    /** All pieces are packed. */
    void finishPacking() {
        packed.addAll(List.of(pieces));
        pieces = new PackedRows[0];
        spare.forEach(each -> each.rows.release());
        finish();
    }

    private void finish() {
        changed = 0;
        shards = new RowTable[0];
        slots = new int[0][];
    }

    /** What rows are written with, by one thread. */
    private final class Buffers {
        private final ColumnBatch buffer;
        private final ArrowRows rows = new ArrowRows(columns, allocator);

        Buffers(ColumnBatch buffer) {
            this.buffer = buffer;
        }

        /** Appends some of the rows that were collected. */
        void append(int from, int to) {
            int first = rows.root().getRowCount();
            for (int column = 0; column < columns.size(); column++) {
                int begin = 0;
                int written = first;
                for (int shard = 0; shard < shards.length; shard++) {
                    LongList numbers = shards[shard].removed();
                    written = appendGone(column, numbers, from - begin, Math.min(numbers.size(), to - begin), written);
                    begin += numbers.size();
                    written =
                            appendPut(column, shard, from - begin, Math.min(slots[shard].length, to - begin), written);
                    begin += slots[shard].length;
                }
            }
            rows.root().setRowCount(first + to - from);
            buffer.clear();
        }

        private int appendGone(int column, LongList numbers, int from, int to, int first) {
            ColumnVector values = buffer.column(column);
            int written = first;
            for (int done = Math.max(0, from); done < to; done += buffer.capacity()) {
                int count = Math.min(buffer.capacity(), to - done);
                if (column == 0) {
                    constant(values, count, StateDelta.DELETE);
                } else if (column == 1) {
                    values.hasNulls = false;
                    for (int i = 0; i < count; i++) {
                        values.longs[i] = numbers.get(done + i);
                    }
                } else {
                    values.hasNulls = true;
                    Arrays.fill(values.nulls, 0, count, true);
                    if (columns.get(column).type().kind().isSlice()) {
                        Arrays.fill(values.starts, 0, count, 0);
                        Arrays.fill(values.lengths, 0, count, 0);
                    }
                }
                rows.append(column, values, count, written);
                written += count;
            }
            return written;
        }

        private int appendPut(int column, int shard, int from, int to, int first) {
            int[] all = slots[shard];
            int written = first;
            for (int done = Math.max(0, from); done < to; done += buffer.capacity()) {
                int count = Math.min(buffer.capacity(), to - done);
                int[] chosen = done == 0 ? all : Arrays.copyOfRange(all, done, done + count);
                fill(column, shards[shard], chosen, count);
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
    }

    private static void constant(ColumnVector to, int count, long value) {
        to.hasNulls = false;
        Arrays.fill(to.longs, 0, count, value);
    }

    @Override
    public void close() {
        packed.forEach(PackedRows::close);
        packed.clear();
        for (PackedRows each : pieces) {
            if (each != null) {
                each.close();
            }
        }
        spare.forEach(each -> each.rows.close());
        few.rows.close();
    }
}
