package io.sluice.sinks.file;

import java.time.Duration;
import java.time.ZoneId;

/**
 * When a partition is complete, and the mark that says so.
 *
 * @param byPartitionTime by the watermark and the partition's time, else by the clock and the time of its first row
 * @param delay that must have passed
 * @param zone of the partitions' times
 */
record PartitionCommitPolicy(
        boolean byPartitionTime, Duration delay, String successFile, PartitionTime time, ZoneId zone) {}
