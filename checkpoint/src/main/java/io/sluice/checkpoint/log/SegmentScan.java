package io.sluice.checkpoint.log;

import io.sluice.checkpoint.CheckpointException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the records of a segment and judges what is not one. The cases are told apart by what can happen to a write over
 * zeros: after a power loss each sector of it is there or is zero; one that fails may end at any byte.
 *
 * <ul>
 *   <li>a header of zeros: nothing was written, or the first sector is missing
 *   <li>a good header, a line that fails its check, and a sector of zeros in it: torn
 *   <li>at the end of the log, a header or a line that ends early, with nothing but zeros behind: torn
 *   <li>anything else: damaged, which is never passed over
 * </ul>
 *
 * A log whose records are each forced can be torn only at its very end. In one that is not, records may be missing
 * anywhere, and those behind are used.
 */
final class SegmentScan {
    private static final int SECTOR = 512;
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(SECTOR).asReadOnlyBuffer();

    /** A record: where its line is and whose it is. */
    record Entry(long batch, long epoch, int position, int length, int checksum) {}

    private final ByteBuffer bytes;
    private final Path file;
    private final BatchLog.Kind kind;
    private final long through;
    private final List<Entry> entries = new ArrayList<>();
    private int tail = SegmentHeader.BYTES;

    private SegmentScan(ByteBuffer bytes, Path file, BatchLog.Kind kind, long through) {
        this.bytes = bytes;
        this.file = file;
        this.kind = kind;
        this.through = through;
    }

    /**
     * @param bytes the whole segment, little-endian, its header checked
     * @param last whether no segment follows
     * @param through the scan ends before the first record of a later batch: they are being erased, so that some of them
     *     may be half there
     */
    static SegmentScan of(ByteBuffer bytes, Path file, BatchLog.Kind kind, boolean last, long through) {
        SegmentScan scan = new SegmentScan(bytes, file, kind, through);
        scan.run(last);
        return scan;
    }

    /** The records in their order. */
    List<Entry> entries() {
        return entries;
    }

    /** Where the next record goes. */
    int tail() {
        return tail;
    }

    /** Whether there is anything but zeros behind the last record. */
    boolean hasRemains() {
        return !isZero(tail, bytes.limit());
    }

    private void run(boolean last) {
        int position = SegmentHeader.BYTES;
        while (position >= 0 && position + RecordHeader.BYTES <= bytes.limit()) {
            if (RecordHeader.isAbsent(bytes, position)) {
                position = afterGap(position, "a record");
            } else if (!RecordHeader.isValid(bytes, position) && isCut(position, position + RecordHeader.BYTES, last)) {
                return;
            } else if (!RecordHeader.isValid(bytes, position)) {
                throw corrupt("a record header with its checksum", "other bytes at position " + position);
            } else {
                RecordHeader header = RecordHeader.read(bytes, position);
                if (header.batch() > through) {
                    return;
                }
                if (isLineValid(position, header)) {
                    position = accept(position, header);
                } else if (isCut(position, end(position, header) - 1, last)) {
                    return;
                } else if (isTorn(position, header) && (last || !kind.forced())) {
                    position = afterGap(position, "a whole record of batch %d".formatted(header.batch()));
                } else {
                    throw corrupt(
                            "a line of batch %d with its checksum".formatted(header.batch()),
                            "other bytes at position " + (position + RecordHeader.BYTES));
                }
            }
        }
    }

    private int accept(int position, RecordHeader header) {
        int line = position + RecordHeader.BYTES;
        entries.add(new Entry(header.batch(), header.epoch(), line, header.length(), header.lineChecksum()));
        tail = line + header.length();
        return tail;
    }

    /** Where the log goes on behind a missing record, or −1 where it ends. */
    private int afterGap(int position, String expected) {
        int next = position + RecordHeader.ALIGNMENT;
        while (next + RecordHeader.BYTES <= bytes.limit()) {
            if (RecordHeader.isValid(bytes, next) && isLineValid(next, RecordHeader.read(bytes, next))) {
                long batch = RecordHeader.read(bytes, next).batch();
                if (batch > through) {
                    return -1;
                }
                if (kind.forced()) {
                    throw corrupt(expected, "a gap at position %d before batch %d".formatted(position, batch));
                }
                return next;
            }
            next += RecordHeader.ALIGNMENT;
        }
        return -1;
    }

    private boolean isLineValid(int position, RecordHeader header) {
        int line = position + RecordHeader.BYTES;
        return header.length() > 0
                && header.length() <= bytes.limit() - line
                && header.lineChecksum() == RecordHeader.checksum(bytes, line, header.length());
    }

    /**
     * Whether the write of the record at {@code position} has ended before {@code end}, and nothing was written since. Of a line one
     * byte is not enough: it may be damaged.
     */
    private boolean isCut(int position, int end, boolean last) {
        if (!last && kind.forced()) {
            return false;
        }
        int written = bytes.limit();
        while (written > position && bytes.get(written - 1) == 0) {
            written--;
        }
        return written < end;
    }

    private int end(int position, RecordHeader header) {
        return (int) Math.min(bytes.limit(), (long) position + RecordHeader.BYTES + header.length());
    }

    /** Whether a sector of the record is as it was before the record was written. */
    private boolean isTorn(int position, RecordHeader header) {
        int end = end(position, header);
        for (int sector = (position / SECTOR + 1) * SECTOR; sector < end; sector += SECTOR) {
            if (isZero(sector, (int) Math.min(end, sector + (long) SECTOR))) {
                return true;
            }
        }
        return false;
    }

    private boolean isZero(int from, int to) {
        for (int i = from; i < to; i += SECTOR) {
            int length = Math.min(SECTOR, to - i);
            if (bytes.slice(i, length).mismatch(ZEROS.slice(0, length)) >= 0) {
                return false;
            }
        }
        return true;
    }

    private CheckpointException corrupt(String expected, String got) {
        String after = entries.isEmpty()
                ? "no batch is readable before it"
                : "batch %d is the last readable before it"
                        .formatted(entries.get(entries.size() - 1).batch());
        return CheckpointException.corrupt(file, expected, got + "; " + after, kind.advice());
    }
}
