package io.sluice.sinks.parquet;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * Writes one Parquet file, with format version 1 pages, which every reader knows, to a stream. The file is whole after
 * {@link #finish} only; an encoder that is dropped before needs no closing. Not for two threads.
 */
public final class ParquetEncoder {
    private final RowWriteSupport support;
    private final ParquetWriter<RowWriteSupport.Cursor> writer;
    private final RowWriteSupport.Cursor cursor = new RowWriteSupport.Cursor();

    public ParquetEncoder(Schema schema, ParquetSettings settings, OutputStream out) throws IOException {
        this.support = new RowWriteSupport(ParquetSchema.of(schema));
        this.writer = new Builder(new StreamFile(out), support)
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new Codecs(settings.compression()))
                .withCompressionCodec(settings.compression().codec())
                .withRowGroupSize(settings.blockBytes())
                .withPageSize(settings.pageBytes())
                .withDictionaryEncoding(settings.dictionary())
                .withValidation(false)
                .build();
    }

    public void write(VectorSchemaRoot rows) throws IOException {
        support.bind(rows);
        int count = rows.getRowCount();
        for (int row = 0; row < count; row++) {
            cursor.row = row;
            writer.write(cursor);
        }
    }

    /** Writes what is left, and the footer. */
    public void finish() throws IOException {
        writer.close();
    }

    private static final class Builder extends ParquetWriter.Builder<RowWriteSupport.Cursor, Builder> {
        private final RowWriteSupport support;

        Builder(OutputFile file, RowWriteSupport support) {
            super(file);
            this.support = support;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation")
        protected WriteSupport<RowWriteSupport.Cursor> getWriteSupport(Configuration configuration) {
            return support;
        }

        @Override
        protected WriteSupport<RowWriteSupport.Cursor> getWriteSupport(ParquetConfiguration configuration) {
            return support;
        }
    }

    private record Codecs(Compression compression) implements CompressionCodecFactory {
        @Override
        public BytesInputCompressor getCompressor(CompressionCodecName codec) {
            return codec == CompressionCodecName.UNCOMPRESSED
                    ? Compression.UNCOMPRESSED.compressor()
                    : compression.compressor();
        }

        @Override
        public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
            throw new IllegalStateException("a writer reads nothing");
        }

        @Override
        public void release() {}
    }

    /** A stream in the shape of a file. */
    private record StreamFile(OutputStream out) implements OutputFile {
        @Override
        public PositionOutputStream create(long blockSize) {
            return new CountedStream(out);
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSize) {
            return new CountedStream(out);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }

    private static final class CountedStream extends PositionOutputStream {
        private final OutputStream out;
        private long position;

        CountedStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int single) throws IOException {
            out.write(single);
            position++;
        }

        @Override
        public void write(byte[] source, int start, int count) throws IOException {
            out.write(source, start, count);
            position += count;
        }
    }
}
