package io.sluice.checkpoint.simulation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A channel on a file, or, to force it, on a directory. Dead after the disk was started again. */
final class SimulatedChannel extends FileChannel {
    /** What the channel may do. */
    record Mode(boolean read, boolean write, boolean append, boolean deleteOnClose) {}

    private final SimulatedDisk disk;
    private final Path path;
    private final Node node;
    private final Mode mode;
    private final int boot;
    private long position;

    SimulatedChannel(SimulatedDisk disk, Path path, Node node, Mode mode) {
        this.disk = disk;
        this.path = path;
        this.node = node;
        this.mode = mode;
        this.boot = disk.boots();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        synchronized (disk) {
            int count = readAt(target, position);
            position += Math.max(0, count);
            return count;
        }
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        long sum = 0;
        for (int i = offset; i < offset + length; i++) {
            int count = targets[i].hasRemaining() ? read(targets[i]) : 0;
            if (count < 0) {
                return sum == 0 ? -1 : sum;
            }
            sum += count;
        }
        return sum;
    }

    @Override
    public int read(ByteBuffer target, long from) throws IOException {
        synchronized (disk) {
            return readAt(target, from);
        }
    }

    private int readAt(ByteBuffer target, long from) throws IOException {
        check();
        if (!mode.read()) {
            throw new NonReadableChannelException();
        }
        File file = file();
        if (!target.hasRemaining()) {
            return 0;
        }
        disk.look(DiskHook.Operation.READ, path);
        return from >= file.size() ? -1 : file.read(Math.toIntExact(from), target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        synchronized (disk) {
            long at = mode.append() ? file().size() : position;
            int count = writeAt(source, at);
            position = at + count;
            return count;
        }
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        long sum = 0;
        for (int i = offset; i < offset + length; i++) {
            sum += write(sources[i]);
        }
        return sum;
    }

    @Override
    public int write(ByteBuffer source, long at) throws IOException {
        synchronized (disk) {
            return writeAt(source, at);
        }
    }

    private int writeAt(ByteBuffer source, long at) throws IOException {
        checkWritable();
        File file = file();
        int wanted = source.remaining();
        SimulatedDisk.Verdict verdict;
        try {
            verdict = disk.begin(DiskHook.Operation.WRITE, path, source);
        } catch (DiskHook.Torn e) {
            write(file, source.limit(source.position() + e.written(wanted)), at);
            throw e;
        }
        if (verdict.skipped()) {
            source.position(source.limit());
            return wanted;
        }
        disk.checkCapacity(at + wanted - file.size());
        write(file, source, at);
        disk.end(verdict);
        return wanted;
    }

    private void write(File file, ByteBuffer source, long at) {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        file.write(Math.toIntExact(at), bytes);
        file.modifiedMillis(disk.now());
    }

    @Override
    public long position() throws IOException {
        synchronized (disk) {
            check();
            return position;
        }
    }

    @Override
    public FileChannel position(long newPosition) throws IOException {
        synchronized (disk) {
            check();
            position = newPosition;
            return this;
        }
    }

    @Override
    public long size() throws IOException {
        synchronized (disk) {
            check();
            return file().size();
        }
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        synchronized (disk) {
            checkWritable();
            SimulatedDisk.Verdict verdict = disk.begin(DiskHook.Operation.TRUNCATE, path);
            if (size < file().size() && !verdict.skipped()) {
                file().truncate(Math.toIntExact(size));
                file().modifiedMillis(disk.now());
            }
            position = Math.min(position, size);
            disk.end(verdict);
            return this;
        }
    }

    @Override
    public void force(boolean metadata) throws IOException {
        synchronized (disk) {
            check();
            boolean isFile = node instanceof File;
            SimulatedDisk.Verdict verdict;
            try {
                verdict = disk.begin(isFile ? DiskHook.Operation.FORCE : DiskHook.Operation.FORCE_DIRECTORY, path);
            } catch (DiskHook.Torn e) {
                if (node instanceof File file) {
                    file.failForce(e.random());
                }
                throw e;
            }
            disk.end(verdict);
            if (!verdict.skipped()) {
                node.force();
            }
        }
    }

    @Override
    public long transferTo(long from, long count, WritableByteChannel target) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(count, Math.max(0, size() - from)));
        read(buffer, from);
        return target.write(buffer.flip());
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long at, long count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(count, 1 << 20));
        source.read(buffer);
        return write(buffer.flip(), at);
    }

    @Override
    public MappedByteBuffer map(MapMode mapMode, long from, long size) {
        throw new UnsupportedOperationException("a simulated file cannot be mapped");
    }

    @Override
    public FileLock lock(long from, long size, boolean shared) throws IOException {
        FileLock lock = tryLock(from, size, shared);
        if (lock == null) {
            throw new FileSystemException(path.toString(), null, "another process has the lock for ever");
        }
        return lock;
    }

    @Override
    public FileLock tryLock(long from, long size, boolean shared) throws IOException {
        synchronized (disk) {
            checkWritable();
            SimulatedLock held = disk.locks().get(file());
            if (held != null && held.isOurs()) {
                throw new OverlappingFileLockException();
            }
            if (held != null) {
                return null;
            }
            disk.locks().put(file(), SimulatedLock.of(this));
            return new SimulatedLock.Handle(this, from, size, shared);
        }
    }

    boolean hasLock() {
        synchronized (disk) {
            SimulatedLock held = node instanceof File file ? disk.locks().get(file) : null;
            return isOpen() && held != null && held.isOf(this);
        }
    }

    void unlock() {
        synchronized (disk) {
            if (hasLock() && node instanceof File file) {
                disk.locks().remove(file);
            }
        }
    }

    @Override
    protected void implCloseChannel() throws IOException {
        synchronized (disk) {
            if (node instanceof File file && disk.boots() == boot) {
                SimulatedLock held = disk.locks().get(file);
                if (held != null && held.isOf(this)) {
                    disk.locks().remove(file);
                }
            }
        }
        if (mode.deleteOnClose()) {
            path.getFileSystem().provider().deleteIfExists(path);
        }
    }

    private File file() throws IOException {
        if (node instanceof File file) {
            return file;
        }
        throw new FileSystemException(path.toString(), null, "Is a directory");
    }

    private void check() throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        disk.checkUp(boot);
    }

    private void checkWritable() throws IOException {
        check();
        if (!mode.write()) {
            throw new NonWritableChannelException();
        }
    }
}
