package io.sluice.sinks.file;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.sinks.SinkTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Marks the folders of partitions that are complete with an empty file. A partition waits from its first visible file until
 * its time has come; a row that comes later makes it wait again, and the mark is written again. Which partitions wait is
 * kept in the staging directory, and brought up to date with each sync; what came after it is told again after a crash. Used
 * by the loop's thread.
 */
final class PartitionCommits implements CommittedFiles {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "partitions.json";
    private static final long MICROS = 1_000_000L;

    private final SinkTable table;
    private final Path target;
    private final StagingDirectory staging;
    private final PartitionCommitPolicy policy;
    private final String nullSegment;
    /** Folders, and since when they wait in milliseconds; −1: not known yet. */
    private final Map<String, Long> waiting = new TreeMap<>();

    private final Map<String, Long> times = new TreeMap<>();
    private boolean isChanged;

    /** @param folderOfNull of rows without a time, whose folder is complete only at the end */
    PartitionCommits(
            SinkTable table, Path target, StagingDirectory staging, PartitionCommitPolicy policy, String folderOfNull) {
        this.table = table;
        this.target = target;
        this.staging = staging;
        this.policy = policy;
        this.nullSegment = "=" + PartitionFolders.escaped(folderOfNull) + "/";
    }

    @Override
    public void recover() throws IOException {
        try {
            waiting.putAll(JSON.readValue(
                    Files.readAllBytes(staging.file(FILE)), new TypeReference<TreeMap<String, Long>>() {}));
        } catch (NoSuchFileException e) {
            waiting.clear();
        }
    }

    @Override
    public void published(long sequence, List<Receipt.Part> files) {
        for (Receipt.Part file : files) {
            String folder = file.name().substring(0, file.name().lastIndexOf('/') + 1);
            if (waiting.putIfAbsent(folder, -1L) == null) {
                isChanged = true;
            }
        }
    }

    @Override
    public void advance(Instant now, long watermark) throws IOException {
        Iterator<Map.Entry<String, Long>> folders = waiting.entrySet().iterator();
        while (folders.hasNext()) {
            Map.Entry<String, Long> folder = folders.next();
            if (folder.getValue() < 0) {
                folder.setValue(now.toEpochMilli());
            }
            if (isComplete(folder.getKey(), folder.getValue(), now, watermark)) {
                mark(folder.getKey());
                folders.remove();
                times.remove(folder.getKey());
                isChanged = true;
            }
        }
    }

    private boolean isComplete(String folder, long since, Instant now, long watermark) {
        if (watermark == Long.MAX_VALUE) {
            return true;
        }
        if (!policy.byPartitionTime()) {
            return now.toEpochMilli() >= Math.addExact(since, policy.delay().toMillis());
        }
        if (folder.contains(nullSegment)) {
            return false;
        }
        long time = times.computeIfAbsent(folder, this::partitionMicros);
        return watermark != Long.MIN_VALUE
                && watermark >= Math.addExact(time, policy.delay().toMillis() * 1000);
    }

    private long partitionMicros(String folder) {
        LocalDateTime time = policy.time().of(table.name(), folder);
        Instant instant = time.atZone(policy.zone()).toInstant();
        return instant.getEpochSecond() * MICROS + instant.getNano() / 1000;
    }

    private void mark(String folder) throws IOException {
        Path mark = target.resolve(folder + policy.successFile());
        DurableFiles.write(mark, new byte[0]);
        DurableFiles.forceDirectory(mark.getParent());
    }

    @Override
    public Optional<Instant> nextDue() {
        if (policy.byPartitionTime() || waiting.isEmpty()) {
            return Optional.empty();
        }
        long first = Long.MAX_VALUE;
        for (long since : waiting.values()) {
            first = Math.min(first, since);
        }
        return Optional.of(
                first < 0 ? Instant.EPOCH : Instant.ofEpochMilli(first).plus(policy.delay()));
    }

    @Override
    public void sync() throws IOException {
        if (isChanged) {
            DurableFiles.write(staging.temporary(FILE), JSON.writeValueAsBytes(waiting));
            DurableFiles.rename(staging.temporary(FILE), staging.file(FILE));
            staging.force();
            isChanged = false;
        }
    }
}
