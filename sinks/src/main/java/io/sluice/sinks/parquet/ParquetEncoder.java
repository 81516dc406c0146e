package io.sluice.sinks.parquet;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.Types;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.MessageType;

/**
 * Writes one Parquet file, with format version 1 pages, which every reader knows, to a stream: column by column, from Arrow
 * vectors to pages. The same rows, cut in the same way, give the same bytes. The file is whole after {@link #finish} only; an
 * encoder that is dropped before needs no closing. Not for two threads.
 */
public final class ParquetEncoder {
    /** So often the size of the row group is looked at. */
    private static final int SLICE_ROWS = 1024;

    private static final int MOST_BLOCK_ROWS = 1 << 20;
    private static final int TRUNCATED_BYTES = 64;

    private final Pool pool;
    private final Columns columns;
    private final ParquetFileWriter writer;
    private int rows;

    private ParquetEncoder(Pool pool, Columns columns, OutputStream out) throws IOException {
        this.pool = pool;
        this.columns = columns;
        this.writer = new ParquetFileWriter(
                new StreamFile(out),
                pool.message,
                ParquetFileWriter.Mode.CREATE,
                pool.settings.blockBytes(),
                0,
                TRUNCATED_BYTES,
                TRUNCATED_BYTES,
                pool.settings.checksums());
        writer.start();
    }

    public void write(VectorSchemaRoot batch) throws IOException {
        int count = batch.getRowCount();
        int at = 0;
        while (at < count) {
            int some = Math.min(Math.min(count - at, MOST_BLOCK_ROWS - rows), SLICE_ROWS);
            for (int i = 0; i < columns.trees.size(); i++) {
                columns.trees.get(i).add(batch.getVector(i), at, some);
            }
            at += some;
            rows += some;
            if (rows == MOST_BLOCK_ROWS || heldBytes() >= pool.settings.blockBytes()) {
                flushBlock();
            }
        }
    }

    /** Bytes of the row group in memory. */
    public long heldBytes() {
        long bytes = 0;
        for (ColumnChunk chunk : columns.chunks) {
            bytes += chunk.heldBytes();
        }
        return bytes;
    }

    /** Ends the row group, if it has rows. */
    public void flushBlock() throws IOException {
        if (rows == 0) {
            return;
        }
        writer.startBlock(rows);
        for (ColumnChunk chunk : columns.chunks) {
            chunk.write(writer);
        }
        writer.endBlock();
        rows = 0;
    }

    /** Writes what is left, and the footer. */
    public void finish() throws IOException {
        flushBlock();
        writer.end(pool.metadata);
        pool.columns.offer(columns);
    }

    /** Makes the encoders of a table's files; what they need in memory is used again. For any number of threads. */
    public static final class Pool {
        private static final int MOST_KEPT = 8;

        private final Schema schema;
        private final MessageType message;
        private final Map<String, String> metadata;
        private final ParquetSettings settings;
        private final Queue<Columns> columns = new ArrayBlockingQueue<>(MOST_KEPT);

        public Pool(Schema schema, ParquetSettings settings) {
            this.schema = requireNonNull(schema, "schema");
            this.settings = requireNonNull(settings, "settings");
            this.message = ParquetSchema.of(schema);
            this.metadata = SparkSchema.metadata(schema);
        }

        /** Begins a file. */
        public ParquetEncoder open(OutputStream out) throws IOException {
            Columns kept = columns.poll();
            return new ParquetEncoder(this, kept == null ? new Columns(schema, message, settings) : kept, out);
        }
    }

    /** The columns of a file that is being written; they are empty before and after. */
    private static final class Columns {
        private final List<ColumnChunk> chunks = new ArrayList<>();
        private final List<ColumnTree> trees = new ArrayList<>();

        Columns(Schema schema, MessageType message, ParquetSettings settings) {
            List<Field> leaves = new ArrayList<>();
            schema.getFields().forEach(field -> addLeaves(field, leaves));
            List<ColumnDescriptor> descriptors = message.getColumns();
            for (int i = 0; i < leaves.size(); i++) {
                chunks.add(new ColumnChunk(
                        descriptors.get(i), values(leaves.get(i), descriptors.get(i), settings), settings));
            }
            Iterator<ColumnChunk> next = chunks.iterator();
            schema.getFields().forEach(field -> trees.add(ColumnTree.of(field, next)));
        }

        private static void addLeaves(Field field, List<Field> leaves) {
            if (field.getType().isComplex()) {
                field.getChildren().forEach(child -> addLeaves(child, leaves));
            } else {
                leaves.add(field);
            }
        }

        private static ValueColumn values(Field leaf, ColumnDescriptor descriptor, ParquetSettings settings) {
            boolean dictionary = settings.dictionary();
            return switch (descriptor.getPrimitiveType().getPrimitiveTypeName()) {
                case BOOLEAN -> new BooleanColumn();
                case BINARY -> new BinaryColumn(0, dictionary);
                case FIXED_LEN_BYTE_ARRAY -> new BinaryColumn(
                        descriptor.getPrimitiveType().getTypeLength(), dictionary);
                case INT32 -> fixed(leaf, true, Integer.BYTES, dictionary);
                case INT64 -> fixed(leaf, false, Long.BYTES, dictionary);
                case FLOAT -> fixed(leaf, false, Float.BYTES, dictionary);
                case DOUBLE -> fixed(leaf, false, Double.BYTES, dictionary);
                case INT96 -> throw new IllegalArgumentException("INT96 is not written");
            };
        }

        private static ValueColumn fixed(Field leaf, boolean isInt, int width, boolean dictionary) {
            FixedReads reads = FixedReads.of(Types.getMinorTypeForArrowType(leaf.getType()), isInt);
            return new FixedColumn(reads, width, dictionary);
        }
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
