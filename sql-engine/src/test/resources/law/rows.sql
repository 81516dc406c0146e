--- project
-- modes: append
SELECT k + 1, UPPER(name) FROM t

--- filter
-- modes: append
SELECT k, v FROM t WHERE v > 100 AND name LIKE '%a%'

--- filter on null
-- modes: append
SELECT k, v FROM t WHERE name IS NULL OR v IS NOT NULL

--- three-valued logic
-- modes: append
SELECT k FROM t WHERE NOT (v > 0 AND d < 0.5)

--- case
-- modes: append
SELECT CASE WHEN v > 500 THEN 'big' WHEN v > 0 THEN name ELSE 'small' END FROM t

--- coalesce
-- modes: append
SELECT COALESCE(name, '-'), COALESCE(v, k, 0) FROM t

--- conditions that cannot be NULL over what may be
-- modes: append
SELECT k, name FROM t WHERE COALESCE(name, 'none') > 'anna' AND NOT (COALESCE(name, 'none') IN ('b', 'carl') AND COALESCE(name, 'none') = '')

--- decimal
-- modes: append
SELECT price + price FROM t WHERE price < 50

--- in
-- modes: append
SELECT k FROM t WHERE k IN (1, 3, 5) OR name IN ('anna', 'zoë')

--- between
-- modes: append
SELECT v FROM t WHERE v BETWEEN -100 AND 100

--- cast
-- modes: append
SELECT CAST(v AS VARCHAR), CAST(v AS DOUBLE) FROM t

--- substring
-- modes: append
SELECT SUBSTRING(name FROM 2 FOR 2), CHAR_LENGTH(name) FROM t
-- duckdb
SELECT SUBSTRING(name, 2, 2), LENGTH(name)::INT FROM t

--- date parts
-- modes: append
SELECT EXTRACT(HOUR FROM ts), EXTRACT(DAY FROM ts), CAST(ts AS DATE) FROM t

--- union all
-- modes: append
SELECT k, name FROM t UNION ALL SELECT k, name FROM u WHERE k > 2

--- a filter over what changes
-- over c | x | o: append | w: append
SELECT k, v, name FROM $1 WHERE v > 1 AND (name LIKE '%a%' OR k IS NULL)

--- expressions over what changes
-- over c | x | o: append | w: append
SELECT k * 2 + 1, UPPER(name), COALESCE(v, -1), CASE WHEN d > 0.5 THEN 'high' END FROM $1 WHERE k <> 3

--- a filter that keeps the key
-- over c: update | d: update
SELECT id, v, name FROM $1 WHERE v > 0

--- expressions that keep the key
-- over c: update | d: update
SELECT id, v + k, LOWER(name), CAST(price AS DOUBLE) FROM $1

--- a filter of windows that keeps the key
-- over w: append, update | z: append, update
SELECT window_start, k, v * 10, name FROM $1 WHERE v > 1

--- three-valued logic over what changes
-- over c | x | o: append
SELECT k, name FROM $1 WHERE NOT (v > 0 AND d < 0.5) OR name IS NULL

--- groups over filters of what changes
-- over c: update | x: update | o: update
SELECT k, COUNT(*), SUM(v) FROM (SELECT k, v FROM $1 WHERE v > -500 AND name IS NOT NULL) GROUP BY k

--- groups over expressions
-- over t: update | c: update | x: update
SELECT r, COUNT(*), SUM(p) FROM (SELECT ABS(v) % 5 AS r, v * 2 AS p FROM $1) GROUP BY r

--- union all
-- over t, u: append | c, d | x, y | o, p: append | t, c | e, w: append
SELECT k, name, v FROM $1 UNION ALL SELECT k, name, v FROM $2

--- union all with filters
-- over t, u: append | c, d | x, y | o, p: append | w, z: append
SELECT k, v FROM $1 WHERE v > 0 UNION ALL SELECT k + 100, v FROM $2 WHERE name IS NULL

--- union all of the same
-- over t: append | c | x | w: append | o: append
SELECT k, name FROM $1 UNION ALL SELECT k, name FROM $1 UNION ALL SELECT -1, name FROM $1 WHERE k = 1

--- groups over a union all
-- over t, u: update | c, d: update | x, y: update | o, p: update | w, z: update | t, x: update
SELECT k, COUNT(*), SUM(v), MIN(v), MAX(name) FROM (SELECT k, name, v FROM $1 UNION ALL SELECT k, name, v FROM $2) GROUP BY k

--- groups over a union all of the same
-- over t: update | c: update | x: update
SELECT name, COUNT(*), COUNT(DISTINCT v) FROM (SELECT name, v FROM $1 WHERE v > 0 UNION ALL SELECT name, v FROM $1) GROUP BY name

--- a filter over outer joins
-- over o: append | p: append
SELECT k, v, other FROM $1 WHERE other IS NULL OR other > v

--- a filter over outer joins that keeps one side
-- over o: append | p: append
SELECT v, name FROM $1 WHERE other IS NULL AND v > 0

--- groups over a filter over outer joins
-- over o: update | p: update
SELECT k, COUNT(*), SUM(v) FROM $1 WHERE other IS NULL OR other > v GROUP BY k

--- all rows of a filter over outer joins
-- over o: update | p: update
SELECT COUNT(*), MAX(v) FROM $1 WHERE COALESCE(other, 1) > 0
