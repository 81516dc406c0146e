package io.sluice.planner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Each statement and clause of Calcite's grammar is planned, or refused by name: none ends in an error of another kind. */
class GrammarTest {
    static final List<String> STATEMENTS = List.of(
            "MERGE INTO flights AS t USING flights AS s ON t.origin = s.origin WHEN MATCHED THEN UPDATE SET delay = 1",
            "UPDATE flights SET delay = 1 WHERE origin = 'a'",
            "DELETE FROM flights WHERE origin = 'a'",
            "UPSERT INTO flights VALUES (1)",
            "CALL f(1)",
            "ALTER SYSTEM SET x = 1",
            "ALTER TABLE flights ADD COLUMN x INT",
            "ALTER TABLE flights RENAME TO f",
            "TRUNCATE TABLE flights",
            "CREATE SCHEMA s",
            "CREATE DATABASE d",
            "CREATE CATALOG c",
            "DROP DATABASE d",
            "USE d",
            "ANALYZE TABLE flights COMPUTE STATISTICS",
            "EXPLAIN PLAN WITHOUT IMPLEMENTATION FOR SELECT 1",
            "SELECT STREAM origin FROM flights",
            "SELECT * FROM flights MATCH_RECOGNIZE (ORDER BY flight_time MEASURES A.delay AS d PATTERN (A B) DEFINE B AS B.delay > A.delay)",
            "SELECT * FROM flights TABLESAMPLE BERNOULLI (10)",
            "SELECT * FROM flights TABLESAMPLE SYSTEM (10) REPEATABLE (1)",
            "SELECT * FROM flights FOR SYSTEM_TIME AS OF TIMESTAMP '2020-01-01 00:00:00'",
            "WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT * FROM r",
            "SELECT origin, SUM(delay) WITHIN DISTINCT (destination) FROM flights GROUP BY origin",
            "SELECT origin, GROUPING(origin) FROM flights GROUP BY origin",
            "SELECT origin FROM flights GROUP BY DISTINCT ROLLUP (origin, destination)",
            "SELECT /*+ HINT(a) */ origin FROM flights",
            "SELECT * FROM flights /*+ INDEX(a) */",
            "SELECT * FROM flights PIVOT (SUM(delay) AS s FOR origin IN ('a' AS a))",
            "SELECT * FROM (SELECT delay, distance FROM flights) UNPIVOT (v FOR k IN (delay AS 'd', distance AS 's'))",
            "SELECT * FROM flights EXTEND (x INT)",
            "SELECT * FROM TABLE(unknown_function(1))",
            "SELECT * FROM flights, LATERAL TABLE(unknown_function(delay)) AS t (x)",
            "SELECT * FROM flights AS a ASOF JOIN flights AS b MATCH_CONDITION a.flight_time >= b.flight_time ON a.origin = b.origin",
            "SELECT * FROM flights AS a LEFT ANTI JOIN flights AS b ON a.origin = b.origin",
            "SELECT * FROM flights AS a LEFT SEMI JOIN flights AS b ON a.origin = b.origin",
            "SELECT * FROM flights CROSS APPLY TABLE(unknown_function(delay))",
            "SELECT NEXT VALUE FOR s FROM flights",
            "SELECT CURSOR(SELECT 1) FROM flights",
            "SELECT MULTISET[1, 2] FROM flights",
            "SELECT delay MEMBER OF MULTISET[1, 2] FROM flights",
            "SELECT ARRAY(SELECT delay FROM flights) FROM flights",
            "SELECT MAP(SELECT origin, delay FROM flights) FROM flights",
            "SELECT (DATE '2020-01-01', DATE '2020-02-01') OVERLAPS (DATE '2020-01-15', DATE '2020-03-01') FROM flights",
            "SELECT PERIOD (DATE '2020-01-01', DATE '2020-02-01') CONTAINS DATE '2020-01-15' FROM flights",
            "SELECT UNIQUE (SELECT origin FROM flights) FROM flights",
            "SELECT CAST(origin AS DATE FORMAT 'YYYY') FROM flights",
            "SELECT CAST(delay AS VARIANT) FROM flights",
            "SELECT CAST(delay AS INTEGER UNSIGNED) FROM flights",
            "SELECT UUID '123e4567-e89b-12d3-a456-426614174000' FROM flights",
            "SELECT ROW(1, 2)[1] FROM flights",
            "SELECT r[CAST(1 AS BIGINT)] FROM (SELECT ROW(1, 2) AS r FROM flights)",
            "SELECT {fn UCASE(origin)}, {d '2020-01-01'} FROM flights",
            "SELECT JSON_ARRAYAGG(origin ABSENT ON NULL), JSON_OBJECTAGG(KEY origin VALUE delay) FROM flights",
            "SELECT COLLECT(origin), FUSION(MULTISET[origin]) FROM flights",
            "SELECT LISTAGG(origin) WITHIN GROUP (ORDER BY delay) FROM flights",
            "SELECT RUNNING LAST(origin) FROM flights",
            "SELECT SUM(delay) OVER (ORDER BY flight_time ROWS 3 PRECEDING EXCLUDE CURRENT ROW) FROM flights",
            "SELECT RANK() OVER () FROM flights",
            "SELECT RANK(1) WITHIN GROUP (ORDER BY delay) FROM flights",
            "SELECT delay AS MEASURE m FROM flights",
            "SELECT * EXCLUDE (delay) FROM flights",
            "SELECT * REPLACE (1 AS delay) FROM flights",
            "SELECT ALL * FROM flights ORDER BY 1 FETCH NEXT 3 ROWS WITH TIES",
            "SELECT x -> x + 1 FROM flights",
            "SELECT CURRENT_USER, SESSION_USER FROM flights",
            "SELECT ? FROM flights",
            "TABLE flights",
            "VALUES (1, 'a'), (2, NULL)",
            "DESCRIBE STATEMENT SELECT 1");

    private final TestCatalog catalog = TestCatalog.standard();

    @ParameterizedTest
    @FieldSource("STATEMENTS")
    void isPlannedOrRefusedByName(String sql) {
        try {
            catalog.plan(sql);
        } catch (PlanException e) {
            assertThat(e.getMessage())
                    .doesNotContain("cannot be planned")
                    .doesNotContain("Exception")
                    .doesNotContain("internal");
        }
    }
}
