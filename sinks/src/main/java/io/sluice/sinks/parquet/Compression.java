package io.sluice.sinks.parquet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** How pages are compressed. The libraries are called directly: Hadoop's codecs would add their pools and start-up time. */
public enum Compression {
    ZSTD(CompressionCodecName.ZSTD) {
        @Override
        byte[] compress(byte[] page) {
            return Zstd.compress(page, ZSTD_LEVEL);
        }
    },
    SNAPPY(CompressionCodecName.SNAPPY) {
        @Override
        byte[] compress(byte[] page) throws IOException {
            return Snappy.compress(page);
        }
    },
    GZIP(CompressionCodecName.GZIP) {
        @Override
        byte[] compress(byte[] page) throws IOException {
            ByteArrayOutputStream compressed = new ByteArrayOutputStream(page.length / 2 + 64);
            try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
                gzip.write(page);
            }
            return compressed.toByteArray();
        }
    },
    UNCOMPRESSED(CompressionCodecName.UNCOMPRESSED) {
        @Override
        byte[] compress(byte[] page) {
            return page;
        }
    };

    private static final int ZSTD_LEVEL = 1;

    private final CompressionCodecName codec;

    Compression(CompressionCodecName codec) {
        this.codec = codec;
    }

    abstract byte[] compress(byte[] page) throws IOException;

    CompressionCodecName codec() {
        return codec;
    }

    BytesInputCompressor compressor() {
        return new PageCompressor(this);
    }

    /** As options write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private record PageCompressor(Compression compression) implements BytesInputCompressor {
        @Override
        public BytesInput compress(BytesInput page) throws IOException {
            if (compression == UNCOMPRESSED) {
                return page;
            }
            ByteArrayOutputStream plain = new ByteArrayOutputStream(Math.toIntExact(page.size()));
            page.writeAllTo(plain);
            return BytesInput.from(compression.compress(plain.toByteArray()));
        }

        @Override
        public CompressionCodecName getCodecName() {
            return compression.codec;
        }

        @Override
        public void release() {}
    }
}
