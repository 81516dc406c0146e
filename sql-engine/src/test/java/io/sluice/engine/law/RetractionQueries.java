package io.sluice.engine.law;

import io.sluice.engine.law.LawQueries.LawQuery;
import java.util.List;

/** Group-bys over rows that are taken back: over other group-bys, and over unions of these and rows that stay. */
final class RetractionQueries {
    /** For each key and name what there is now: each row changes often. */
    private static final String GROUPED =
            "(SELECT k, name, COUNT(*) AS n, SUM(v) AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name) ";

    private static final String CASTED =
            "(SELECT k, name, COUNT(*) AS n, SUM(v)::BIGINT AS s, AVG(d) AS m, SUM(price) AS p"
                    + " FROM t GROUP BY k, name) ";

    static final List<LawQuery> ALL = List.of(
            query("sizes", "n BIGINT, c BIGINT", "n", "SELECT n, COUNT(*) FROM {} GROUP BY n"),
            query(
                    "groups that come and go",
                    "a BIGINT, c BIGINT, s BIGINT, x DOUBLE",
                    "a",
                    "SELECT s % 5, COUNT(s), CAST(SUM(n) AS BIGINT), AVG(s) FROM {} GROUP BY s % 5"),
            query(
                    "sums of doubles and decimals",
                    "a INT, m DOUBLE, s DOUBLE, p DECIMAL(38, 2), q DECIMAL(38, 6)",
                    "a",
                    "SELECT k, AVG(m), SUM(m), SUM(p), CAST(AVG(CAST(p AS DECIMAL(20, 2))) AS DECIMAL(38, 6)) FROM {} GROUP BY k",
                    "SELECT k, AVG(m), SUM(m), SUM(p), round(SUM(p)::DECIMAL(38, 10) / COUNT(p), 6)::DECIMAL(38, 6)"
                            + " FROM {} GROUP BY k"),
            query(
                    "all rows",
                    "c BIGINT, s BIGINT, m DOUBLE",
                    "()",
                    "SELECT COUNT(*), CAST(SUM(s) AS BIGINT), SUM(m) FROM {}"),
            query(
                    "filters and having",
                    "a STRING, c BIGINT, s BIGINT",
                    "a",
                    "SELECT name, COUNT(*) FILTER (WHERE s > 0), CAST(SUM(s) FILTER (WHERE n > 3) AS BIGINT) FROM {}"
                            + " GROUP BY name HAVING COUNT(*) FILTER (WHERE s > 0) > 1"),
            query(
                    "three levels",
                    "c BIGINT, d BIGINT",
                    "c",
                    "SELECT c, COUNT(*) FROM (SELECT n % 10 AS r, COUNT(*) AS c FROM {} GROUP BY n % 10) GROUP BY c"),
            query(
                    "union with rows that stay",
                    "a STRING, c BIGINT, s BIGINT",
                    "a",
                    "SELECT name, COUNT(*), CAST(SUM(x) AS BIGINT) FROM (SELECT name, s AS x FROM {}"
                            + " UNION ALL SELECT name, v AS x FROM u) GROUP BY name"),
            query(
                    "windows below",
                    "n BIGINT, c BIGINT",
                    "n",
                    "SELECT n, COUNT(*) FROM (SELECT window_start, COUNT(*) AS n"
                            + " FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' HOUR)) GROUP BY window_start)"
                            + " GROUP BY n",
                    "SELECT n, COUNT(*) FROM (SELECT time_bucket(INTERVAL 1 hour, ts) AS w, COUNT(*) AS n FROM t GROUP BY w)"
                            + " GROUP BY n"),
            query(
                    "windows over windows",
                    "w TIMESTAMP(3), c BIGINT, s BIGINT",
                    "w",
                    "SELECT window_start, COUNT(*), CAST(SUM(n) AS BIGINT) FROM TABLE(TUMBLE((SELECT window_time AS t, k,"
                            + " COUNT(*) AS n FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' MINUTE))"
                            + " GROUP BY window_start, window_end, window_time, k HAVING COUNT(*) < 3), DESCRIPTOR(t),"
                            + " INTERVAL '2' HOUR)) GROUP BY window_start",
                    "SELECT time_bucket(INTERVAL 2 hour, w), COUNT(*), SUM(n)::BIGINT FROM (SELECT"
                            + " time_bucket(INTERVAL 10 minute, ts) AS w, k, COUNT(*) AS n FROM t GROUP BY w, k"
                            + " HAVING COUNT(*) < 3) GROUP BY ALL"),
            query(
                    "least and greatest of what changes",
                    "a INT, lo BIGINT, hi BIGINT, n BIGINT, m DOUBLE, t STRING, u STRING, p DECIMAL(38, 2)",
                    "a",
                    "SELECT k, MIN(s), MAX(s), MAX(n), MIN(m), MIN(name), MAX(name), MAX(p) FROM {} GROUP BY k"),
            query(
                    "least and greatest of all",
                    "lo BIGINT, hi BIGINT, f BIGINT",
                    "()",
                    "SELECT MIN(s), MAX(s), MAX(s) FILTER (WHERE n < 4) FROM {}"),
            query(
                    "different values",
                    "a INT, c BIGINT, n BIGINT, s BIGINT, d DOUBLE, f BIGINT",
                    "a",
                    "SELECT k, COUNT(DISTINCT name), COUNT(DISTINCT v), CAST(SUM(DISTINCT v % 20) AS BIGINT), AVG(DISTINCT d),"
                            + " COUNT(DISTINCT name) FILTER (WHERE v > 0) FROM t GROUP BY k"),
            query(
                    "different values of what changes",
                    "a STRING, c BIGINT, n BIGINT, s BIGINT, d DOUBLE, f BIGINT",
                    "a",
                    "SELECT name, COUNT(DISTINCT n), COUNT(*), CAST(SUM(DISTINCT s) AS BIGINT), AVG(DISTINCT m),"
                            + " COUNT(DISTINCT n) FILTER (WHERE s > 0) FROM {} GROUP BY name"),
            query(
                    "different values of all",
                    "c BIGINT, n BIGINT, s DECIMAL(38, 2)",
                    "()",
                    "SELECT COUNT(DISTINCT name), COUNT(DISTINCT n), SUM(DISTINCT p) FROM {}"),
            query(
                    "different values by window",
                    "w TIMESTAMP(3), c BIGINT, n BIGINT",
                    "w",
                    "SELECT window_start, COUNT(DISTINCT name), COUNT(DISTINCT k) FILTER (WHERE v > 0)"
                            + " FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '20' MINUTE, INTERVAL '1' HOUR))"
                            + " GROUP BY window_start",
                    "SELECT w, COUNT(DISTINCT name), COUNT(DISTINCT k) FILTER (WHERE v > 0) FROM (SELECT *,"
                            + " time_bucket(INTERVAL 20 minute, ts) - to_minutes(20 * i) AS w FROM t,"
                            + " (SELECT unnest([0, 1, 2]) AS i)) GROUP BY w"),
            query(
                    "variances",
                    "a INT, p DOUBLE, q DOUBLE, r DOUBLE, s DOUBLE, x DOUBLE",
                    "a",
                    "SELECT k, VAR_POP(v), VAR_SAMP(v), STDDEV_POP(price), STDDEV(d), VAR_POP(DISTINCT v % 10) FROM t GROUP BY k"),
            query(
                    "variances of what changes",
                    "a STRING, p DOUBLE, q DOUBLE, r DOUBLE",
                    "a",
                    "SELECT name, VAR_POP(s), STDDEV_SAMP(n), VARIANCE(s + 1000000000) FROM {} GROUP BY name"),
            query(
                    "truth and any value",
                    "a BIGINT, b BOOLEAN, c BOOLEAN, n BIGINT, x BIGINT",
                    "a",
                    "SELECT n % 4, BOOL_AND(s > -1000), BOOL_OR(s > 2000), COUNT_IF(s > 0), ANY_VALUE(n % 4) FROM {} GROUP BY n % 4"),
            query(
                    "grouping sets",
                    "a INT, b STRING, g BIGINT, c BIGINT, s BIGINT, d BIGINT",
                    LawQuery.NO_KEY,
                    "SELECT k, name, GROUPING(k, name), COUNT(*), CAST(SUM(s) AS BIGINT), COUNT(DISTINCT n) FROM {}"
                            + " GROUP BY GROUPING SETS ((k, name), (name), (k), ())"),
            query(
                    "rollup and cube",
                    "a INT, b STRING, c BIGINT, g BIGINT",
                    LawQuery.NO_KEY,
                    "SELECT k, name, COUNT(v), GROUPING(name) FROM t GROUP BY ROLLUP (k, name) HAVING COUNT(*) > 2"));

    private RetractionQueries() {}

    private static LawQuery query(String name, String columns, String key, String both) {
        return query(name, columns, key, both, both);
    }

    /** {@code {}} stands for the group-by below. */
    private static LawQuery query(String name, String columns, String key, String sluice, String duckdb) {
        return new LawQuery(name, columns, key, place(sluice, GROUPED), place(duckdb, CASTED));
    }

    private static String place(String sql, String below) {
        return sql.replace("{}", below);
    }
}
