package io.sluice.sinks.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** How pages are compressed. The libraries are called directly: Hadoop's codecs would add their pools and start-up time. */
public enum Compression {
    ZSTD(CompressionCodecName.ZSTD) {
        @Override
        byte[] compress(byte[] page, int length) {
            ZstdCompressCtx kept = CONTEXTS.poll();
            ZstdCompressCtx context = kept == null ? new ZstdCompressCtx().setLevel(ZSTD_LEVEL) : kept;
            try {
                byte[] compressed = new byte[(int) Zstd.compressBound(length)];
                int size = context.compressByteArray(compressed, 0, compressed.length, page, 0, length);
                return Arrays.copyOf(compressed, size);
            } finally {
                if (!CONTEXTS.offer(context)) {
                    context.close();
                }
            }
        }
    },
    SNAPPY(CompressionCodecName.SNAPPY) {
        @Override
        byte[] compress(byte[] page, int length) throws IOException {
            byte[] compressed = new byte[Snappy.maxCompressedLength(length)];
            return Arrays.copyOf(compressed, Snappy.compress(page, 0, length, compressed, 0));
        }
    },
    GZIP(CompressionCodecName.GZIP) {
        @Override
        byte[] compress(byte[] page, int length) throws IOException {
            ByteArrayOutputStream compressed = new ByteArrayOutputStream(length / 2 + 64);
            try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
                gzip.write(page, 0, length);
            }
            return compressed.toByteArray();
        }
    },
    UNCOMPRESSED(CompressionCodecName.UNCOMPRESSED) {
        @Override
        byte[] compress(byte[] page, int length) {
            return Arrays.copyOf(page, length);
        }
    };

    private static final int ZSTD_LEVEL = 1;

    /** To set one up costs more than to compress a small page, and its memory goes when it is closed only, not with its thread. */
    private static final BlockingQueue<ZstdCompressCtx> CONTEXTS =
            new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

    private final CompressionCodecName codec;

    Compression(CompressionCodecName codec) {
        this.codec = codec;
    }

    /** The compressed form of the first {@code length} bytes. */
    abstract byte[] compress(byte[] page, int length) throws IOException;

    CompressionCodecName codec() {
        return codec;
    }

    /** As options write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
