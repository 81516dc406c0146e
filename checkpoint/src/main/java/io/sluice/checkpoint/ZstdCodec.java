package io.sluice.checkpoint;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.compression.AbstractCompressionCodec;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.compression.NoCompressionCodec;

/**
 * Buffers of Arrow's IPC format in zstd: the length without compression in 8 bytes, then a frame, a {@link ZstdFrame} or the library's.
 * Arrow's own codec makes a context of the library for each buffer, which asks the processor for what it can; in a virtual machine that
 * takes longer than to compress a few kilobytes. Here contexts are used again, and as many are kept as there are processors. For any
 * thread.
 */
public final class ZstdCodec extends AbstractCompressionCodec {
    /** Of zstd: more would take longer than what it saves in writing. */
    public static final int LEVEL = 1;

    /** Knows zstd, and buffers as they are. */
    public static final CompressionCodec.Factory FACTORY = new Factory();

    static final ZstdCodec CODEC = new ZstdCodec();

    private static final int KEPT = Runtime.getRuntime().availableProcessors();
    private static final int LENGTH_BYTES = Long.BYTES;
    private static final BlockingQueue<ZstdCompressCtx> COMPRESS = new ArrayBlockingQueue<>(KEPT);
    private static final BlockingQueue<ZstdDecompressCtx> DECOMPRESS = new ArrayBlockingQueue<>(KEPT);

    private ZstdCodec() {}

    /** Keeps no memory for the worst case: compressed bytes stay for a while. */
    @Override
    protected ArrowBuf doCompress(BufferAllocator allocator, ArrowBuf plain) {
        int length = Math.toIntExact(plain.writerIndex());
        if (ZstdFrame.isRepeated(plain, length)) {
            ArrowBuf frame = allocator.buffer(LENGTH_BYTES + ZstdFrame.repeatedBound(length));
            return frame.writerIndex(LENGTH_BYTES + ZstdFrame.repeated(frame, LENGTH_BYTES, plain, length));
        }
        int low = ZstdFrame.lowBytes(plain, length);
        if (low > 0) {
            ArrowBuf frame = allocator.buffer(LENGTH_BYTES + ZstdFrame.numbersBound(length, low));
            return frame.writerIndex(LENGTH_BYTES + ZstdFrame.numbers(frame, LENGTH_BYTES, plain, length, low));
        }
        long bound = LENGTH_BYTES + Zstd.compressBound(length);
        ArrowBuf large = allocator.buffer(bound);
        try {
            int size = compress(
                    large.nioBuffer(LENGTH_BYTES, Math.toIntExact(bound) - LENGTH_BYTES), plain.nioBuffer(0, length));
            large.writerIndex(LENGTH_BYTES + size);
        } catch (RuntimeException | Error e) {
            large.close();
            throw e;
        }
        long used = large.writerIndex();
        if (used * 2 > large.capacity()) {
            return large;
        }
        try (large) {
            ArrowBuf exact = allocator.buffer(used);
            exact.setBytes(0, large, 0, used);
            return exact.writerIndex(used);
        }
    }

    private static int compress(ByteBuffer into, ByteBuffer plain) {
        ZstdCompressCtx kept = COMPRESS.poll();
        ZstdCompressCtx context = kept == null ? new ZstdCompressCtx().setLevel(LEVEL) : kept;
        try {
            return context.compressDirectByteBuffer(into, 0, into.capacity(), plain, 0, plain.capacity());
        } finally {
            if (!COMPRESS.offer(context)) {
                context.close();
            }
        }
    }

    @Override
    protected ArrowBuf doDecompress(BufferAllocator allocator, ArrowBuf compressed) {
        int length = Math.toIntExact(readUncompressedLength(compressed));
        ArrowBuf plain = allocator.buffer(length);
        try {
            int stored = Math.toIntExact(compressed.writerIndex()) - LENGTH_BYTES;
            decompress(plain.nioBuffer(0, length), length, compressed.nioBuffer(LENGTH_BYTES, stored), 0, stored);
            return plain.writerIndex(length);
        } catch (RuntimeException | Error e) {
            plain.close();
            throw e;
        }
    }

    /**
     * Unpacks a frame, both in direct buffers, whose positions are not looked at.
     *
     * @param length what it has without compression; it fails with {@link ZstdException} if that is not so
     */
    public static void decompress(ByteBuffer into, int length, ByteBuffer compressed, int start, int size) {
        ZstdDecompressCtx kept = DECOMPRESS.poll();
        ZstdDecompressCtx context = kept == null ? new ZstdDecompressCtx() : kept;
        try {
            int got = context.decompressDirectByteBuffer(into, 0, length, compressed, start, size);
            if (got != length) {
                throw new ZstdException(
                        Zstd.errCorruptionDetected(), "expected %d bytes, got %d".formatted(length, got));
            }
        } finally {
            if (!DECOMPRESS.offer(context)) {
                context.close();
            }
        }
    }

    @Override
    public CodecType getCodecType() {
        return CodecType.ZSTD;
    }

    private static final class Factory implements CompressionCodec.Factory {
        @Override
        public CompressionCodec createCodec(CodecType type) {
            return createCodec(type, LEVEL);
        }

        /** @param level is not looked at: there is one */
        @Override
        public CompressionCodec createCodec(CodecType type, int level) {
            return switch (type) {
                case ZSTD -> CODEC;
                case NO_COMPRESSION -> NoCompressionCodec.INSTANCE;
                default -> throw new IllegalArgumentException("expected zstd or no compression, got " + type);
            };
        }
    }
}
