--- inner
-- over t: append | x
SELECT $1.v, b.v FROM $1 JOIN b ON $1.k = b.k AND $1.name = b.name

--- inner, the table that ends first
-- over t: append | x
SELECT $1.v, b.v FROM b JOIN $1 ON $1.k = b.k AND $1.v + 500 < b.v

--- left
-- over t: append | x
SELECT $1.v, b.v, $1.name FROM $1 LEFT JOIN b ON $1.k = b.k AND $1.name = b.name AND b.v > 0

--- left with a condition
-- over t: append | x
SELECT $1.v, b.v, $1.name FROM $1 LEFT JOIN b ON $1.k = b.k AND $1.v + 900 < b.v

--- right, the table that ends first
-- over t: append | x
SELECT $1.v, b.v, $1.name FROM b RIGHT JOIN $1 ON $1.k = b.k AND $1.v + 900 < b.v

--- right, which keeps the table that ends
-- over t | x
SELECT $1.v, b.v FROM $1 RIGHT JOIN b ON $1.v = b.v

--- nulls match
-- over t: append | x
SELECT $1.k, b.v FROM $1 LEFT JOIN b ON $1.v IS NOT DISTINCT FROM b.v

--- without a key
-- over t: append | x
SELECT $1.k, b.v FROM $1, b WHERE b.v > 980 AND $1.v > 900

--- semi
-- over t: append | x
SELECT v FROM $1 WHERE v IN (SELECT v FROM b)

--- semi with a condition
-- over t: append | x
SELECT v, name FROM $1 WHERE EXISTS (SELECT 1 FROM b WHERE b.k = $1.k AND b.v > $1.v + 900)

--- anti
-- over t: append | x
SELECT v, name FROM $1 WHERE NOT EXISTS (SELECT 1 FROM b WHERE b.v = $1.v)

--- anti with a condition
-- over t: append | x
SELECT v, name FROM $1 WHERE NOT EXISTS (SELECT 1 FROM b WHERE b.k = $1.k AND b.v > $1.v + 900)

--- in a group-by
-- over t: append | x
SELECT $1.v, g.n, g.v FROM $1 JOIN (SELECT k, COUNT(*) AS n, MAX(v) AS v FROM b GROUP BY k) AS g ON $1.k = g.k

--- two, one after the other
-- over t: append | x
SELECT $1.v, b.name, c.k FROM $1 JOIN b ON $1.v = b.v LEFT JOIN b AS c ON b.v = c.v

--- of a union
-- modes: append
SELECT a.v, b.name FROM (SELECT v FROM t UNION ALL SELECT v FROM u) AS a JOIN b ON a.v = b.v

--- of a union with the table itself
-- modes: append
SELECT a.v, b.name FROM (SELECT v FROM t UNION ALL SELECT v FROM b) AS a JOIN b ON a.v = b.v

--- of a join
-- modes: append
SELECT t.v, u.k, b.name FROM t JOIN u ON t.v = u.v JOIN b ON u.v = b.v

--- of a group-by
SELECT a.k, a.n, b.name, b.v FROM (SELECT k, COUNT(*) AS n, MAX(v) AS v FROM t GROUP BY k) AS a LEFT JOIN b ON a.v = b.v

--- below windows
-- modes: append, update
SELECT window_start, COUNT(*), COUNT(name) FROM TABLE(TUMBLE((SELECT e.ts, b.name FROM e LEFT JOIN b ON e.v = b.v), DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start

--- newest, of a table that ends
-- modes: append
SELECT a.v, b.v FROM (SELECT *, PROCTIME() AS p FROM t) AS a JOIN b FOR SYSTEM_TIME AS OF a.p AS b ON a.k = b.k AND a.name = b.name
-- duckdb
SELECT a.v, b.v FROM t AS a JOIN b ON a.k = b.k AND a.name = b.name

--- newest, of a table that ends, left
-- modes: append
SELECT a.v, b.v, a.name FROM (SELECT *, PROCTIME() AS p FROM t) AS a LEFT JOIN b FOR SYSTEM_TIME AS OF a.p AS b ON a.k + 1 = b.k AND a.v + 900 < b.v AND b.d < 0.9
-- duckdb
SELECT a.v, b.v, a.name FROM t AS a LEFT JOIN b ON a.k + 1 = b.k AND a.v + 900 < b.v AND b.d < 0.9

--- anti, by two columns
-- over t: append | x
SELECT v, name FROM $1 WHERE NOT EXISTS (SELECT 1 FROM b WHERE b.k = $1.k AND b.name = $1.name)

--- in a group-by, left
-- over t: append | x
SELECT $1.v, g.n, g.v FROM $1 LEFT JOIN (SELECT k, COUNT(*) AS n, MAX(v) AS v FROM b GROUP BY k) AS g ON $1.k = g.k AND g.n > 3

--- in a group-by by a text
-- over t: append | x
SELECT $1.v, g.n FROM $1 LEFT JOIN (SELECT name, COUNT(*) AS n FROM b GROUP BY name) AS g ON $1.name = g.name
