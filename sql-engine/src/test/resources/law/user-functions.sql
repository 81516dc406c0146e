--- scalar
-- over t: append | x
SELECT k, plus(k, 3), plus(v, d), count_char(name, 'a'), longest(v, k, 5) FROM $1
-- duckdb
SELECT k, k + 3, v + d, coalesce(len(name) - len(replace(name, 'a', '')), -1), CASE WHEN v IS NULL OR k IS NULL THEN NULL ELSE greatest(v, k, 5) END FROM $1

--- in a condition and a key
-- over t: update | x: update | c: update
SELECT count_char(name), COUNT(*), SUM(plus(k, 1)) FROM $1 WHERE count_char(name, 'a') < 2 GROUP BY count_char(name)
-- duckdb
SELECT coalesce(len(name), -1), COUNT(*), SUM(k + 1)::BIGINT FROM $1 WHERE coalesce(len(name) - len(replace(name, 'a', '')), -1) < 2 GROUP BY 1

--- over groups
-- over t: update | x: update
SELECT k, plus(n, s) FROM (SELECT k, CAST(COUNT(*) AS INT) AS n, CAST(SUM(v) AS DOUBLE) AS s FROM $1 GROUP BY k) AS g
-- duckdb
SELECT k, n + s FROM (SELECT k, COUNT(*) AS n, SUM(v)::DOUBLE AS s FROM $1 GROUP BY k) AS g

--- in the condition of a join
-- over t, u: append | x, y
SELECT a.v, b.v FROM $1 AS a JOIN $2 AS b ON a.k = b.k AND plus(a.v, b.d) > 800
-- duckdb
SELECT a.v, b.v FROM $1 AS a JOIN $2 AS b ON a.k = b.k AND a.v + b.d > 800

--- rows of a table function
-- over t: append | x
SELECT k, w, n FROM $1, LATERAL TABLE(words(name, 'n')) AS r(w, n) WHERE w <> ''
-- duckdb
SELECT k, w, len(w) FROM (SELECT k, unnest(string_split(name, 'n')) AS w FROM $1) WHERE w <> ''

--- rows of a table function, left
-- over t: append | x
SELECT k, i FROM $1 LEFT JOIN LATERAL TABLE(series(k, 3)) AS r(i) ON TRUE
-- duckdb
SELECT k, i FROM $1 LEFT JOIN LATERAL (SELECT unnest(range(k, 3)) AS i) ON TRUE

--- rows of a table function, of groups
-- over t: update | x: update
SELECT i, COUNT(*) FROM (SELECT k, COUNT(*) AS n FROM $1 GROUP BY k) AS g, LATERAL TABLE(series(0, n)) AS r(i) GROUP BY i
-- duckdb
SELECT i, COUNT(*) FROM (SELECT k, COUNT(*) AS n FROM $1 GROUP BY k) AS g, LATERAL (SELECT unnest(range(0, n)) AS i) GROUP BY i
