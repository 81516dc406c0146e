package io.sluice.engine.law;

import java.util.List;

/** Queries over the tables {@code t} (k, name, v, d, price, ts, day) and {@code u} (the same), in Sluice and in DuckDB. */
final class LawQueries {
    /**
     * One query.
     *
     * @param columns of the result table
     * @param key of the result table in update mode; {@link #NO_KEY}: the query is run in changelog and complete mode;
     *     empty: in append mode only
     */
    record LawQuery(String name, String columns, String key, String sluice, String duckdb) {
        static final String NO_KEY = "*";

        LawQuery(String name, String columns, String key, String both) {
            this(name, columns, key, both, both);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final String TUMBLE = "FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' HOUR)) ";
    private static final String BUCKETS = "FROM (SELECT *, time_bucket(INTERVAL 1 hour, ts) AS window_start FROM t) ";
    private static final String HOP =
            "FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '20' MINUTE, INTERVAL '1' HOUR)) ";
    private static final String HOPS = "FROM (SELECT *, time_bucket(INTERVAL 20 minute, ts)"
            + " - to_minutes(20 * i) AS window_start FROM t, (SELECT unnest([0, 1, 2]) AS i)) ";

    private static final String CUMULATE =
            "FROM TABLE(CUMULATE(TABLE t, DESCRIPTOR(ts), INTERVAL '2' HOUR, INTERVAL '6' HOUR, INTERVAL '1' HOUR)) ";
    private static final String STEPS = "FROM (SELECT *, s + to_hours(2 * i) AS e FROM (SELECT *,"
            + " time_bucket(INTERVAL 6 hour, ts, TIMESTAMP '2000-01-01 01:00:00') AS s FROM t WHERE ts IS NOT NULL),"
            + " (SELECT unnest([1, 2, 3]) AS i) WHERE s + to_hours(2 * i) > ts) ";

    static final List<LawQuery> ALL = List.of(
            new LawQuery("project", "a INT, b STRING", "", "SELECT k + 1, UPPER(name) FROM t"),
            new LawQuery("filter", "a INT, b BIGINT", "", "SELECT k, v FROM t WHERE v > 100 AND name LIKE '%a%'"),
            new LawQuery(
                    "filter on null", "a INT, b BIGINT", "", "SELECT k, v FROM t WHERE name IS NULL OR v IS NOT NULL"),
            new LawQuery("three-valued logic", "a INT", "", "SELECT k FROM t WHERE NOT (v > 0 AND d < 0.5)"),
            new LawQuery(
                    "case",
                    "a STRING",
                    "",
                    "SELECT CASE WHEN v > 500 THEN 'big' WHEN v > 0 THEN name ELSE 'small' END FROM t"),
            new LawQuery("coalesce", "a STRING, b BIGINT", "", "SELECT COALESCE(name, '-'), COALESCE(v, k, 0) FROM t"),
            new LawQuery("decimal", "a DECIMAL(12, 2)", "", "SELECT price + price FROM t WHERE price < 50"),
            new LawQuery("in", "a INT", "", "SELECT k FROM t WHERE k IN (1, 3, 5) OR name IN ('anna', 'zoë')"),
            new LawQuery("between", "a BIGINT", "", "SELECT v FROM t WHERE v BETWEEN -100 AND 100"),
            new LawQuery("cast", "a STRING, b DOUBLE", "", "SELECT CAST(v AS VARCHAR), CAST(v AS DOUBLE) FROM t"),
            new LawQuery(
                    "substring",
                    "a STRING, b INT",
                    "",
                    "SELECT SUBSTRING(name FROM 2 FOR 2), CHAR_LENGTH(name) FROM t",
                    "SELECT SUBSTRING(name, 2, 2), LENGTH(name)::INT FROM t"),
            new LawQuery(
                    "date parts",
                    "a BIGINT, b BIGINT, c DATE",
                    "",
                    "SELECT EXTRACT(HOUR FROM ts), EXTRACT(DAY FROM ts), CAST(ts AS DATE) FROM t"),
            new LawQuery(
                    "union all",
                    "a INT, b STRING",
                    "",
                    "SELECT k, name FROM t UNION ALL SELECT k, name FROM u WHERE k > 2"),
            new LawQuery("count", "a INT, n BIGINT", "a", "SELECT k, COUNT(*) FROM t GROUP BY k"),
            new LawQuery(
                    "aggregates",
                    "a INT, c BIGINT, s BIGINT, m DOUBLE, lo BIGINT, hi BIGINT",
                    "a",
                    "SELECT k, COUNT(v), SUM(v), AVG(v), MIN(v), MAX(v) FROM t GROUP BY k",
                    "SELECT k, COUNT(v), SUM(v)::BIGINT, AVG(v), MIN(v), MAX(v) FROM t GROUP BY k"),
            new LawQuery(
                    "aggregates by text",
                    "a STRING, s DOUBLE, m DOUBLE, lo STRING, hi STRING",
                    "a",
                    "SELECT name, SUM(d), AVG(d), MIN(name), MAX(name) FROM t GROUP BY name"),
            new LawQuery(
                    "decimal sums",
                    "a STRING, s DECIMAL(38, 2), lo DECIMAL(10, 2)",
                    "a",
                    "SELECT name, SUM(price), MIN(price) FROM t GROUP BY name"),
            new LawQuery(
                    "two keys",
                    "a INT, b STRING, n BIGINT, f TIMESTAMP(3), l DATE",
                    "a, b",
                    "SELECT k, name, COUNT(*), MIN(ts), MAX(day) FROM t GROUP BY k, name"),
            new LawQuery(
                    "group by expression", "a BIGINT, n BIGINT", "a", "SELECT v % 7, COUNT(*) FROM t GROUP BY v % 7"),
            new LawQuery(
                    "filtered aggregates",
                    "a INT, n BIGINT, s BIGINT",
                    "a",
                    "SELECT k, COUNT(*) FILTER (WHERE v > 0), SUM(v) FILTER (WHERE name IS NOT NULL) FROM t GROUP BY k",
                    "SELECT k, COUNT(*) FILTER (WHERE v > 0), SUM(v) FILTER (WHERE name IS NOT NULL)::BIGINT FROM t GROUP BY k"),
            new LawQuery(
                    "having",
                    "a INT, s BIGINT",
                    "a",
                    "SELECT k, SUM(v) FROM t GROUP BY k HAVING SUM(v) > 0",
                    "SELECT k, SUM(v)::BIGINT FROM t GROUP BY k HAVING SUM(v) > 0"),
            new LawQuery(
                    "union then group",
                    "a STRING, n BIGINT",
                    "a",
                    "SELECT name, COUNT(*) FROM (SELECT name FROM t UNION ALL SELECT name FROM u) GROUP BY name"),
            new LawQuery(
                    "tumble",
                    "w TIMESTAMP(3), n BIGINT, s BIGINT",
                    "w",
                    "SELECT window_start, COUNT(*), SUM(v) " + TUMBLE + "GROUP BY window_start",
                    "SELECT window_start, COUNT(*), SUM(v)::BIGINT " + BUCKETS
                            + "WHERE ts IS NOT NULL GROUP BY window_start"),
            new LawQuery(
                    "tumble by text",
                    "w TIMESTAMP(3), a STRING, n BIGINT, hi DOUBLE",
                    "w, a",
                    "SELECT window_start, name, COUNT(*), MAX(d) " + TUMBLE + "GROUP BY window_start, name",
                    "SELECT window_start, name, COUNT(*), MAX(d) " + BUCKETS + "WHERE ts IS NOT NULL GROUP BY ALL"),
            new LawQuery(
                    "tumble filtered",
                    "w TIMESTAMP(3), a INT, s DECIMAL(38, 2)",
                    "w, a",
                    "SELECT window_end, k, SUM(price) " + TUMBLE + "WHERE v > 0 GROUP BY window_start, window_end, k",
                    "SELECT window_start + INTERVAL 1 hour, k, SUM(price) " + BUCKETS
                            + "WHERE ts IS NOT NULL AND v > 0 GROUP BY ALL"),
            new LawQuery(
                    "hop",
                    "w TIMESTAMP(3), a INT, n BIGINT, lo BIGINT",
                    "w, a",
                    "SELECT window_start, k, COUNT(*), MIN(v) " + HOP + "GROUP BY window_start, k",
                    "SELECT window_start, k, COUNT(*), MIN(v) " + HOPS + "WHERE ts IS NOT NULL GROUP BY ALL"),
            new LawQuery(
                    "cumulate",
                    "s TIMESTAMP(3), e TIMESTAMP(3), a INT, n BIGINT, hi BIGINT",
                    "e, a",
                    "SELECT window_start, window_end, k, COUNT(*), MAX(v) " + CUMULATE
                            + "GROUP BY window_start, window_end, k",
                    "SELECT s, e, k, COUNT(*), MAX(v) " + STEPS + "GROUP BY ALL"),
            new LawQuery(
                    "cumulate by time",
                    "e TIMESTAMP(3), n BIGINT, d BIGINT",
                    "e",
                    "SELECT window_time, COUNT(*), SUM(v) " + CUMULATE + "GROUP BY window_time",
                    "SELECT e - INTERVAL 1 millisecond, COUNT(*), SUM(v)::BIGINT " + STEPS + "GROUP BY ALL"),
            new LawQuery(
                    "cumulate by start",
                    "s TIMESTAMP(3), n BIGINT",
                    "s",
                    "SELECT window_start, COUNT(*) " + CUMULATE + "GROUP BY window_start",
                    "SELECT s, COUNT(*) " + STEPS + "GROUP BY ALL"),
            new LawQuery(
                    "cumulate with filters on windows",
                    "e TIMESTAMP(3), n BIGINT",
                    "e",
                    "SELECT window_end, COUNT(*) " + CUMULATE
                            + "WHERE EXTRACT(HOUR FROM window_end) > v GROUP BY window_end",
                    "SELECT e, COUNT(*) " + STEPS + "WHERE EXTRACT(HOUR FROM e) > v GROUP BY ALL"),
            new LawQuery(
                    "cumulate rows",
                    "s TIMESTAMP(3), e TIMESTAMP(3), t TIMESTAMP(3), a INT",
                    "",
                    "SELECT window_start, window_end, window_time, k " + CUMULATE + "WHERE v > 0",
                    "SELECT s, e, e - INTERVAL 1 millisecond, k " + STEPS + "WHERE v > 0"),
            new LawQuery(
                    "session",
                    "s TIMESTAMP(3), e TIMESTAMP(3), a INT, n BIGINT, m DOUBLE, hi STRING",
                    "s, a",
                    "SELECT window_start, window_end, k, COUNT(*), AVG(v), MAX(name)"
                            + " FROM TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '10' MINUTE))"
                            + " GROUP BY window_start, window_end, k",
                    sessions("k") + "SELECT MIN(ts), MAX(ts) + INTERVAL 10 minute, k, COUNT(*), AVG(v), MAX(name)"
                            + " FROM g GROUP BY k, id"),
            new LawQuery(
                    "session of all",
                    "e TIMESTAMP(3), n BIGINT",
                    "e",
                    "SELECT window_end, COUNT(v) FROM TABLE(SESSION(TABLE t, DESCRIPTOR(ts), INTERVAL '10' MINUTE))"
                            + " GROUP BY window_start, window_end",
                    sessions("1") + "SELECT MAX(ts) + INTERVAL 10 minute, COUNT(v) FROM g GROUP BY id"),
            new LawQuery(
                    "session in GROUP BY",
                    "e TIMESTAMP(3), a STRING, b INT, s BIGINT",
                    "e, a, b",
                    "SELECT SESSION_END(ts, INTERVAL '10' MINUTE), UPPER(name), k, SUM(v) FROM t"
                            + " GROUP BY SESSION(ts, INTERVAL '10' MINUTE), UPPER(name), k HAVING COUNT(*) > 1",
                    sessions("UPPER(name), k") + "SELECT MAX(ts) + INTERVAL 10 minute, UPPER(name), k, SUM(v)::BIGINT"
                            + " FROM g GROUP BY UPPER(name), k, id HAVING COUNT(*) > 1"),
            new LawQuery(
                    "tumble over sessions that change",
                    "w TIMESTAMP(3), n BIGINT, rows_of BIGINT",
                    "w",
                    "SELECT window_start, COUNT(*), SUM(n) FROM TABLE(TUMBLE((SELECT window_time AS wt, COUNT(*) AS n"
                            + " FROM TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '10' MINUTE))"
                            + " GROUP BY window_start, window_end, window_time, k),"
                            + " DESCRIPTOR(wt), INTERVAL '1' HOUR)) GROUP BY window_start",
                    sessions("k") + "SELECT time_bucket(INTERVAL 1 hour, e) AS w, COUNT(*), SUM(n)::BIGINT FROM"
                            + " (SELECT MAX(ts) + INTERVAL 10 minute - INTERVAL 1 millisecond AS e, COUNT(*) AS n"
                            + " FROM g GROUP BY k, id) GROUP BY w"));

    /** What is over groups that must be final: at the end of the input. */
    static final List<LawQuery> AT_THE_END = List.of(
            new LawQuery(
                    "sessions of windows",
                    "e TIMESTAMP(3), n BIGINT",
                    "e",
                    "SELECT window_end, SUM(n) FROM TABLE(SESSION((SELECT window_time AS wt, COUNT(*) AS n"
                            + " FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) WHERE k = 0"
                            + " GROUP BY window_start, window_time),"
                            + " DESCRIPTOR(wt), INTERVAL '5' MINUTE)) GROUP BY window_end",
                    """
                    WITH w AS (SELECT time_bucket(INTERVAL 1 minute, ts) + INTERVAL 59999 millisecond AS wt, COUNT(*) AS n
                      FROM t WHERE k = 0 GROUP BY wt),
                    n AS (SELECT *, CASE WHEN wt - lag(wt) OVER (ORDER BY wt) <= INTERVAL 5 minute THEN 0 ELSE 1 END AS f
                      FROM w),
                    g AS (SELECT *, SUM(f) OVER (ORDER BY wt) AS id FROM n)
                    SELECT MAX(wt) + INTERVAL 5 minute, SUM(n)::BIGINT FROM g GROUP BY id"""),
            new LawQuery(
                    "tumble over sessions",
                    "w TIMESTAMP(3), n BIGINT, longest BIGINT",
                    "w",
                    "SELECT window_start, COUNT(*), MAX(n) FROM TABLE(TUMBLE((SELECT window_time AS wt, COUNT(*) AS n"
                            + " FROM TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '10' MINUTE))"
                            + " GROUP BY window_start, window_end, window_time, k),"
                            + " DESCRIPTOR(wt), INTERVAL '1' HOUR)) GROUP BY window_start",
                    sessions("k") + "SELECT time_bucket(INTERVAL 1 hour, e) AS w, COUNT(*), MAX(n) FROM"
                            + " (SELECT MAX(ts) + INTERVAL 10 minute - INTERVAL 1 millisecond AS e, COUNT(*) AS n"
                            + " FROM g GROUP BY k, id) GROUP BY w"));

    /** The rows of t with the number of their session, in g. */
    private static String sessions(String keys) {
        return """
                WITH n AS (
                  SELECT *, CASE WHEN ts - lag(ts) OVER (PARTITION BY %1$s ORDER BY ts) <= INTERVAL 10 minute THEN 0
                    ELSE 1 END AS first FROM t WHERE ts IS NOT NULL),
                g AS (SELECT *, SUM(first) OVER (PARTITION BY %1$s ORDER BY ts, first DESC ROWS UNBOUNDED PRECEDING) AS id
                  FROM n)
                """
                .formatted(keys);
    }

    private LawQueries() {}
}
