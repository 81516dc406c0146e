package io.sluice.sources.parquet;

import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.lz4.Lz4HadoopStreams;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Writes LZ4 in Hadoop's frames.
 *
 * @param chunks of a block that is the whole page; 0: blocks as the codec for Hadoop makes them
 */
record HadoopLz4(int chunks) implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
        return new BytesInputCompressor() {
            @Override
            public BytesInput compress(BytesInput bytes) throws IOException {
                ByteArrayOutputStream whole = new ByteArrayOutputStream();
                bytes.writeAllTo(whole);
                byte[] page = whole.toByteArray();
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                if (chunks == 0) {
                    try (OutputStream framed = new Lz4HadoopStreams().createOutputStream(out)) {
                        framed.write(page);
                    }
                } else {
                    frame(page, new DataOutputStream(out));
                }
                return BytesInput.from(out.toByteArray());
            }

            @Override
            public CompressionCodecName getCodecName() {
                return name;
            }

            @Override
            public void release() {}
        };
    }

    private void frame(byte[] page, DataOutputStream out) throws IOException {
        out.writeInt(page.length);
        int size = Math.max(1, (page.length + chunks - 1) / chunks);
        Lz4Compressor compressor = new Lz4Compressor();
        for (int at = 0; at < page.length; at += size) {
            byte[] chunk = Arrays.copyOfRange(page, at, Math.min(page.length, at + size));
            byte[] compressed = new byte[compressor.maxCompressedLength(chunk.length)];
            int length = compressor.compress(chunk, 0, chunk.length, compressed, 0, compressed.length);
            out.writeInt(length);
            out.write(compressed, 0, length);
        }
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
        throw new UnsupportedOperationException("only for writing");
    }

    @Override
    public void release() {}
}
