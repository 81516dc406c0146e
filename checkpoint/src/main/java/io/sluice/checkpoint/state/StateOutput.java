package io.sluice.checkpoint.state;

import io.sluice.checkpoint.file.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** A state file that is being written: once, in chunks, with its checksum. One thread. */
final class StateOutput implements WritableByteChannel {
    private static final int CHUNK_BYTES = 1 << 20;

    /** Called when so many bytes have been written and more are to come. */
    interface Pace {
        Pace NONE = (channel, bytes) -> {};

        void afterChunk(FileChannel channel, int bytes) throws IOException;
    }

    private final Path path;
    private final FileChannel channel;
    private final Durability durability;
    private final Pace pace;
    private final CRC32C checksum = new CRC32C();
    private final ByteBuffer chunk;
    private long length;

    private StateOutput(Path path, FileChannel channel, Durability durability, int chunkBytes, Pace pace) {
        this.path = path;
        this.channel = channel;
        this.durability = durability;
        this.chunk = ByteBuffer.allocate(chunkBytes);
        this.pace = pace;
    }

    /**
     * Creates the file; one of this name must not exist.
     *
     * @param expectedBytes a guess of the length
     */
    static StateOutput create(Path path, Durability durability, long expectedBytes, Pace pace) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        int chunkBytes = (int) Math.max(4096, Math.min(CHUNK_BYTES, expectedBytes + 4096));
        return new StateOutput(path, channel, durability, chunkBytes, pace);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int count = source.remaining();
        while (source.hasRemaining()) {
            if (!chunk.hasRemaining()) {
                int written = flush();
                pace.afterChunk(channel, written);
            }
            int step = Math.min(chunk.remaining(), source.remaining());
            chunk.put(source.slice().limit(step));
            source.position(source.position() + step);
        }
        return count;
    }

    private int flush() throws IOException {
        chunk.flip();
        checksum.update(chunk.duplicate());
        int count = chunk.remaining();
        while (chunk.hasRemaining()) {
            channel.write(chunk);
        }
        chunk.clear();
        length += count;
        return count;
    }

    /** Makes the content durable and says what it is; the name is not durable yet. */
    StateFile finish() throws IOException {
        flush();
        durability.file(channel);
        return new StateFile(path.getFileName().toString(), length, (int) checksum.getValue());
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
