package io.sluice.sinks.file;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Several that are told, one after another. */
record AllCommittedFiles(List<CommittedFiles> all) implements CommittedFiles {
    AllCommittedFiles {
        all = List.copyOf(all);
    }

    @Override
    public void recover() throws IOException {
        for (CommittedFiles each : all) {
            each.recover();
        }
    }

    @Override
    public void published(long sequence, List<Receipt.Part> files) throws IOException {
        for (CommittedFiles each : all) {
            each.published(sequence, files);
        }
    }

    @Override
    public void sync() throws IOException {
        for (CommittedFiles each : all) {
            each.sync();
        }
    }

    @Override
    public void advance(Instant now, long watermark) throws IOException {
        for (CommittedFiles each : all) {
            each.advance(now, watermark);
        }
    }

    @Override
    public Optional<Instant> nextDue() {
        Optional<Instant> first = Optional.empty();
        for (CommittedFiles each : all) {
            Optional<Instant> due = each.nextDue();
            if (due.isPresent() && (first.isEmpty() || due.get().isBefore(first.get()))) {
                first = due;
            }
        }
        return first;
    }
}
