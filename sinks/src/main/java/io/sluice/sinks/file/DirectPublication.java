package io.sluice.sinks.file;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Each file of a batch is a file for readers, as soon as the batch is committed. */
final class DirectPublication implements Publication {
    private final StagingDirectory staging;
    private final PublishedFiles published;
    private final CommittedFiles listeners;

    DirectPublication(StagingDirectory staging, PublishedFiles published, CommittedFiles listeners) {
        this.staging = staging;
        this.published = published;
        this.listeners = listeners;
    }

    @Override
    public void recover(OptionalLong lastCommitted) throws IOException {
        staging.removeLeftovers(lastCommitted, published.target());
        listeners.recover();
    }

    @Override
    public void expect(Receipt.Part part) {
        published.expect(part);
    }

    @Override
    public boolean leavesLater() {
        return true;
    }

    @Override
    public void publish(long batch, Receipt receipt) throws IOException {
        for (Receipt.Part part : receipt.parts()) {
            published.publish(batch, part);
        }
        listeners.published(batch, receipt.parts());
    }

    @Override
    public void sync() throws IOException {
        published.sync();
        listeners.sync();
    }

    @Override
    public void advance(Instant now, long watermark) throws IOException {
        listeners.advance(now, watermark);
    }

    @Override
    public Optional<Instant> nextDue() {
        return listeners.nextDue();
    }
}
