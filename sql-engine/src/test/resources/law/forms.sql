--- unique
-- over t
SELECT a.k, a.name FROM $1 AS a WHERE UNIQUE (SELECT b.name, b.v FROM u AS b WHERE b.k = a.k)
-- duckdb
SELECT a.k, a.name FROM $1 AS a WHERE NOT EXISTS (SELECT 1 FROM u AS b WHERE b.k = a.k AND b.name IS NOT NULL AND b.v IS NOT NULL GROUP BY b.name, b.v HAVING COUNT(*) > 1)

--- not unique
SELECT name, k FROM u WHERE NOT UNIQUE (SELECT t.k, t.name FROM t WHERE t.v > 900)
-- duckdb
SELECT name, k FROM u WHERE EXISTS (SELECT 1 FROM t WHERE t.v > 900 AND t.k IS NOT NULL AND t.name IS NOT NULL GROUP BY t.k, t.name HAVING COUNT(*) > 1)

--- pivot
-- over t | c
-- modes: update
SELECT * FROM (SELECT k, name, v FROM $1) PIVOT (SUM(v) AS s, COUNT(*) AS n FOR name IN ('anna' AS a, 'bob' AS b))
-- duckdb
SELECT k, SUM(v) FILTER (WHERE name = 'anna')::BIGINT, COUNT(*) FILTER (WHERE name = 'anna'), SUM(v) FILTER (WHERE name = 'bob')::BIGINT, COUNT(*) FILTER (WHERE name = 'bob') FROM $1 GROUP BY k

--- unpivot
-- modes: append
SELECT * FROM (SELECT k, v, CAST(k AS BIGINT) AS w FROM t) UNPIVOT (amount FOR kind IN (v AS 'v', w AS 'w'))
-- duckdb
SELECT k, 'v', v FROM t WHERE v IS NOT NULL UNION ALL SELECT k, 'w', k::BIGINT FROM t WHERE k IS NOT NULL

--- grouping of one set
-- modes: update
SELECT k, COUNT(*), GROUPING(k) FROM t GROUP BY k
-- duckdb
SELECT k, COUNT(*), 0::BIGINT FROM t GROUP BY k

--- the same set twice
SELECT k, COUNT(*), GROUP_ID() FROM t GROUP BY GROUPING SETS ((k), (k), ())
-- duckdb
SELECT k, COUNT(*), 0::BIGINT FROM t GROUP BY k UNION ALL SELECT k, COUNT(*), 1::BIGINT FROM t GROUP BY k UNION ALL SELECT NULL, COUNT(*), 0::BIGINT FROM t

--- rows in lists
-- modes: append
SELECT k, name FROM t WHERE (k, name) IN ((1, 'anna'), (2, 'bob'), (3, NULL)) OR (k, v) NOT IN ((1, 5), (NULL, 7))
-- duckdb
SELECT k, name FROM t WHERE (k = 1 AND name = 'anna') OR (k = 2 AND name = 'bob') OR (k = 3 AND name = NULL) OR NOT ((k = 1 AND v = 5) OR (k = NULL AND v = 7))

--- rows compared
-- modes: append
SELECT v, (k, name) = (1, 'anna'), (k, name) <> (1, 'anna'), (k, v) < (2, 100), (k, v) >= (2, 100) FROM t
-- duckdb
SELECT v, k = 1 AND name = 'anna', NOT (k = 1 AND name = 'anna'), k < 2 OR (k = 2 AND v < 100), k > 2 OR (k = 2 AND v >= 100) FROM t

--- tables in an order without keys
-- modes: append
SELECT t.v, u.v, b.k FROM t, u, t AS b WHERE t.v = b.v AND b.day = u.day AND t.v > 700 AND u.v > 700

--- tables in an order without keys, with conditions of their own
-- modes: append
SELECT a.v, b.v, c.v, d.v FROM t AS a JOIN u AS b ON a.v > 900 AND b.v > 900 CROSS JOIN u AS c JOIN t AS d ON d.v = b.v + 1 AND d.k = c.k AND d.name = a.name WHERE c.v > 900

--- so many values in a row that their names are beginnings of others
-- modes: append
SELECT k, v, d - price, v - k, k + v * 2 + k * 3 + v * 4, CASE k + 1 WHEN v THEN 111 ELSE v - 5 END, k - v FROM t WHERE (k > v AND k < d) OR k + v BETWEEN d + price - 10 AND d + 130 OR name IS NOT NULL
-- duckdb
SELECT k, v, d - price::DOUBLE, v - k, k + v * 2 + k * 3 + v * 4, CASE k + 1 WHEN v THEN 111 ELSE v - 5 END, k - v FROM t WHERE (k > v AND k < d) OR k + v BETWEEN d + price::DOUBLE - 10 AND d + 130 OR name IS NOT NULL

--- all rows and none, drawn
-- over t | x | c
SELECT a.k, COUNT(*) FROM $1 AS a TABLESAMPLE BERNOULLI(100) LEFT JOIN u TABLESAMPLE SYSTEM(0) ON a.k = u.k GROUP BY a.k
-- duckdb
SELECT k, COUNT(*) FROM $1 GROUP BY k

--- intervals of columns
-- over e: append
SELECT k, ts + INTERVAL k DAY, ts - INTERVAL (v + 1) MINUTE FROM $1
-- duckdb
SELECT k, ts + to_days(k), ts - to_minutes(v + 1) FROM $1

--- measures of groups
-- over t: update | x | c
WITH m AS (SELECT *, SUM(v) AS MEASURE total, total * 1e0 / COUNT(*) AS MEASURE mean, COUNT(DISTINCT name) + 1 AS MEASURE names, COVAR_POP(v, d) AS MEASURE c FROM $1 WHERE v IS DISTINCT FROM 3)
SELECT k, m.total, AGGREGATE(mean) AS mean, names, AGGREGATE(total) FILTER (WHERE k > 2) AS more, c FROM m GROUP BY k
-- duckdb
SELECT k, SUM(v), SUM(v) * 1e0 / COUNT(*), COUNT(DISTINCT name) + 1, SUM(v) FILTER (WHERE k > 2), COVAR_POP(v, d) FROM $1 WHERE v IS DISTINCT FROM 3 GROUP BY k

--- measures of rows
-- over t: append | x
SELECT k, n, biggest, twice FROM (SELECT k, v + 1 AS w, COUNT(v) AS MEASURE n, MAX(w) AS MEASURE biggest, biggest * 2 AS MEASURE twice FROM $1)
-- duckdb
SELECT k, CASE WHEN v IS NULL THEN 0 ELSE 1 END, v + 1, (v + 1) * 2 FROM $1

--- text beside numbers and times
-- modes: append
SELECT k, v + '5', ts FROM t WHERE CAST(v AS STRING) > 10 AND v < '400.5' AND k IN ('1', '2', '3') AND CAST(ts AS STRING) >= ts
-- duckdb
SELECT k, v + 5, ts FROM t WHERE v > 10 AND v < 400.5 AND k IN (1, 2, 3) AND ts IS NOT NULL

--- cases of nothing but NULL
-- modes: append
SELECT k, CASE WHEN v > 0 THEN NULL END, CASE v WHEN 1 THEN NULL ELSE NULL END + v FROM t
-- duckdb
SELECT k, NULL, NULL FROM t
