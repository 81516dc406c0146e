package io.sluice.benchmarks;

import java.util.List;

/** The jobs that are killed and paused, and what DuckDB says to them. */
enum KillJobs {
    TOTALS(
            "window_start TIMESTAMP(3), page INT, clicks BIGINT, seconds BIGINT",
            """
            SELECT window_start, page, COUNT(*), SUM(seconds)
            FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, page""",
            """
            SELECT time_bucket(INTERVAL 10 second, ts) AS window_start, page, count(*) AS clicks, sum(seconds)::BIGINT AS seconds
            FROM clicks GROUP BY ALL"""),
    OUTER_JOIN(
            "id BIGINT, other BIGINT",
            """
            SELECT clicks.id, views.id FROM clicks LEFT JOIN views ON clicks.page = views.page
              AND clicks.ts BETWEEN views.ts - INTERVAL '0.2' SECOND AND views.ts + INTERVAL '0.3' SECOND""",
            """
            SELECT c.id, v.id AS other FROM clicks c LEFT JOIN views v ON c.page = v.page
              AND c.ts BETWEEN v.ts - INTERVAL 200 MILLISECOND AND v.ts + INTERVAL 300 MILLISECOND"""),
    SESSIONS(
            "window_start TIMESTAMP(3), page INT, clicks BIGINT",
            """
            SELECT window_start, page, COUNT(*)
            FROM TABLE(SESSION(TABLE clicks PARTITION BY page, DESCRIPTOR(ts), INTERVAL '1' SECOND))
            GROUP BY window_start, window_end, page""",
            """
            SELECT min(ts) AS window_start, page, count(*) AS clicks FROM (
              SELECT page, ts, sum(opens) OVER (PARTITION BY page ORDER BY ts, id) AS number FROM (
                SELECT id, page, ts, CASE WHEN ts - lag(ts) OVER (PARTITION BY page ORDER BY ts, id) <= INTERVAL 1 SECOND
                  THEN 0 ELSE 1 END AS opens FROM clicks))
            GROUP BY page, number"""),
    TOP(
            "page INT, id BIGINT, place BIGINT",
            """
            SELECT page, id, place FROM (
              SELECT page, id, ROW_NUMBER() OVER (PARTITION BY window_start, window_end, page ORDER BY seconds DESC, id) AS place
              FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(ts), INTERVAL '10' SECOND)))
            WHERE place <= 3""",
            """
            SELECT page, id, place FROM (
              SELECT page, id, row_number() OVER (
                PARTITION BY time_bucket(INTERVAL 10 second, ts), page ORDER BY seconds DESC, id) AS place FROM clicks)
            WHERE place <= 3"""),
    FIRST_ONES(
            "page INT, seconds BIGINT, first_time TIMESTAMP(3)",
            """
            SELECT page, seconds, ts FROM (
              SELECT page, seconds, ts, ROW_NUMBER() OVER (PARTITION BY page, seconds ORDER BY ts) AS place FROM clicks)
            WHERE place = 1""",
            "SELECT page, seconds, min(ts) AS first_time FROM clicks GROUP BY ALL");

    private static final String TABLES =
            """
            CREATE TABLE clicks (
              id BIGINT, page INT, seconds BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
            ) WITH ('connector' = 'filesystem', 'path' = '../clicks', 'format' = 'json',
              'source.monitor-interval' = '20 ms', 'maxFilesPerTrigger' = '1');
            CREATE TABLE views (
              id BIGINT, page INT, seconds BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
            ) WITH ('connector' = 'filesystem', 'path' = '../views', 'format' = 'json',
              'source.monitor-interval' = '20 ms', 'maxFilesPerTrigger' = '1');
            """;

    /** The tables that are read, each a folder of JSON files. */
    static final List<String> INPUTS = List.of("clicks", "views");

    private final String columns;
    private final String query;
    private final String answer;

    KillJobs(String columns, String query, String answer) {
        this.columns = columns;
        this.query = query;
        this.answer = answer;
    }

    /** The script; its tables lie beside the job's folder, its output in it. */
    String script() {
        return TABLES
                + "CREATE TABLE answers (%s) WITH ('connector' = 'filesystem', 'path' = 'output', 'format' = 'parquet');\n"
                        .formatted(columns)
                + "INSERT INTO answers " + query + ";\n";
    }

    /** The batch answer over the tables {@code clicks} and {@code views}, in DuckDB's SQL. */
    String answer() {
        return answer;
    }
}
