package io.sluice.sinks.file;

import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkException;
import io.sluice.sinks.SinkTable;
import io.sluice.sinks.SinkWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Files in a folder, for rows that never change.
 *
 * <pre>
 * writers ──> bytes in memory ── few ──> receipt, in the commit ──> temporary file ──┐
 *                     │                                                              ├─ rename ──> part-….parquet
 *                     └── many ──> .sluice-staging/…, forced ────────────────────────┘
 * </pre>
 *
 * <p>Until its batch is committed a file has no visible name; then it is whole when it gets it. Only writers run on other
 * threads than the loop's.
 */
final class FileSink implements Sink {
    private final SinkTable table;
    private final PartWriter.EncoderFactory encoders;
    private final PartName names;
    private final StagingDirectory staging;
    private final PublishedFiles published;
    private final FileTrouble trouble;
    private final Map<Integer, PartWriter> parts = new TreeMap<>();
    private boolean isStaged;

    FileSink(
            SinkTable table,
            PartWriter.EncoderFactory encoders,
            PartName names,
            StagingDirectory staging,
            PublishedFiles published) {
        this.table = table;
        this.encoders = encoders;
        this.names = names;
        this.staging = staging;
        this.published = published;
        this.trouble = new FileTrouble(table.name());
    }

    @Override
    public void recover(OptionalLong lastCommitted) {
        try {
            staging.removeLeftovers(lastCommitted, published.target());
        } catch (IOException e) {
            throw trouble.with("recover", published.target(), e);
        }
    }

    @Override
    public synchronized SinkWriter begin(long batch, int part) {
        forgetStaged();
        String name = names.of(batch, part);
        PartOutput output = new PartOutput(name, staging.staged(name));
        PartWriter writer = new PartWriter(table, encoders, output, published.target());
        if (parts.putIfAbsent(part, writer) != null) {
            throw new IllegalStateException("part %d of batch %d was begun twice".formatted(part, batch));
        }
        return writer;
    }

    @Override
    public synchronized byte[] stage(long batch) {
        try {
            byte[] receipt = new Receipt(stageParts()).encode();
            isStaged = true;
            return receipt;
        } catch (IOException e) {
            throw trouble.with("stage batch %d of".formatted(batch), published.target(), e);
        }
    }

    private List<Receipt.Part> stageParts() throws IOException {
        List<Receipt.Part> staged = new ArrayList<>();
        int inlineBytes = 0;
        boolean hasFiles = false;
        for (PartWriter writer : parts.values()) {
            if (!writer.hasRows()) {
                continue;
            }
            PartOutput output = writer.output();
            if (output.isInMemory() && inlineBytes + output.length() <= PartOutput.INLINE_BYTES) {
                inlineBytes += (int) output.length();
                staged.add(output.inline());
            } else {
                Receipt.Part part = output.staged();
                published.expect(part);
                staged.add(part);
                hasFiles = true;
            }
        }
        if (hasFiles) {
            staging.force();
        }
        return staged;
    }

    @Override
    public synchronized void publish(long batch, byte[] receipt) {
        forgetStaged();
        try {
            for (Receipt.Part part : Receipt.decode(receipt).parts()) {
                published.publish(batch, part);
            }
        } catch (IOException e) {
            throw trouble.with("publish batch %d of".formatted(batch), published.target(), e);
        }
    }

    /** What was staged belongs to its receipt from now on. */
    private void forgetStaged() {
        if (isStaged) {
            parts.clear();
            isStaged = false;
        }
    }

    @Override
    public void sync() {
        try {
            published.sync();
        } catch (IOException e) {
            throw trouble.with("sync", published.target(), e);
        }
    }

    @Override
    public synchronized void abort(long batch) {
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
        parts.clear();
        isStaged = false;
        if (first != null) {
            throw first;
        }
    }

    @Override
    public boolean partsByThread() {
        return true;
    }

    @Override
    public String description() {
        return "FileSink[" + published.target() + "]";
    }

    /** Whether a staged batch is committed is not known here: its files stay, for publishing or recovery. */
    @Override
    public synchronized void close() {
        if (!isStaged) {
            discardParts();
        }
    }
}
