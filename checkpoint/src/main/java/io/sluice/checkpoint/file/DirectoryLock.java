package io.sluice.checkpoint.file;

import io.sluice.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * That one process, and in it one object, has the directory. The operating system gives the lock up when the process
 * dies. The file holds the number of the process that has the lock, or had it last: only for messages.
 *
 * <p>The register of this process is asked before the file is opened: on POSIX, closing any channel to a file gives up
 * all locks of the process on it.
 */
public final class DirectoryLock implements AutoCloseable {
    private static final String NAME = "lock";
    private static final Map<Path, FileLock> HELD = new HashMap<>();

    private final Path key;
    private final FileChannel channel;

    private DirectoryLock(Path key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /** Takes the lock of an existing directory, or says who has it. */
    public static DirectoryLock take(Path directory) {
        try {
            Path key = directory.toRealPath();
            synchronized (HELD) {
                FileLock held = HELD.get(key);
                if (held != null && held.isValid()) {
                    throw inUse(directory, "this process", null);
                }
                return lock(directory, key);
            }
        } catch (IOException e) {
            throw Trouble.with("lock", directory.resolve(NAME), e);
        }
    }

    private static DirectoryLock lock(Path directory, Path key) throws IOException {
        Path file = key.resolve(NAME);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(directory, owner(file), null);
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            HELD.put(key, lock);
            return new DirectoryLock(key, channel);
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(directory, "this process", e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static String owner(Path file) throws IOException {
        String pid = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        return pid.matches("\\d{1,10}") ? "process " + pid : "another process";
    }

    private static CheckpointException inUse(Path directory, String owner, Throwable cause) {
        return new CheckpointException(
                CheckpointException.Kind.IN_USE,
                "cannot open checkpoint %s: expected that nobody has it open, but %s has".formatted(directory, owner),
                "Stop the query that runs there, or give this one another checkpoint directory.",
                cause);
    }

    @Override
    public void close() {
        synchronized (HELD) {
            HELD.remove(key);
            try {
                channel.close();
            } catch (IOException e) {
                throw Trouble.with("give up the lock", key.resolve(NAME), e);
            }
        }
    }
}
