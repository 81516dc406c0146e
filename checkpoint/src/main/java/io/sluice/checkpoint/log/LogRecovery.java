package io.sluice.checkpoint.log;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.file.Durability;
import io.sluice.checkpoint.file.Trouble;
import io.sluice.checkpoint.file.WriterFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Opens a log as a crash has left it.
 *
 * <ol>
 *   <li>Reads all segments, oldest first, and checks every record.
 *   <li>Takes the run of segments without a gap that ends with the newest batch. What is before a gap is what a power
 *       loss brought back after a purge; what has no records was being created.
 *   <li>Writes the last record again and zeros over what is behind it, and forces the last segment: after a kill its newest
 *       record may be in memory only, and what is built on it must not outlive it.
 * </ol>
 */
public final class LogRecovery {
    private record Found(Segment segment, long tail, boolean remains, List<SegmentScan.Entry> entries) {
        long last() {
            return entries.get(entries.size() - 1).batch();
        }
    }

    /** The last one, and one that was made and has no records yet. */
    private static final int MOST_OPEN = 2;

    private final BatchLog log;
    private final Path directory;
    private final BatchLog.Kind kind;
    private final Durability durability;
    private final long through;
    private final Optional<WriterFolder> writer;
    private final List<Path> leftovers = new ArrayList<>();

    private LogRecovery(
            BatchLog log,
            Path directory,
            BatchLog.Kind kind,
            Durability durability,
            long through,
            Optional<WriterFolder> writer) {
        this.writer = writer;
        this.log = log;
        this.directory = directory;
        this.kind = kind;
        this.durability = durability;
        this.through = through;
    }

    /**
     * Opens or creates the log in {@code directory}.
     *
     * @param epoch of the writer, higher than that of all before
     * @param segmentBytes length of new segments
     * @param through batches after this one do not count any more, and go; {@code Long.MAX_VALUE}: all count
     */
    public static LogRecovery open(
            Path directory,
            BatchLog.Kind kind,
            long epoch,
            int segmentBytes,
            Durability durability,
            long through,
            WriterFolder writer) {
        BatchLog log = new BatchLog(directory, kind, epoch, segmentBytes, durability, Optional.of(writer));
        LogRecovery recovery = new LogRecovery(log, directory, kind, durability, through, Optional.of(writer));
        try {
            if (!durability.createDirectories(directory)) {
                if (writer.hasOthers()) {
                    recovery.copyOpen(writer);
                }
                recovery.run();
            }
        } catch (IOException e) {
            throw Trouble.with("read", directory, e);
        }
        return recovery;
    }

    /** The segments that a writer who was taken over may have open become other files, which he has not. */
    private void copyOpen(WriterFolder folder) throws IOException {
        List<Path> files = new ArrayList<>(segments(directory).values());
        for (Path file : files.subList(Math.max(0, files.size() - MOST_OPEN), files.size())) {
            Path copy = folder.temporary("copy.log");
            try (FileChannel channel = FileChannel.open(
                    copy, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                BatchLog.writeFully(channel, load(file), 0);
                durability.file(channel);
            }
            folder.publish(copy, file);
        }
        durability.directory(directory);
    }

    /** Reads the log in {@code directory} as {@link #open} would, but changes nothing; it cannot be appended to. */
    public static LogRecovery view(Path directory, BatchLog.Kind kind, long through) {
        BatchLog log = new BatchLog(directory, kind, 0, 0, Durability.FULL, Optional.empty());
        LogRecovery recovery = new LogRecovery(log, directory, kind, Durability.FULL, through, Optional.empty());
        try {
            if (isUsed(directory)) {
                recovery.adoptAll();
            }
        } catch (IOException e) {
            throw Trouble.with("read", directory, e);
        }
        return recovery;
    }

    /** What is wrong with each segment by itself; empty for a log that is whole, or not there. */
    public static List<CheckpointException> damages(Path directory, BatchLog.Kind kind) {
        LogRecovery recovery = view(kind, directory);
        List<CheckpointException> damages = new ArrayList<>();
        try {
            if (isUsed(directory)) {
                TreeMap<Long, Path> files = segments(directory);
                for (var file : files.entrySet()) {
                    try {
                        recovery.read(
                                file.getValue(), file.getKey(), file.getKey().equals(files.lastKey()), 0);
                    } catch (CheckpointException e) {
                        damages.add(e);
                    }
                }
            }
        } catch (IOException e) {
            throw Trouble.with("read", directory, e);
        }
        return damages;
    }

    private static LogRecovery view(BatchLog.Kind kind, Path directory) {
        BatchLog log = new BatchLog(directory, kind, 0, 0, Durability.FULL, Optional.empty());
        return new LogRecovery(log, directory, kind, Durability.FULL, Long.MAX_VALUE, Optional.empty());
    }

    /** The segments, oldest first. */
    public List<Path> files() {
        return log.files();
    }

    /** A segment as it was when the log was opened. */
    public byte[] contentOf(Path segment) {
        return log.contentOf(segment);
    }

    /** Whether the directory has segments. */
    public static boolean isUsed(Path directory) {
        try {
            return !segments(directory).isEmpty();
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw Trouble.with("list", directory, e);
        }
    }

    public BatchLog log() {
        return log;
    }

    /**
     * Deletes segments that no longer count; to be called when the log is known to be complete without them. Durable when
     * it returns: one that came back after a later crash would stand behind a torn record.
     */
    public void removeLeftovers() {
        try {
            for (Path file : leftovers) {
                writer.orElseThrow().delete("leftover.log", file);
            }
            if (!leftovers.isEmpty()) {
                durability.directory(directory);
            }
        } catch (IOException e) {
            throw Trouble.with("delete old files in", directory, e);
        }
    }

    private List<Found> adoptAll() throws IOException {
        List<Found> run = run(readAll());
        for (Found found : run) {
            log.adopt(found.segment(), found.entries());
        }
        return run;
    }

    private void run() throws IOException {
        List<Found> run = adoptAll();
        if (!run.isEmpty()) {
            resume(run.get(run.size() - 1));
        }
        durability.directory(directory);
    }

    private List<Found> readAll() throws IOException {
        List<Found> result = new ArrayList<>();
        TreeMap<Long, Path> files = segments(directory);
        long newestEpoch = 0;
        for (var file : files.entrySet()) {
            Found found = read(file.getValue(), file.getKey(), file.getKey().equals(files.lastKey()), newestEpoch);
            if (found.entries().isEmpty()) {
                leftovers.add(file.getValue());
            } else {
                newestEpoch = found.entries().get(found.entries().size() - 1).epoch();
                result.add(found);
            }
        }
        return result;
    }

    private Found read(Path file, long firstBatch, boolean last, long newestEpoch) throws IOException {
        ByteBuffer bytes = load(file);
        Segment segment = new Segment(file, firstBatch, bytes.limit());
        if (last
                && SegmentHeader.isAbsent(bytes)
                && SegmentScan.of(bytes, file, kind, true, through).entries().isEmpty()) {
            return new Found(segment, 0, true, List.of());
        }
        SegmentHeader header = SegmentHeader.read(bytes, file, kind, firstBatch);
        SegmentScan scan = SegmentScan.of(bytes, file, kind, last, through);
        if (bytes.limit() < header.length() && !scan.entries().isEmpty()) {
            throw CheckpointException.corrupt(
                    file, header.length() + " bytes", String.valueOf(bytes.limit()), kind.advice());
        }
        List<SegmentScan.Entry> entries = ofNewestWriters(scan.entries(), newestEpoch);
        checkOrder(file, firstBatch, entries);
        return new Found(segment, scan.tail(), scan.hasRemains(), entries);
    }

    private static List<SegmentScan.Entry> ofNewestWriters(List<SegmentScan.Entry> entries, long newestEpoch) {
        List<SegmentScan.Entry> result = new ArrayList<>();
        long newest = newestEpoch;
        for (SegmentScan.Entry entry : entries) {
            if (entry.epoch() >= newest) {
                newest = entry.epoch();
                result.add(entry);
            }
        }
        return result;
    }

    private void checkOrder(Path file, long firstBatch, List<SegmentScan.Entry> entries) {
        long expected = firstBatch;
        for (SegmentScan.Entry entry : entries) {
            if (kind.forced() && entry.batch() != expected) {
                throw CheckpointException.corrupt(file, "batch " + expected, "batch " + entry.batch(), kind.advice());
            }
            expected = entry.batch() + 1;
        }
    }

    private List<Found> run(List<Found> all) {
        int start = all.size();
        while (start > 0 && (start == all.size() || follows(all.get(start - 1), all.get(start)))) {
            start--;
        }
        for (Found found : all.subList(0, start)) {
            leftovers.add(found.segment().path());
        }
        return all.subList(start, all.size());
    }

    private boolean follows(Found before, Found after) {
        return !kind.forced() || before.last() + 1 == after.segment().first();
    }

    private void resume(Found newest) throws IOException {
        FileChannel channel =
                FileChannel.open(newest.segment().path(), StandardOpenOption.READ, StandardOpenOption.WRITE);
        writer.orElseThrow().check();
        rewriteLast(channel, newest);
        if (newest.remains()) {
            Segment.fill(channel, newest.tail(), newest.segment().length());
        }
        durability.file(channel);
        log.resume(channel, newest.tail());
    }

    /**
     * The writer before may have failed to force its last record. Then the system takes for written what is not, and only a
     * second write, of the same bytes, gets it to the disk.
     */
    private static void rewriteLast(FileChannel channel, Found newest) throws IOException {
        SegmentScan.Entry last = newest.entries().get(newest.entries().size() - 1);
        int start = last.position() - RecordHeader.BYTES;
        ByteBuffer record = ByteBuffer.allocate(RecordHeader.BYTES + last.length());
        BatchLog.readFully(channel, record, start);
        BatchLog.writeFully(channel, record, start);
    }

    private static ByteBuffer load(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(Math.toIntExact(channel.size())).order(ByteOrder.LITTLE_ENDIAN);
            BatchLog.readFully(channel, bytes, 0);
            return bytes;
        }
    }

    private static TreeMap<Long, Path> segments(Path directory) throws IOException {
        TreeMap<Long, Path> result = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Segment.firstBatch(file).ifPresent(first -> result.put(first, file));
            }
        }
        return result;
    }
}
