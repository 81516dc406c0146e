package io.sluice.checkpoint.remote;

import static java.util.Objects.requireNonNull;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.Threads;
import io.sluice.checkpoint.file.MetadataFile;
import io.sluice.checkpoint.log.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A checkpoint in an object store. The query works in a local directory, of which nothing counts: what is written there
 * goes, as it is, into records that are numbered and never change.
 *
 * <pre>
 * log/0000000000000000041    base: logs and metadata whole, the names of all files of state that count
 * log/0000000000000000042    what one commit has appended, the names of its new files of state
 * state/uid/table/…          files of state, uploaded before the record that names them
 * lease                      who writes, and until when that is believed
 * </pre>
 *
 * A record is made only if there is none of its number, in one step. So of two writers one gets the number, and the other one
 * has lost for good: whoever opens a checkpoint writes a base first, which takes the number that an earlier writer would use next,
 * however long that one was paused. The lease only spares a query from losing against one that is started by mistake. Nothing is
 * listed but when a checkpoint is opened.
 *
 * <p>After a number of records a new base is written, and what is not in it is deleted; but a base with which a writer has begun
 * becomes a mark that holds its number. Used by the loop's thread.
 */
public final class RemoteLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteLog.class);
    private static final String RECORDS = "log/";
    private static final String STATE = "state/";
    private static final byte[] MARK = "SLUICE taken".getBytes(StandardCharsets.US_ASCII);
    private static final int RECORDS_FOR_BASE = 256;
    private static final int ATTEMPTS = 5;
    private static final int MOST_SECONDS_TO_DELETE = 10;

    private final ObjectStore store;
    private final Path directory;
    private final Lease lease;
    private final Optional<ExecutorService> deleter;
    private final String writer = UUID.randomUUID().toString();

    /** How far each segment of the logs is in records. */
    private final Map<String, Extent> sent = new HashMap<>();

    /** All files of state that are there and were not deleted. */
    private final Set<String> files = new HashSet<>();

    private long next;

    /** The records from the last base on, and those before it that were not deleted in time. */
    private final Deque<Long> records = new ArrayDeque<>();

    /** Those of them with which a writer has begun. */
    private final Set<Long> openings = new HashSet<>();

    private byte[] metadata = {};
    private int sinceBase;

    private RemoteLog(ObjectStore store, Path directory, Lease lease, Optional<ExecutorService> deleter) {
        this.deleter = deleter;
        this.store = requireNonNull(store, "store");
        this.directory = requireNonNull(directory, "directory");
        this.lease = lease;
    }

    /**
     * Brings the checkpoint into an empty local directory.
     *
     * @param takeOver whether to go on though another process holds the lease; that one cannot commit any more then
     * @param background whether what does not count any more is deleted by a thread of its own
     */
    public static RemoteLog open(ObjectStore store, Path directory, boolean takeOver, boolean background) {
        Lease lease = Lease.take(store, takeOver);
        Optional<ExecutorService> deleter = background
                ? Optional.of(Executors.newSingleThreadExecutor(Threads.daemons("checkpoint-deleter")))
                : Optional.empty();
        RemoteLog log = new RemoteLog(store, directory, lease, deleter);
        try {
            log.bring(true);
            return log;
        } catch (IOException e) {
            throw log.trouble("read", e);
        }
    }

    /** Brings it into an empty directory to be looked at. */
    public static void copy(ObjectStore store, Path directory) {
        copy(store, directory, true);
    }

    /** Brings its logs and metadata, which are small, into an empty directory to be looked at. */
    public static void copyLogs(ObjectStore store, Path directory) {
        copy(store, directory, false);
    }

    private static void copy(ObjectStore store, Path directory, boolean withState) {
        RemoteLog log = new RemoteLog(store, directory, Lease.NONE, Optional.empty());
        try {
            log.bring(withState);
        } catch (IOException e) {
            throw log.trouble("read", e);
        }
    }

    /** Whoever writes may delete what a new base has made superfluous meanwhile; then it begins again. */
    private void bring(boolean withState) throws IOException {
        for (int attempt = 1; ; attempt++) {
            TreeSet<Long> numbers = new TreeSet<>();
            store.list(RECORDS).forEach(name -> numbers.add(Long.parseLong(name.substring(RECORDS.length()))));
            next = numbers.isEmpty() ? 0 : numbers.last() + 1;
            records.clear();
            openings.clear();
            Optional<List<RemoteRecord>> found = read(numbers);
            if (found.isPresent() && bring(found.get(), withState)) {
                return;
            }
            if (attempt == ATTEMPTS) {
                throw CheckpointException.corrupt(
                        Path.of(store.address()),
                        "all records from a base on, and the files of state that they name",
                        "gaps",
                        "Put the objects back from a backup, or start the query with a new checkpoint directory.");
            }
        }
    }

    /** The last base and the records after it, oldest first; empty if one is missing. */
    private Optional<List<RemoteRecord>> read(TreeSet<Long> numbers) throws IOException {
        List<RemoteRecord> found = new ArrayList<>();
        boolean complete = numbers.isEmpty();
        for (long number = next - 1; numbers.contains(number); number--) {
            Optional<byte[]> bytes = store.read(name(number));
            if (bytes.isEmpty() || Arrays.equals(bytes.get(), MARK)) {
                break;
            }
            RemoteRecord record = RemoteRecord.of(bytes.get(), store.address() + "/" + name(number));
            records.addFirst(number);
            if (record.opening()) {
                openings.add(number);
            }
            if (!complete) {
                found.add(0, record);
                complete = record.base();
            }
        }
        return complete ? Optional.of(found) : Optional.empty();
    }

    private boolean bring(List<RemoteRecord> found, boolean withState) throws IOException {
        clear();
        files.clear();
        for (RemoteRecord record : found) {
            for (RemoteRecord.Part part : record.parts()) {
                write(part);
            }
            files.addAll(record.state());
        }
        for (String file : withState ? files : Set.<String>of()) {
            Path target = inside(STATE + file);
            Files.createDirectories(target.getParent());
            if (!store.download(STATE + file, target)) {
                return false;
            }
        }
        return true;
    }

    private void clear() throws IOException {
        if (Files.exists(directory)) {
            try (var paths = Files.walk(directory)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    if (!path.equals(directory)) {
                        Files.delete(path);
                    }
                }
            }
        }
    }

    private Path inside(String name) {
        Path file = directory.resolve(name).normalize();
        if (!file.startsWith(directory)) {
            throw CheckpointException.corrupt(
                    Path.of(store.address()), "names of files within the checkpoint", "\"" + name + "\"", "");
        }
        return file;
    }

    private void write(RemoteRecord.Part part) throws IOException {
        Path file = inside(part.file());
        Files.createDirectories(file.getParent());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (part.from() == 0) {
                channel.truncate(0);
            }
            ByteBuffer bytes = ByteBuffer.wrap(part.bytes());
            long position = part.from();
            while (bytes.hasRemaining()) {
                position += channel.write(bytes, position);
            }
            if (channel.size() < part.length()) {
                channel.write(ByteBuffer.allocate(1), part.length() - 1);
            }
        }
    }

    /**
     * The checkpoint is open: from now on no other writer's record counts. Deletes what does not count.
     *
     * @param extents of the segments of the logs
     * @param live names of the files of state that count
     * @throws CheckpointException if another process was quicker
     */
    public void begin(Collection<Extent> extents, Set<String> live) {
        try {
            files.clear();
            for (String name : store.list(STATE)) {
                files.add(name.substring(STATE.length()));
            }
            base(extents, live, true);
            lease.hold();
        } catch (IOException e) {
            throw trouble("write", e);
        }
    }

    /**
     * What the local directory has got since the last call is durable when it returns, and counts.
     *
     * @param added names of new files of state
     * @param live names of all that count, with them
     * @throws CheckpointException if another process has taken the checkpoint over
     */
    public void append(Collection<Extent> extents, Collection<String> added, Supplier<Set<String>> live) {
        try {
            for (String file : added) {
                store.upload(directory.resolve(STATE + file), STATE + file);
                files.add(file);
            }
            if (sinceBase >= RECORDS_FOR_BASE) {
                base(extents, live.get(), false);
            } else {
                List<RemoteRecord.Part> parts = parts(extents, false);
                create(new RemoteRecord(false, false, writer, parts, added));
                sinceBase++;
            }
        } catch (IOException e) {
            throw trouble("write", e);
        }
    }

    /** Fails if another writer has begun: he has taken the number that is next here, which is never given up. */
    public void check() {
        try {
            if (store.read(name(next)).isPresent()) {
                throw takenOver();
            }
        } catch (IOException e) {
            throw trouble("read", e);
        }
    }

    private void base(Collection<Extent> extents, Set<String> live, boolean opening) throws IOException {
        create(new RemoteRecord(opening, true, writer, parts(extents, true), live));
        sinceBase = 0;
        long base = records.removeLast();
        List<String> marked = new ArrayList<>();
        List<String> dead = new ArrayList<>();
        for (long number : records) {
            (openings.contains(number) ? marked : dead).add(name(number));
        }
        files.stream().filter(file -> !live.contains(file)).forEach(file -> dead.add(STATE + file));
        records.clear();
        records.add(base);
        openings.clear();
        if (opening) {
            openings.add(base);
        }
        files.retainAll(live);
        deleter.ifPresentOrElse(thread -> thread.execute(() -> delete(marked, dead)), () -> delete(marked, dead));
    }

    /** What is left of it goes when the checkpoint is opened again. */
    private void delete(List<String> marked, List<String> dead) {
        try {
            for (String name : marked) {
                store.put(name, MARK);
            }
            store.delete(dead);
        } catch (IOException e) {
            LOG.warn("cannot delete old objects of checkpoint {}: {}", store.address(), e.getMessage());
        }
    }

    private List<RemoteRecord.Part> parts(Collection<Extent> extents, boolean whole) throws IOException {
        List<RemoteRecord.Part> parts = new ArrayList<>();
        Map<String, Extent> now = new HashMap<>();
        for (Extent extent : extents) {
            String name = directory.relativize(extent.segment()).toString().replace('\\', '/');
            Extent before = sent.get(name);
            long from = whole || before == null ? 0 : before.end();
            now.put(name, extent);
            if (from == 0 || !extent.equals(before)) {
                parts.add(new RemoteRecord.Part(name, extent.length(), from, read(extent, from)));
            }
        }
        byte[] content = Files.readAllBytes(directory.resolve(MetadataFile.NAME));
        if (whole || !Arrays.equals(content, metadata)) {
            parts.add(new RemoteRecord.Part(MetadataFile.NAME, content.length, 0, content));
        }
        sent.clear();
        sent.putAll(now);
        metadata = content;
        return parts;
    }

    private static byte[] read(Extent extent, long from) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(extent.end() - from));
        try (FileChannel channel = FileChannel.open(extent.segment(), StandardOpenOption.READ)) {
            while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {}
        }
        return bytes.array();
    }

    private void create(RemoteRecord record) throws IOException {
        String name = name(next);
        if (!store.create(name, record.toBytes())) {
            Optional<byte[]> there = store.read(name).filter(bytes -> !Arrays.equals(bytes, MARK));
            boolean own = there.isPresent()
                    && RemoteRecord.of(there.get(), store.address() + "/" + name)
                            .writer()
                            .equals(writer);
            if (!own) {
                throw takenOver();
            }
        }
        records.addLast(next++);
    }

    private CheckpointException takenOver() {
        return new CheckpointException(
                CheckpointException.Kind.IN_USE,
                "cannot write to checkpoint %s: another process has taken it over and goes on with it"
                        .formatted(store.address()),
                "Leave it to that one: what was not committed here is done there.",
                null);
    }

    private static String name(long number) {
        return RECORDS + "%019d".formatted(number);
    }

    private CheckpointException trouble(String doing, IOException e) {
        return new CheckpointException(
                CheckpointException.Kind.ENVIRONMENT,
                "cannot %s checkpoint %s: %s".formatted(doing, store.address(), e.getMessage()),
                "Start the query again when the store can be reached; it goes on from its last commit.",
                e);
    }

    @Override
    public void close() {
        try (store;
                lease) {
            deleter.ifPresent(RemoteLog::finish);
        }
    }

    private static void finish(ExecutorService thread) {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(MOST_SECONDS_TO_DELETE, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
