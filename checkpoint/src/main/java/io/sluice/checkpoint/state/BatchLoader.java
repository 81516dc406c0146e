package io.sluice.checkpoint.state;

import io.sluice.checkpoint.ZstdCodec;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.CompressionType;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/**
 * Loads record batches of an Arrow IPC file into the vectors of a root, in memory that is used again:
 *
 * <pre>
 * stored:  │ metadata │ buffer │ buffer, compressed │ …    one batch, as it is in the file
 *                          ↑            ↓
 * vectors:             validity       values → plain:  │ buffer │
 * </pre>
 *
 * Arrow's own reader allocates each buffer anew, and twice where it is compressed. Owns its memory, which the vectors hold as long as they
 * are loaded. Used by one thread. The format is that of Arrow's specification, "Encapsulated message format".
 */
final class BatchLoader implements AutoCloseable {
    private static final int CONTINUATION = -1;
    private static final int LENGTH_BYTES = Long.BYTES;

    /** In place of a length: the buffer did not become smaller. */
    private static final long NOT_COMPRESSED = -1;

    private final SeekableByteChannel channel;
    private final VectorSchemaRoot root;
    private final BufferAllocator allocator;
    private final Memory stored = new Memory();

    /** By the number of the buffer. */
    private final List<Memory> plain = new ArrayList<>();

    private RecordBatch batch;
    private boolean compressed;
    private int body;
    private int nodes;
    private int buffers;

    /** Memory that grows; who has taken a part of it before keeps that. */
    private final class Memory {
        private ArrowBuf buffer;
        private ByteBuffer bytes;

        private void reserve(int size) {
            if (buffer == null || buffer.capacity() < size) {
                close();
                buffer = allocator.buffer(size);
                bytes = buffer.nioBuffer(0, Math.toIntExact(buffer.capacity())).order(ByteOrder.LITTLE_ENDIAN);
            }
        }

        private ArrowBuf part(int start, int size) {
            return buffer.slice(start, size).writerIndex(size);
        }

        private void close() {
            if (buffer != null) {
                buffer.close();
                buffer = null;
            }
        }
    }

    BatchLoader(SeekableByteChannel channel, VectorSchemaRoot root, BufferAllocator allocator) {
        this.channel = channel;
        this.root = root;
        this.allocator = allocator;
    }

    void load(ArrowBlock block) throws IOException {
        body = block.getMetadataLength();
        int size = Math.toIntExact(body + block.getBodyLength());
        stored.reserve(size);
        read(block.getOffset(), stored.bytes.clear().limit(size));
        batch = batch(stored.bytes.slice(0, body));
        compressed = batch.compression() != null;
        if (compressed && batch.compression().codec() != CompressionType.ZSTD) {
            throw new IOException("expected zstd or no compression, got "
                    + batch.compression().codec());
        }
        nodes = 0;
        buffers = 0;
        for (FieldVector vector : root.getFieldVectors()) {
            load(vector);
        }
        root.setRowCount(Math.toIntExact(batch.length()));
    }

    private void read(long position, ByteBuffer into) throws IOException {
        channel.position(position);
        while (into.hasRemaining()) {
            if (channel.read(into) <= 0) {
                throw new EOFException("expected %d bytes more".formatted(into.remaining()));
            }
        }
        into.flip();
    }

    private static RecordBatch batch(ByteBuffer metadata) throws IOException {
        // before version 0.15 of the format there was no mark before the length
        metadata.position(metadata.getInt(0) == CONTINUATION ? 2 * Integer.BYTES : Integer.BYTES);
        Message message = Message.getRootAsMessage(metadata);
        if (message.headerType() != MessageHeader.RecordBatch) {
            throw new IOException("expected a record batch, got a message of type " + message.headerType());
        }
        return (RecordBatch) message.header(new RecordBatch());
    }

    private void load(FieldVector vector) {
        FieldNode node = batch.nodes(nodes++);
        int count = TypeLayout.getTypeBufferCount(vector.getField().getType());
        List<ArrowBuf> loaded = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            loaded.add(buffer(batch.buffers(buffers), buffers));
            buffers++;
        }
        vector.loadFieldBuffers(new ArrowFieldNode(node.length(), node.nullCount()), loaded);
        for (FieldVector child : vector.getChildrenFromFields()) {
            load(child);
        }
    }

    private ArrowBuf buffer(Buffer buffer, int number) {
        int size = Math.toIntExact(buffer.length());
        int start = Objects.checkFromIndexSize(Math.toIntExact(body + buffer.offset()), size, stored.bytes.limit());
        if (size == 0) {
            return allocator.getEmpty();
        }
        if (!compressed) {
            return stored.part(start, size);
        }
        int content = start + LENGTH_BYTES;
        int contentSize = size - LENGTH_BYTES;
        long length = stored.bytes.getLong(start);
        if (length == NOT_COMPRESSED) {
            return stored.part(content, contentSize);
        }
        while (plain.size() <= number) {
            plain.add(new Memory());
        }
        Memory memory = plain.get(number);
        memory.reserve(Math.toIntExact(length));
        ZstdCodec.decompress(memory.bytes, (int) length, stored.bytes, content, contentSize);
        return memory.part(0, (int) length);
    }

    @Override
    public void close() {
        stored.close();
        plain.forEach(Memory::close);
    }
}
