package io.sluice.checkpoint.simulation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/**
 * A disk that can lose power. Files live below {@link #root}, and are used through {@code Path}, {@code Files} and
 * {@code FileChannel} only.
 *
 * <p>What survives {@link #powerLoss}: the content of a file as of its last {@code force}; a name, a rename or a delete as
 * of the last {@code force} of a channel opened on its directory. Of what came later, a subset that the seed chooses:
 * content by sectors of 512 bytes, each as it was after any of the writes to it; names one by one, but a rename as a
 * whole, and not without the rename before it. {@link #kill} is the end of the process only and keeps everything.
 *
 * <pre>
 *   SimulatedDisk disk = new SimulatedDisk();
 *   disk.crashAt(17);
 *   try { work(disk.root()); } catch (PowerLoss e) { … }
 *   disk.powerLoss(seed);
 *   recover(disk.root());
 * </pre>
 *
 * An operation is a call that changes something: create, write, truncate, force, rename, delete, set a time. Any thread
 * may use the disk; each call is atomic.
 */
public final class SimulatedDisk {
    private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final SimulatedFileSystem fileSystem = new SimulatedFileSystem(this);
    private final long seed;
    private final Directory root;
    private final Map<File, SimulatedLock> locks = new HashMap<>();
    private OptionalLong crashAt = OptionalLong.empty();
    private OptionalLong failAt = OptionalLong.empty();
    private Optional<IOException> failure = Optional.empty();
    private long capacity = Long.MAX_VALUE;
    private boolean readOnly;
    private DiskHook hook = DiskHook.NONE;
    private boolean down;
    private long operations;
    private int boots;

    public SimulatedDisk() {
        this(0);
    }

    /** @param seed of the order in which directories list their names */
    public SimulatedDisk(long seed) {
        this.seed = seed;
        this.root = new Directory(seed);
    }

    /** The root directory, which always exists. */
    public Path root() {
        return fileSystem.root();
    }

    /** How many operations there have been. */
    public synchronized long operations() {
        return operations;
    }

    /** Whether the power went and the disk was not started again. */
    public synchronized boolean isDown() {
        return down;
    }

    /** The n-th operation from now, counted from 1, throws {@link PowerLoss}, and so does every one after it. */
    public synchronized void crashAt(long n) {
        crashAt = OptionalLong.of(operations + n);
    }

    /** The n-th operation from now, counted from 1, does nothing and throws {@code exception}; once. */
    public synchronized void failAt(long n, IOException exception) {
        failAt = OptionalLong.of(operations + n);
        failure = Optional.of(exception);
    }

    /** Is asked before each call, until another one is set; may be {@link DiskHook#NONE}. */
    public synchronized void hook(DiskHook value) {
        hook = value;
    }

    /** Makes a file or a directory durable as it is now; no operation. */
    public synchronized void forceNow(Path path) throws IOException {
        Optional<Node> node = Tree.find(root, path);
        node.ifPresent(Node::force);
    }

    /** What would make the files longer than so many bytes in all fails with "No space left on device". */
    public synchronized void capacity(long bytes) {
        capacity = bytes;
    }

    /** How long the files are now, in all. */
    public synchronized long usedBytes() {
        return root.bytes();
    }

    /** While set, every operation but a force fails with "Read-only file system". */
    public synchronized void readOnly(boolean value) {
        readOnly = value;
    }

    /** As if another process had locked the file, until the next start. */
    public synchronized void lockElsewhere(Path path) throws IOException {
        File file = Tree.file(root, path);
        locks.put(file, SimulatedLock.ofAnotherProcess());
    }

    /** Loses what was not forced, or a part of it, and starts again. */
    public synchronized void powerLoss(long seed) {
        Random random = new Random(mixed(seed));
        Set<Node> done = Collections.newSetFromMap(new IdentityHashMap<>());
        root.losePower(random, done);
        start();
    }

    /** Without it, the first draws of neighbouring seeds are the same. */
    static long mixed(long seed) {
        long bits = (seed + 1) * 0x9E3779B97F4A7C15L;
        bits = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
        return bits ^ bits >>> 27;
    }

    /** Ends the process only: everything that was written is there. Locks are given up. */
    public synchronized void kill() {
        start();
    }

    private void start() {
        locks.clear();
        crashAt = OptionalLong.empty();
        failAt = OptionalLong.empty();
        down = false;
        boots++;
    }

    Directory newDirectory() {
        return new Directory(seed);
    }

    Directory rootDirectory() {
        return root;
    }

    Map<File, SimulatedLock> locks() {
        return locks;
    }

    /** Which start of the disk this is; channels of an earlier one are dead. */
    int boots() {
        return boots;
    }

    void checkUp(int boot) {
        if (down || boot != boots) {
            throw new PowerLoss(operations);
        }
    }

    /** What becomes of an operation: the power goes with it, or it is not done although its caller is told so. */
    record Verdict(boolean crash, boolean skipped) {}

    /** A call that changes nothing. */
    void look(DiskHook.Operation operation, Path path) throws IOException {
        checkUp(boots);
        hook.before(operation, path, NO_BYTES);
    }

    Verdict begin(DiskHook.Operation operation, Path path) throws IOException {
        return begin(operation, path, NO_BYTES);
    }

    /** An operation begins. */
    Verdict begin(DiskHook.Operation operation, Path path, ByteBuffer bytes) throws IOException {
        checkUp(boots);
        operations++;
        boolean forces = operation == DiskHook.Operation.FORCE || operation == DiskHook.Operation.FORCE_DIRECTORY;
        if (readOnly && !forces) {
            throw new FileSystemException(path.toString(), null, "Read-only file system");
        }
        if (failAt.isPresent() && failAt.getAsLong() == operations) {
            failAt = OptionalLong.empty();
            throw failure.orElseThrow();
        }
        boolean done = hook.before(operation, path, bytes);
        return new Verdict(crashAt.isPresent() && operations >= crashAt.getAsLong(), !done);
    }

    /** An operation ends: it has happened, but with the power gone nobody learns of it. */
    void end(Verdict verdict) {
        if (verdict.crash()) {
            down = true;
            throw new PowerLoss(operations);
        }
    }

    void checkCapacity(long growth) throws IOException {
        if (growth > 0 && capacity != Long.MAX_VALUE && root.bytes() + growth > capacity) {
            throw new IOException("No space left on device");
        }
    }

    /** A time that goes on with each operation, in milliseconds. */
    long now() {
        return 1_700_000_000_000L + operations;
    }
}
