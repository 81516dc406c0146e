package io.sluice.benchmarks;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Two bytes that a job and the process that kills it share: the step that the job is in, and whether it waits there. */
final class StepFile {
    private static final int STEP = 0;
    private static final int STALLED = 1;

    private final MappedByteBuffer bytes;

    StepFile(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, 2);
        }
    }

    /** {@code step} is its ordinal plus 1; 0 before the first. */
    void enter(int step) {
        bytes.put(STEP, (byte) step);
    }

    void stall() {
        bytes.put(STALLED, (byte) 1);
    }

    void reset() {
        bytes.put(STEP, (byte) 0);
        bytes.put(STALLED, (byte) 0);
    }

    int step() {
        return bytes.get(STEP);
    }

    boolean isStalled() {
        return bytes.get(STALLED) == 1;
    }
}
