package io.sluice.sinks.file;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** The folders of partitions, and when a folder is said to be complete; the names are Flink's. */
public record PartitionOptions(
        @JsonProperty("partition.default-name") Optional<String> defaultName,
        @JsonProperty("sink.partition-commit.trigger") Optional<String> trigger,
        @JsonProperty("sink.partition-commit.delay") Optional<Duration> delay,
        @JsonProperty("sink.partition-commit.policy.kind") Optional<String> policy,
        @JsonProperty("sink.partition-commit.success-file.name") Optional<String> successFile,
        @JsonProperty("sink.partition-commit.watermark-time-zone") Optional<String> zone,
        @JsonProperty("partition.time-extractor.kind") Optional<String> extractor,
        @JsonProperty("partition.time-extractor.timestamp-pattern") Optional<String> timestampPattern,
        @JsonProperty("partition.time-extractor.timestamp-formatter") Optional<String> timestampFormatter) {
    static final PartitionOptions DEFAULT = new PartitionOptions(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private static final String SUCCESS_FILE = "success-file";
    private static final String PROCESS_TIME = "process-time";
    private static final String PARTITION_TIME = "partition-time";

    public PartitionOptions {
        checkOneOf(
                "sink.partition-commit.policy.kind",
                policy,
                SUCCESS_FILE,
                "",
                "'custom' and 'metastore' have no place here");
        checkOneOf("sink.partition-commit.trigger", trigger, PROCESS_TIME, PARTITION_TIME, "");
        checkOneOf("partition.time-extractor.kind", extractor, "default", "", "a class of one's own has no place here");
        timestampFormatter.ifPresent(PartitionOptions::formatter);
        zone.ifPresent(PartitionOptions::zoneId);
        if (policy.isEmpty() && (trigger.isPresent() || delay.isPresent() || successFile.isPresent())) {
            throw new IllegalArgumentException(
                    "options 'sink.partition-commit.*': expected 'sink.partition-commit.policy.kind' = 'success-file' beside"
                            + " them, got none");
        }
        if (successFile.isPresent()
                && (successFile.get().isBlank() || successFile.get().contains("/"))) {
            throw new IllegalArgumentException(
                    "option 'sink.partition-commit.success-file.name': expected the name of a file, got '%s'"
                            .formatted(successFile.get()));
        }
    }

    private static void checkOneOf(String option, Optional<String> value, String first, String second, String note) {
        if (value.isPresent()
                && !value.get().equals(first)
                && (second.isEmpty() || !value.get().equals(second))) {
            throw new IllegalArgumentException("option '%s': expected '%s'%s, got '%s'%s"
                    .formatted(
                            option,
                            first,
                            second.isEmpty() ? "" : " or '" + second + "'",
                            value.get(),
                            note.isEmpty() ? "" : "; " + note));
        }
    }

    private static DateTimeFormatter formatter(String pattern) {
        try {
            return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "option 'partition.time-extractor.timestamp-formatter': expected a pattern such as 'yyyy-MM-dd HH:mm:ss',"
                            + " got '%s': %s".formatted(pattern, e.getMessage()));
        }
    }

    private static ZoneId zoneId(String zone) {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "option 'sink.partition-commit.watermark-time-zone': expected a time zone such as 'Europe/Prague', got '%s'"
                            .formatted(zone));
        }
    }

    String folderOfNull() {
        return defaultName.orElse(PartitionFolders.DEFAULT_NAME);
    }

    /** How partitions are committed; empty: they are not. */
    Optional<PartitionCommitPolicy> commit() {
        return policy.map(kind -> new PartitionCommitPolicy(
                trigger.orElse(PROCESS_TIME).equals(PARTITION_TIME),
                delay.orElse(Duration.ZERO),
                successFile.orElse("_SUCCESS"),
                new PartitionTime(timestampPattern, timestampFormatter.map(PartitionOptions::formatter)),
                zone.map(PartitionOptions::zoneId).orElse(ZoneOffset.UTC)));
    }
}
