--- intersect
SELECT k, name FROM t INTERSECT SELECT k, name FROM u

--- intersect is append-only
-- modes: append
SELECT k, name FROM t INTERSECT SELECT k, name FROM u

--- intersect all
-- modes: append
SELECT k FROM t INTERSECT ALL SELECT k FROM u

--- except
SELECT k, name FROM t EXCEPT SELECT k, name FROM u

--- except all
SELECT k, name FROM t WHERE v > 0 EXCEPT ALL SELECT k, name FROM u

--- except of groups
SELECT k, COUNT(*) AS n FROM t GROUP BY k EXCEPT SELECT k, COUNT(*) AS n FROM u GROUP BY k

--- intersect of groups
SELECT k % 3, n % 7 FROM (SELECT k, COUNT(*) AS n FROM t GROUP BY k) INTERSECT ALL SELECT k % 3, n % 7 FROM (SELECT k, COUNT(*) AS n FROM u GROUP BY k)

--- three sets
SELECT k FROM t WHERE v > 500 EXCEPT (SELECT k FROM u WHERE v > 900 INTERSECT SELECT k FROM t)

--- set below a filter
SELECT name, `day` FROM (SELECT name, `day` FROM t EXCEPT ALL SELECT name, `day` FROM u) WHERE name LIKE '%a%'
-- duckdb
SELECT name, day FROM (SELECT name, day FROM t EXCEPT ALL SELECT name, day FROM u) WHERE name LIKE '%a%'

--- no table
-- modes: append
SELECT 1 + 1, 'x'

--- values
-- modes: append
VALUES (1, 'a'), (2, NULL), (1, 'a')

--- values as a table
-- modes: append
SELECT x + 1, y FROM (VALUES (1, DATE '2020-01-01'), (NULL, DATE '2020-02-01')) AS w(x, y) WHERE x > 0

--- values among rows
-- modes: append
SELECT k, name FROM t WHERE v > 900 UNION ALL VALUES (1, 'x'), (2, NULL)

--- values in a group-by
-- modes: update
SELECT k, COUNT(*) FROM (SELECT k FROM t WHERE k IS NOT NULL UNION ALL VALUES (1), (77)) GROUP BY k
