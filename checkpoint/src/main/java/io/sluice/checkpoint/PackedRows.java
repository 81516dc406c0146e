package io.sluice.checkpoint;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/**
 * Some rows of a {@link StateDelta} as they will be stored: a compressed record batch. To compress takes longer than to write, so
 * that a large delta is packed in pieces by all threads before its commit. Owns its memory, which comes from the allocator of the rows.
 */
public final class PackedRows implements AutoCloseable {
    private final ArrowRecordBatch batch;
    private final long bytes;

    private PackedRows(ArrowRecordBatch batch, long bytes) {
        this.batch = batch;
        this.bytes = bytes;
    }

    /** Copies the rows; for any thread. */
    public static PackedRows of(VectorSchemaRoot rows) {
        long bytes = 0;
        for (FieldVector column : rows.getFieldVectors()) {
            bytes += column.getBufferSize();
        }
        return new PackedRows(new VectorUnloader(rows, true, ZstdCodec.CODEC, true).getRecordBatch(), bytes);
    }

    /** The same rows, which live until both are closed; for any thread. */
    public PackedRows share() {
        return new PackedRows(
                new ArrowRecordBatch(
                        batch.getLength(), batch.getNodes(), batch.getBuffers(), batch.getBodyCompression(), true),
                bytes);
    }

    public int rows() {
        return batch.getLength();
    }

    /** Memory that the rows took before they were packed. */
    public long bytes() {
        return bytes;
    }

    /** What they take in a file. */
    public long packedBytes() {
        return batch.computeBodyLength();
    }

    /** The rows; its memory stays that of this object. */
    public ArrowRecordBatch batch() {
        return batch;
    }

    @Override
    public void close() {
        batch.close();
    }
}
