package io.sluice.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * A small job for crash tests: one table with deltas in the records, one with deltas in files, one that changes in the
 * first batch only. It folds every second batch and fills a segment with every second record.
 */
final class CrashJob {
    static final int BATCHES = 6;
    private static final StateTable SMALL = StateRows.table("count", "groups");
    private static final StateTable LARGE = StateRows.table("join", "left");
    private static final StateTable RARE = StateRows.table("limit", "seen");

    private final Path directory;
    private final Tuning tuning;
    private final CheckpointOptions options;
    private long returned = -1;

    CrashJob(Path directory, Tuning tuning) {
        this(directory, tuning, false);
    }

    /** @param background whether tables are folded beside the commits */
    CrashJob(Path directory, Tuning tuning, boolean background) {
        this.directory = directory;
        this.tuning = tuning;
        this.options = new CheckpointOptions(2, 2048, 2, background);
    }

    /** Opens the checkpoint, checks it, and runs the batches that are left. */
    void run() {
        try (BufferAllocator allocator = new RootAllocator();
                Checkpoint checkpoint = open(allocator)) {
            check(checkpoint);
            while (last(checkpoint) < BATCHES - 1) {
                step(checkpoint, allocator, last(checkpoint) + 1);
            }
            check(checkpoint);
        }
    }

    /** Opens the checkpoint and checks it. */
    void recover() {
        try (BufferAllocator allocator = new RootAllocator();
                Checkpoint checkpoint = open(allocator)) {
            check(checkpoint);
        }
    }

    private Checkpoint open(BufferAllocator allocator) {
        return Checkpoint.open(directory, options, allocator, tuning);
    }

    private void step(Checkpoint checkpoint, BufferAllocator allocator, long batch) {
        checkpoint.intend(StateRows.intent(batch));
        List<StateDelta> deltas = new ArrayList<>();
        try {
            deltas.add(StateRows.delta(allocator, SMALL, small(batch)));
            deltas.add(StateRows.delta(allocator, LARGE, large(batch)));
            if (batch == 0) {
                deltas.add(StateRows.delta(allocator, RARE, StateRows.put(null, 1)));
            }
            checkpoint.commit(StateRows.commit(batch), deltas);
            returned = batch;
        } finally {
            deltas.forEach(delta -> delta.rows().close());
        }
    }

    private static Map<String, Optional<Long>> small(long batch) {
        Map<String, Optional<Long>> changes = new LinkedHashMap<>();
        changes.put("all", Optional.of(batch));
        changes.put(null, Optional.of(-batch));
        changes.put("old-" + (batch - 1), Optional.empty());
        changes.put("old-" + batch, Optional.of(batch));
        return changes;
    }

    private static Map<String, Optional<Long>> large(long batch) {
        Map<String, Optional<Long>> changes = new LinkedHashMap<>();
        for (long i = 0; i < 100; i++) {
            changes.put("key-" + (i + batch * 10), i % 7 == batch ? Optional.empty() : Optional.of(i * batch));
        }
        return changes;
    }

    private void check(Checkpoint checkpoint) {
        long last = last(checkpoint);
        assertThat(last).as("last commit").isGreaterThanOrEqualTo(returned);
        Map<String, Long> small = new HashMap<>();
        Map<String, Long> large = new HashMap<>();
        for (long batch = 0; batch <= last; batch++) {
            StateRows.apply(small, small(batch));
            StateRows.apply(large, large(batch));
        }
        assertThat(StateRows.restore(checkpoint, SMALL)).isEqualTo(small);
        assertThat(StateRows.restore(checkpoint, LARGE)).isEqualTo(large);
        assertThat(StateRows.restore(checkpoint, RARE).size()).isEqualTo(last < 0 ? 0 : 1);
        checkpoint.unfinished().ifPresent(intent -> assertThat(intent).isEqualTo(StateRows.intent(last + 1)));
        if (last >= 0) {
            assertThat(checkpoint.lastCommit().orElseThrow().offsets())
                    .isEqualTo(StateRows.commit(last).offsets());
            assertThat(checkpoint.intent(last)).contains(StateRows.intent(last));
            assertThat(checkpoint.commitsAfter(last - 2).get(0).batch()).isEqualTo(Math.max(0, last - 1));
            returned = last;
        }
    }

    private static long last(Checkpoint checkpoint) {
        return checkpoint.lastCommit().map(BatchCommit::batch).orElse(-1L);
    }
}
