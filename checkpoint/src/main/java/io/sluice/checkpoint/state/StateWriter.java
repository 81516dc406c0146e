package io.sluice.checkpoint.state;

import io.sluice.checkpoint.PackedRows;
import io.sluice.checkpoint.StateDelta;
import io.sluice.checkpoint.StateTable;
import io.sluice.checkpoint.ZstdCodec;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.message.IpcOption;

/** Writes rows as an Arrow IPC file whose footer says what it is. */
final class StateWriter {
    static final String FORMAT = "sluice.format";
    static final String KEYS = "sluice.keys";
    static final int FORMAT_VERSION = 1;
    static final long COMPRESSED_FROM_BYTES = 64 << 10;

    private StateWriter() {}

    /**
     * What the footer says.
     *
     * @param kind {@code delta} or {@code snapshot}
     * @param table as {@code uid/table}
     * @param batch the one that made the delta, or the last one in the snapshot
     */
    static Map<String, String> footer(String kind, String table, int keyColumns, long batch, long epoch) {
        Map<String, String> footer = new LinkedHashMap<>();
        footer.put(FORMAT, String.valueOf(FORMAT_VERSION));
        footer.put("sluice.kind", kind);
        footer.put("sluice.table", table);
        footer.put(KEYS, String.valueOf(keyColumns));
        footer.put("sluice.batch", String.valueOf(batch));
        footer.put("sluice.epoch", String.valueOf(epoch));
        return footer;
    }

    static String name(StateTable table) {
        return table.uid() + "/" + table.table();
    }

    /** Bytes of the rows in memory. */
    static long bytes(VectorSchemaRoot rows) {
        long sum = 0;
        for (FieldVector vector : rows.getFieldVectors()) {
            sum += vector.getBufferSize();
        }
        return sum;
    }

    /** A writer of record batches from {@code rows}; its end writes the footer, its close closes {@code out}. */
    static ArrowFileWriter open(
            VectorSchemaRoot rows, Map<String, String> footer, boolean compressed, WritableByteChannel out) {
        DictionaryProvider none = new DictionaryProvider.MapDictionaryProvider();
        if (!compressed) {
            return new ArrowFileWriter(rows, none, out, footer, IpcOption.DEFAULT);
        }
        return new Compressing(rows, none, out, footer);
    }

    /** Writes the record batches of a delta and the footer. */
    static void write(StateDelta delta, Map<String, String> footer, WritableByteChannel out) throws IOException {
        VectorSchemaRoot rows = delta.rows();
        if (delta.packed().isEmpty()) {
            ArrowFileWriter writer = open(rows, footer, bytes(rows) >= COMPRESSED_FROM_BYTES, out);
            writer.start();
            writer.writeBatch();
            writer.end();
            return;
        }
        Compressing writer = new Compressing(rows, new DictionaryProvider.MapDictionaryProvider(), out, footer);
        writer.start();
        for (PackedRows each : delta.packed()) {
            writer.writePacked(each);
        }
        if (rows.getRowCount() > 0) {
            writer.writeBatch();
        }
        writer.end();
    }

    private static final class Compressing extends ArrowFileWriter {
        Compressing(
                VectorSchemaRoot rows, DictionaryProvider none, WritableByteChannel out, Map<String, String> footer) {
            super(
                    rows,
                    none,
                    out,
                    footer,
                    IpcOption.DEFAULT,
                    ZstdCodec.FACTORY,
                    CodecType.ZSTD,
                    Optional.of(ZstdCodec.LEVEL));
        }

        void writePacked(PackedRows rows) throws IOException {
            writeRecordBatch(rows.batch());
        }
    }
}
