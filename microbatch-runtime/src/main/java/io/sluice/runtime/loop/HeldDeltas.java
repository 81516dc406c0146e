package io.sluice.runtime.loop;

import io.sluice.checkpoint.PackedRows;
import io.sluice.checkpoint.StateDelta;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/**
 * Deltas of a batch that stay while the next one runs. Rows that were packed are shared; others are copied, and compressed where
 * they are written.
 */
final class HeldDeltas implements AutoCloseable {
    private final List<StateDelta> deltas = new ArrayList<>();

    HeldDeltas(List<StateDelta> of) {
        try {
            of.forEach(this::hold);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void hold(StateDelta delta) {
        List<PackedRows> packed = new ArrayList<>();
        VectorSchemaRoot rows = VectorSchemaRoot.create(
                delta.rows().getSchema(), delta.rows().getVector(0).getAllocator());
        try {
            delta.packed().forEach(each -> packed.add(each.share()));
            if (delta.rows().getRowCount() > 0) {
                copy(delta.rows(), rows);
            }
        } catch (RuntimeException | Error e) {
            packed.forEach(PackedRows::close);
            rows.close();
            throw e;
        }
        deltas.add(new StateDelta(delta.table(), packed, rows));
    }

    private static void copy(VectorSchemaRoot from, VectorSchemaRoot to) {
        BufferAllocator allocator = to.getVector(0).getAllocator();
        List<ArrowBuf> copies = new ArrayList<>();
        try (ArrowRecordBatch batch = new VectorUnloader(from).getRecordBatch()) {
            for (ArrowBuf buffer : batch.getBuffers()) {
                ArrowBuf copy = allocator.buffer(buffer.writerIndex());
                copies.add(copy);
                copy.setBytes(0, buffer, 0, buffer.writerIndex());
                copy.writerIndex(buffer.writerIndex());
            }
            try (ArrowRecordBatch copied = new ArrowRecordBatch(batch.getLength(), batch.getNodes(), copies)) {
                new VectorLoader(to).load(copied);
            }
        } finally {
            copies.forEach(ArrowBuf::close);
        }
    }

    List<StateDelta> deltas() {
        return deltas;
    }

    @Override
    public void close() {
        for (StateDelta delta : deltas) {
            delta.packed().forEach(PackedRows::close);
            delta.rows().close();
        }
        deltas.clear();
    }
}
