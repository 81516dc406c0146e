package io.sluice.sources.parquet;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.format.CompressionCodec;
import org.brotli.dec.BrotliInputStream;
import org.xerial.snappy.Snappy;

/** Decompresses pages between arrays. One thread. */
final class Decompressor implements AutoCloseable {
    /** No page is larger: who claims more is not believed, so that a small file cannot claim all memory. */
    static final int MAX_PAGE = 256 << 20;

    private static final VarHandle BIG_ENDIAN_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private Optional<ZstdDecompressCtx> zstd = Optional.empty();
    private Optional<Lz4Decompressor> lz4 = Optional.empty();

    static boolean isKnown(CompressionCodec codec) {
        return switch (codec) {
            case UNCOMPRESSED, SNAPPY, GZIP, ZSTD, BROTLI, LZ4, LZ4_RAW -> true;
            case LZO -> false;
        };
    }

    /** How many times its size a page may have when decompressed; what claims more is damaged. */
    private static long mostTimes(CompressionCodec codec) {
        return switch (codec) {
            case UNCOMPRESSED -> 1;
            case SNAPPY -> 32;
            case LZ4, LZ4_RAW -> 256;
            case GZIP -> 1100;
            case ZSTD, BROTLI, LZO -> Integer.MAX_VALUE;
        };
    }

    /** Refuses a size that cannot be before memory is taken for it. */
    static void checkClaim(CompressionCodec codec, int length, int size) throws IOException {
        if (size > MAX_PAGE) {
            throw new UnsupportedPageException(
                    "a page of %d bytes, of which there are at most %d".formatted(size, MAX_PAGE));
        }
        if (size > mostTimes(codec) * (length + 64L)) {
            throw new IOException("expected a page that %s can compress to %d bytes, got one of %d bytes"
                    .formatted(codec, length, size));
        }
    }

    /** Fills {@code out[0, size)} from {@code in[from, from + length)}; fails if it is not exactly so much. */
    void decompress(CompressionCodec codec, byte[] in, int from, int length, byte[] out, int size) throws IOException {
        int got =
                switch (codec) {
                    case UNCOMPRESSED -> copy(in, from, length, out, size);
                    case SNAPPY -> snappy(in, from, length, out, size);
                    case GZIP -> gzip(in, from, length, out, size);
                    case ZSTD -> zstd(in, from, length, out, size);
                    case BROTLI -> brotli(in, from, length, out, size);
                    case LZ4_RAW -> lz4(in, from, length, out, 0, size);
                    case LZ4 -> lz4Blocks(in, from, length, out, size);
                    case LZO -> throw new IllegalStateException("codec " + codec);
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
            return readAll(stream, out, size);
        }
    }

    private static int brotli(byte[] in, int from, int length, byte[] out, int size) throws IOException {
        try (BrotliInputStream stream = new BrotliInputStream(new ByteArrayInputStream(in, from, length))) {
            return readAll(stream, out, size);
        }
    }

    /** More than {@code size} is told as one byte more. */
    private static int readAll(InputStream stream, byte[] out, int size) throws IOException {
        int got = stream.readNBytes(out, 0, size);
        return got == size && stream.read() >= 0 ? size + 1 : got;
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

    private int lz4(byte[] in, int from, int length, byte[] out, int at, int size) throws IOException {
        if (lz4.isEmpty()) {
            lz4 = Optional.of(new Lz4Decompressor());
        }
        try {
            return lz4.get().decompress(in, from, length, out, at, size);
        } catch (MalformedInputException e) {
            throw new IOException("expected LZ4 data, got: " + e.getMessage(), e);
        }
    }

    /** The older LZ4: in Hadoop's frames; some writers left them out. */
    private int lz4Blocks(byte[] in, int from, int length, byte[] out, int size) throws IOException {
        try {
            int done = lz4Framed(in, from, from + length, out, size);
            if (done == size) {
                return done;
            }
        } catch (IOException e) {
            // Read below as one without frames, which says what is wrong if it is neither.
        }
        return lz4(in, from, length, out, 0, size);
    }

    /**
     * A block is its size and then its chunks, each with its compressed size in front; numbers are big-endian.
     *
     * @return the bytes decompressed; −1 if these are no such frames
     */
    private int lz4Framed(byte[] in, int from, int end, byte[] out, int size) throws IOException {
        int at = from;
        int done = 0;
        while (end - at >= 4) {
            int blockEnd = done + (int) BIG_ENDIAN_INT.get(in, at);
            at += 4;
            if (blockEnd < done || blockEnd > size) {
                return -1;
            }
            while (done < blockEnd) {
                int compressed = end - at < 4 ? -1 : (int) BIG_ENDIAN_INT.get(in, at);
                if (compressed <= 0 || compressed > end - at - 4) {
                    return -1;
                }
                int got = lz4(in, at + 4, compressed, out, done, blockEnd - done);
                if (got <= 0) {
                    return -1;
                }
                done += got;
                at += 4 + compressed;
            }
        }
        return at == end ? done : -1;
    }

    @Override
    public void close() {
        zstd.ifPresent(ZstdDecompressCtx::close);
        zstd = Optional.empty();
    }
}
