package io.sluice.runtime.operator;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.function.Utf8;
import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.LateRows;
import io.sluice.runtime.batch.ArrowRows;
import io.sluice.runtime.batch.BatchConsumer;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.sources.ColumnVector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Sends the late rows of an input of an operator to their sink, each in an envelope, see {@link LateRows}. */
public final class LateOutput implements AutoCloseable {
    private final byte[] query;
    private final byte[] uid;
    private final List<Column> row = new ArrayList<>();
    private final SinkOutput output;
    private final BufferAllocator allocator;
    private final ThreadBuffers[] buffers;
    private long batch;
    private long watermark;

    /**
     * @param operator its uid
     * @param time the column that has the event time
     * @param columns that are sent on
     */
    public LateOutput(
            String queryName,
            String operator,
            Column time,
            List<Column> columns,
            SinkOutput output,
            int threads,
            BufferAllocator allocator) {
        query = queryName.getBytes(StandardCharsets.UTF_8);
        uid = operator.getBytes(StandardCharsets.UTF_8);
        row.add(time);
        row.addAll(columns);
        this.output = requireNonNull(output, "output");
        this.allocator = requireNonNull(allocator, "allocator");
        buffers = new ThreadBuffers[threads];
    }

    public SinkOutput output() {
        return output;
    }

    /** @param newWatermark that made the rows late */
    public void begin(long newBatch, long newWatermark) {
        batch = newBatch;
        watermark = newWatermark;
    }

    /** The batch of a thread that the loop appends to: the event time, then the columns of the row. */
    public ColumnBatch batch(int thread) {
        return buffers(thread).rows;
    }

    public BatchConsumer consumer(int thread, int piece) {
        ThreadBuffers own = buffers(thread);
        int part = output.part(thread, piece);
        return late -> write(late, own, part);
    }

    private ThreadBuffers buffers(int thread) {
        if (buffers[thread] == null) {
            buffers[thread] = new ThreadBuffers(
                    ColumnBatch.of(types(row)),
                    ColumnBatch.of(types(LateRows.COLUMNS)),
                    new JsonRow(row.subList(1, row.size())),
                    new Utf8(),
                    new ArrowRows(LateRows.COLUMNS, allocator));
        }
        return buffers[thread];
    }

    private static List<DataType> types(List<Column> columns) {
        return columns.stream().map(Column::type).toList();
    }

    private void write(ColumnBatch late, ThreadBuffers own, int part) {
        ColumnVector[] columns = late.columns();
        ColumnBatch envelopes = own.envelopes;
        envelopes.clear();
        for (int i = 0; i < late.rows(); i++) {
            ColumnBatch.appendText(envelopes.column(0), i, query, 0, query.length);
            ColumnBatch.appendText(envelopes.column(1), i, uid, 0, uid.length);
            boolean untimed = columns[0].hasNulls && columns[0].nulls[i];
            envelopes.column(2).nulls[i] = untimed;
            envelopes.column(2).hasNulls |= untimed;
            envelopes.column(2).longs[i] = columns[0].longs[i];
            envelopes.column(3).longs[i] = watermark;
            envelopes.column(4).longs[i] = batch;
            own.json.write(columns, 1, i, own.text.clear());
            ColumnBatch.appendText(envelopes.column(5), i, own.text.bytes, own.text.start, own.text.length);
        }
        output.write(part, own.arrow.fill(envelopes.columns(), late.rows()), null);
    }

    @Override
    public void close() {
        for (ThreadBuffers each : buffers) {
            if (each != null) {
                each.arrow.close();
            }
        }
    }

    private record ThreadBuffers(ColumnBatch rows, ColumnBatch envelopes, JsonRow json, Utf8 text, ArrowRows arrow) {}
}
