package io.sluice.sinks.file;

import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkException;
import io.sluice.sinks.SinkTable;
import io.sluice.sinks.SinkWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Files in a folder.
 *
 * <pre>
 * writers ──> bytes in memory ── few ──> receipt, in the commit ──> temporary file ──┐
 *                     │                                                              ├─ rename ──> part-….parquet
 *                     └── many ──> .sluice-staging/…, then forced ───────────────────┘
 * </pre>
 *
 * <p>Until its batch is committed a file has no visible name; then it is whole when it gets it, at once or, as the {@link
 * Publication} has it, later. While a batch is published, only writers of the next one are begun and take rows.
 */
final class FileSink implements Sink {
    /** Opens the files of a part of a batch. */
    @FunctionalInterface
    interface PartFiles {
        RowFiles open(long batch, int part);
    }

    private final SinkTable table;
    private final Path target;
    private final PartFiles partFiles;
    private final StagingDirectory staging;
    private final Publication publication;
    private final PublishedFiles published;
    private final boolean isOrdered;
    private final FileTrouble trouble;
    private final Map<Integer, PartWriter> parts = new TreeMap<>();
    private List<PartOutput> staged = List.of();
    private boolean isStaged;
    private long stagedBatch;

    /** Staged in files which are not forced yet. */
    private List<PartOutput> unforced = List.of();

    /** @param isOrdered whether the parts are to be in the order of the rows */
    FileSink(
            SinkTable table,
            Path target,
            PartFiles partFiles,
            StagingDirectory staging,
            Publication publication,
            PublishedFiles published,
            boolean isOrdered) {
        this.table = table;
        this.target = target;
        this.partFiles = partFiles;
        this.staging = staging;
        this.publication = publication;
        this.published = published;
        this.isOrdered = isOrdered;
        this.trouble = new FileTrouble(table.name());
    }

    @Override
    public void claim(Runnable check) {
        run("open", () -> staging.claim(check));
    }

    @Override
    public void recover(OptionalLong lastCommitted) {
        run("recover", () -> publication.recover(lastCommitted));
    }

    @Override
    public synchronized SinkWriter begin(long batch, int part) {
        forgetStaged();
        PartWriter writer = new PartWriter(table, partFiles.open(batch, part), target);
        if (parts.putIfAbsent(part, writer) != null) {
            throw new IllegalStateException("part %d of batch %d was begun twice".formatted(part, batch));
        }
        return writer;
    }

    @Override
    public synchronized byte[] stage(long batch) {
        forgetStaged();
        try {
            List<PartOutput> outputs = new ArrayList<>();
            parts.values().forEach(part -> outputs.addAll(part.outputs()));
            staged = publication.seal(batch, outputs);
            byte[] receipt = new Receipt(stageOutputs()).encode();
            isStaged = true;
            stagedBatch = batch;
            return receipt;
        } catch (IOException e) {
            throw trouble.with("stage batch %d of".formatted(batch), target, e);
        }
    }

    private List<Receipt.Part> stageOutputs() throws IOException {
        List<Receipt.Part> receipt = new ArrayList<>();
        List<PartOutput> files = new ArrayList<>();
        int inlineBytes = 0;
        for (PartOutput output : staged) {
            Receipt.Part part;
            if (output.isInMemory() && inlineBytes + output.length() <= PartOutput.INLINE_BYTES) {
                inlineBytes += (int) output.length();
                part = output.inline();
            } else {
                part = output.staged();
                files.add(output);
            }
            publication.expect(part);
            receipt.add(part);
        }
        unforced = files;
        return receipt;
    }

    @Override
    public synchronized boolean hasToForce() {
        return !unforced.isEmpty();
    }

    /** Writers of the next batch do not wait for the disk. */
    @Override
    public void force(long batch) {
        run("make batch %d durable in".formatted(batch), () -> {
            List<PartOutput> files = takeUnforced();
            for (PartOutput output : files) {
                output.force();
            }
            if (!files.isEmpty()) {
                staging.force();
            }
        });
    }

    private synchronized List<PartOutput> takeUnforced() {
        List<PartOutput> taken = unforced;
        unforced = List.of();
        return taken;
    }

    @Override
    public synchronized void publish(long batch, byte[] receipt) {
        forgetStaged();
        run("publish batch %d of".formatted(batch), () -> publication.publish(batch, Receipt.decode(receipt)));
    }

    /** What was staged belongs to its receipt from now on. */
    private void forgetStaged() {
        if (isStaged) {
            parts.clear();
            staged = List.of();
            isStaged = false;
        }
    }

    @Override
    public void sync() {
        run("sync", publication::sync);
    }

    @Override
    public void advance(Instant now, long watermark) {
        run("publish rows of", () -> publication.advance(now, watermark));
    }

    @Override
    public Optional<Instant> nextDue() {
        return publication.nextDue();
    }

    @Override
    public Map<String, String> metrics() {
        return published.takeMetrics();
    }

    @Override
    public synchronized void abort(long batch) {
        if (isStaged && stagedBatch != batch) {
            return;
        }
        discardParts();
    }

    private void discardParts() {
        SinkException first = null;
        for (PartWriter writer : parts.values()) {
            try {
                writer.discard();
            } catch (SinkException e) {
                first = first == null ? e : first;
            }
        }
        for (PartOutput output : staged) {
            try {
                output.discard();
            } catch (IOException e) {
                first = first == null ? trouble.with("drop rows of", target, e) : first;
            }
        }
        parts.clear();
        staged = List.of();
        unforced = List.of();
        isStaged = false;
        if (first != null) {
            throw first;
        }
    }

    @Override
    public boolean partsByThread() {
        return !isOrdered;
    }

    @Override
    public boolean writesAhead() {
        return publication.leavesLater();
    }

    @Override
    public String description() {
        return "FileSink[" + target + "]";
    }

    /** Whether a staged batch is committed is not known here: its files stay, for publishing or recovery. */
    @Override
    public synchronized void close() {
        try {
            for (PartOutput file : takeUnforced()) {
                run("close files of", file::release);
            }
            if (!isStaged) {
                discardParts();
            }
        } finally {
            run("publish rows of", publication::close);
        }
    }

    /** What may fail because of the disk. */
    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    private void run(String doing, Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw trouble.with(doing, target, e);
        }
    }
}
