--- an element, its index, a column
-- over t: append | x: changelog
SELECT k, CAST(TRANSFORM(ARRAY[k, v, 7], x -> x + v) AS STRING), CAST(TRANSFORM(ARRAY[k, v], (x, i) -> x * 10 + i) AS STRING) FROM $1
-- duckdb
SELECT k, list_transform([k, v, 7], lambda x: x + v)::VARCHAR, list_transform([k, v], lambda x, i: x * 10 + i - 1)::VARCHAR FROM $1

--- texts and conditions
-- over e: append
SELECT k, ARRAY_JOIN(TRANSFORM(SPLIT(name, 'a'), x -> CASE WHEN x = '' THEN '-' ELSE UPPER(x) || name END), ';') FROM $1
-- duckdb
SELECT k, CASE WHEN name IS NOT NULL THEN coalesce(array_to_string(list_transform(CASE WHEN name = '' THEN [] ELSE string_split(name, 'a') END, lambda x: CASE WHEN x = '' THEN '-' ELSE upper(x) || name END), ';'), '') END FROM $1

--- in a lambda
-- over t: append
SELECT k, ELEMENT_AT(TRANSFORM(ARRAY[k, v], x -> AGGREGATE(ARRAY[x, 1, d], 0e0, (s, y) -> s + y * x)), 2) FROM $1 WHERE v IS NOT NULL AND k IS NOT NULL AND d IS NOT NULL
-- duckdb
SELECT k, (v + 1 + d) * v FROM $1 WHERE v IS NOT NULL AND k IS NOT NULL AND d IS NOT NULL

--- some and all
-- over t: append | x
SELECT k, v FROM $1 WHERE EXISTS(ARRAY[k, v, CAST(d AS INT)], x -> x > 3) AND NOT FORALL(ARRAY[k, v], x -> x < 100)
-- duckdb
SELECT k, v FROM $1 WHERE (k > 3 OR v > 3 OR CAST(trunc(d) AS INT) > 3) AND NOT (k < 100 AND v < 100)

--- some and all, as values
-- over t: append
SELECT k, EXISTS(ARRAY[k, v], x -> x > 3), FORALL(ARRAY[k, v], x -> x < 100), EXISTS(SPLIT(name, 'n'), x -> x <> 'a') FROM $1
-- duckdb
SELECT k, k > 3 OR v > 3, k < 100 AND v < 100, CASE WHEN name = '' THEN FALSE ELSE len(list_filter(string_split(name, 'n'), lambda x: x <> 'a')) > 0 END FROM $1

--- those that fit
-- over t: append | c
SELECT k, CARDINALITY(FILTER(ARRAY[k, v, k - v], x -> x > k)) AS n FROM $1
-- duckdb
SELECT k, len(list_filter([k, v, k - v], lambda x: x > k)) AS n FROM $1

--- a group's values
-- over t: update | x | c
SELECT k, AGGREGATE(ARRAY_AGG(v), CAST(0 AS BIGINT), (s, x) -> s + COALESCE(x, 0)), CARDINALITY(FILTER(ARRAY_AGG(v), x -> x > 10)) FROM $1 GROUP BY k
-- duckdb
SELECT k, coalesce(sum(v), 0), count(*) FILTER (WHERE v > 10) FROM $1 GROUP BY k

--- the key is computed by a lambda
-- over t: update | x
SELECT TRANSFORM(ARRAY[k], x -> x % 3)[1] AS g, COUNT(*) FROM $1 GROUP BY TRANSFORM(ARRAY[k], x -> x % 3)[1]
-- duckdb
SELECT k % 3 AS g, COUNT(*) FROM $1 GROUP BY k % 3

--- pairs
-- over t: append
SELECT k, CAST(ZIP_WITH(ARRAY[k, v], ARRAY[v, 2, 3], (x, y) -> COALESCE(x, 0) + y) AS STRING) FROM $1
-- duckdb
SELECT k, [coalesce(k, 0) + v, coalesce(v, 0) + 2, 3]::VARCHAR FROM $1

--- sorted by a lambda
-- over t: append
SELECT k, CAST(ARRAY_SORT(ARRAY[COALESCE(v, 0), 5, COALESCE(k, 1), 100], (x, y) -> CASE WHEN x > y THEN -1 WHEN x < y THEN 1 ELSE 0 END) AS STRING) FROM $1
-- duckdb
SELECT k, list_reverse_sort([coalesce(v, 0), 5, coalesce(k, 1), 100])::VARCHAR FROM $1

--- the values of a join
-- over t, u: append
SELECT a.k, CAST(FILTER(ARRAY[a.v, b.v], x -> x > a.v AND x > 0) AS STRING) FROM $1 AS a JOIN $2 AS b ON a.k = b.k AND EXISTS(ARRAY[a.v, b.v], x -> x > 500)
-- duckdb
SELECT a.k, list_filter([a.v, b.v], lambda x: x > a.v AND x > 0)::VARCHAR FROM $1 AS a JOIN $2 AS b ON a.k = b.k AND (a.v > 500 OR b.v > 500)

--- queries over the elements of a row's array
-- over t: append | x | c
SELECT k, v IN (SELECT e FROM UNNEST(ARRAY[k, 7, v]) AS u(e)), k NOT IN (SELECT e + 1 FROM UNNEST(ARRAY[v, k]) AS u(e) WHERE e > 3),
  v > ALL (SELECT u.e FROM UNNEST(ARRAY[k, 7]) AS u(e)), CAST(ARRAY(SELECT e * v FROM UNNEST(ARRAY[k, 7, v]) AS u(e) WHERE u.e > k) AS STRING)
FROM $1
-- duckdb
SELECT k, v IN (SELECT unnest([k, 7, v])), k NOT IN (SELECT e + 1 FROM (SELECT unnest([v, k]) AS e) WHERE e > 3),
  v > k AND v > 7, list_transform(list_filter([k, 7, v], lambda e: e > k), lambda e: e * v)::VARCHAR
FROM $1

--- rows whose array holds a value
-- over t: append | x
SELECT k, v FROM $1 AS t WHERE EXISTS (SELECT 1 FROM UNNEST(ARRAY[t.k, t.v]) AS u(k) WHERE u.k > 700) OR 3 = SOME (SELECT e FROM UNNEST(ARRAY[k, v]) AS u(e))
-- duckdb
SELECT k, v FROM $1 WHERE k > 700 OR v > 700 OR k = 3 OR v = 3
