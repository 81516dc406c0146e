--- a query used twice
-- over t | c: update | x
WITH g AS (SELECT k, name, COUNT(*) AS n FROM $1 GROUP BY k, name)
SELECT a.k, a.name, a.n, b.name, b.n FROM g AS a JOIN g AS b ON a.k = b.k AND a.n > b.n

--- a query beside its greatest
-- over t | x | y
WITH g AS (SELECT k, name, COUNT(*) AS n FROM $1 GROUP BY k, name)
SELECT g.k, g.name, g.n FROM g JOIN (SELECT k, MAX(n) AS most FROM g GROUP BY k) AS m ON g.k = m.k AND g.n = m.most

--- the same rows twice in a union
-- over t | x
WITH g AS (SELECT k, SUM(v) AS total FROM $1 GROUP BY k)
SELECT k, total FROM g WHERE total > 0 UNION ALL SELECT k, total FROM g WHERE k < 5

--- the same rows twice in a union without conditions
-- over t | x
WITH g AS (SELECT k, SUM(v) AS total FROM $1 GROUP BY k) SELECT * FROM g UNION ALL SELECT * FROM g

--- the same join twice
-- over t, u | x, y
WITH j AS (SELECT a.k, a.v, b.v AS w FROM $1 AS a JOIN $2 AS b ON a.k = b.k AND a.name = b.name)
SELECT k, v - w FROM j WHERE v > w UNION ALL SELECT k, w - v FROM j WHERE v < w

--- the same rank twice
-- over t | x
WITH r AS (SELECT k, v FROM (SELECT k, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC, name, d, price, ts, `day`) AS n FROM $1) WHERE n <= 3)
SELECT k, v FROM r WHERE v IN (SELECT MAX(v) FROM r GROUP BY k)
