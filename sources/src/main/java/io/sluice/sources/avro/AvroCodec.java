package io.sluice.sources.avro;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.xerial.snappy.Snappy;

/** How the blocks of a file are compressed. */
enum AvroCodec {
    NULL,
    DEFLATE,
    SNAPPY,
    ZSTANDARD,
    BZIP2;

    /** A block that is larger is damage, or a bomb; writers make blocks of some 64 KB. */
    private static final int MOST_BYTES = 256 << 20;

    private static final int SUM = 4;

    static AvroCodec of(String name) throws IOException {
        return Arrays.stream(values())
                .filter(codec -> codec.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new IOException(
                        "expected the codec null, deflate, snappy, zstandard or bzip2, got '%s'".formatted(name)));
    }

    /** Sets {@code out} to the bytes of a block. */
    void decode(byte[] block, int length, AvroBytes out) throws IOException {
        switch (this) {
            case NULL -> out.set(block, 0, length);
            case SNAPPY -> snappy(block, length, out);
            case DEFLATE -> {
                Inflater inflater = new Inflater(true);
                try {
                    read(new InflaterInputStream(new ByteArrayInputStream(block, 0, length), inflater), length, out);
                } finally {
                    inflater.end();
                }
            }
            case ZSTANDARD -> read(new ZstdInputStream(new ByteArrayInputStream(block, 0, length)), length, out);
            case BZIP2 -> read(new BZip2CompressorInputStream(new ByteArrayInputStream(block, 0, length)), length, out);
        }
    }

    private static void snappy(byte[] block, int length, AvroBytes out) throws IOException {
        int compressed = length - SUM;
        if (compressed <= 0 || !Snappy.isValidCompressedBuffer(block, 0, compressed)) {
            throw new IOException("damaged snappy data");
        }
        int size = Snappy.uncompressedLength(block, 0, compressed);
        refuseLarge(size);
        byte[] bytes = new byte[size];
        Snappy.uncompress(block, 0, compressed, bytes, 0);
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, size);
        int stored = 0;
        for (int i = compressed; i < length; i++) {
            stored = stored << 8 | block[i] & 0xFF;
        }
        if (stored != (int) sum.getValue()) {
            throw new IOException("damaged snappy data: its checksum is another");
        }
        out.set(bytes, 0, size);
    }

    private static void refuseLarge(long size) throws IOException {
        if (size > MOST_BYTES) {
            throw new IOException("expected a block of at most %d bytes, got a larger one".formatted(MOST_BYTES));
        }
    }

    private static void read(InputStream stream, int length, AvroBytes out) throws IOException {
        try (InputStream in = stream) {
            byte[] bytes = new byte[Math.max(1 << 12, 4 * Math.min(length, 1 << 24))];
            int size = 0;
            for (int got = in.read(bytes); got >= 0; got = in.read(bytes, size, bytes.length - size)) {
                size += got;
                refuseLarge(size);
                if (size == bytes.length) {
                    bytes = Arrays.copyOf(bytes, 2 * size);
                }
            }
            out.set(bytes, 0, size);
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            throw new IOException("damaged compressed data: " + e, e);
        }
    }
}
