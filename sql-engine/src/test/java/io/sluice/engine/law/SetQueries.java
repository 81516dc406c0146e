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

    private SetQueries() {}
}
