package io.sluice.sources.parquet;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.format.CompressionCodec;
import org.xerial.snappy.Snappy;

/** Decompresses pages between arrays. One thread. */
final class Decompressor implements AutoCloseable {
    private Optional<ZstdDecompressCtx> zstd = Optional.empty();

    static boolean isKnown(CompressionCodec codec) {
        return switch (codec) {
            case UNCOMPRESSED, SNAPPY, GZIP, ZSTD -> true;
            case LZO, BROTLI, LZ4, LZ4_RAW -> false;
        };
    }

    /** Fills {@code out[0, size)} from {@code in[from, from + length)}; fails if it is not exactly so much. */
    void decompress(CompressionCodec codec, byte[] in, int from, int length, byte[] out, int size) throws IOException {
        int got =
                switch (codec) {
                    case UNCOMPRESSED -> copy(in, from, length, out, size);
                    case SNAPPY -> snappy(in, from, length, out, size);
                    case GZIP -> gzip(in, from, length, out, size);
                    case ZSTD -> zstd(in, from, length, out, size);
                    case LZO, BROTLI, LZ4, LZ4_RAW -> throw new IllegalStateException("codec " + codec);
                };
        if (got != size) {
            throw new IOException("expected a page of %d bytes, got %d".formatted(size, got));
        }
    }

    private static int copy(byte[] in, int from, int length, byte[] out, int size) {
        System.arraycopy(in, from, out, 0, Math.min(length, size));
        return length;
    }

    /** The library writes as many bytes as the page claims to have, so the claim is checked first. */
    private static int snappy(byte[] in, int from, int length, byte[] out, int size) throws IOException {
        int claimed = Snappy.uncompressedLength(in, from, length);
        return claimed == size ? Snappy.uncompress(in, from, length, out, 0) : claimed;
    }

    private static int gzip(byte[] in, int from, int length, byte[] out, int size) throws IOException {
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(in, from, length), 8192)) {
            int got = stream.readNBytes(out, 0, size);
            return got == size && stream.read() >= 0 ? size + 1 : got;
        }
    }

    private int zstd(byte[] in, int from, int length, byte[] out, int size) throws IOException {
        if (zstd.isEmpty()) {
            zstd = Optional.of(new ZstdDecompressCtx());
        }
        try {
            return zstd.get().decompressByteArray(out, 0, size, in, from, length);
        } catch (ZstdException e) {
            throw new IOException("expected zstd data, got: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        zstd.ifPresent(ZstdDecompressCtx::close);
        zstd = Optional.empty();
    }
}
