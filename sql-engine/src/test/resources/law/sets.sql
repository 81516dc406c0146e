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

--- intersect of
-- over t, u: append, update | c, d: update | x, y: update | o, p: append, update | w, z: append, update
SELECT k, name FROM $1 INTERSECT SELECT k, name FROM $2

--- intersect of filters
-- over t, u: append, update | c, d: update | x, y: update | o, p: append, update | w, z: append, update
SELECT v % 20, k FROM $1 WHERE v > 0 INTERSECT SELECT v % 20, k FROM $2

--- intersect of one column
-- over t, u: append, update | c, d: update | x, y: update | o, p: append, update | w, z: append, update
SELECT v FROM $1 INTERSECT SELECT v FROM $2

--- intersect all of
-- over t, u: append | c, d | x, y | o, p: append | w, z: append
SELECT k, name FROM $1 INTERSECT ALL SELECT k, name FROM $2

--- intersect all of filters
-- over t, u: append | c, d | x, y | o, p: append | w, z: append
SELECT v % 20 FROM $1 WHERE v > 0 INTERSECT ALL SELECT v % 20 FROM $2

--- intersect all of one column
-- over t, u: append | c, d | x, y | o, p: append | w, z: append
SELECT name FROM $1 INTERSECT ALL SELECT name FROM $2 WHERE v > 1

--- groups over intersect all
-- over t, u: update | c, d: update | x, y: update
SELECT k, COUNT(*) FROM (SELECT k, name FROM $1 INTERSECT ALL SELECT k, name FROM $2) GROUP BY k

--- intersect all with a key
-- over t, c: update | e, d: update
SELECT v, id FROM (SELECT v, k AS id FROM $1 INTERSECT ALL SELECT v, id FROM $2)

--- groups over intersect all of one column
-- over t, u: update | c, d: update | x, y: update
SELECT v, COUNT(*) FROM (SELECT v % 50 AS v FROM $1 INTERSECT ALL SELECT v % 50 FROM $2) GROUP BY v

--- groups over intersect all of names
-- over t, u: update | c, d: update | x, y: update
SELECT name, COUNT(*), SUM(k) FROM (SELECT name, k FROM $1 INTERSECT ALL SELECT name, k FROM $2) GROUP BY name

--- except of
-- over t, u: update | c, d: update | x, y: update | w, z: update | o, p: update
SELECT k, name FROM $1 EXCEPT SELECT k, name FROM $2

--- except of filters
-- over t, u: update | c, d: update | x, y: update
SELECT v % 20, k FROM $1 WHERE v > 0 EXCEPT SELECT v % 20, k FROM $2

--- except of one column
-- over t, u: update | c, d: update | x, y: update
SELECT v FROM $1 EXCEPT SELECT v FROM $2

--- except all of
-- over t, u | c, d | x, y | w, z | o, p
SELECT k, name FROM $1 EXCEPT ALL SELECT k, name FROM $2

--- except all of filters
-- over t, u | c, d | x, y
SELECT v % 20 FROM $1 WHERE v > 0 EXCEPT ALL SELECT v % 20 FROM $2

--- except all of one column
-- over t, u | c, d | x, y
SELECT name FROM $1 EXCEPT ALL SELECT name FROM $2 WHERE v > 1

--- groups over except all
-- over t, u: update | c, d: update | x, y: update
SELECT k, COUNT(*) FROM (SELECT k, name FROM $1 EXCEPT ALL SELECT k, name FROM $2) GROUP BY k

--- groups over except all of one column
-- over t, u: update | c, d: update | x, y: update
SELECT v, COUNT(*) FROM (SELECT v % 50 AS v FROM $1 EXCEPT ALL SELECT v % 50 FROM $2) GROUP BY v

--- groups over except all of names
-- over t, u: update | c, d: update | x, y: update
SELECT name, COUNT(*), SUM(k) FROM (SELECT name, k FROM $1 EXCEPT ALL SELECT name, k FROM $2) GROUP BY name
