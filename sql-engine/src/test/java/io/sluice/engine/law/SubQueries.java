package io.sluice.engine.law;

import io.sluice.engine.law.LawQueries.LawQuery;
import java.util.List;

/** Queries inside expressions: of what stays, and of groups that change. */
final class SubQueries {
    private static final String NO_KEY = LawQuery.NO_KEY;

    static final List<LawQuery> ALL = List.of(
            new LawQuery("in", "a INT, b BIGINT", "", "SELECT k, v FROM t WHERE k IN (SELECT k FROM u WHERE v > 700)"),
            new LawQuery(
                    "in of groups",
                    "a INT, b BIGINT",
                    NO_KEY,
                    "SELECT k, v FROM t WHERE v IN (SELECT COUNT(*) FROM u GROUP BY k, name)"),
            new LawQuery(
                    "not in without nulls",
                    "a INT, b BIGINT",
                    NO_KEY,
                    "SELECT k, v FROM t WHERE k NOT IN (SELECT k FROM u WHERE v > 900 AND k IS NOT NULL)"),
            new LawQuery(
                    "not in with nulls",
                    "a INT, b STRING",
                    NO_KEY,
                    "SELECT k, name FROM t WHERE v NOT IN (SELECT v FROM u WHERE k > 2 AND (v > 0 OR v IS NULL))"),
            new LawQuery(
                    "not in of nothing",
                    "a INT, b STRING",
                    NO_KEY,
                    "SELECT k, name FROM t WHERE v > 600 AND k NOT IN (SELECT k FROM u WHERE v > 5000)"),
            new LawQuery(
                    "exists",
                    "a INT, b BIGINT",
                    "",
                    "SELECT k, v FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.k = t.k AND u.v > t.v + 1500)"),
            new LawQuery(
                    "not exists",
                    "a INT, b BIGINT",
                    NO_KEY,
                    "SELECT k, v FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.k = t.k AND u.name = t.name AND u.v > 0)"),
            new LawQuery(
                    "scalar", "a INT, b BIGINT", NO_KEY, "SELECT k, v - (SELECT MIN(v) FROM u) FROM t WHERE k > 5"),
            new LawQuery(
                    "scalar in a condition",
                    "a INT, b BIGINT",
                    NO_KEY,
                    "SELECT k, v FROM t WHERE v > (SELECT AVG(v) + 700 FROM u)"),
            new LawQuery(
                    "correlated scalar",
                    "a STRING, b BIGINT, c BIGINT",
                    NO_KEY,
                    "SELECT name, v, (SELECT MAX(v) FROM u WHERE u.k = t.k AND u.name = t.name) FROM t WHERE k < 4"),
            new LawQuery(
                    "correlated count",
                    "a INT, b BIGINT",
                    NO_KEY,
                    "SELECT k, (SELECT COUNT(*) FROM u WHERE u.k = t.k AND u.v > 800) FROM t WHERE v > 500"),
            new LawQuery(
                    "correlated average",
                    "a INT, b BIGINT",
                    NO_KEY,
                    "SELECT k, v FROM t WHERE v > (SELECT AVG(v) FROM u WHERE u.k = t.k)"),
            new LawQuery(
                    "in or something else",
                    "a INT, b BIGINT",
                    NO_KEY,
                    "SELECT k, v FROM t WHERE k IN (SELECT k FROM u WHERE v > 950) OR v > 500"),
            new LawQuery(
                    "in as a column",
                    "a INT, b BOOLEAN",
                    NO_KEY,
                    "SELECT k, v IN (SELECT v FROM u WHERE k > 4) FROM t WHERE v > 0"),
            new LawQuery(
                    "all",
                    "a INT, b BIGINT",
                    NO_KEY,
                    "SELECT k, v FROM t WHERE v > ALL (SELECT v FROM u WHERE v < 600)"),
            new LawQuery(
                    "some",
                    "a INT, b BIGINT",
                    NO_KEY,
                    "SELECT k, v FROM t WHERE v = ANY (SELECT v FROM u WHERE u.name = t.name)"),
            new LawQuery(
                    "group-by with having a query",
                    "a INT, c BIGINT",
                    "a",
                    "SELECT k, COUNT(*) FROM t WHERE k IS NOT NULL GROUP BY k"
                            + " HAVING COUNT(*) > (SELECT COUNT(*) / 10 FROM u)",
                    "SELECT k, COUNT(*) FROM t WHERE k IS NOT NULL GROUP BY k"
                            + " HAVING COUNT(*) > (SELECT COUNT(*) // 10 FROM u)"),
            new LawQuery(
                    "with",
                    "a INT, c BIGINT",
                    NO_KEY,
                    "WITH big AS (SELECT k, COUNT(*) AS c FROM t GROUP BY k)"
                            + " SELECT k, c FROM big WHERE c > (SELECT AVG(c) FROM big)"));

    private SubQueries() {}
}
