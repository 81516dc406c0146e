package io.sluice.sinks.file;

import io.sluice.sinks.SinkException;
import io.sluice.sinks.SinkTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The rows of many batches in few files: what is committed is held, invisible, until it is enough for a file or has waited
 * for long enough, and then rolled.
 *
 * <pre>
 * receipts ──> held.log ──┬─ roll: write staged files, force ─ roll.json (final) ─ rename ─ forget ──> held.log, empty
 *                         └─ (crash: the log is read again; a roll with its record is carried on, one without begins anew)
 * </pre>
 *
 * No file is ever replaced or removed once a reader could see it, so each row is seen at most once at every moment, and
 * the files that are there hold the first batches without a gap. Used by the loop's thread.
 */
final class HeldPublication implements Publication {
    private static final String LOG = "held.log";
    private static final String ROLL = "roll.json";
    private static final double FIRST_RATIO = 1.0;

    private final SinkTable table;
    private final RollFiles.Factory rolls;
    private final RollingPolicy policy;
    private final StagingDirectory staging;
    private final PublishedFiles published;
    private final CommittedFiles listeners;
    private final HeldLog log;
    private final String schema;
    private final List<Path> heldFiles = new ArrayList<>();
    private Optional<RollRecord> lastRoll = Optional.empty();
    private Optional<Instant> oldest = Optional.empty();
    private Instant nextCheck = Instant.MIN;
    private long heldBytes;
    private double ratio = FIRST_RATIO;
    private boolean isFromEarlierRun;
    private boolean isUnsynced;

    HeldPublication(
            SinkTable table,
            RollFiles.Factory rolls,
            RollingPolicy policy,
            StagingDirectory staging,
            PublishedFiles published,
            CommittedFiles listeners) {
        this.table = table;
        this.rolls = rolls;
        this.policy = policy;
        this.staging = staging;
        this.published = published;
        this.listeners = listeners;
        this.log = new HeldLog(staging, LOG);
        this.schema = table.schema().toJson();
    }

    @Override
    public void recover(OptionalLong lastCommitted) throws IOException {
        staging.removeLeftovers(lastCommitted, published.target());
        listeners.recover();
        lastRoll = RollRecord.read(staging.file(ROLL));
        log.open((batch, receipt) -> hold(batch, Receipt.decode(receipt)));
        long seen = Math.max(log.lastBatch(), rolledThrough());
        if (seen > lastCommitted.orElse(-1)) {
            throw ahead(seen, lastCommitted);
        }
        if (log.lastBatch() <= rolledThrough() && lastRoll.isPresent()) {
            forward(lastRoll.get());
        }
        staging.removeAllBut(this::isHeldFile);
        isFromEarlierRun = !log.isEmpty();
    }

    /** Rows that are visible by now, and files of a roll that was not finished, are not needed. */
    private boolean isHeldFile(String name, long batch) {
        return name.contains(PartName.HELD_ENDING) && batch > rolledThrough();
    }

    private SinkException ahead(long seen, OptionalLong lastCommitted) {
        return new SinkException(
                "cannot recover table \"%s\" in %s: expected the output of batches up to %d, which the checkpoint has, got"
                                .formatted(table.name(), published.target(), lastCommitted.orElse(-1))
                        + " that of batch " + seen,
                "The checkpoint is older than the folder: put the newer checkpoint back, or start with a new checkpoint"
                        + " and another 'path'.");
    }

    private long rolledThrough() {
        return lastRoll.map(RollRecord::through).orElse(-1L);
    }

    @Override
    public void expect(Receipt.Part part) {
        published.expect(part);
    }

    @Override
    public void publish(long batch, Receipt receipt) throws IOException {
        if (receipt.parts().isEmpty() || batch <= rolledThrough() || batch <= log.lastBatch()) {
            return;
        }
        if (!log.isEmpty()
                && (log.lastBatch() <= rolledThrough() || !log.schema().equals(schema))) {
            roll();
        }
        for (Receipt.Part part : receipt.parts()) {
            if (!published.isFresh(part) && !part.isInline()) {
                published.requireStaged(batch, part, staging.file(LOG));
            }
        }
        log.append(batch, receipt.encode(), schema);
        isUnsynced = true;
        hold(batch, receipt);
        if (heldBytes * ratio >= policy.fileBytes()) {
            roll();
        }
    }

    private void hold(long batch, Receipt receipt) {
        for (Receipt.Part part : receipt.parts()) {
            heldBytes += part.length();
            if (!part.isInline()) {
                heldFiles.add(staging.staged(part.staged()));
            }
        }
    }

    @Override
    public void sync() throws IOException {
        published.sync();
        listeners.sync();
        if (isUnsynced) {
            if (log.force()) {
                staging.force();
            }
            isUnsynced = false;
        }
    }

    @Override
    public void advance(Instant now, long watermark) throws IOException {
        if (isFromEarlierRun || watermark == Long.MAX_VALUE) {
            roll();
        } else if (!log.isEmpty() && oldest.isEmpty()) {
            oldest = Optional.of(now);
        }
        if (!now.isBefore(nextCheck)) {
            nextCheck = now.plus(policy.checkInterval());
            if (oldest.isPresent() && !now.isBefore(oldest.get().plus(policy.interval()))) {
                roll();
            }
        }
        listeners.advance(now, watermark);
    }

    @Override
    public Optional<Instant> nextDue() {
        Optional<Instant> roll = oldest.map(since -> since.plus(policy.interval()))
                .map(due -> due.isBefore(nextCheck) ? nextCheck : due);
        Optional<Instant> mark = listeners.nextDue();
        return roll.isPresent() && (mark.isEmpty() || roll.get().isBefore(mark.get())) ? roll : mark;
    }

    /** All that is held becomes visible. */
    private void roll() throws IOException {
        isFromEarlierRun = false;
        if (log.isEmpty()) {
            return;
        }
        if (log.lastBatch() <= rolledThrough()) {
            forward(lastRoll.get());
            return;
        }
        List<Receipt.Entry> entries = new ArrayList<>();
        long bytes = 0;
        for (Receipt.Part part : write()) {
            entries.add(Receipt.Entry.of(part));
            bytes += part.length();
        }
        staging.force();
        ratio = heldBytes == 0 ? FIRST_RATIO : (double) bytes / heldBytes;
        long sequence = lastRoll.map(roll -> roll.sequence() + 1).orElse(0L);
        RollRecord roll = new RollRecord(sequence, log.lastBatch(), entries);
        roll.write(staging.file(ROLL), staging.temporary(ROLL));
        lastRoll = Optional.of(roll);
        forward(roll);
    }

    /** Writes all that is held to files, and forces them; they have no names for readers yet. */
    private List<Receipt.Part> write() throws IOException {
        Schema schemaOfRows = Schema.fromJSON(log.schema());
        try (BufferAllocator allocator = new RootAllocator()) {
            RollFiles files = rolls.open(log.lastBatch(), schemaOfRows);
            try {
                log.visit((batch, receipt) -> read(Receipt.decode(receipt), schemaOfRows, allocator, files));
                files.finish();
                List<Receipt.Part> parts = new ArrayList<>();
                for (PartOutput output : files.outputs()) {
                    parts.add(output.staged());
                    output.force();
                }
                return parts;
            } catch (IOException | RuntimeException e) {
                discard(files, e);
                throw e;
            }
        }
    }

    private void read(Receipt receipt, Schema schemaOfRows, BufferAllocator allocator, RollFiles files)
            throws IOException {
        for (Receipt.Part part : receipt.parts()) {
            try (InputStream rows = part.isInline()
                    ? new ByteArrayInputStream(part.bytes())
                    : Files.newInputStream(staging.staged(part.staged()))) {
                ArrowRowsFormat.read(rows, schemaOfRows, allocator, files::write);
            }
        }
    }

    private static void discard(RollFiles files, Exception cause) {
        try {
            files.discard();
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /** Carries on a roll that is final; what was done of it is not done again. */
    private void forward(RollRecord roll) throws IOException {
        for (Receipt.Part part : roll.parts()) {
            if (DurableFiles.exists(staging.staged(part.staged()))) {
                published.expect(part);
                published.publish(roll.through(), part);
            }
        }
        published.sync();
        listeners.published(roll.sequence(), roll.parts());
        listeners.sync();
        log.remove();
        for (Path file : heldFiles) {
            Files.deleteIfExists(file);
        }
        heldFiles.clear();
        heldBytes = 0;
        oldest = Optional.empty();
        isUnsynced = false;
    }

    @Override
    public void close() throws IOException {
        try {
            roll();
        } finally {
            log.close();
        }
    }
}
