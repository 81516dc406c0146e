package io.sluice.checkpoint;

import io.sluice.checkpoint.file.Durability;

/**
 * What tests change: short segments, and orders that are wrong on purpose, to show that the crash tests see them.
 *
 * @param segmentBytes length of a new segment of a log
 * @param state what is forced of the state
 * @param earlyDeletion whether what a commit replaces goes before the commit is durable
 */
record Tuning(int segmentBytes, Durability state, boolean earlyDeletion) {
    static Tuning normal(CheckpointOptions options) {
        return new Tuning(options.segmentBytes(), Durability.FULL, false);
    }
}
