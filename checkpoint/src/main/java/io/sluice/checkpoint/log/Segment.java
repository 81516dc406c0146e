package io.sluice.checkpoint.log;

import io.sluice.checkpoint.file.Durability;
import io.sluice.checkpoint.file.WriterFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** A file of a log: a header, records, zeros. Named by its first batch. */
final class Segment {
    private static final Pattern NAME = Pattern.compile("\\d{16}\\.log");
    private static final String TEMPORARY = "segment.tmp";
    private static final int FILL_BYTES = 64 << 10;

    private final Path path;
    private final long first;
    private long last;
    private long length;

    Segment(Path path, long first, long length) {
        this.path = path;
        this.first = first;
        this.last = first;
        this.length = length;
    }

    static String name(long firstBatch) {
        return "%016d.log".formatted(firstBatch);
    }

    /** The first batch that the name of a file tells; empty if it is no segment's name. */
    static OptionalLong firstBatch(Path file) {
        String name = file.getFileName().toString();
        return NAME.matcher(name).matches()
                ? OptionalLong.of(Long.parseLong(name.substring(0, 16)))
                : OptionalLong.empty();
    }

    /** Creates a segment without records, durably; it gets its name when it is whole. */
    static FileChannel create(Path path, SegmentHeader header, Durability durability, WriterFolder writer)
            throws IOException {
        Path temporary = writer.temporary(TEMPORARY);
        FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        try {
            BatchLog.writeFully(channel, header.bytes(), 0);
            fill(channel, SegmentHeader.BYTES, header.length());
            durability.file(channel);
            writer.publish(temporary, path);
            durability.directory(path.getParent());
            return channel;
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /** Writes zeros from {@code from} to {@code to}. */
    static void fill(FileChannel channel, long from, long to) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(FILL_BYTES, to - from));
        for (long at = from; at < to; at += zeros.limit()) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), to - at));
            BatchLog.writeFully(channel, zeros, at);
        }
    }

    Path path() {
        return path;
    }

    long first() {
        return first;
    }

    long last() {
        return last;
    }

    long length() {
        return length;
    }

    void extendTo(long batch) {
        last = Math.max(last, batch);
    }

    void growTo(long bytes) {
        length = bytes;
    }
}
