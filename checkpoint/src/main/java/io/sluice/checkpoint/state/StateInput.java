package io.sluice.checkpoint.state;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.file.Trouble;
import io.sluice.checkpoint.file.Versions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.util.ByteArrayReadableSeekableByteChannel;

/** Rows that were stored, one record batch after the other, in a root that is reused. Closed by who opened it. */
final class StateInput implements AutoCloseable {
    static final String ADVICE = "Put back the checkpoint directory from a backup, or start the query with a new one.";

    private static final int CHUNK_BYTES = 256 << 10;

    private final Path path;
    private final SeekableByteChannel channel;
    private final BufferAllocator allocator;

    /** Knows the footer, and owns the root. */
    private final ArrowFileReader reader;

    private Optional<BatchLoader> loader = Optional.empty();
    private int next;

    private StateInput(Path path, SeekableByteChannel channel, BufferAllocator allocator) {
        this.path = path;
        this.channel = channel;
        this.allocator = allocator;
        this.reader = new ArrowFileReader(channel, allocator);
    }

    /** Opens a file after all of it has been checked. */
    static StateInput open(Path path, StateFile expected, BufferAllocator allocator) {
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            try {
                return open(path, channel, expected, allocator);
            } catch (RuntimeException | Error e) {
                channel.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw CheckpointException.corrupt(path, "a file of " + expected.length() + " bytes", "none", ADVICE);
        } catch (IOException e) {
            throw Trouble.with("read", path, e);
        }
    }

    /** Opens a file that has been checked. */
    static StateInput again(Path path, BufferAllocator allocator) {
        try {
            return checked(new StateInput(path, FileChannel.open(path, StandardOpenOption.READ), allocator));
        } catch (IOException e) {
            throw Trouble.with("read", path, e);
        }
    }

    /** The same of a file that is open already; its channel is the input's from now on. */
    static StateInput open(Path path, SeekableByteChannel channel, StateFile expected, BufferAllocator allocator) {
        try {
            check(path, channel, expected);
            channel.position(0);
        } catch (IOException e) {
            throw Trouble.with("read", path, e);
        }
        return checked(new StateInput(path, channel, allocator));
    }

    /**
     * Opens an Arrow IPC file in memory.
     *
     * @param path where the bytes are from, for messages
     */
    static StateInput of(byte[] bytes, Path path, BufferAllocator allocator) {
        return checked(new StateInput(path, new ByteArrayReadableSeekableByteChannel(bytes), allocator));
    }

    private static void check(Path path, SeekableByteChannel channel, StateFile expected) throws IOException {
        if (channel.size() != expected.length()) {
            throw CheckpointException.corrupt(
                    path, expected.length() + " bytes", String.valueOf(channel.size()), ADVICE);
        }
        CRC32C checksum = new CRC32C();
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.max(1, Math.min(CHUNK_BYTES, expected.length())));
        while (channel.read(chunk) >= 0) {
            checksum.update(chunk.flip());
            chunk.clear();
        }
        if ((int) checksum.getValue() != expected.checksum()) {
            throw CheckpointException.corrupt(
                    path,
                    "the checksum %08x".formatted(expected.checksum()),
                    "%08x".formatted((int) checksum.getValue()),
                    ADVICE);
        }
    }

    private static StateInput checked(StateInput input) {
        try {
            input.reader.initialize();
            int version = input.number(StateWriter.FORMAT);
            if (version > StateWriter.FORMAT_VERSION) {
                throw Versions.newer(input.path, StateWriter.FORMAT_VERSION, version);
            }
            return input;
        } catch (IOException e) {
            input.close();
            throw Trouble.with("read", input.path, e);
        } catch (RuntimeException | Error e) {
            input.close();
            throw e;
        }
    }

    /** How many of the table's columns are its key. */
    int keyColumns() {
        return number(StateWriter.KEYS);
    }

    private int number(String name) {
        String value = reader.getMetaData().get(name);
        if (value == null) {
            throw CheckpointException.corrupt(path, "a footer with \"" + name + "\"", "none", ADVICE);
        }
        return Integer.parseInt(value);
    }

    VectorSchemaRoot root() {
        try {
            return reader.getVectorSchemaRoot();
        } catch (IOException e) {
            throw Trouble.with("read", path, e);
        }
    }

    /** Number of record batches. */
    int batches() {
        try {
            return reader.getRecordBlocks().size();
        } catch (IOException e) {
            throw Trouble.with("read", path, e);
        }
    }

    /** Fills the root with a record batch. */
    void load(int batch) {
        try {
            if (loader.isEmpty()) {
                loader = Optional.of(new BatchLoader(channel, root(), allocator));
            }
            loader.get().load(reader.getRecordBlocks().get(batch));
        } catch (IOException e) {
            throw Trouble.with("read", path, e);
        }
    }

    /** Fills the root with the next record batch; false at the end. */
    boolean next() {
        if (next == batches()) {
            return false;
        }
        load(next++);
        return true;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        loader.ifPresent(BatchLoader::close);
        try {
            reader.close();
        } catch (IOException e) {
            throw Trouble.with("close", path, e);
        }
    }
}
