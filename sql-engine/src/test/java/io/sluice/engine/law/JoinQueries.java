package io.sluice.engine.law;

import io.sluice.engine.law.LawQueries.LawQuery;
import java.util.List;

/** Joins over the tables {@code t} and {@code u} of {@link LawQueries}, and over group-bys of them. */
final class JoinQueries {
    private static final String SUMS =
            "(SELECT k, name, COUNT(*) AS n, CAST(SUM(v) AS BIGINT) AS s FROM %s" + " GROUP BY k, name)";
    private static final String COUNTS = "(SELECT k, COUNT(*) AS n, MAX(v) AS v FROM %s GROUP BY k)";
    private static final String SMALL = "(SELECT k, COUNT(*) AS n FROM %s GROUP BY k)";

    static final List<LawQuery> ALL = List.of(
            appends("inner", "a BIGINT, b BIGINT", "SELECT t.v, u.v FROM t JOIN u ON t.k = u.k AND t.name = u.name"),
            appends(
                    "inner with a condition",
                    "a BIGINT, b BIGINT, c STRING",
                    "SELECT t.v, u.v, u.name FROM t JOIN u ON t.k = u.k AND t.v + 900 < u.v"),
            changes(
                    "left",
                    "a BIGINT, b BIGINT, c STRING",
                    "SELECT t.v, u.v, t.name FROM t LEFT JOIN u ON t.k = u.k AND t.name = u.name AND u.v > 0"),
            changes(
                    "left with a condition",
                    "a BIGINT, b BIGINT, c STRING",
                    "SELECT t.v, u.v, u.name FROM t LEFT JOIN u ON t.k = u.k AND t.v + 900 < u.v"),
            changes(
                    "right with a condition",
                    "a BIGINT, b BIGINT, c STRING",
                    "SELECT t.v, u.v, t.name FROM t RIGHT JOIN u ON t.k = u.k AND t.v + 950 < u.v"),
            changes(
                    "right",
                    "a BIGINT, b STRING",
                    "SELECT t.v, u.name FROM (SELECT * FROM t WHERE v > 800) AS t RIGHT JOIN u ON t.v = u.v"),
            changes("full", "a BIGINT, b BIGINT", "SELECT t.v, u.v FROM t FULL JOIN u ON t.v = u.v"),
            changes(
                    "full with a condition",
                    "a BIGINT, b BIGINT, c INT",
                    "SELECT t.v, u.v, u.k FROM t FULL JOIN u ON t.name = u.name AND t.v + 900 < u.v AND t.k > 2"),
            appends(
                    "a left join that is an inner one",
                    "a BIGINT, b BIGINT",
                    "SELECT t.v, u.v FROM t LEFT JOIN u ON t.v = u.v WHERE u.k > 1 AND t.k < 9"),
            appends(
                    "comma",
                    "a BIGINT, b INT",
                    "SELECT t.v, u.k FROM t, u WHERE t.v = u.v AND t.k <> u.k AND u.d > 0.3"),
            appends("using", "a BIGINT, b INT, c INT", "SELECT v, t.k, u.k FROM t JOIN u USING (v)"),
            changes("using, full", "a BIGINT, b INT", "SELECT v, t.k FROM t FULL JOIN u USING (v)"),
            appends(
                    "natural",
                    "a BIGINT, b INT, c DOUBLE",
                    "SELECT v, k, d FROM (SELECT v, k FROM t) NATURAL JOIN (SELECT v, d FROM u)"),
            appends(
                    "nulls match",
                    "a BIGINT, b BIGINT",
                    "SELECT t.v, u.v FROM t JOIN u ON t.name IS NOT DISTINCT FROM u.name AND t.v = u.v"),
            changes(
                    "nulls match, left",
                    "a INT, b BIGINT",
                    "SELECT t.k, u.v FROM t LEFT JOIN u ON t.v IS NOT DISTINCT FROM u.v"),
            appends("keys of two types", "a INT, b BIGINT", "SELECT t.k, u.v FROM t JOIN u ON t.k = u.v"),
            appends(
                    "decimals of two widths",
                    "a DECIMAL(10, 2), b BIGINT",
                    "SELECT t.price, u.v FROM t JOIN u ON t.price = CAST(u.v AS DECIMAL(30, 4)) / 10"),
            appends(
                    "computed keys",
                    "a INT, b INT, c BIGINT",
                    "SELECT t.k, u.k, u.v FROM t JOIN u ON t.k + 1 = u.k AND UPPER(t.name) = UPPER(u.name)"),
            appends(
                    "dates and doubles",
                    "a INT, b INT",
                    "SELECT t.k, u.k FROM t JOIN u ON t.day = u.day AND t.d < u.d"),
            appends(
                    "the same table twice",
                    "a BIGINT, b BIGINT",
                    "SELECT a.v, b.v FROM t AS a JOIN t AS b ON a.v = b.v AND a.k <= b.k"),
            appends(
                    "three tables",
                    "a BIGINT, b INT, c STRING",
                    "SELECT t.v, u.k, w.name FROM t JOIN u ON t.v = u.v JOIN t AS w ON u.v = w.v"),
            changes(
                    "three tables, outer",
                    "a BIGINT, b INT, c STRING",
                    "SELECT t.v, u.k, w.name FROM t LEFT JOIN u ON t.v = u.v LEFT JOIN t AS w ON u.v = w.v AND w.k > u.k"),
            appends(
                    "over a union",
                    "a BIGINT, b STRING",
                    "SELECT x.v, u.name FROM (SELECT v FROM t UNION ALL SELECT v FROM u) AS x JOIN u ON x.v = u.v"),
            keyed(
                    "group-bys",
                    "a INT, b STRING, c BIGINT, d BIGINT",
                    "SELECT a.k, a.name, a.n, b.s FROM " + SUMS.formatted("t") + " AS a JOIN " + SUMS.formatted("u")
                            + " AS b ON a.k = b.k AND a.name = b.name"),
            keyed(
                    "group-bys, left",
                    "a INT, b STRING, c BIGINT, d BIGINT",
                    "SELECT a.k, a.name, a.n, b.s FROM " + SUMS.formatted("t") + " AS a LEFT JOIN "
                            + SUMS.formatted("u") + " AS b ON a.k = b.k AND a.name = b.name AND a.n < b.n"),
            changes(
                    "group-bys, full",
                    "a INT, b STRING, c INT, d BIGINT, e BIGINT",
                    "SELECT a.k, a.name, b.k, a.n, b.s FROM " + SUMS.formatted("t") + " AS a FULL JOIN "
                            + SUMS.formatted("u") + " AS b ON a.k = b.k AND a.name = b.name AND a.s < b.s"),
            keyed(
                    "rows and group-bys",
                    "a INT, b BIGINT, c BIGINT",
                    "SELECT a.k, COUNT(*), COUNT(u.name) FROM " + COUNTS.formatted("t")
                            + " AS a JOIN u ON a.k = u.k AND u.v < a.v GROUP BY a.k"),
            changes(
                    "rows without a group",
                    "a BIGINT, b BIGINT",
                    "SELECT u.v, a.n FROM u LEFT JOIN " + COUNTS.formatted("t") + " AS a ON a.n = u.v"),
            keyed(
                    "cross",
                    "a INT, b INT, c BIGINT",
                    "SELECT a.k, b.k, a.n + b.n FROM " + SMALL.formatted("t") + " AS a CROSS JOIN "
                            + SMALL.formatted("u") + " AS b"),
            keyed(
                    "less than",
                    "a INT, b INT, c BIGINT",
                    "SELECT a.k, b.k, b.n FROM " + SMALL.formatted("t") + " AS a JOIN " + SMALL.formatted("u")
                            + " AS b ON a.n < b.n"),
            changes(
                    "less than, full",
                    "a INT, b INT, c BIGINT",
                    "SELECT a.k, b.k, b.n FROM " + SMALL.formatted("t") + " AS a FULL JOIN " + SMALL.formatted("u")
                            + " AS b ON a.n + 40 < b.n"),
            appends("semi", "a BIGINT", "SELECT v FROM t WHERE k IN (SELECT v FROM u)"),
            changes(
                    "semi with a condition",
                    "a BIGINT, b STRING",
                    "SELECT v, name FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.k = t.k AND u.v > t.v + 900)"),
            changes(
                    "anti",
                    "a BIGINT, b STRING",
                    "SELECT v, name FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.v = t.v)"),
            changes(
                    "anti with a condition",
                    "a BIGINT, b STRING",
                    "SELECT v, name FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.k = t.k AND u.v > t.v + 900)"),
            keyed(
                    "semi over group-bys",
                    "a INT, b STRING, c BIGINT",
                    "SELECT k, name, n FROM " + SUMS.formatted("t") + " AS a WHERE EXISTS (SELECT 1 FROM "
                            + SUMS.formatted("u") + " AS b WHERE a.k = b.k AND a.n = b.n)"),
            keyed(
                    "anti over group-bys",
                    "a INT, b STRING, c BIGINT",
                    "SELECT k, name, n FROM " + SUMS.formatted("t") + " AS a WHERE NOT EXISTS (SELECT 1 FROM "
                            + SUMS.formatted("u") + " AS b WHERE a.k = b.k AND a.n < b.n)"),
            keyed(
                    "counts of pairs",
                    "a STRING, b BIGINT, c BIGINT",
                    "SELECT t.name, COUNT(*), CAST(SUM(u.v) AS BIGINT) FROM t JOIN u ON t.k = u.k GROUP BY t.name"),
            keyed(
                    "counts over an outer join",
                    "a STRING, b BIGINT, c BIGINT",
                    "SELECT t.name, COUNT(*), COUNT(u.v) FROM t LEFT JOIN u ON t.k = u.k AND t.v + 500 < u.v"
                            + " GROUP BY t.name"));

    private JoinQueries() {}

    private static LawQuery appends(String name, String columns, String sql) {
        return new LawQuery(name, columns, "", sql);
    }

    private static LawQuery changes(String name, String columns, String sql) {
        return new LawQuery(name, columns, LawQuery.NO_KEY, sql);
    }

    private static LawQuery keyed(String name, String columns, String sql) {
        return new LawQuery(name, columns, "key", sql);
    }
}
