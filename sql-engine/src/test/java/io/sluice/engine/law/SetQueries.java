package io.sluice.engine.law;

import io.sluice.engine.law.LawQueries.LawQuery;
import java.util.List;

/** INTERSECT, EXCEPT and UNION of what stays and of what is taken back. */
final class SetQueries {
    private static final String GROUPED = "SELECT k, COUNT(*) AS n FROM %s GROUP BY k";

    static final List<LawQuery> ALL = List.of(
            new LawQuery("intersect", "a INT, b STRING", "*", "SELECT k, name FROM t INTERSECT SELECT k, name FROM u"),
            new LawQuery(
                    "intersect is append-only",
                    "a INT, b STRING",
                    "",
                    "SELECT k, name FROM t INTERSECT SELECT k, name FROM u"),
            new LawQuery("intersect all", "a INT", "", "SELECT k FROM t INTERSECT ALL SELECT k FROM u"),
            new LawQuery("except", "a INT, b STRING", "*", "SELECT k, name FROM t EXCEPT SELECT k, name FROM u"),
            new LawQuery(
                    "except all",
                    "a INT, b STRING",
                    "*",
                    "SELECT k, name FROM t WHERE v > 0 EXCEPT ALL SELECT k, name FROM u"),
            new LawQuery(
                    "except of groups",
                    "a INT, b BIGINT",
                    "*",
                    GROUPED.formatted("t") + " EXCEPT " + GROUPED.formatted("u")),
            new LawQuery(
                    "intersect of groups",
                    "a INT, b BIGINT",
                    "*",
                    "SELECT k % 3, n % 7 FROM (" + GROUPED.formatted("t") + ") INTERSECT ALL SELECT k % 3, n % 7 FROM ("
                            + GROUPED.formatted("u") + ")"),
            new LawQuery(
                    "three sets",
                    "a INT",
                    "*",
                    "SELECT k FROM t WHERE v > 500 EXCEPT (SELECT k FROM u WHERE v > 900 INTERSECT SELECT k FROM t)"),
            new LawQuery(
                    "set below a filter",
                    "a STRING, b DATE",
                    "*",
                    "SELECT name, `day` FROM (SELECT name, `day` FROM t EXCEPT ALL SELECT name, `day` FROM u)"
                            + " WHERE name LIKE '%a%'",
                    "SELECT name, day FROM (SELECT name, day FROM t EXCEPT ALL SELECT name, day FROM u)"
                            + " WHERE name LIKE '%a%'"));

    /** Rows that a query writes down. */
    static final List<LawQuery> VALUES = List.of(
            new LawQuery("no table", "a INT, b STRING", "", "SELECT 1 + 1, 'x'"),
            new LawQuery("values", "a INT, b STRING", "", "VALUES (1, 'a'), (2, NULL), (1, 'a')"),
            new LawQuery(
                    "values as a table",
                    "a BIGINT, b DATE",
                    "",
                    "SELECT x + 1, y FROM (VALUES (1, DATE '2020-01-01'), (NULL, DATE '2020-02-01')) AS w(x, y) WHERE x > 0"),
            new LawQuery(
                    "values among rows",
                    "a INT, b STRING",
                    "",
                    "SELECT k, name FROM t WHERE v > 900 UNION ALL VALUES (1, 'x'), (2, NULL)"),
            new LawQuery(
                    "values in a group-by",
                    "a INT, c BIGINT",
                    "a",
                    "SELECT k, COUNT(*) FROM (SELECT k FROM t WHERE k IS NOT NULL UNION ALL VALUES (1), (77)) GROUP BY k"));

    private SetQueries() {}
}
