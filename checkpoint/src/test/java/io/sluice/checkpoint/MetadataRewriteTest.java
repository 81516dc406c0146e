package io.sluice.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.checkpoint.simulation.PowerLoss;
import io.sluice.checkpoint.simulation.SimulatedDisk;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

/** The metadata are replaced whole or not at all, wherever the power goes; the batches stay as they are. */
class MetadataRewriteTest {
    private static final CheckpointOptions OPTIONS = new CheckpointOptions(2, 64 << 10, 4, false);

    private static final QueryMetadata OLD = metadata("old");
    private static final QueryMetadata NEW = metadata("new".repeat(1000));

    private static QueryMetadata metadata(String plan) {
        return new QueryMetadata("q", JsonNodeFactory.instance.objectNode().put("is", plan));
    }

    private interface Rewrite {
        void in(Checkpoint checkpoint);
    }

    @Test
    void planIsReplacedWholeOrNotAtAll() {
        rewriteUnderPowerLosses(checkpoint -> checkpoint.writeMetadata(NEW), (checkpoint, done) -> {
            QueryMetadata found = checkpoint.metadata().orElseThrow();
            assertThat(found).isIn(done ? List.of(NEW) : List.of(OLD, NEW));
            assertThat(checkpoint.publishedThrough()).isEqualTo(-1);
        });
    }

    @Test
    void publicationIsNotedWholeOrNotAtAll() {
        rewriteUnderPowerLosses(Checkpoint::writeAllPublished, (checkpoint, done) -> {
            assertThat(checkpoint.metadata()).contains(OLD);
            assertThat(checkpoint.publishedThrough()).isIn(done ? List.of(0L) : List.of(-1L, 0L));
        });
    }

    private interface Check {
        void of(Checkpoint checkpoint, boolean done);
    }

    private static void rewriteUnderPowerLosses(Rewrite rewrite, Check check) {
        boolean done = false;
        for (int operation = 1; !done; operation++) {
            for (int seed = 0; seed < 5; seed++) {
                SimulatedDisk disk = new SimulatedDisk();
                done = isRewritten(disk, rewrite, operation);
                disk.powerLoss(seed);
                boolean rewritten = done;
                with(disk, checkpoint -> {
                    check.of(checkpoint, rewritten);
                    assertThat(checkpoint.lastCommit().orElseThrow().batch()).isZero();
                });
            }
        }
    }

    /** False if the power went at the n-th operation of the rewriting. */
    private static boolean isRewritten(SimulatedDisk disk, Rewrite rewrite, int operation) {
        with(disk, checkpoint -> {
            checkpoint.writeMetadata(OLD);
            checkpoint.commit(StateRows.commit(0), List.of());
        });
        try {
            with(disk, checkpoint -> {
                disk.crashAt(operation);
                rewrite.in(checkpoint);
                disk.crashAt(Integer.MAX_VALUE);
            });
            return true;
        } catch (PowerLoss e) {
            return false;
        }
    }

    private static void with(SimulatedDisk disk, Rewrite work) {
        Path directory = disk.root().resolve("checkpoint");
        try (BufferAllocator allocator = new RootAllocator();
                Checkpoint checkpoint = Checkpoint.open(directory, OPTIONS, allocator)) {
            work.in(checkpoint);
        }
    }
}
