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

--- inner of
-- over t, u: append | c, d | x, y | t, d | o, y | w, z: append | o, p: append
SELECT a.v, b.v, a.name FROM $1 AS a JOIN $2 AS b ON a.k = b.k AND a.name = b.name

--- inner with keys
-- over c, d: update
SELECT a.id, b.id, a.v + b.v FROM $1 AS a JOIN $2 AS b ON a.k = b.k AND a.name = b.name

--- inner with keys and a condition
-- over c, d: update | d, c: update
SELECT a.id, b.id, a.v, b.name FROM $1 AS a JOIN $2 AS b ON a.k = b.k AND a.v + 500 < b.v

--- inner by the key
-- over c, d: update | d, c: update
SELECT a.id, a.v, b.v, b.name FROM $1 AS a JOIN $2 AS b ON a.id = b.id

--- inner with a condition of
-- over t, u: append | c, d | x, y | o, p: append
SELECT a.v, b.v FROM $1 AS a JOIN $2 AS b ON a.k = b.k AND a.v + 700 < b.v

--- groups over an inner join
-- over t, u: update | c, d: update | x, y: update | t, d: update | o, p: update
SELECT a.k, COUNT(*), SUM(b.v), MAX(a.name) FROM $1 AS a JOIN $2 AS b ON a.k = b.k AND a.v < b.v GROUP BY a.k

--- left of
-- over t, u | c, d | x, y | t, d | c, u | w, z
SELECT a.v, b.v, b.name FROM $1 AS a LEFT JOIN $2 AS b ON a.k = b.k AND a.name = b.name

--- left with keys
-- over c, d: update | d, c: update
SELECT a.id, b.id, a.v, b.name FROM $1 AS a LEFT JOIN $2 AS b ON a.k = b.k AND a.v + 700 < b.v

--- left by the key
-- over c, d: update | d, c: update
SELECT a.id, a.v, b.id, b.name FROM $1 AS a LEFT JOIN $2 AS b ON a.id = b.id

--- left with a condition of
-- over t, u | c, d | x, y
SELECT a.v, b.v FROM $1 AS a LEFT JOIN $2 AS b ON a.name = b.name AND a.v + 1000 < b.v

--- groups over a left join
-- over t, u: update | c, d: update | x, y: update
SELECT a.k, COUNT(*), COUNT(b.v), SUM(b.v) FROM $1 AS a LEFT JOIN $2 AS b ON a.k = b.k AND a.v + 300 < b.v GROUP BY a.k

--- groups over a left join by text
-- over t, u: update | c, d: update | x, y: update
SELECT a.name, COUNT(b.v), COUNT(*) FROM $1 AS a LEFT JOIN $2 AS b ON a.v = b.v GROUP BY a.name

--- all rows of a left join
-- over t, u: update | c, d: update | x, y: update
SELECT COUNT(*), COUNT(b.k), MIN(b.v) FROM $1 AS a LEFT JOIN $2 AS b ON a.k = b.k AND a.name = b.name

--- right of
-- over t, u | c, d | x, y | t, d
SELECT a.v, b.v, a.name FROM $1 AS a RIGHT JOIN $2 AS b ON a.k = b.k AND a.name = b.name

--- right with keys
-- over c, d: update | d, c: update
SELECT b.id, a.id, a.v, b.name FROM $1 AS a RIGHT JOIN $2 AS b ON a.k = b.k AND a.v + 700 < b.v

--- right with a condition of
-- over t, u | c, d | x, y
SELECT a.v, b.v FROM $1 AS a RIGHT JOIN $2 AS b ON a.name = b.name AND a.v + 1000 < b.v

--- groups over a right join
-- over t, u: update | c, d: update | x, y: update
SELECT b.k, COUNT(*), COUNT(a.v) FROM $1 AS a RIGHT JOIN $2 AS b ON a.k = b.k AND a.v + 300 < b.v GROUP BY b.k

--- groups over a right join by text
-- over t, u: update | c, d: update | x, y: update
SELECT b.name, COUNT(a.v), COUNT(*) FROM $1 AS a RIGHT JOIN $2 AS b ON a.v = b.v GROUP BY b.name

--- all rows of a right join
-- over t, u: update | c, d: update | x, y: update
SELECT COUNT(*), COUNT(a.k), MIN(a.v) FROM $1 AS a RIGHT JOIN $2 AS b ON a.k = b.k AND a.name = b.name

--- full of
-- over t, u | c, d | x, y | t, d
SELECT a.v, b.v, a.name, b.k FROM $1 AS a FULL JOIN $2 AS b ON a.k = b.k AND a.name = b.name

--- full with a condition of
-- over t, u | c, d | x, y
SELECT a.v, b.v FROM $1 AS a FULL JOIN $2 AS b ON a.name = b.name AND a.v + 1000 < b.v

--- groups over a full join
-- over t, u: update | c, d: update | x, y: update
SELECT COALESCE(a.k, b.k), COUNT(*), COUNT(a.v), COUNT(b.v) FROM $1 AS a FULL JOIN $2 AS b ON a.k = b.k AND a.v + 300 < b.v GROUP BY COALESCE(a.k, b.k)

--- groups over a full join by text
-- over t, u: update | c, d: update | x, y: update
SELECT b.name, COUNT(a.v), COUNT(*) FROM $1 AS a FULL JOIN $2 AS b ON a.v = b.v GROUP BY b.name

--- all rows of a full join
-- over t, u: update | c, d: update | x, y: update
SELECT COUNT(*), COUNT(a.k), MIN(a.v), MAX(b.v) FROM $1 AS a FULL JOIN $2 AS b ON a.k = b.k AND a.name = b.name

--- semi of
-- over t, u: append | c, d | x, y | o, p: append | w, z: append | t, d
SELECT v, name FROM $1 AS a WHERE EXISTS (SELECT 1 FROM $2 AS b WHERE a.k = b.k AND a.name = b.name)

--- semi with the key
-- over c, d: update | c, u: update | d, y: update
SELECT id, v, name FROM $1 AS a WHERE EXISTS (SELECT 1 FROM $2 AS b WHERE a.k = b.k AND b.v > a.v + 500)

--- semi by a value
-- over t, u: append | c, d | x, y | o, p: append
SELECT k, v FROM $1 WHERE v IN (SELECT v FROM $2 WHERE k > 0)

--- groups over a semi join
-- over t, u: update | c, d: update | x, y: update
SELECT k, COUNT(*), SUM(v) FROM $1 AS a WHERE EXISTS (SELECT 1 FROM $2 AS b WHERE a.k = b.k AND b.v > a.v + 900) GROUP BY k

--- groups over a semi join by text
-- over t, u: update | c, d: update | x, y: update
SELECT name, COUNT(*) FROM $1 AS a WHERE a.v IN (SELECT v FROM $2) GROUP BY name

--- all rows of a semi join
-- over t, u: update | c, d: update | x, y: update
SELECT COUNT(*), SUM(v) FROM $1 WHERE k IN (SELECT k FROM $2 WHERE v > 600)

--- anti of
-- over t, u | c, d | x, y | t, d
SELECT v, name FROM $1 AS a WHERE NOT EXISTS (SELECT 1 FROM $2 AS b WHERE a.k = b.k AND a.name = b.name)

--- anti with the key
-- over c, d: update | c, u: update | d, y: update
SELECT id, v, name FROM $1 AS a WHERE NOT EXISTS (SELECT 1 FROM $2 AS b WHERE a.k = b.k AND b.v > a.v + 500)

--- anti by a value
-- over t, u | c, d | x, y
SELECT k, v FROM $1 AS a WHERE NOT EXISTS (SELECT 1 FROM $2 AS b WHERE a.v = b.v)

--- groups over an anti join
-- over t, u: update | c, d: update | x, y: update
SELECT k, COUNT(*), SUM(v) FROM $1 AS a WHERE NOT EXISTS (SELECT 1 FROM $2 AS b WHERE a.k = b.k AND b.v > a.v + 900) GROUP BY k

--- groups over an anti join by text
-- over t, u: update | c, d: update | x, y: update
SELECT name, COUNT(*) FROM $1 AS a WHERE NOT EXISTS (SELECT 1 FROM $2 AS b WHERE a.v = b.v) GROUP BY name

--- all rows of an anti join
-- over t, u: update | c, d: update | x, y: update
SELECT COUNT(*), SUM(v) FROM $1 AS a WHERE NOT EXISTS (SELECT 1 FROM $2 AS b WHERE a.name = b.name AND b.v > a.v + 1200)

--- less than, of
-- over t, u: append | c, d | x, y
SELECT a.v, b.v FROM $1 AS a JOIN $2 AS b ON a.v + 1500 < b.v

--- cross of
-- over t, u: append | c, d | x, y
SELECT a.v, b.k FROM (SELECT v FROM $1 WHERE k = 5) AS a CROSS JOIN (SELECT k FROM $2 WHERE v > 700) AS b

--- not equal
-- over t, u: append | c, d | x, y
SELECT a.v, b.v FROM (SELECT * FROM $1 WHERE k = 6) AS a JOIN (SELECT * FROM $2 WHERE k = 6) AS b ON a.v <> b.v

--- groups over less than
-- over t, u: update | c, d: update | x, y: update
SELECT a.k, COUNT(*), MAX(b.v) FROM $1 AS a JOIN $2 AS b ON a.v + 1400 < b.v GROUP BY a.k

--- groups over a cross join
-- over t, u: update | c, d: update | x, y: update
SELECT b.k, COUNT(*) FROM (SELECT v FROM $1 WHERE k = 5) AS a CROSS JOIN (SELECT k FROM $2 WHERE v > 700) AS b GROUP BY b.k

--- less than, left
-- over c, d: update | d, c: update
SELECT a.id, b.id, a.v, b.v FROM $1 AS a LEFT JOIN $2 AS b ON a.v + 1500 < b.v

--- all rows of less than
-- over t, u: update | c, d: update | x, y: update
SELECT COUNT(*), SUM(a.v - b.v) FROM $1 AS a JOIN $2 AS b ON a.v + 1400 < b.v

--- nulls that match, of
-- over t, u: append | c, d | x, y
SELECT a.v, b.v FROM $1 AS a JOIN $2 AS b ON a.k IS NOT DISTINCT FROM b.k AND a.name IS NOT DISTINCT FROM b.name

--- three of
-- over t, u | c, d | x, y
SELECT a.v, b.k, c2.name FROM $1 AS a JOIN $2 AS b ON a.v = b.v LEFT JOIN $1 AS c2 ON b.v = c2.v AND c2.k > b.k

--- groups over anti joins of windows
-- over w, z: update | z, w: update | c, d: update
SELECT k, COUNT(*) FROM $1 AS a WHERE NOT EXISTS (SELECT 1 FROM $2 AS b WHERE a.v = b.v) GROUP BY k

--- inner of what closes
-- over w, z: append | z, w: append | o, p: append | p, o: append | e, o: append
SELECT a.v, b.v, a.name FROM $1 AS a JOIN $2 AS b ON a.k = b.k AND a.v = b.v

--- less than of what closes
-- over w, z: append | z, w: append | w, w: append | o, p: append | p, o: append | e, o: append
SELECT a.v, b.v FROM (SELECT v FROM $1 WHERE k = 6) AS a JOIN (SELECT v FROM $2 WHERE k = 7) AS b ON a.v < b.v

--- semi of what closes
-- over w, z: append | z, w: append | o, p: append | p, o: append
SELECT k, v FROM $1 AS a WHERE EXISTS (SELECT 1 FROM $2 AS b WHERE a.k = b.k AND a.name = b.name)
