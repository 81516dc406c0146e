package io.sluice.engine.query;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The keys of SET, with their defaults. */
public enum Setting {
    TRIGGER("trigger", "0 s", "when a batch starts: '5 s', '0 s' (as soon as possible), 'once', 'available-now'"),
    RUNTIME_MODE(
            "execution.runtime-mode", "streaming", "'streaming', or 'batch': read to the present end, then close all"),
    CHECKPOINT_DIRECTORY(
            "execution.checkpointing.dir", "", "where checkpoints go; default .sluice/<script> beside the script"),
    PARALLELISM("parallelism.default", "", "number of threads that work on a batch; default: all cores"),
    TIME_ZONE("table.local-time-zone", "UTC", "the zone of TIMESTAMP_LTZ values as text, and of their windows"),
    QUERY_NAME("pipeline.name", "", "name of the query instead of its target's; for scripts with one query"),
    NULL_TIME("scan.watermark.null-time", "drop", "rows without an event time: 'drop' (counted), 'fail' or 'late'"),
    STATE_TTL(
            "table.exec.state.ttl",
            "0 s",
            "state that no watermark bounds is forgotten when it has not changed for so long, such as '1 h'; '0 s': never"),
    STATE_MEMORY(
            "table.exec.state.memory-budget",
            "",
            "so much state of a query stays in memory, such as '1 gb'; default: half of the heap. The rest goes to disk: slower"),
    SPILL_DIRECTORY(
            "table.exec.state.spill-directory", "", "where that is; default: the directory for temporary files"),
    INTEGER_OVERFLOW("table.exec.integer-overflow", "fail", "'fail', or 'wrap' as Flink does"),
    JOIN_ORDER(
            "table.optimizer.join-reorder-enabled",
            "true",
            "'false': inner joins are done in the order in which they are written, whatever the sizes of their tables"),
    APPROXIMATE_AGGREGATES(
            "table.exec.approximate-aggregates",
            "sketch",
            "'sketch', or 'exact': APPROX_COUNT_DISTINCT and APPROX_PERCENTILE keep all values"),
    ROW_ERROR(
            "table.exec.row-error",
            "fail",
            "rows of a source for which an expression fails: 'fail', 'null', 'skip' (counted) or 'dead-letter'"),
    DEAD_LETTER_TABLE(
            "table.exec.dead-letter-table",
            "",
            "the table for rows that cannot be read or computed, where 'dead-letter' says so"),
    RETAINED_BATCHES(
            "checkpoint.min-batches-to-retain",
            "100",
            "so many of the last batches stay in the logs, and can be gone back to"),
    DURABLE(
            "checkpoint.durable",
            "true",
            "'false': the checkpoint survives a crash of the process, but not one of the machine");

    private final String key;
    private final String defaultValue;
    private final String meaning;

    Setting(String key, String defaultValue, String meaning) {
        this.key = requireNonNull(key, "key");
        this.defaultValue = requireNonNull(defaultValue, "defaultValue");
        this.meaning = requireNonNull(meaning, "meaning");
    }

    public String key() {
        return key;
    }

    public String defaultValue() {
        return defaultValue;
    }

    /** What it does, in a line. */
    public String meaning() {
        return meaning;
    }

    public static Optional<Setting> find(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }

    public static List<String> keys() {
        return Arrays.stream(values()).map(Setting::key).toList();
    }
}
