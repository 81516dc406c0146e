--- in
-- modes: append
SELECT k, v FROM t WHERE k IN (SELECT k FROM u WHERE v > 700)

--- in of groups
SELECT k, v FROM t WHERE v IN (SELECT COUNT(*) FROM u GROUP BY k, name)

--- not in without nulls
SELECT k, v FROM t WHERE k NOT IN (SELECT k FROM u WHERE v > 900 AND k IS NOT NULL)

--- not in with nulls
SELECT k, name FROM t WHERE v NOT IN (SELECT v FROM u WHERE k > 2 AND (v > 0 OR v IS NULL))

--- not in of nothing
SELECT k, name FROM t WHERE v > 600 AND k NOT IN (SELECT k FROM u WHERE v > 5000)

--- exists
-- modes: append
SELECT k, v FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.k = t.k AND u.v > t.v + 1500)

--- not exists
SELECT k, v FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.k = t.k AND u.name = t.name AND u.v > 0)

--- scalar
SELECT k, v - (SELECT MIN(v) FROM u) FROM t WHERE k > 5

--- scalar in a condition
SELECT k, v FROM t WHERE v > (SELECT AVG(v) + 700 FROM u)

--- correlated scalar
SELECT name, v, (SELECT MAX(v) FROM u WHERE u.k = t.k AND u.name = t.name) FROM t WHERE k < 4

--- correlated count
SELECT k, (SELECT COUNT(*) FROM u WHERE u.k = t.k AND u.v > 800) FROM t WHERE v > 500

--- correlated average
SELECT k, v FROM t WHERE v > (SELECT AVG(v) FROM u WHERE u.k = t.k)

--- in or something else
SELECT k, v FROM t WHERE k IN (SELECT k FROM u WHERE v > 950) OR v > 500

--- in as a column
SELECT k, v IN (SELECT v FROM u WHERE k > 4) FROM t WHERE v > 0

--- all
SELECT k, v FROM t WHERE v > ALL (SELECT v FROM u WHERE v < 600)

--- some
SELECT k, v FROM t WHERE v = ANY (SELECT v FROM u WHERE u.name = t.name)

--- group-by with having a query
-- modes: update
SELECT k, COUNT(*) FROM t WHERE k IS NOT NULL GROUP BY k HAVING COUNT(*) > (SELECT COUNT(*) / 10 FROM u)
-- duckdb
SELECT k, COUNT(*) FROM t WHERE k IS NOT NULL GROUP BY k HAVING COUNT(*) > (SELECT COUNT(*) // 10 FROM u)

--- with
WITH big AS (SELECT k, COUNT(*) AS c FROM t GROUP BY k) SELECT k, c FROM big WHERE c > (SELECT AVG(c) FROM big)

--- in, of
-- over t, u: append | c, d | x, y
SELECT k, v FROM $1 WHERE k IN (SELECT k FROM $2 WHERE v > 700)

--- not in, of
-- over t, u | c, d | x, y
SELECT k, name FROM $1 WHERE v NOT IN (SELECT v FROM $2 WHERE k > 2 AND (v > 0 OR v IS NULL))

--- not in without nulls, of
-- over t, u | c, d | x, y
SELECT k, v FROM $1 WHERE k NOT IN (SELECT k FROM $2 WHERE v > 900 AND k IS NOT NULL)

--- a value
-- over t, u | c, d | x, y
SELECT k, v - (SELECT MIN(v) FROM $2) FROM $1 WHERE k > 2

--- a value for each key
-- over t, u | c, d | x, y
SELECT name, v, (SELECT MAX(v) FROM $2 AS b WHERE b.k = a.k) FROM $1 AS a WHERE k < 4

--- counts for each key
-- over t, u | c, d | x, y
SELECT k, v, (SELECT COUNT(*) FROM $2 AS b WHERE b.k = a.k AND b.v > 300) FROM $1 AS a

--- greater than the average of its key
-- over t | c | x
SELECT k, v FROM $1 AS a WHERE v > (SELECT AVG(v) FROM $1 AS b WHERE b.k = a.k)

--- different rows of an intersection with a condition on another query
-- modes: update
SELECT DISTINCT k, name FROM (SELECT k, name FROM t WHERE name < 'z' INTERSECT SELECT k, name FROM u AS q WHERE EXISTS (SELECT 1 FROM c AS s WHERE s.k = q.k) AND v > 22) AS i
