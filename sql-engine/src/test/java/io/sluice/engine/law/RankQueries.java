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
            keyed(
                    "first rows with numbers",
                    "k INT, name STRING, v BIGINT, rn BIGINT",
                    "k, rn",
                    "SELECT k, name, v, rn FROM (SELECT k, name, v,"
                            + " ROW_NUMBER() OVER (PARTITION BY k ORDER BY name, v DESC) AS rn FROM t) WHERE rn <= 4"),
            keyed(
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
            keyed(
                    "the last of each key",
                    "k INT, ts TIMESTAMP(3), v BIGINT",
                    "k",
                    "SELECT k, ts, v FROM (SELECT k, ts, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts DESC, v) AS rn"
                            + " FROM t) WHERE rn = 1"),
            keyed(
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
            keyed(
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
            keyed(
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
            keyed(
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
            keyed(
                    "keep the first",
                    "k INT, ts TIMESTAMP(3), v BIGINT, name STRING",
                    "k",
                    "SELECT k, ts, v, name FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts, v, name) AS rn FROM e)"
                            + " WHERE rn = 1"),
            keyed(
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
            keyed(
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

    private static final String W = " OVER (PARTITION BY k ORDER BY ts, v, name)";

    /** Functions with OVER; as {@link #ALL}. */
    static final List<LawQuery> OVER = List.of(
            query(
                    "running values",
                    "k INT, v BIGINT, s BIGINT, n BIGINT, lo BIGINT, hi STRING, m DOUBLE",
                    "SELECT k, v, SUM(v) OVER w, COUNT(name) OVER w, MIN(v) OVER w, MAX(name) OVER w, AVG(v) OVER w FROM t"
                            + " WINDOW w AS (PARTITION BY k ORDER BY v)",
                    "SELECT k, v, (SUM(v) OVER w)::BIGINT, COUNT(name) OVER w, MIN(v) OVER w, MAX(name) OVER w, AVG(v) OVER w"
                            + " FROM t WINDOW w AS (PARTITION BY k ORDER BY v)"),
            query(
                    "sliding values",
                    "name STRING, v BIGINT, s BIGINT, d DOUBLE, p DECIMAL(38, 2), hi DOUBLE",
                    "SELECT name, v, SUM(v) OVER w, SUM(d) OVER w, SUM(price) OVER w, MAX(d) OVER w FROM t WINDOW w AS"
                            + " (PARTITION BY name ORDER BY v, k, d, price, ts ROWS BETWEEN 3 PRECEDING AND 1 FOLLOWING)",
                    "SELECT name, v, (SUM(v) OVER w)::BIGINT, SUM(d) OVER w, SUM(price) OVER w, MAX(d) OVER w FROM t WINDOW w AS"
                            + " (PARTITION BY name ORDER BY v, k, d, price, ts ROWS BETWEEN 3 PRECEDING AND 1 FOLLOWING)"),
            query(
                    "frames that may be empty",
                    "k INT, v BIGINT, s BIGINT, n BIGINT",
                    "SELECT k, v, SUM(v) OVER (PARTITION BY k ORDER BY v, d ROWS BETWEEN 4 PRECEDING AND 2 PRECEDING),"
                            + " COUNT(*) OVER (PARTITION BY k ORDER BY v, d ROWS BETWEEN 2 FOLLOWING AND 3 FOLLOWING) FROM t",
                    "SELECT k, v, (SUM(v) OVER (PARTITION BY k ORDER BY v, d ROWS BETWEEN 4 PRECEDING AND 2 PRECEDING))::BIGINT,"
                            + " COUNT(*) OVER (PARTITION BY k ORDER BY v, d ROWS BETWEEN 2 FOLLOWING AND 3 FOLLOWING) FROM t"),
            query(
                    "ranges of numbers",
                    "k INT, v BIGINT, n BIGINT, m BIGINT",
                    "SELECT k, v, COUNT(*) OVER (PARTITION BY k ORDER BY v RANGE BETWEEN 50 PRECEDING AND 20 FOLLOWING),"
                            + " COUNT(*) OVER (PARTITION BY k ORDER BY v DESC RANGE BETWEEN 50 PRECEDING AND CURRENT ROW) FROM t"),
            query(
                    "ranges of times",
                    "k INT, ts TIMESTAMP(3), n BIGINT, s BIGINT",
                    "SELECT k, ts, COUNT(*) OVER w, SUM(v) OVER w FROM t WINDOW w AS (PARTITION BY k ORDER BY ts"
                            + " RANGE BETWEEN INTERVAL '3' HOUR PRECEDING AND CURRENT ROW)",
                    "SELECT k, ts, COUNT(*) OVER w, (SUM(v) OVER w)::BIGINT FROM t WINDOW w AS (PARTITION BY k ORDER BY ts"
                            + " RANGE BETWEEN INTERVAL '3' HOUR PRECEDING AND CURRENT ROW)"),
            query(
                    "ranks",
                    "k INT, name STRING, a BIGINT, b BIGINT, c BIGINT, d DOUBLE, e DOUBLE",
                    "SELECT k, name, ROW_NUMBER() OVER w, RANK() OVER w, DENSE_RANK() OVER w, PERCENT_RANK() OVER w,"
                            + " CUME_DIST() OVER w FROM t WINDOW w AS (PARTITION BY k ORDER BY name)"),
            query(
                    "buckets",
                    "k INT, v BIGINT, a BIGINT",
                    "SELECT k, v, NTILE(7) OVER (PARTITION BY k ORDER BY v, d) FROM t"),
            query(
                    "neighbours",
                    "k INT, v BIGINT, a BIGINT, b STRING, c BIGINT, d BIGINT",
                    "SELECT k, v, LAG(v) OVER w, LEAD(name, 2, '-') OVER w, LAG(v, 2) IGNORE NULLS OVER w,"
                            + " LEAD(v, 1, 0) IGNORE NULLS OVER w FROM t WINDOW w AS (PARTITION BY k ORDER BY ts, v, name)",
                    "SELECT k, v, LAG(v) OVER w, LEAD(name, 2, '-') OVER w, LAG(v, 2 IGNORE NULLS) OVER w,"
                            + " LEAD(v, 1, 0 IGNORE NULLS) OVER w FROM t WINDOW w AS (PARTITION BY k ORDER BY ts, v, name)"),
            query(
                    "values of frames",
                    "k INT, v BIGINT, a BIGINT, b STRING, c BIGINT, d BIGINT, e STRING",
                    "SELECT k, v, FIRST_VALUE(v) OVER w, LAST_VALUE(name) OVER w, NTH_VALUE(v, 3) OVER w,"
                            + " FIRST_VALUE(v) IGNORE NULLS OVER w, LAST_VALUE(name) IGNORE NULLS OVER w FROM t WINDOW w AS"
                            + " (PARTITION BY k ORDER BY ts, v, name ROWS BETWEEN 5 PRECEDING AND 1 PRECEDING)",
                    "SELECT k, v, FIRST_VALUE(v) OVER w, LAST_VALUE(name) OVER w, NTH_VALUE(v, 3) OVER w,"
                            + " FIRST_VALUE(v IGNORE NULLS) OVER w, LAST_VALUE(name IGNORE NULLS) OVER w FROM t WINDOW w AS"
                            + " (PARTITION BY k ORDER BY ts, v, name ROWS BETWEEN 5 PRECEDING AND 1 PRECEDING)"),
            query(
                    "different values",
                    "k INT, v BIGINT, n BIGINT, m BIGINT",
                    "SELECT k, v, COUNT(DISTINCT name) OVER (PARTITION BY k ORDER BY v, d, ts, name),"
                            + " COUNT(DISTINCT name) OVER (PARTITION BY k ORDER BY v, d, ts, name ROWS BETWEEN 4 PRECEDING AND CURRENT ROW)"
                            + " FROM t"),
            query(
                    "filters and whole partitions",
                    "k INT, v BIGINT, n BIGINT, s BIGINT, c BIGINT",
                    "SELECT k, v, COUNT(*) FILTER (WHERE v > 0) OVER (PARTITION BY k), SUM(v) OVER (PARTITION BY name),"
                            + " COUNT(*) OVER () FROM t",
                    "SELECT k, v, COUNT(*) FILTER (WHERE v > 0) OVER (PARTITION BY k), (SUM(v) OVER (PARTITION BY name))::BIGINT,"
                            + " COUNT(*) OVER () FROM t"),
            query(
                    "over groups",
                    "k INT, name STRING, n BIGINT, t BIGINT, r BIGINT, l BIGINT",
                    "k, name",
                    "SELECT k, name, n, SUM(n) OVER (PARTITION BY k ORDER BY n, name), RANK() OVER (ORDER BY n DESC),"
                            + " LAG(n) OVER (PARTITION BY name ORDER BY k) FROM {}",
                    "SELECT k, name, n, (SUM(n) OVER (PARTITION BY k ORDER BY n, name))::BIGINT, RANK() OVER (ORDER BY n DESC),"
                            + " LAG(n) OVER (PARTITION BY name ORDER BY k) FROM {}"),
            keyed(
                    "groups over values",
                    "r BIGINT, n BIGINT",
                    "r",
                    "SELECT r, COUNT(*) FROM (SELECT DENSE_RANK() OVER (PARTITION BY k ORDER BY name) AS r FROM t) GROUP BY r"),
            query(
                    "a condition on a rank that is no limit",
                    "k INT, v BIGINT, rn BIGINT",
                    "SELECT k, v, rn FROM (SELECT k, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v, d) AS rn FROM t)"
                            + " WHERE rn > 3 AND rn % 5 = 0"),
            query(
                    "limit and offset",
                    "k INT, name STRING, v BIGINT",
                    "SELECT k, name, v FROM t ORDER BY v DESC, name, k LIMIT 7 OFFSET 3"),
            query("limit of groups", "n BIGINT", "SELECT n FROM {} ORDER BY n DESC, k, name LIMIT 5"),
            query(
                    "limit below a group-by",
                    "k INT, n BIGINT",
                    "SELECT k, COUNT(*) FROM (SELECT k FROM t ORDER BY ts, k FETCH FIRST 40 ROWS ONLY) GROUP BY k"),
            keyed("different rows", "k INT, name STRING", "k, name", "SELECT DISTINCT k, name FROM t"));

    /** As {@link #CLOSING}. */
    static final List<LawQuery> OVER_CLOSING = List.of(
            query(
                    "running in time",
                    "k INT, ts TIMESTAMP(3), n BIGINT, s BIGINT, lo STRING, rn BIGINT, r BIGINT, dr BIGINT",
                    "SELECT k, ts, COUNT(*) OVER w, SUM(v) OVER w, MIN(name) OVER w, ROW_NUMBER() OVER w2, RANK() OVER w,"
                            + " DENSE_RANK() OVER w FROM e WINDOW w AS (PARTITION BY k ORDER BY ts),"
                            + " w2 AS (PARTITION BY k ORDER BY ts, v, name)",
                    "SELECT k, ts, COUNT(*) OVER w, (SUM(v) OVER w)::BIGINT, MIN(name) OVER w, ROW_NUMBER() OVER w2, RANK() OVER w,"
                            + " DENSE_RANK() OVER w FROM e WINDOW w AS (PARTITION BY k ORDER BY ts),"
                            + " w2 AS (PARTITION BY k ORDER BY ts, v, name)"),
            query(
                    "sliding in time",
                    "k INT, ts TIMESTAMP(3), n BIGINT, s BIGINT, hi BIGINT, c BIGINT",
                    "SELECT k, ts, COUNT(*) OVER w, SUM(v) OVER w, MAX(v) OVER w, COUNT(DISTINCT v) OVER w FROM e WINDOW w AS"
                            + " (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '5' MINUTE PRECEDING AND CURRENT ROW)",
                    "SELECT k, ts, COUNT(*) OVER w, (SUM(v) OVER w)::BIGINT, MAX(v) OVER w, COUNT(DISTINCT v) OVER w FROM e WINDOW w"
                            + " AS (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '5' MINUTE PRECEDING AND CURRENT ROW)"),
            query(
                    "last rows in time",
                    "k INT, ts TIMESTAMP(3), v BIGINT, s BIGINT, l STRING, f BIGINT, x STRING, y STRING",
                    "SELECT k, ts, v, SUM(v) OVER (PARTITION BY k ORDER BY ts, v, name ROWS BETWEEN 3 PRECEDING AND CURRENT ROW),"
                            + " LAG(name, 2, '-')" + W + ", FIRST_VALUE(v)" + W + ", LAST_VALUE(name) IGNORE NULLS" + W
                            + ", NTH_VALUE(name, 4)" + W + " FROM e",
                    "SELECT k, ts, v, (SUM(v) OVER (PARTITION BY k ORDER BY ts, v, name ROWS BETWEEN 3 PRECEDING AND CURRENT ROW))"
                            + "::BIGINT, LAG(name, 2, '-')" + W + ", FIRST_VALUE(v)" + W
                            + ", LAST_VALUE(name IGNORE NULLS)" + W
                            + ", NTH_VALUE(name, 4)" + W + " FROM e"),
            query(
                    "all rows in time",
                    "ts TIMESTAMP(3), n BIGINT, a STRING",
                    "SELECT ts, COUNT(*) OVER (ORDER BY ts), LAG(name) IGNORE NULLS OVER (ORDER BY ts, name, k, v) FROM e",
                    "SELECT ts, COUNT(*) OVER (ORDER BY ts), LAG(name IGNORE NULLS) OVER (ORDER BY ts, name, k, v) FROM e"),
            query(
                    "windows of windows",
                    "w TIMESTAMP(3), k INT, n BIGINT, share DOUBLE, nt BIGINT",
                    "w, k",
                    "SELECT window_start, k, n, CAST(n AS DOUBLE) / SUM(n) OVER (PARTITION BY window_start),"
                            + " NTILE(2) OVER (PARTITION BY window_start ORDER BY n, k) FROM (SELECT window_start, k, COUNT(*) AS n"
                            + " FROM TABLE(TUMBLE((SELECT * FROM e), DESCRIPTOR(ts), INTERVAL '20' MINUTE)) GROUP BY window_start, k)",
                    "SELECT w, k, n, n::DOUBLE / SUM(n) OVER (PARTITION BY w), NTILE(2) OVER (PARTITION BY w ORDER BY n, k) FROM"
                            + " (SELECT time_bucket(INTERVAL 20 minute, ts) AS w, k, COUNT(*) AS n FROM e GROUP BY ALL)"),
            keyed("different rows", "k INT, name STRING", "k, name", "SELECT DISTINCT k, name FROM e"),
            keyed("different times", "ts TIMESTAMP(3), k INT", "ts, k", "SELECT DISTINCT ts, k FROM e"));

    private static LawQuery query(String name, String columns, String both) {
        return query(name, columns, LawQuery.NO_KEY, both, both);
    }

    private static LawQuery query(String name, String columns, String sluice, String duckdb) {
        return query(name, columns, LawQuery.NO_KEY, sluice, duckdb);
    }

    /** @param key of the result table in update mode */
    private static LawQuery keyed(String name, String columns, String key, String both) {
        return query(name, columns, key, both, both);
    }

    /** NULLs are the least values, as they are in Flink. */
    private static LawQuery query(String name, String columns, String key, String sluice, String duckdb) {
        return new LawQuery("rank: " + name, columns, key, sluice.replace("{}", GROUPED), duckdb.replace("{}", CASTED));
    }

    private RankQueries() {}
}
