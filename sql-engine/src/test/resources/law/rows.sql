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
