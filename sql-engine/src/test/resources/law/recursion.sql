--- a sequence
-- modes: append
WITH RECURSIVE r(n, f) AS (SELECT 1, 1 UNION ALL SELECT n + 1, f * (n + 1) FROM r WHERE n < 10) SELECT n, f FROM r

--- what can be reached
-- over t, u: append, update | e, f: append, update | t, b: append, update | b, t: append, update
WITH RECURSIVE r(a, b) AS (
  SELECT DISTINCT k, CAST(ABS(v) % 40 AS INT) FROM $1 WHERE v > 700
  UNION SELECT r.a, CAST(ABS(y.v) % 40 AS INT) FROM r JOIN $2 AS y ON r.b = y.k)
SELECT a, b FROM r

--- paths by their length
-- over t, u: append | e, f: append | b, u: append
WITH RECURSIVE r(a, b, n) AS (
  SELECT k, CAST(ABS(v) % 40 AS INT), 0 FROM $1 WHERE v > 800
  UNION ALL SELECT r.a, CAST(ABS(y.v) % 40 AS INT), r.n + 1 FROM r JOIN $2 AS y ON r.b = y.k WHERE r.n < 2 AND y.v < -700)
SELECT a, b, n FROM r

--- through two tables
-- over t, u: append | e, f: append
WITH RECURSIVE r(a, name) AS (
  SELECT k, name FROM $1 WHERE v > 950
  UNION SELECT x.k, y.name FROM r JOIN $1 AS x ON r.name = x.name JOIN $2 AS y ON x.k = y.k AND y.v > 900)
SELECT a, name FROM r

--- those that another table has
-- over t, u: append | e, f: append
WITH RECURSIVE r(n) AS (
  SELECT k FROM $1 WHERE v > 900
  UNION SELECT (n + 1) % 12 FROM r WHERE n IN (SELECT k FROM $2 WHERE v > 800))
SELECT n FROM r

--- NULL goes round
-- over t: append
WITH RECURSIVE r(n, name) AS (
  SELECT 1, name FROM $1 WHERE v > 900
  UNION ALL SELECT CASE WHEN n < 3 THEN n + 1 END, CASE WHEN n < 3 THEN name END FROM r WHERE n IS NOT NULL)
SELECT n, name FROM r

--- groups of what was found
-- over t, u: update | e, f: update | b, t: update
WITH RECURSIVE r(a, b) AS (
  SELECT k, CAST(ABS(v) % 40 AS INT) FROM $1 WHERE v > 700
  UNION SELECT r.a, CAST(ABS(y.v) % 40 AS INT) FROM r JOIN $2 AS y ON r.b = y.k)
SELECT a, COUNT(*), MAX(b) FROM r GROUP BY a

--- read twice
-- over t, u | e, f
WITH RECURSIVE r(a, b) AS (
  SELECT k, CAST(ABS(v) % 40 AS INT) FROM $1 WHERE v > 900
  UNION SELECT r.a, CAST(ABS(y.v) % 40 AS INT) FROM r JOIN $2 AS y ON r.b = y.k)
SELECT p.a, q.b FROM r AS p LEFT JOIN r AS q ON p.b = q.a

--- one in another
-- over t: append
WITH RECURSIVE o(n) AS (
  WITH RECURSIVE i(n) AS (SELECT k FROM $1 WHERE v > 900 UNION SELECT n + 1 FROM i WHERE n < 5)
  SELECT n FROM i UNION ALL SELECT n * 10 FROM o WHERE n > 0 AND n < 100)
SELECT n FROM o

--- over windows that close
-- modes: append, update
WITH RECURSIVE r(k, n) AS (
  SELECT k, v FROM w WHERE v > 3 UNION SELECT r.k, r.n - z.v FROM r JOIN z ON r.k = z.k WHERE z.v > 4 AND r.n > 0)
SELECT k, n FROM r
