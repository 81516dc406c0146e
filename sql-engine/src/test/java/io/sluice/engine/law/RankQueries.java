package io.sluice.engine.law;

import io.sluice.engine.law.LawQueries.LawQuery;
import java.util.List;

/** Top-N, over rows that stay and over group-bys whose rows are taken back. Ties are broken by the whole row. */
final class RankQueries {
    private static final String GROUPED = "(SELECT k, name, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k, name) ";
    private static final String CASTED =
            "(SELECT k, name, COUNT(*) AS n, SUM(v)::BIGINT AS s FROM t GROUP BY k, name) ";

    static final List<LawQuery> ALL = List.of(
            query(
                    "first rows of each key",
                    "k INT, name STRING, v BIGINT",
                    "SELECT k, name, v FROM (SELECT k, name, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC, name) AS rn"
                            + " FROM t) WHERE rn <= 3"),
            query(
                    "first rows with numbers",
                    "k INT, name STRING, v BIGINT, rn BIGINT",
                    "k, rn",
                    "SELECT k, name, v, rn FROM (SELECT k, name, v,"
                            + " ROW_NUMBER() OVER (PARTITION BY k ORDER BY name, v DESC) AS rn FROM t) WHERE rn <= 4"),
            query(
                    "a range of numbers",
                    "name STRING, d DOUBLE, rn BIGINT",
                    "rn",
                    "SELECT name, d, rn FROM (SELECT name, d, ROW_NUMBER() OVER (ORDER BY d NULLS LAST, name) AS rn FROM t)"
                            + " WHERE rn BETWEEN 5 AND 20"),
            query(
                    "duplicates count",
                    "k INT, name STRING",
                    "SELECT k, name FROM (SELECT k, name, ROW_NUMBER() OVER (PARTITION BY k ORDER BY name) AS rn FROM t)"
                            + " WHERE rn < 9"),
            query(
                    "rank with ties",
                    "k INT, name STRING, v BIGINT",
                    "SELECT k, name, v FROM (SELECT k, name, v, RANK() OVER (PARTITION BY k ORDER BY name DESC) AS r FROM t)"
                            + " WHERE r <= 2"),
            query(
                    "rank with ties and numbers",
                    "k INT, name STRING, r BIGINT",
                    "SELECT k, name, r FROM (SELECT k, name, RANK() OVER (PARTITION BY k ORDER BY name) AS r FROM t)"
                            + " WHERE r BETWEEN 2 AND 30"),
            query(
                    "dense rank",
                    "k INT, name STRING, r BIGINT",
                    "SELECT k, name, r FROM (SELECT k, name, DENSE_RANK() OVER (PARTITION BY name ORDER BY k DESC) AS r FROM t)"
                            + " WHERE r <= 2 AND (k > 0 OR r < 2)"),
            query(
                    "dense rank limits",
                    "k INT, name STRING",
                    "SELECT k, name FROM (SELECT k, name, DENSE_RANK() OVER (ORDER BY k DESC NULLS FIRST) AS r FROM t)"
                            + " WHERE 3 >= r AND r > 1"),
            query(
                    "qualify",
                    "k INT, name STRING, v BIGINT",
                    "SELECT k, name, v FROM t QUALIFY RANK() OVER (PARTITION BY k, name ORDER BY v) = 1"),
            query(
                    "the last of each key",
                    "k INT, ts TIMESTAMP(3), v BIGINT",
                    "k",
                    "SELECT k, ts, v FROM (SELECT k, ts, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts DESC, v) AS rn"
                            + " FROM t) WHERE rn = 1"),
            query(
                    "the first of each key",
                    "k INT, ts TIMESTAMP(3), v BIGINT",
                    "k",
                    "SELECT k, ts, v FROM (SELECT k, ts, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts, v) AS rn"
                            + " FROM t) WHERE rn = 1"),
            query(
                    "none",
                    "k INT",
                    "SELECT k FROM (SELECT k, ROW_NUMBER() OVER (ORDER BY k) AS rn FROM t) WHERE rn < 1"),
            query(
                    "greatest groups",
                    "k INT, name STRING, n BIGINT",
                    "SELECT k, name, n FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY n DESC, name) AS rn FROM {})"
                            + " WHERE rn <= 2"),
            query(
                    "greatest groups with numbers",
                    "k INT, name STRING, n BIGINT, s BIGINT, rn BIGINT",
                    "k, rn",
                    "SELECT k, name, n, s, rn FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY n DESC, name) AS rn"
                            + " FROM {}) WHERE rn BETWEEN 2 AND 4"),
            query(
                    "ranks of groups",
                    "k INT, name STRING, n BIGINT, r BIGINT",
                    "SELECT k, name, n, r FROM (SELECT *, RANK() OVER (ORDER BY n DESC) AS r FROM {}) WHERE r <= 10"),
            query(
                    "dense ranks of groups",
                    "k INT, name STRING, n BIGINT",
                    "SELECT k, name, n FROM (SELECT *, DENSE_RANK() OVER (PARTITION BY name ORDER BY n) AS r FROM {})"
                            + " WHERE r <= 2"),
            query(
                    "the greatest group",
                    "name STRING, k INT, n BIGINT, s BIGINT",
                    "name",
                    "SELECT name, k, n, s FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY name ORDER BY n DESC, k DESC) AS rn"
                            + " FROM {}) WHERE rn = 1"),
            query(
                    "top of windows",
                    "w TIMESTAMP(3), name STRING, n BIGINT, rn BIGINT",
                    "w, rn",
                    "SELECT window_start, name, n, rn FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end"
                            + " ORDER BY n DESC, name) AS rn FROM (SELECT window_start, window_end, name, COUNT(*) AS n FROM"
                            + " TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '3' HOUR))"
                            + " GROUP BY window_start, window_end, name)) WHERE rn <= 2",
                    "SELECT w, name, n, rn FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY w ORDER BY n DESC, name) AS rn FROM"
                            + " (SELECT time_bucket(INTERVAL 3 hour, ts) AS w, name, COUNT(*) AS n FROM t GROUP BY ALL))"
                            + " WHERE rn <= 2"),
            query(
                    "groups of top rows",
                    "name STRING, n BIGINT, s BIGINT",
                    "name",
                    "SELECT name, COUNT(*), CAST(SUM(v) AS BIGINT) FROM (SELECT k, name, v,"
                            + " ROW_NUMBER() OVER (PARTITION BY k ORDER BY v, name) AS rn FROM t) WHERE rn <= 5 GROUP BY name"),
            query(
                    "top of top rows",
                    "k INT, v BIGINT",
                    "SELECT k, v FROM (SELECT k, v, ROW_NUMBER() OVER (ORDER BY v DESC, k) AS r2 FROM (SELECT k, v,"
                            + " ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC) AS rn FROM t) WHERE rn <= 2) WHERE r2 <= 5"));

    /** Over a table whose watermark passes all rows: also legal in append mode. */
    static final List<LawQuery> CLOSING = List.of(
            query(
                    "keep the first",
                    "k INT, ts TIMESTAMP(3), v BIGINT, name STRING",
                    "k",
                    "SELECT k, ts, v, name FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts, v, name) AS rn FROM e)"
                            + " WHERE rn = 1"),
            query(
                    "first in time with numbers",
                    "name STRING, ts TIMESTAMP(3), k INT, rn BIGINT",
                    "name, rn",
                    "SELECT name, ts, k, rn FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY name ORDER BY ts, k) AS rn FROM e)"
                            + " WHERE rn BETWEEN 2 AND 5"),
            query(
                    "rank in time",
                    "name STRING, ts TIMESTAMP(3), v BIGINT, r BIGINT",
                    "SELECT name, ts, v, r FROM (SELECT *, RANK() OVER (PARTITION BY name ORDER BY ts) AS r FROM e)"
                            + " WHERE r <= 6"),
            query(
                    "dense rank in time",
                    "ts TIMESTAMP(3), v BIGINT",
                    "SELECT ts, v FROM (SELECT *, DENSE_RANK() OVER (ORDER BY ts) AS r FROM e) WHERE r BETWEEN 3 AND 10"),
            query(
                    "top of windows",
                    "w TIMESTAMP(3), k INT, v BIGINT, rn BIGINT",
                    "w, rn",
                    "SELECT window_end, k, v, rn FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end"
                            + " ORDER BY v DESC, k) AS rn FROM TABLE(TUMBLE((SELECT * FROM e), DESCRIPTOR(ts), INTERVAL '20' MINUTE)))"
                            + " WHERE rn <= 3",
                    "SELECT w, k, v, rn FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY w ORDER BY v DESC, k) AS rn FROM"
                            + " (SELECT *, time_bucket(INTERVAL 20 minute, ts) + INTERVAL 20 minute AS w FROM e)) WHERE rn <= 3"),
            query(
                    "top of window groups",
                    "w TIMESTAMP(3), k INT, n BIGINT",
                    "w, k",
                    "SELECT window_start, k, n FROM (SELECT *, RANK() OVER (PARTITION BY window_start ORDER BY n DESC) AS r FROM"
                            + " (SELECT window_start, k, COUNT(*) AS n FROM TABLE(TUMBLE((SELECT * FROM e), DESCRIPTOR(ts),"
                            + " INTERVAL '20' MINUTE)) GROUP BY window_start, k)) WHERE r <= 2",
                    "SELECT w, k, n FROM (SELECT *, RANK() OVER (PARTITION BY w ORDER BY n DESC) AS r FROM (SELECT"
                            + " time_bucket(INTERVAL 20 minute, ts) AS w, k, COUNT(*) AS n FROM e GROUP BY ALL)) WHERE r <= 2"),
            query(
                    "the last in each window",
                    "w TIMESTAMP(3), k INT, v BIGINT",
                    "w, k",
                    "SELECT window_time, k, v FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_time, k ORDER BY ts DESC, v,"
                            + " name) AS rn FROM TABLE(TUMBLE((SELECT * FROM e), DESCRIPTOR(ts), INTERVAL '30' MINUTE)))"
                            + " WHERE rn = 1",
                    "SELECT w, k, v FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY w, k ORDER BY ts DESC, v, name) AS rn FROM"
                            + " (SELECT *, time_bucket(INTERVAL 30 minute, ts) + INTERVAL 1799999 milliseconds AS w FROM e))"
                            + " WHERE rn = 1"),
            query(
                    "one of each time",
                    "ts TIMESTAMP(3), v BIGINT, k INT",
                    "ts",
                    "SELECT ts, v, k FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY ts ORDER BY v DESC, k, name) AS rn FROM e)"
                            + " WHERE rn = 1"),
            query(
                    "windows over the first",
                    "w TIMESTAMP(3), n BIGINT",
                    "w",
                    "SELECT window_start, COUNT(*) FROM TABLE(TUMBLE((SELECT ts, v FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY"
                            + " v ORDER BY ts) AS rn FROM e) WHERE rn = 1), DESCRIPTOR(ts), INTERVAL '10' MINUTE))"
                            + " GROUP BY window_start",
                    "SELECT time_bucket(INTERVAL 10 minute, ts), COUNT(*) FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY"
                            + " v ORDER BY ts) AS rn FROM e) WHERE rn = 1 GROUP BY ALL"));

    private static LawQuery query(String name, String columns, String both) {
        return query(name, columns, LawQuery.NO_KEY, both);
    }

    private static LawQuery query(String name, String columns, String key, String both) {
        return query(name, columns, key, both, both);
    }

    /** NULLs are the least values, as they are in Flink. */
    private static LawQuery query(String name, String columns, String key, String sluice, String duckdb) {
        return new LawQuery("rank: " + name, columns, key, sluice.replace("{}", GROUPED), duckdb.replace("{}", CASTED));
    }

    private RankQueries() {}
}
