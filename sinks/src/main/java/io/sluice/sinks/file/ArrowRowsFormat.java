package io.sluice.sinks.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowMessage;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows as record batches of Arrow IPC one after another, without a schema, which whoever reads them knows. */
final class ArrowRowsFormat {
    /** Takes rows that are valid during the call. */
    @FunctionalInterface
    interface Consumer {
        void accept(VectorSchemaRoot rows) throws IOException;
    }

    private ArrowRowsFormat() {}

    static void write(VectorSchemaRoot rows, OutputStream out) throws IOException {
        try (ArrowRecordBatch batch = new VectorUnloader(rows).getRecordBatch()) {
            MessageSerializer.serialize(new WriteChannel(Channels.newChannel(out)), batch);
        }
    }

    /** Reads to the end of the input. */
    static void read(InputStream in, Schema schema, BufferAllocator allocator, Consumer consumer) throws IOException {
        ReadChannel channel = new ReadChannel(Channels.newChannel(in));
        try (VectorSchemaRoot rows = VectorSchemaRoot.create(schema, allocator)) {
            VectorLoader loader = new VectorLoader(rows);
            for (ArrowMessage message = MessageSerializer.deserializeMessageBatch(channel, allocator);
                    message != null;
                    message = MessageSerializer.deserializeMessageBatch(channel, allocator)) {
                try (ArrowRecordBatch batch = (ArrowRecordBatch) message) {
                    loader.load(batch);
                }
                consumer.accept(rows);
            }
        }
    }

    /** Rows as they are, for a file that is read again by this class. */
    static FileEncoder encoder(OutputStream out) {
        return new FileEncoder() {
            @Override
            public void write(VectorSchemaRoot rows) throws IOException {
                ArrowRowsFormat.write(rows, out);
            }

            @Override
            public void finish() {}
        };
    }
}
