package io.sluice.sinks.file;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows that are put aside on the disk by partition, and read once. Nothing of it outlives the process. */
final class SpilledRows {
    private final Path file;
    private final Schema schema;
    private final FileChannel channel;
    private final Map<Integer, List<Piece>> pieces = new TreeMap<>();
    private long length;

    private record Piece(long start, int length) {}

    SpilledRows(Path file, Schema schema) throws IOException {
        this.file = file;
        this.schema = schema;
        this.channel = FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    void add(int partition, VectorSchemaRoot rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ArrowRowsFormat.write(rows, bytes);
        DurableFiles.writeFully(channel, ByteBuffer.wrap(bytes.toByteArray()));
        pieces.computeIfAbsent(partition, key -> new ArrayList<>()).add(new Piece(length, bytes.size()));
        length += bytes.size();
    }

    Set<Integer> partitions() {
        return pieces.keySet();
    }

    void read(int partition, ArrowRowsFormat.Consumer consumer) throws IOException {
        try (BufferAllocator allocator = new RootAllocator()) {
            for (Piece piece : pieces.get(partition)) {
                ByteBuffer bytes = ByteBuffer.allocate(piece.length);
                while (bytes.hasRemaining()) {
                    if (channel.read(bytes, piece.start + bytes.position()) < 0) {
                        throw new IOException("a spilled file ends early: " + file);
                    }
                }
                ArrowRowsFormat.read(new ByteArrayInputStream(bytes.array()), schema, allocator, consumer);
            }
        }
    }

    void remove() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }
}
