package io.sluice.benchmarks.nexmark;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Queries that an engine does not run, with the reason: its own, or that there is no form of the query for it. */
final class Refusals {
    private static final String TWICE =
            "two aggregations behind a join: append mode wants a watermark on what is grouped, update mode takes only"
                    + " one";

    private static final String RANK =
            "non-time windows are not supported on streams (NON_TIME_WINDOW_NOT_SUPPORTED_IN_STREAMING)";

    private static final String DISTINCT = "distinct aggregations are not supported on streams";

    private static final Map<String, String> SPARK = new LinkedHashMap<>();

    private static final Map<String, String> FLINK = Map.of("q6", "OVER takes no rows that change");

    private static final Map<String, String> DUCKDB = Map.of("q12", "a batch has no processing time");

    static {
        SPARK.put("q4", TWICE);
        SPARK.put("q6", RANK);
        SPARK.put("q9", RANK);
        SPARK.put("q15", DISTINCT);
        SPARK.put("q16", DISTINCT);
        SPARK.put("q18", RANK);
        SPARK.put("q19", RANK);
    }

    private Refusals() {}

    /** Empty if the engine runs the query. */
    static Optional<String> of(Engine engine, String query) {
        return Optional.ofNullable(
                switch (engine) {
                    case SLUICE -> null;
                    case DUCKDB -> DUCKDB.get(query);
                    case FLINK, FLINK_MINIBATCH, FLINK_ROCKSDB -> FLINK.get(query);
                    case SPARK, SPARK_ROCKSDB -> SPARK.get(query);
                });
    }
}
