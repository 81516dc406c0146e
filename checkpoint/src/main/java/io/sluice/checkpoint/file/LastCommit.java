package io.sluice.checkpoint.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code last}: a batch that is committed, in a place of its own, so that it shows when the end of both logs is lost. It is
 * written after the commit is durable and is not forced itself: it may tell of an earlier batch, never of one that was not durable.
 * Two places are written in turn. What is damaged in it, and trouble with it, tells nothing and does no harm. One thread.
 */
public final class LastCommit implements AutoCloseable {
    public static final String NAME = "last";

    private static final Logger LOG = LoggerFactory.getLogger(LastCommit.class);
    private static final long MAGIC = 0x3154534C43554C53L; // "SLUCLST1"
    private static final int PLACE_BYTES = 512;
    private static final int BYTES = 24;

    private final Path path;
    private final ByteBuffer record = ByteBuffer.allocateDirect(BYTES).order(ByteOrder.LITTLE_ENDIAN);

    /** Null when nothing is written any more. */
    private FileChannel channel;

    private LastCommit(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** @param written whether it is written; false where a power loss may keep it and lose the commits */
    public static LastCommit open(Path directory, boolean written) {
        Path path = directory.resolve(NAME);
        if (!written) {
            return new LastCommit(path, null);
        }
        try {
            return new LastCommit(path, FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        } catch (IOException e) {
            warn(path, e);
            return new LastCommit(path, null);
        }
    }

    /** The batch that the file tells of; −1: none. */
    public static long read(Path directory) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(directory.resolve(NAME));
        } catch (IOException e) {
            return -1;
        }
        long last = -1;
        for (int at = 0; at + BYTES <= bytes.length && at <= PLACE_BYTES; at += PLACE_BYTES) {
            ByteBuffer record = ByteBuffer.wrap(bytes, at, BYTES).slice().order(ByteOrder.LITTLE_ENDIAN);
            if (record.getLong(0) == MAGIC && record.getInt(16) == checksum(record)) {
                last = Math.max(last, record.getLong(8));
            }
        }
        return last;
    }

    /** The commit of the batch is durable. Both places tell of it when it is the first one that this writer notes. */
    public void note(long batch, boolean both) {
        if (channel == null) {
            return;
        }
        record.clear();
        record.putLong(0, MAGIC).putLong(8, batch).putInt(16, checksum(record)).putInt(20, 0);
        try {
            for (int place = 0; place < 2; place++) {
                if (both || place == (batch & 1)) {
                    record.clear();
                    channel.write(record, (long) place * PLACE_BYTES);
                }
            }
        } catch (IOException e) {
            warn(path, e);
            close();
        }
    }

    private static int checksum(ByteBuffer record) {
        CRC32C crc = new CRC32C();
        crc.update(record.duplicate().position(0).limit(16));
        return (int) crc.getValue();
    }

    private static void warn(Path path, IOException e) {
        LOG.warn(
                "cannot write {}: {}; the loss of the newest files of both logs would not be noticed",
                path,
                e.toString());
    }

    @Override
    public void close() {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("cannot close {}", path, e);
        }
        channel = null;
    }
}
