--- inner
-- modes: append
SELECT t.v, u.v FROM t JOIN u ON t.k = u.k AND t.name = u.name

--- inner with a condition
-- modes: append
SELECT t.v, u.v, u.name FROM t JOIN u ON t.k = u.k AND t.v + 900 < u.v

--- left
SELECT t.v, u.v, t.name FROM t LEFT JOIN u ON t.k = u.k AND t.name = u.name AND u.v > 0

--- left with a condition
SELECT t.v, u.v, u.name FROM t LEFT JOIN u ON t.k = u.k AND t.v + 900 < u.v

--- right with a condition
SELECT t.v, u.v, t.name FROM t RIGHT JOIN u ON t.k = u.k AND t.v + 950 < u.v

--- right
SELECT t.v, u.name FROM (SELECT * FROM t WHERE v > 800) AS t RIGHT JOIN u ON t.v = u.v

--- full
SELECT t.v, u.v FROM t FULL JOIN u ON t.v = u.v

--- full with a condition
SELECT t.v, u.v, u.k FROM t FULL JOIN u ON t.name = u.name AND t.v + 900 < u.v AND t.k > 2

--- a left join that is an inner one
-- modes: append
SELECT t.v, u.v FROM t LEFT JOIN u ON t.v = u.v WHERE u.k > 1 AND t.k < 9

--- comma
-- modes: append
SELECT t.v, u.k FROM t, u WHERE t.v = u.v AND t.k <> u.k AND u.d > 0.3

--- using
-- modes: append
SELECT v, t.k, u.k FROM t JOIN u USING (v)

--- using, full
SELECT v, t.k FROM t FULL JOIN u USING (v)

--- natural
-- modes: append
SELECT v, k, d FROM (SELECT v, k FROM t) NATURAL JOIN (SELECT v, d FROM u)

--- nulls match
-- modes: append
SELECT t.v, u.v FROM t JOIN u ON t.name IS NOT DISTINCT FROM u.name AND t.v = u.v

--- nulls match, left
SELECT t.k, u.v FROM t LEFT JOIN u ON t.v IS NOT DISTINCT FROM u.v

--- keys of two types
-- modes: append
SELECT t.k, u.v FROM t JOIN u ON t.k = u.v

--- decimals of two widths
-- modes: append
SELECT t.price, u.v FROM t JOIN u ON t.price = CAST(u.v AS DECIMAL(30, 4)) / 10

--- computed keys
-- modes: append
SELECT t.k, u.k, u.v FROM t JOIN u ON t.k + 1 = u.k AND UPPER(t.name) = UPPER(u.name)

--- dates and doubles
-- modes: append
SELECT t.k, u.k FROM t JOIN u ON t.day = u.day AND t.d < u.d

--- the same table twice
-- modes: append
SELECT a.v, b.v FROM t AS a JOIN t AS b ON a.v = b.v AND a.k <= b.k

--- three tables
-- modes: append
SELECT t.v, u.k, w.name FROM t JOIN u ON t.v = u.v JOIN t AS w ON u.v = w.v

--- three tables, outer
SELECT t.v, u.k, w.name FROM t LEFT JOIN u ON t.v = u.v LEFT JOIN t AS w ON u.v = w.v AND w.k > u.k

--- over a union
-- modes: append
SELECT x.v, u.name FROM (SELECT v FROM t UNION ALL SELECT v FROM u) AS x JOIN u ON x.v = u.v

--- group-bys
-- modes: update
SELECT a.k, a.name, a.n, b.s FROM (SELECT k, name, COUNT(*) AS n, CAST(SUM(v) AS BIGINT) AS s FROM t GROUP BY k, name) AS a JOIN (SELECT k, name, COUNT(*) AS n, CAST(SUM(v) AS BIGINT) AS s FROM u GROUP BY k, name) AS b ON a.k = b.k AND a.name = b.name

--- group-bys, left
-- modes: update
SELECT a.k, a.name, a.n, b.s FROM (SELECT k, name, COUNT(*) AS n, CAST(SUM(v) AS BIGINT) AS s FROM t GROUP BY k, name) AS a LEFT JOIN (SELECT k, name, COUNT(*) AS n, CAST(SUM(v) AS BIGINT) AS s FROM u GROUP BY k, name) AS b ON a.k = b.k AND a.name = b.name AND a.n < b.n

--- group-bys, full
SELECT a.k, a.name, b.k, a.n, b.s FROM (SELECT k, name, COUNT(*) AS n, CAST(SUM(v) AS BIGINT) AS s FROM t GROUP BY k, name) AS a FULL JOIN (SELECT k, name, COUNT(*) AS n, CAST(SUM(v) AS BIGINT) AS s FROM u GROUP BY k, name) AS b ON a.k = b.k AND a.name = b.name AND a.s < b.s

--- rows and group-bys
-- modes: update
SELECT a.k, COUNT(*), COUNT(u.name) FROM (SELECT k, COUNT(*) AS n, MAX(v) AS v FROM t GROUP BY k) AS a JOIN u ON a.k = u.k AND u.v < a.v GROUP BY a.k

--- rows without a group
SELECT u.v, a.n FROM u LEFT JOIN (SELECT k, COUNT(*) AS n, MAX(v) AS v FROM t GROUP BY k) AS a ON a.n = u.v

--- cross
-- modes: update
SELECT a.k, b.k, a.n + b.n FROM (SELECT k, COUNT(*) AS n FROM t GROUP BY k) AS a CROSS JOIN (SELECT k, COUNT(*) AS n FROM u GROUP BY k) AS b

--- less than
-- modes: update
SELECT a.k, b.k, b.n FROM (SELECT k, COUNT(*) AS n FROM t GROUP BY k) AS a JOIN (SELECT k, COUNT(*) AS n FROM u GROUP BY k) AS b ON a.n < b.n

--- less than, full
SELECT a.k, b.k, b.n FROM (SELECT k, COUNT(*) AS n FROM t GROUP BY k) AS a FULL JOIN (SELECT k, COUNT(*) AS n FROM u GROUP BY k) AS b ON a.n + 40 < b.n

--- semi
-- modes: append
SELECT v FROM t WHERE k IN (SELECT v FROM u)

--- semi with a condition
SELECT v, name FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.k = t.k AND u.v > t.v + 900)

--- anti
SELECT v, name FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.v = t.v)

--- anti with a condition
SELECT v, name FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.k = t.k AND u.v > t.v + 900)

--- semi over group-bys
-- modes: update
SELECT k, name, n FROM (SELECT k, name, COUNT(*) AS n, CAST(SUM(v) AS BIGINT) AS s FROM t GROUP BY k, name) AS a WHERE EXISTS (SELECT 1 FROM (SELECT k, name, COUNT(*) AS n, CAST(SUM(v) AS BIGINT) AS s FROM u GROUP BY k, name) AS b WHERE a.k = b.k AND a.n = b.n)

--- anti over group-bys
-- modes: update
SELECT k, name, n FROM (SELECT k, name, COUNT(*) AS n, CAST(SUM(v) AS BIGINT) AS s FROM t GROUP BY k, name) AS a WHERE NOT EXISTS (SELECT 1 FROM (SELECT k, name, COUNT(*) AS n, CAST(SUM(v) AS BIGINT) AS s FROM u GROUP BY k, name) AS b WHERE a.k = b.k AND a.n < b.n)

--- counts of pairs
-- modes: update
SELECT t.name, COUNT(*), CAST(SUM(u.v) AS BIGINT) FROM t JOIN u ON t.k = u.k GROUP BY t.name

--- counts over an outer join
-- modes: update
SELECT t.name, COUNT(*), COUNT(u.v) FROM t LEFT JOIN u ON t.k = u.k AND t.v + 500 < u.v GROUP BY t.name
