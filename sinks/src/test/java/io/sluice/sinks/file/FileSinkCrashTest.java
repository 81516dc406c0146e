package io.sluice.sinks.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sinks.Columns;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that is killed at each operation on the disk, and killed again while it recovers, shows each row once. */
class FileSinkCrashTest {
    /** Recovery takes no more operations than these; later ones are tried here and there. */
    private static final int RECOVERY = 12;

    @TempDir
    private Path directory;

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void allocatorIsEmpty() {
        allocator.close();
    }

    @Test
    void rowsAreSeenOnceWhereverTheJobIsKilledTwice() {
        int operations = operationsOfAJob();
        assertThat(operations).isGreaterThan(30);
        for (int first = 0; first < operations; first++) {
            boolean isDone = false;
            for (int second = 0; !isDone; second += second < RECOVERY ? 1 : 5) {
                isDone = killTwice(first, second);
            }
        }
    }

    private int operationsOfAJob() {
        FaultyDisk disk = new FaultyDisk();
        Path target = directory.resolve("whole");
        new SmallJob(allocator).run(disk.at(target));
        assertThat(OutputFolder.jsonNumbers(target)).isEqualTo(SmallJob.numbers(SmallJob.BATCHES));
        return disk.operations().size();
    }

    /** Returns whether the second run came to its end before it was to be killed. */
    private boolean killTwice(int first, int second) {
        Path target = directory.resolve("killed");
        SmallJob job = new SmallJob(allocator);
        assertThat(runUntil(job, target, first)).isFalse();
        boolean isDone = runUntil(job, target, second);
        job.run(target);
        assertThat(OutputFolder.jsonNumbers(target))
                .as("killed at operation %d, then at %d", first, second)
                .isEqualTo(SmallJob.numbers(SmallJob.BATCHES));
        assertThat(OutputFolder.staged(target)).isEmpty();
        OutputFolder.remove(target);
        return isDone;
    }

    private boolean runUntil(SmallJob job, Path target, int operation) {
        FaultyDisk disk = new FaultyDisk();
        disk.killAt(operation + 1);
        boolean isDone = true;
        try {
            job.run(disk.at(target));
        } catch (FaultyDisk.Killed e) {
            isDone = false;
        }
        assertThat(SmallJob.numbers(job.committed())).containsAll(OutputFolder.jsonNumbers(target));
        return isDone;
    }

    @Test
    void everythingIsForcedBeforeItIsReliedOn() {
        FaultyDisk disk = new FaultyDisk();
        new SmallJob(allocator).run(disk.at(directory.resolve("out")));
        Set<String> unforced = new HashSet<>();
        for (String operation : disk.operations()) {
            List<String> words = List.of(operation.split(" "));
            switch (words.get(0)) {
                case "write" -> unforced.add(words.get(1));
                case "force" -> unforced.remove(words.get(1));
                case "move" -> assertThat(unforced).doesNotContain(words.get(1));
                default -> {}
            }
        }
        assertThat(unforced).isEmpty();
        String staging = disk.operations().stream()
                .filter(operation -> operation.startsWith("mkdir " + Columns.QUERY))
                .findFirst()
                .orElseThrow()
                .substring("mkdir ".length());
        assertThat(disk.operations())
                .containsSubsequence(
                        "force part-1b4e28ba-00000001-1.json.staged",
                        "force " + staging,
                        "move part-1b4e28ba-00000001-1.json.staged to part-1b4e28ba-00000001-1.json",
                        "force out");
    }
}
