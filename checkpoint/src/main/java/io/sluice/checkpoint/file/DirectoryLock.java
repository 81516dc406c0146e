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
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

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

    private final Path directory;
    private final Path key;
    private final FileChannel channel;
    private final FileLock lock;
    private final Object file;
    private final boolean takenOver;

    private DirectoryLock(
            Path directory, Path key, FileChannel channel, FileLock lock, Object file, boolean takenOver) {
        this.directory = directory;
        this.key = key;
        this.channel = channel;
        this.lock = lock;
        this.file = file;
        this.takenOver = takenOver;
    }

    /** Takes the lock of an existing directory, or says who has it. */
    public static DirectoryLock take(Path directory) {
        return take(directory, false);
    }

    /** @param takesOver whether the lock of somebody who has it is made void: he has it on a file that is not there any more */
    public static DirectoryLock take(Path directory, boolean takesOver) {
        try {
            Path key = directory.toRealPath();
            synchronized (HELD) {
                FileLock held = HELD.get(key);
                boolean isHeldHere = held != null && held.isValid();
                if (isHeldHere && !takesOver) {
                    throw inUse(directory, "this process", null);
                }
                return isHeldHere ? replace(directory, key) : lock(directory, key, takesOver);
            }
        } catch (IOException e) {
            throw Trouble.with("lock", directory.resolve(NAME), e);
        }
    }

    /** A new file, locked before it has the name. */
    private static DirectoryLock replace(Path directory, Path key) throws IOException {
        Path file = key.resolve(NAME + "-" + UUID.randomUUID());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.lock();
            write(channel);
            Object identity = identity(file);
            Files.move(file, key.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
            HELD.put(key, lock);
            return new DirectoryLock(directory, key, channel, lock, identity, true);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static Object identity(Path file) throws IOException {
        Object identity = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return identity == null ? "unknown" : identity;
    }

    private static void write(FileChannel channel) throws IOException {
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
    }

    private static DirectoryLock lock(Path directory, Path key, boolean takesOver) throws IOException {
        Path file = key.resolve(NAME);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null && takesOver) {
                channel.close();
                return replace(directory, key);
            }
            if (lock == null) {
                throw inUse(directory, owner(file), null);
            }
            channel.truncate(0);
            write(channel);
            HELD.put(key, lock);
            return new DirectoryLock(directory, key, channel, lock, identity(file), false);
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
                "Stop the query that runs there, or give this one another checkpoint directory. If it hangs, start this one with"
                        + " --take-over.",
                cause);
    }

    /** Whether somebody had the lock. */
    public boolean isTakenOver() {
        return takenOver;
    }

    /** Fails if somebody else has the lock: two have taken it over at the same time, or before this one had it. */
    void check() throws IOException {
        if (!identity(key.resolve(NAME)).equals(file)) {
            throw WriterFolder.takenOver(directory, null);
        }
    }

    @Override
    public void close() {
        synchronized (HELD) {
            HELD.remove(key, lock);
            try {
                channel.close();
            } catch (IOException e) {
                throw Trouble.with("give up the lock", key.resolve(NAME), e);
            }
        }
    }
}
