--- multisets
-- over t: update | c: update | x: update
SELECT k, CAST(COLLECT(v) AS STRING), CAST(COLLECT(DISTINCT name) AS STRING), CARDINALITY(COLLECT(v) FILTER (WHERE v > 0)) FROM $1 GROUP BY k
-- duckdb
SELECT k, coalesce(list(v ORDER BY v) FILTER (WHERE v IS NOT NULL), [])::VARCHAR,
  '[' || coalesce(string_agg(DISTINCT name, ', ' ORDER BY name), '') || ']', COUNT(*) FILTER (WHERE v > 0) FROM $1 GROUP BY k

--- multisets of windows
-- over e: append, update | o: append, update
SELECT window_start, CAST(COLLECT(v) AS STRING), CAST(COLLECT(k) AS STRING)
FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '30' MINUTE)) GROUP BY window_start
-- duckdb
SELECT window_start, coalesce(list(v ORDER BY v) FILTER (WHERE v IS NOT NULL), [])::VARCHAR,
  coalesce(list(k ORDER BY k) FILTER (WHERE k IS NOT NULL), [])::VARCHAR
FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '30' MINUTE)) GROUP BY window_start

--- a multiset as a key
-- over t | x
SELECT CAST(m AS STRING), COUNT(*) FROM (SELECT k, COLLECT(v % 3) FILTER (WHERE v > 900) AS m FROM $1 GROUP BY k, name) GROUP BY m
-- duckdb
SELECT m::VARCHAR, COUNT(*) FROM (SELECT k, coalesce(list(v % 3 ORDER BY v % 3) FILTER (WHERE v > 900), []) AS m FROM $1 GROUP BY k, name) GROUP BY m

--- fusion
-- over t | x
SELECT CAST(FUSION(m) AS STRING) FROM (SELECT k, COLLECT(v) AS m FROM $1 GROUP BY k)
-- duckdb
SELECT coalesce(list(v ORDER BY v) FILTER (WHERE v IS NOT NULL), [])::VARCHAR FROM $1

--- an array of a query
-- over t | x | c
SELECT CAST(ARRAY(SELECT v FROM $1 WHERE k = 2 ORDER BY v DESC, name) AS STRING), CARDINALITY(ARRAY(SELECT v FROM $1 WHERE k = 99))
-- duckdb
SELECT list(v ORDER BY v DESC NULLS LAST, name)::VARCHAR, 0 FROM $1 WHERE k = 2

--- an array for each row
-- over t, u | c, t | t, x
SELECT a.k, CAST(ARRAY(SELECT b.v FROM $2 AS b WHERE b.k = a.v % 50 AND b.v > 800 ORDER BY b.v) AS STRING) FROM $1 AS a WHERE a.v > 900
-- duckdb
SELECT a.k, coalesce((SELECT list(b.v ORDER BY b.v) FROM $2 AS b WHERE b.k = a.v % 50 AND b.v > 800), [])::VARCHAR FROM $1 AS a WHERE a.v > 900

--- a map of a query
-- over t | x
SELECT MAP(SELECT k, COUNT(*) FROM $1 WHERE k IS NOT NULL GROUP BY k)[2], CARDINALITY(MAP(SELECT k, MAX(v) FROM $1 WHERE k IS NOT NULL GROUP BY k))
-- duckdb
SELECT COUNT(*) FILTER (WHERE k = 2), COUNT(DISTINCT k) FROM $1

--- periods
-- over t, u: append
SELECT a.v, b.v FROM $1 AS a JOIN $2 AS b ON a.k = b.k AND (a.ts, a.ts + INTERVAL '10' MINUTE) OVERLAPS (b.ts, b.ts + INTERVAL '1' HOUR) AND a.v > 500
-- duckdb
SELECT a.v, b.v FROM $1 AS a JOIN $2 AS b ON a.k = b.k AND a.ts <= b.ts + INTERVAL 1 HOUR AND b.ts <= a.ts + INTERVAL 10 MINUTE AND a.v > 500

--- frames of partitions without an order
-- over t | x
SELECT k, name, v, d, SUM(v) OVER (PARTITION BY k RANGE CURRENT ROW), COUNT(*) OVER (RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM $1 WHERE v > 800

--- JSON of groups
-- over t: update | c: update | x: update
SELECT k, JSON_ARRAYAGG(v ORDER BY v), JSON_ARRAYAGG(v ORDER BY v DESC NULL ON NULL), JSON_ARRAYAGG(CASE WHEN v > 0 THEN name END ORDER BY name) FROM $1 GROUP BY k
-- duckdb
SELECT k, COALESCE('[' || string_agg(v, ',' ORDER BY v) || ']', '[]'), '[' || string_agg(COALESCE(v::VARCHAR, 'null'), ',' ORDER BY v DESC NULLS LAST) || ']', COALESCE('[' || string_agg(to_json(name)::VARCHAR, ',' ORDER BY name) FILTER (WHERE v > 0) || ']', '[]') FROM $1 GROUP BY k

--- JSON objects of groups
-- over t: update | c: update | x: update
SELECT k, CHAR_LENGTH(JSON_OBJECTAGG(KEY name VALUE n)), JSON_VALUE(JSON_OBJECTAGG(KEY name VALUE n), '$.b') FROM (SELECT k, name, COUNT(v) AS n FROM $1 WHERE name IS NOT NULL GROUP BY k, name) GROUP BY k
-- duckdb
SELECT k, length(json_group_object(name, n)), json_group_object(name, n) ->> '$.b' FROM (SELECT k, name, COUNT(v) AS n FROM $1 WHERE name IS NOT NULL GROUP BY k, name) GROUP BY k

--- Spark's lists
-- over t: update | c: update | x: update
SELECT k, CAST(ARRAY_SORT(COLLECT_LIST(v)) AS STRING), CAST(ARRAY_SORT(COLLECT_SET(name)) AS STRING), CARDINALITY(COLLECT_LIST(v) FILTER (WHERE v > 900)),
  FIRST(name) WITHIN GROUP (ORDER BY v), LAST(name, TRUE) WITHIN GROUP (ORDER BY v), TRY_SUM(v), TRY_AVG(v), ANY(v > 900) FROM $1 GROUP BY k
-- duckdb
SELECT k, coalesce(list(v ORDER BY v) FILTER (WHERE v IS NOT NULL), [])::VARCHAR, '[' || coalesce(string_agg(DISTINCT name, ', ' ORDER BY name), '') || ']',
  COUNT(*) FILTER (WHERE v > 900), arg_min_null(name, (v IS NOT NULL, v, name IS NOT NULL, name)),
  arg_max(name, (v IS NOT NULL, v, name)) FILTER (WHERE name IS NOT NULL), SUM(v), AVG(v), bool_or(v > 900) FROM $1 GROUP BY k

--- percentiles of several fractions
-- over t: update | c: update | x: update
SELECT k, CAST(PERCENTILE(v, ARRAY[0.25, 0.5, 1]) AS STRING), PERCENTILE(v, 0.5, CASE WHEN v > 500 THEN 2 END) FROM $1 GROUP BY k
-- duckdb
SELECT k, quantile_cont(v::DOUBLE, [0.25, 0.5, 1])::VARCHAR, (SELECT quantile_cont(u.v::DOUBLE, 0.5) FROM (SELECT b.k, b.v FROM $1 AS b WHERE b.v > 500
  UNION ALL SELECT c.k, c.v FROM $1 AS c WHERE c.v > 500) AS u WHERE u.k IS NOT DISTINCT FROM o.k) FROM $1 AS o GROUP BY k

--- members of JSON
-- over t: append | e: append | x
SELECT v, a, b FROM $1, LATERAL TABLE(JSON_TUPLE(JSON_OBJECT('a' VALUE v, 'b' VALUE name), 'a', 'b')) AS j(a, b) WHERE b LIKE ANY ('%a%', '%b') AND NOT b LIKE ALL ('%a', 'b%')
-- duckdb
SELECT v, v::VARCHAR, name FROM $1 WHERE (name LIKE '%a%' OR name LIKE '%b') AND NOT (name LIKE '%a' AND name LIKE 'b%')
