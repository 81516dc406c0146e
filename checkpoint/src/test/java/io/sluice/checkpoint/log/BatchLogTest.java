package io.sluice.checkpoint.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.checkpoint.CheckpointException;
import io.sluice.checkpoint.file.DirectoryLock;
import io.sluice.checkpoint.file.Durability;
import io.sluice.checkpoint.file.WriterFolder;
import io.sluice.checkpoint.simulation.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchLogTest {
    private static final int SEGMENT_BYTES = 4 << 10;
    private static final int LINE = 1000;
    private static final int RECORD = 1056;

    private final SimulatedDisk disk = new SimulatedDisk();
    private final Path directory = disk.root().resolve("log");
    private final Path segment = directory.resolve("0000000000000000.log");
    private final RecordBuffer record = new RecordBuffer();
    private long epoch;

    @Test
    void linesComeBackInSegments() {
        try (BatchLog log = open(BatchLog.Kind.COMMITS)) {
            for (long batch = 0; batch < 8; batch++) {
                append(log, batch);
            }
            assertThat(log.oldestSegmentEnd()).hasValue(2);
        }
        try (BatchLog log = open(BatchLog.Kind.COMMITS)) {
            for (long batch = 0; batch < 8; batch++) {
                assertThat(line(log, batch)).contains(text(batch));
            }
            assertThat(log.read(8)).isEmpty();
            assertThat(log.sizeBytes()).isEqualTo(3 * SEGMENT_BYTES);
            assertThat(log.forgetBefore(6)).containsExactly(segment, directory.resolve("0000000000000003.log"));
            assertThat(log.firstBatch()).hasValue(6);
            assertThat(log.forgetBefore(100)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTornTailIsAbsentAndZeroedDurably(BatchLog.Kind kind) throws IOException {
        try (BatchLog log = open(kind)) {
            append(log, 0);
            append(log, 1);
        }
        zero(segment, 64 + RECORD + 512, 64 + 2 * RECORD);
        try (BatchLog log = open(kind)) {
            assertThat(log.lastBatch()).hasValue(0);
        }
        disk.powerLoss(7);
        byte[] bytes = Files.readAllBytes(segment);
        assertThat(Arrays.copyOfRange(bytes, 64 + RECORD, bytes.length)).containsOnly(0);
        try (BatchLog log = open(kind)) {
            append(log, 1);
            assertThat(line(log, 1)).contains(text(1));
        }
    }

    @Test
    void aHoleInCommitsIsRefused() throws IOException {
        try (BatchLog log = open(BatchLog.Kind.COMMITS)) {
            for (long batch = 0; batch < 3; batch++) {
                append(log, batch);
            }
        }
        zero(segment, 64 + RECORD, 64 + 2 * RECORD);
        assertCorrupt("cannot read /log/0000000000000000.log: expected a record, got a gap at position 1120 before "
                + "batch 2; batch 0 is the last readable before it");
    }

    @Test
    void aTornCommitBeforeAGoodOneIsRefused() throws IOException {
        try (BatchLog log = open(BatchLog.Kind.COMMITS)) {
            for (long batch = 0; batch < 3; batch++) {
                append(log, batch);
            }
        }
        zero(segment, 64 + RECORD + 512, 64 + 2 * RECORD);
        assertCorrupt("cannot read /log/0000000000000000.log: expected a whole record of batch 1, got a gap at "
                + "position 1120 before batch 2; batch 0 is the last readable before it");
    }

    @Test
    void aTornCommitInAnOlderSegmentIsRefused() throws IOException {
        try (BatchLog log = open(BatchLog.Kind.COMMITS)) {
            for (long batch = 0; batch < 4; batch++) {
                append(log, batch);
            }
        }
        zero(segment, 64 + 2 * RECORD + 512, 64 + 3 * RECORD);
        assertCorrupt("cannot read /log/0000000000000000.log: expected a line of batch 2 with its checksum, got other "
                + "bytes at position 2208; batch 1 is the last readable before it");
    }

    @Test
    void damageInTheLastCommitIsNotTakenForATornTail() throws IOException {
        try (BatchLog log = open(BatchLog.Kind.COMMITS)) {
            append(log, 0);
            append(log, 1);
        }
        byte[] bytes = Files.readAllBytes(segment);
        bytes[64 + RECORD + 700] ^= 4;
        Files.write(segment, bytes);
        assertCorrupt("cannot read /log/0000000000000000.log: expected a line of batch 1 with its checksum, got other "
                + "bytes at position 1152; batch 0 is the last readable before it");
    }

    @Test
    void intentsBehindAHoleAreUsed() throws IOException {
        try (BatchLog log = open(BatchLog.Kind.INTENTS)) {
            for (long batch = 0; batch < 3; batch++) {
                append(log, batch);
            }
        }
        zero(segment, 64, 64 + RECORD);
        zero(segment, 64 + RECORD + 512, 64 + 2 * RECORD);
        try (BatchLog log = open(BatchLog.Kind.INTENTS)) {
            assertThat(log.firstBatch()).hasValue(2);
            assertThat(line(log, 2)).contains(text(2));
        }
    }

    @Test
    void theLastLineOfABatchCounts() {
        try (BatchLog log = open(BatchLog.Kind.INTENTS)) {
            append(log, 0);
            record.reset();
            record.write('x');
            log.append(0, record);
        }
        try (BatchLog log = open(BatchLog.Kind.INTENTS)) {
            assertThat(line(log, 0)).contains("x");
        }
    }

    @Test
    void aSegmentWhoseCreationDidNotEndIsRemoved() throws IOException {
        try (BatchLog log = open(BatchLog.Kind.COMMITS)) {
            append(log, 0);
        }
        Path next = directory.resolve("0000000000000001.log");
        for (byte[] bytes : new byte[][] {new byte[0], new byte[20], new byte[SEGMENT_BYTES]}) {
            Files.write(next, bytes);
            try (BatchLog log = open(BatchLog.Kind.COMMITS)) {
                assertThat(log.lastBatch()).hasValue(0);
                assertThat(next).doesNotExist();
            }
        }
    }

    @Test
    void aSegmentThatWasCutIsRefused() throws IOException {
        try (BatchLog log = open(BatchLog.Kind.COMMITS)) {
            append(log, 0);
        }
        Files.write(segment, Arrays.copyOf(Files.readAllBytes(segment), 2048));
        assertCorrupt("cannot read /log/0000000000000000.log: expected 4096 bytes, got 2048");
    }

    @Test
    void aSegmentOfAnotherNameIsRefused() throws IOException {
        try (BatchLog log = open(BatchLog.Kind.COMMITS)) {
            append(log, 0);
        }
        Files.move(segment, directory.resolve("0000000000000005.log"));
        assertCorrupt(
                "cannot read /log/0000000000000005.log: expected the log 2 from batch 5, got the log 2 from batch 0");
    }

    @Test
    void whatAPowerLossBroughtBackAfterAPurgeIsRemoved() throws IOException {
        byte[] purged;
        try (BatchLog log = open(BatchLog.Kind.COMMITS)) {
            for (long batch = 0; batch < 9; batch++) {
                append(log, batch);
            }
            purged = Files.readAllBytes(segment);
            for (Path file : log.forgetBefore(6)) {
                Files.delete(file);
            }
        }
        Files.write(segment, purged);
        try (BatchLog log = open(BatchLog.Kind.COMMITS)) {
            assertThat(log.firstBatch()).hasValue(6);
            assertThat(segment).doesNotExist();
        }
    }

    private void assertCorrupt(String message) {
        assertThatThrownBy(() -> open(BatchLog.Kind.COMMITS))
                .hasMessage(message)
                .isInstanceOfSatisfying(CheckpointException.class, e -> {
                    assertThat(e.kind()).isEqualTo(CheckpointException.Kind.CORRUPT);
                    assertThat(e.hint()).startsWith("Put back the checkpoint directory from a backup");
                });
    }

    private BatchLog open(BatchLog.Kind kind) {
        createDirectory();
        try (DirectoryLock lock = DirectoryLock.take(directory)) {
            WriterFolder writer = WriterFolder.make(directory, lock);
            LogRecovery recovery =
                    LogRecovery.open(directory, kind, ++epoch, SEGMENT_BYTES, Durability.FULL, Long.MAX_VALUE, writer);
            recovery.removeLeftovers();
            return recovery.log();
        }
    }

    private void createDirectory() {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void append(BatchLog log, long batch) {
        record.reset();
        byte[] text = text(batch).getBytes(StandardCharsets.US_ASCII);
        record.write(text, 0, text.length);
        log.append(batch, record);
        log.force();
    }

    private static Optional<String> line(BatchLog log, long batch) {
        return log.read(batch).map(bytes -> new String(bytes, StandardCharsets.US_ASCII).strip());
    }

    private static String text(long batch) {
        return String.valueOf(batch).repeat(LINE);
    }

    private static void zero(Path file, int from, int to) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, from, to, (byte) 0);
        Files.write(file, bytes);
    }
}
