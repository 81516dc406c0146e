package io.sluice.checkpoint.log;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.file.Durability;
import io.sluice.checkpoint.file.Trouble;
import io.sluice.checkpoint.file.WriterFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * One line for each batch, appended to zero-filled segments. Where a batch has more than one line, the last one counts, and
 * what was written before it for later batches does not.
 *
 * <p>To append is one write within a file whose length does not change, so that forcing it writes data only. A new
 * segment is filled with zeros and forced, it and its name, before it is used. Lines of a writer that a newer one has
 * followed are passed over.
 *
 * <p>One thread appends; {@link #read} may be called by others.
 */
public final class BatchLog implements AutoCloseable {
    /** What the lines are, and so how many of them a power loss may take. */
    public enum Kind {
        INTENTS(1, false),
        COMMITS(2, true);

        private final int id;
        private final boolean forced;

        Kind(int id, boolean forced) {
            this.id = id;
            this.forced = forced;
        }

        int id() {
            return id;
        }

        /** Whether each record is forced before the next one is written. */
        boolean forced() {
            return forced;
        }

        String advice() {
            return switch (this) {
                case INTENTS -> "Delete this file: a batch that did not commit is then planned again.";
                case COMMITS -> "Put back the checkpoint directory from a backup, or start the query with a new one.";
            };
        }
    }

    private record Location(Path segment, long position, int length, int checksum) {}

    private final Path directory;
    private final Kind kind;
    private final long epoch;
    private final int segmentBytes;
    private final Durability durability;
    private final Optional<WriterFolder> writer;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private final NavigableMap<Long, Location> lines = new ConcurrentSkipListMap<>();
    private final Map<Path, Long> ends = new HashMap<>();
    private Optional<FileChannel> active = Optional.empty();
    private long position;

    /** @param writer empty for a log that is only read */
    BatchLog(
            Path directory,
            Kind kind,
            long epoch,
            int segmentBytes,
            Durability durability,
            Optional<WriterFolder> writer) {
        this.writer = writer;
        this.directory = directory;
        this.kind = kind;
        this.epoch = epoch;
        this.segmentBytes = segmentBytes;
        this.durability = durability;
    }

    /** The first and last batch of the log; empty when there is none. */
    public OptionalLong firstBatch() {
        return lines.isEmpty() ? OptionalLong.empty() : OptionalLong.of(lines.firstKey());
    }

    public OptionalLong lastBatch() {
        return lines.isEmpty() ? OptionalLong.empty() : OptionalLong.of(lines.lastKey());
    }

    /** The last batch of the oldest segment, unless it is the one that is written. */
    public OptionalLong oldestSegmentEnd() {
        return segments.size() < 2
                ? OptionalLong.empty()
                : OptionalLong.of(segments.getFirst().last());
    }

    /** A segment as it was when the log was opened: what was appended since is zeros. */
    byte[] contentOf(Path segment) {
        try {
            byte[] bytes = Files.readAllBytes(segment);
            long end = lines.values().stream()
                    .filter(location -> location.segment().equals(segment))
                    .mapToLong(location -> location.position() + location.length())
                    .max()
                    .orElse(SegmentHeader.BYTES);
            if (segment.equals(segments.getLast().path())) {
                Arrays.fill(bytes, (int) Math.min(bytes.length, end), bytes.length, (byte) 0);
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw CheckpointException.corrupt(segment, "a segment of a log", "none", kind.advice());
        } catch (IOException e) {
            throw Trouble.with("read", segment, e);
        }
    }

    public boolean contains(long batch) {
        return lines.containsKey(batch);
    }

    /** The segments, oldest first. */
    List<Path> files() {
        return segments.stream().map(Segment::path).toList();
    }

    /** How far each segment is written, oldest first. */
    public List<Extent> extents() {
        return segments.stream()
                .map(segment -> new Extent(segment.path(), segment.length(), ends.getOrDefault(segment.path(), 0L)))
                .toList();
    }

    public long sizeBytes() {
        long sum = 0;
        for (Segment segment : segments) {
            sum += segment.length();
        }
        return sum;
    }

    /** Whether the record can be appended without a new segment. */
    public boolean fits(RecordBuffer record) {
        return active.isPresent()
                && position + record.recordLength() <= segments.getLast().length();
    }

    /** Appends a record, after making a segment for it if it does not fit. Not durable before {@link #force}. */
    public void append(long batch, RecordBuffer record) {
        try {
            if (!fits(record)) {
                roll(batch, record.recordLength());
            }
            ByteBuffer bytes = record.finish(batch, epoch);
            int length = bytes.remaining() - RecordHeader.BYTES;
            int checksum = RecordHeader.read(bytes, 0).lineChecksum();
            writeFully(active.orElseThrow(), bytes, position);
            Segment segment = segments.getLast();
            segment.extendTo(batch);
            put(batch, new Location(segment.path(), position + RecordHeader.BYTES, length, checksum));
            position += RecordHeader.BYTES + length;
            ends.put(segment.path(), position);
        } catch (IOException e) {
            if (e instanceof NoSuchFileException) {
                writer.ifPresent(WriterFolder::check);
            }
            throw Trouble.with("write batch %d to".formatted(batch), directory, e);
        }
    }

    /** Makes durable what was appended. */
    public void force() {
        try {
            if (active.isPresent()) {
                durability.file(active.get());
            }
        } catch (IOException e) {
            throw Trouble.with("force", directory, e);
        }
    }

    /** The line of a batch, without its line feed but with its padding; empty if there is none. */
    public Optional<byte[]> read(long batch) {
        Location location = lines.get(batch);
        if (location == null) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(location.segment(), StandardOpenOption.READ)) {
            ByteBuffer line = ByteBuffer.allocate(location.length());
            readFully(channel, line, location.position());
            if (RecordHeader.checksum(line, 0, line.limit()) != location.checksum()) {
                throw CheckpointException.corrupt(
                        location.segment(),
                        "the line of batch %d as it was".formatted(batch),
                        "another checksum",
                        kind.advice());
            }
            return Optional.of(line.array());
        } catch (IOException e) {
            throw Trouble.with("read batch %d from".formatted(batch), location.segment(), e);
        }
    }

    /** Forgets the whole segments before {@code batch} and gives their files, oldest first, for deletion. */
    public List<Path> forgetBefore(long batch) {
        List<Path> files = new ArrayList<>();
        while (segments.size() > 1 && segments.getFirst().last() < batch) {
            Segment oldest = segments.removeFirst();
            lines.headMap(oldest.last(), true).clear();
            ends.remove(oldest.path());
            files.add(oldest.path());
        }
        return files;
    }

    @Override
    public void close() {
        try {
            if (active.isPresent()) {
                active.get().close();
            }
        } catch (IOException e) {
            throw Trouble.with("close", directory, e);
        }
    }

    /** Takes over a segment that recovery has found; the oldest first. */
    void adopt(Segment segment, List<SegmentScan.Entry> entries) {
        segments.addLast(segment);
        for (SegmentScan.Entry entry : entries) {
            segment.extendTo(entry.batch());
            put(entry.batch(), new Location(segment.path(), entry.position(), entry.length(), entry.checksum()));
            ends.merge(segment.path(), (long) entry.position() + entry.length(), Math::max);
        }
    }

    /** A line of a batch takes the place of what was there for that batch, and for those after it. */
    private void put(long batch, Location location) {
        lines.tailMap(batch, true).clear();
        lines.put(batch, location);
    }

    /** Goes on writing the last segment at {@code tail}, which has nothing but zeros behind it. */
    void resume(FileChannel channel, long tail) {
        active = Optional.of(channel);
        position = tail;
        ends.put(segments.getLast().path(), tail);
    }

    private void roll(long batch, int recordLength) throws IOException {
        if (active.isPresent() && segments.getLast().first() == batch) {
            Segment segment = segments.getLast();
            long length = Math.addExact(segment.length(), Math.max(segmentBytes, recordLength));
            Segment.fill(active.get(), segment.length(), length);
            durability.file(active.get());
            segment.growTo(length);
            return;
        }
        close();
        int length = Math.max(segmentBytes, Math.addExact(SegmentHeader.BYTES, recordLength));
        Path path = directory.resolve(Segment.name(batch));
        active = Optional.of(
                Segment.create(path, new SegmentHeader(kind, batch, epoch, length), durability, writer.orElseThrow()));
        segments.addLast(new Segment(path, batch, length));
        position = SegmentHeader.BYTES;
        ends.put(path, position);
    }

    static void writeFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    static void readFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            int count = channel.read(bytes, at);
            if (count < 0) {
                throw new IOException("expected %d bytes more at position %d, got the end of the file"
                        .formatted(bytes.remaining(), at));
            }
            at += count;
        }
        bytes.flip();
    }
}
