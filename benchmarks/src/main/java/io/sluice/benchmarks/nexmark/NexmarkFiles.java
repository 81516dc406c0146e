package io.sluice.benchmarks.nexmark;

import java.nio.file.Path;
import java.util.Map;

/**
 * The events in folders: {@code person}, {@code auction} and {@code bid} have as many Parquet files each, the same part of the
 * stream in files of the same rank; {@code side_input} is the table that q13 joins.
 *
 * @param directory where they are
 * @param events how many there are
 * @param files in each folder
 * @param rate events in a second of event time
 */
public record NexmarkFiles(Path directory, long events, int files, long rate) {
    /** What the texts of queries and tables leave open. */
    public Map<String, String> variables() {
        return Map.of(
                "DATA", directory.toString(),
                "TPS", Long.toString(rate),
                "EVENTS_NUM", Long.toString(events),
                "STOP_AT", "-1",
                "BATCH_ROWS", Long.toString((events + files - 1) / files),
                "KEEP_ALIVE", "true",
                "FILES_OF_TRIGGER", "1");
    }
}
