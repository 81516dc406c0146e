package io.sluice.runtime.state;

import io.sluice.checkpoint.PackedRows;
import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import io.sluice.planner.plan.Column;
import io.sluice.runtime.batch.ArrowRows;
import io.sluice.runtime.batch.ColumnBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What a batch has changed in the groups of a state, as Arrow rows. A few lie in one root. Many are written by several threads, each
 * into a {@link Part} of its own, and packed.
 */
final class GroupDelta implements AutoCloseable {
    /** The memory of more rows is given back. */
    private static final int MANY_ROWS = 1 << 16;

    private static final int MOST_OF_PIECE = 1 << 14;

    private final StateColumns stored;
    private final List<Column> columns;
    private final BufferAllocator allocator;
    private final Part few;
    private final Deque<Part> spare = new ArrayDeque<>();
    private final List<PackedRows> packed = new ArrayList<>();
    private PackedRows[][] parts = {};

    GroupDelta(StateColumns stored, BufferAllocator allocator) {
        this.stored = stored;
        this.columns = stored.deltaColumns();
        this.allocator = allocator;
        few = new Part();
    }

    void begin() {
        if (few.rows.root().getRowCount() > MANY_ROWS) {
            few.rows.release();
        }
        few.rows.root().setRowCount(0);
        packed.forEach(PackedRows::close);
        packed.clear();
    }

    /** Where rows go that one thread writes. */
    Part few() {
        return few;
    }

    /** What follows is written in so many parts; what there is comes before it. */
    void startPacking(int count) {
        if (few.rows.root().getRowCount() > 0) {
            packed.add(PackedRows.of(few.rows.root()));
            few.rows.root().setRowCount(0);
        }
        parts = new PackedRows[count][];
    }

    /** What writes a part; to be given to {@link #end}. */
    Part start() {
        Part part;
        synchronized (spare) {
            part = spare.isEmpty() ? new Part() : spare.pop();
        }
        part.rows.root().setRowCount(0);
        return part;
    }

    /** A part is written. */
    void end(Part part, int index) {
        if (part.rows.root().getRowCount() > 0) {
            part.pack();
        }
        parts[index] = part.pieces.toArray(PackedRows[]::new);
        part.pieces.clear();
        synchronized (spare) {
            spare.push(part);
        }
    }

    /** All parts are written. */
    void finishPacking() {
        for (PackedRows[] part : parts) {
            packed.addAll(List.of(part));
        }
        parts = new PackedRows[0][];
        spare.forEach(part -> part.rows.release());
    }

    /** What has changed; valid until the next batch begins. */
    Optional<StateDelta> delta(StateTable table) {
        return packed.isEmpty() && few.rows.root().getRowCount() == 0
                ? Optional.empty()
                : Optional.of(new StateDelta(table, packed, few.rows.root()));
    }

    /** Rows of one thread. */
    final class Part {
        private final ArrowRows rows = new ArrowRows(columns, allocator);
        private final List<PackedRows> pieces = new ArrayList<>();
        private Optional<ColumnBatch> buffer = Optional.empty();

        /** Appends rows that put or delete groups of a bucket. */
        void append(GroupTable from, byte operation, long bucket, References groups) {
            RecordView view = new RecordView(from);
            ColumnBatch batch = buffer();
            for (int begin = 0; begin < groups.count(); begin += batch.capacity()) {
                batch.clear();
                int count = Math.min(groups.count() - begin, batch.capacity());
                stored.append(view, operation, bucket, groups.part(begin, count), batch);
                rows.append(batch.columns(), batch.rows());
                if (this != few && rows.root().getRowCount() >= MOST_OF_PIECE) {
                    pack();
                }
            }
        }

        private void pack() {
            pieces.add(PackedRows.of(rows.root()));
            rows.root().setRowCount(0);
        }

        private ColumnBatch buffer() {
            if (buffer.isEmpty()) {
                buffer = Optional.of(
                        ColumnBatch.piece(columns.stream().map(Column::type).toList()));
            }
            return buffer.get();
        }

        private void close() {
            pieces.forEach(PackedRows::close);
            rows.close();
        }
    }

    @Override
    public void close() {
        packed.forEach(PackedRows::close);
        packed.clear();
        for (PackedRows[] part : parts) {
            for (int i = 0; part != null && i < part.length; i++) {
                part[i].close();
            }
        }
        spare.forEach(Part::close);
        few.close();
    }
}
