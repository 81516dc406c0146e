package io.sluice.checkpoint;

import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/**
 * Some rows of a {@link StateDelta} as they will be stored: a compressed record batch. To compress takes longer than to write, so
 * that a large delta is packed in pieces by all threads before its commit. Owns its memory, which comes from the allocator of the rows.
 */
public final class PackedRows implements AutoCloseable {
    /** Of zstd: more would take longer than what it saves in writing. */
    public static final int ZSTD_LEVEL = 1;

    private static final CompressionCodec CODEC =
            new Exact(CommonsCompressionFactory.INSTANCE.createCodec(CodecType.ZSTD, ZSTD_LEVEL));

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
        return new PackedRows(new VectorUnloader(rows, true, CODEC, true).getRecordBatch(), bytes);
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

    /** Compressed bytes stay for a while: they do not keep the memory for the worst case. */
    private static final class Exact implements CompressionCodec {
        private final CompressionCodec codec;

        Exact(CompressionCodec codec) {
            this.codec = codec;
        }

        @Override
        public ArrowBuf compress(BufferAllocator allocator, ArrowBuf uncompressed) {
            ArrowBuf large = codec.compress(allocator, uncompressed);
            long length = large.writerIndex();
            if (length * 2 > large.capacity()) {
                return large;
            }
            ArrowBuf exact = allocator.buffer(length);
            exact.setBytes(0, large, 0, length);
            exact.writerIndex(length);
            large.close();
            return exact;
        }

        @Override
        public ArrowBuf decompress(BufferAllocator allocator, ArrowBuf compressed) {
            return codec.decompress(allocator, compressed);
        }

        @Override
        public CodecType getCodecType() {
            return codec.getCodecType();
        }
    }
}
