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

--- aggregates
-- over t: update | x: update | c: update | o: update
SELECT k, weighted_avg(v, 3), joined(name), big_sum(v), big_sum(v, k), rows_of(), CAST(spread(v, CAST(k AS DECIMAL(10, 2))) AS STRING)
FROM $1 GROUP BY k
-- duckdb
SELECT k, (SUM(v) * 3)::BIGINT // (COUNT(v) * 3), string_agg(coalesce(name, '-'), '|' ORDER BY coalesce(name, '-')), coalesce(SUM(v), 0)::BIGINT::VARCHAR,
  (coalesce(SUM(v) FILTER (WHERE k IS NOT NULL), 0) + coalesce(SUM(k) FILTER (WHERE v IS NOT NULL), 0))::BIGINT::VARCHAR, COUNT(*),
  CASE WHEN COUNT(v) > 0 THEN '(' || MAX(v) - MIN(v) || ', ' || coalesce(SUM(k), 0)::DECIMAL(20, 2) || ')' END
FROM $1 GROUP BY k

--- aggregates of some rows, beside others
-- over t: update | x: update | c: update
SELECT name, joined(name) FILTER (WHERE v > 0), SUM(v), weighted_avg(v, k) FILTER (WHERE k > 0), MAX(d), rows_of() FILTER (WHERE d > 0.5), COUNT(DISTINCT v)
FROM $1 GROUP BY name HAVING rows_of() > 2
-- duckdb
SELECT name, coalesce(string_agg(coalesce(name, '-'), '|' ORDER BY name) FILTER (WHERE v > 0), ''), SUM(v)::BIGINT,
  SUM(v * k) FILTER (WHERE k > 0)::BIGINT // SUM(k) FILTER (WHERE k > 0 AND v IS NOT NULL)::BIGINT, MAX(d), COUNT(*) FILTER (WHERE d > 0.5), COUNT(DISTINCT v)
FROM $1 GROUP BY name HAVING COUNT(*) > 2

--- aggregates without keys
-- over t: update | x: update | e: update
SELECT weighted_avg(v, 1), rows_of(), big_sum(v) FILTER (WHERE v > 5000) FROM $1
-- duckdb
SELECT SUM(v)::BIGINT // COUNT(v), COUNT(*), '0' FROM $1

--- aggregates of what cannot be taken back
-- over t: update
SELECT k, highest(d), highest(v) FROM $1 GROUP BY k
-- duckdb
SELECT k, MAX(d), MAX(v)::DOUBLE FROM $1 GROUP BY k

--- aggregates by windows
-- over e: append, update | o: append, update
SELECT window_start, k, weighted_avg(v, 2), joined(name), rows_of(), CAST(spread(v, CAST(k AS DECIMAL(10, 2))) AS STRING)
FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '30' MINUTE)) GROUP BY window_start, window_end, k
-- duckdb
SELECT window_start, k, (SUM(v) * 2)::BIGINT // (COUNT(v) * 2), string_agg(coalesce(name, '-'), '|' ORDER BY coalesce(name, '-')), COUNT(*),
  CASE WHEN COUNT(v) > 0 THEN '(' || MAX(v) - MIN(v) || ', ' || coalesce(SUM(k), 0)::DECIMAL(20, 2) || ')' END
FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '30' MINUTE)) GROUP BY window_start, window_end, k

--- aggregates by windows that overlap
-- over e: append, update | o: append, update
SELECT window_start, window_end, weighted_avg(v, 1), rows_of(), CAST(spread(v, CAST(k AS DECIMAL(10, 2))) AS STRING), big_sum(v)
FROM TABLE(HOP(TABLE $1, DESCRIPTOR(ts), INTERVAL '10' MINUTE, INTERVAL '30' MINUTE)) GROUP BY window_start, window_end
-- duckdb
SELECT window_start, window_end, SUM(v)::BIGINT // COUNT(v), COUNT(*),
  CASE WHEN COUNT(v) > 0 THEN '(' || MAX(v) - MIN(v) || ', ' || coalesce(SUM(k), 0)::DECIMAL(20, 2) || ')' END, coalesce(SUM(v), 0)::BIGINT::VARCHAR
FROM TABLE(HOP(TABLE $1, DESCRIPTOR(ts), INTERVAL '10' MINUTE, INTERVAL '30' MINUTE)) GROUP BY window_start, window_end

--- aggregates by sessions
-- over e: append, update
SELECT window_start, window_end, k, weighted_avg(v, 1), rows_of(), CAST(spread(v, CAST(k AS DECIMAL(10, 2))) AS STRING), highest(d)
FROM TABLE(SESSION(TABLE $1 PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' MINUTE)) GROUP BY window_start, window_end, k
-- duckdb
SELECT window_start, window_end, k, SUM(v)::BIGINT // COUNT(v), COUNT(*),
  CASE WHEN COUNT(v) > 0 THEN '(' || MAX(v) - MIN(v) || ', ' || coalesce(SUM(k), 0)::DECIMAL(20, 2) || ')' END, MAX(d)
FROM TABLE(SESSION(TABLE $1 PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' MINUTE)) GROUP BY window_start, window_end, k

--- aggregates by grouping sets
-- over t | x
SELECT k, name, weighted_avg(v, 1), rows_of() FROM $1 GROUP BY GROUPING SETS ((k), (name), ())
-- duckdb
SELECT k, name, SUM(v)::BIGINT // COUNT(v), COUNT(*) FROM $1 GROUP BY GROUPING SETS ((k), (name), ())

--- aggregates of aggregates
-- over t: update | x: update
SELECT n, big_sum(s), joined(m), CAST(spread(s, CAST(n AS DECIMAL(10, 2))) AS STRING)
FROM (SELECT k, rows_of() AS n, weighted_avg(v, 1) AS s, MIN(name) AS m FROM $1 GROUP BY k) AS g GROUP BY n
-- duckdb
SELECT n, coalesce(SUM(s), 0)::BIGINT::VARCHAR, string_agg(coalesce(m, '-'), '|' ORDER BY coalesce(m, '-')),
  CASE WHEN COUNT(s) > 0 THEN '(' || MAX(s) - MIN(s) || ', ' || SUM(n)::DECIMAL(20, 2) || ')' END
FROM (SELECT k, COUNT(*) AS n, SUM(v)::BIGINT // COUNT(v) AS s, MIN(name) AS m FROM $1 GROUP BY k) AS g GROUP BY n

--- aggregates by windows over windows
-- over w: append, update | z: append, update
SELECT window_start, rows_of(), joined(name), weighted_avg(v, 1) FROM TABLE(TUMBLE((SELECT window_time AS t, v, name FROM $1), DESCRIPTOR(t), INTERVAL '30' MINUTE)) GROUP BY window_start
-- duckdb
SELECT window_start, COUNT(*), string_agg(coalesce(name, '-'), '|' ORDER BY coalesce(name, '-')), SUM(v)::BIGINT // COUNT(v)
FROM TABLE(TUMBLE((SELECT window_time AS t, v, name FROM $1), DESCRIPTOR(t), INTERVAL '30' MINUTE)) GROUP BY window_start

--- aggregates by windows that overlap over windows
-- over w: append, update
SELECT window_start, rows_of() FILTER (WHERE k > 1), weighted_avg(v, k) FROM TABLE(HOP((SELECT window_time AS t, v, k FROM $1), DESCRIPTOR(t), INTERVAL '10' MINUTE, INTERVAL '40' MINUTE)) GROUP BY window_start
-- duckdb
SELECT window_start, COUNT(*) FILTER (WHERE k > 1), SUM(v * k)::BIGINT // NULLIF(SUM(k), 0) FROM TABLE(HOP((SELECT window_time AS t, v, k FROM $1), DESCRIPTOR(t), INTERVAL '10' MINUTE, INTERVAL '40' MINUTE)) GROUP BY window_start

--- aggregates by windows that grow
-- over o: append, update
SELECT window_start, window_end, rows_of(), big_sum(v, other) FROM TABLE(CUMULATE(TABLE $1, DESCRIPTOR(ts), INTERVAL '10' MINUTE, INTERVAL '30' MINUTE)) GROUP BY window_start, window_end
-- duckdb
SELECT window_start, window_end, COUNT(*), coalesce(SUM(v + other), 0)::BIGINT::VARCHAR
FROM TABLE(CUMULATE(TABLE $1, DESCRIPTOR(ts), INTERVAL '10' MINUTE, INTERVAL '30' MINUTE)) GROUP BY window_start, window_end

--- aggregates of different values
-- over t: update | c: update | x: update
SELECT k, joined(DISTINCT name), weighted_avg(DISTINCT v, 1), COUNT(*), SUM(DISTINCT v), joined(DISTINCT name) FILTER (WHERE v > 0) FROM $1 GROUP BY k
-- duckdb
SELECT k, string_agg(DISTINCT coalesce(name, '-'), '|' ORDER BY coalesce(name, '-')), SUM(DISTINCT v)::BIGINT // COUNT(DISTINCT v), COUNT(*), SUM(DISTINCT v)::BIGINT,
  coalesce(string_agg(DISTINCT coalesce(name, '-'), '|' ORDER BY coalesce(name, '-')) FILTER (WHERE v > 0), '') FROM $1 GROUP BY k

--- aggregates of different values of windows
-- over e: append, update | o: append, update
SELECT window_start, joined(DISTINCT name) FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '10' MINUTE)) GROUP BY window_start, window_end
-- duckdb
SELECT window_start, string_agg(DISTINCT coalesce(name, '-'), '|' ORDER BY coalesce(name, '-')) FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '10' MINUTE)) GROUP BY window_start, window_end

--- with OVER, running
-- over t | x | c
SELECT k, v, weighted_avg(v, 2) OVER w, rows_of() OVER w, joined(name) OVER w, big_sum(v) OVER w, highest(d) OVER w, CAST(spread(v, CAST(k AS DECIMAL(10, 2))) OVER w AS STRING)
FROM $1 WINDOW w AS (PARTITION BY k ORDER BY v)
-- duckdb
SELECT k, v, (SUM(v) OVER w)::BIGINT // NULLIF(COUNT(v) OVER w, 0), COUNT(*) OVER w, coalesce(array_to_string(list_sort(list(coalesce(name, '-')) OVER w), '|'), ''), coalesce(SUM(v) OVER w, 0)::BIGINT::VARCHAR, MAX(d) OVER w,
  CASE WHEN COUNT(v) OVER w > 0 THEN '(' || (MAX(v) OVER w) - (MIN(v) OVER w) || ', ' || coalesce(SUM(k) OVER w, 0)::DECIMAL(20, 2) || ')' END
FROM $1 WINDOW w AS (PARTITION BY k ORDER BY v)

--- with OVER, sliding
-- over t | x | c
SELECT name, v, weighted_avg(v, 2) OVER w, rows_of() OVER w, joined(name) OVER w, big_sum(v) OVER w, highest(d) OVER w, CAST(spread(v, CAST(k AS DECIMAL(10, 2))) OVER w AS STRING)
FROM $1 WINDOW w AS (PARTITION BY name ORDER BY v, k, d, price, ts ROWS BETWEEN 3 PRECEDING AND 1 FOLLOWING)
-- duckdb
SELECT name, v, (SUM(v) OVER w)::BIGINT // NULLIF(COUNT(v) OVER w, 0), COUNT(*) OVER w, coalesce(array_to_string(list_sort(list(coalesce(name, '-')) OVER w), '|'), ''), coalesce(SUM(v) OVER w, 0)::BIGINT::VARCHAR, MAX(d) OVER w,
  CASE WHEN COUNT(v) OVER w > 0 THEN '(' || (MAX(v) OVER w) - (MIN(v) OVER w) || ', ' || coalesce(SUM(k) OVER w, 0)::DECIMAL(20, 2) || ')' END
FROM $1 WINDOW w AS (PARTITION BY name ORDER BY v, k, d, price, ts ROWS BETWEEN 3 PRECEDING AND 1 FOLLOWING)

--- of some rows, with OVER, running
-- over t | x | c
SELECT k, name, v, weighted_avg(v, 2) FILTER (WHERE d > 0.4) OVER w, rows_of() FILTER (WHERE name = 'bob') OVER w, joined(name) FILTER (WHERE v > 0) OVER w,
  big_sum(v) FILTER (WHERE d > 0.4) OVER w, big_sum(DISTINCT k) FILTER (WHERE d > 0.4) OVER w, highest(d) FILTER (WHERE k > 1 AND d < 0.9) OVER w
FROM $1 WINDOW w AS (PARTITION BY k ORDER BY v)
-- duckdb
SELECT k, name, v, (SUM(v) FILTER (WHERE d > 0.4) OVER w)::BIGINT // NULLIF(COUNT(v) FILTER (WHERE d > 0.4) OVER w, 0), COUNT(*) FILTER (WHERE name = 'bob') OVER w,
  coalesce(array_to_string(list_sort(list(coalesce(name, '-')) FILTER (WHERE v > 0) OVER w), '|'), ''),
  coalesce(SUM(v) FILTER (WHERE d > 0.4) OVER w, 0)::BIGINT::VARCHAR, coalesce(SUM(DISTINCT k) FILTER (WHERE d > 0.4) OVER w, 0)::BIGINT::VARCHAR,
  MAX(d) FILTER (WHERE k > 1 AND d < 0.9) OVER w
FROM $1 WINDOW w AS (PARTITION BY k ORDER BY v)

--- of some rows, with OVER, sliding
-- over t | x | c
SELECT k, name, v, weighted_avg(v, 2) FILTER (WHERE d > 0.4) OVER w, rows_of() FILTER (WHERE name = 'bob') OVER w, joined(name) FILTER (WHERE v > 0) OVER w,
  big_sum(v) FILTER (WHERE d > 0.4) OVER w, big_sum(DISTINCT k) FILTER (WHERE d > 0.4) OVER w, highest(d) FILTER (WHERE k > 1 AND d < 0.9) OVER w
FROM $1 WINDOW w AS (PARTITION BY name ORDER BY v, k, d, price, ts ROWS BETWEEN 3 PRECEDING AND 1 FOLLOWING)
-- duckdb
SELECT k, name, v, (SUM(v) FILTER (WHERE d > 0.4) OVER w)::BIGINT // NULLIF(COUNT(v) FILTER (WHERE d > 0.4) OVER w, 0), COUNT(*) FILTER (WHERE name = 'bob') OVER w,
  coalesce(array_to_string(list_sort(list(coalesce(name, '-')) FILTER (WHERE v > 0) OVER w), '|'), ''),
  coalesce(SUM(v) FILTER (WHERE d > 0.4) OVER w, 0)::BIGINT::VARCHAR, coalesce(SUM(DISTINCT k) FILTER (WHERE d > 0.4) OVER w, 0)::BIGINT::VARCHAR,
  MAX(d) FILTER (WHERE k > 1 AND d < 0.9) OVER w
FROM $1 WINDOW w AS (PARTITION BY name ORDER BY v, k, d, price, ts ROWS BETWEEN 3 PRECEDING AND 1 FOLLOWING)

--- of some rows, with OVER, of ranges
-- over t | x
SELECT k, name, v, weighted_avg(v, 2) FILTER (WHERE d > 0.4) OVER w, rows_of() FILTER (WHERE name = 'bob') OVER w, joined(name) FILTER (WHERE v > 0) OVER w,
  big_sum(v) FILTER (WHERE d > 0.4) OVER w, big_sum(DISTINCT k) FILTER (WHERE d > 0.4) OVER w, highest(d) FILTER (WHERE k > 1 AND d < 0.9) OVER w
FROM $1 WINDOW w AS (PARTITION BY k ORDER BY v RANGE BETWEEN 300 PRECEDING AND 100 FOLLOWING)
-- duckdb
SELECT k, name, v, (SUM(v) FILTER (WHERE d > 0.4) OVER w)::BIGINT // NULLIF(COUNT(v) FILTER (WHERE d > 0.4) OVER w, 0), COUNT(*) FILTER (WHERE name = 'bob') OVER w,
  coalesce(array_to_string(list_sort(list(coalesce(name, '-')) FILTER (WHERE v > 0) OVER w), '|'), ''),
  coalesce(SUM(v) FILTER (WHERE d > 0.4) OVER w, 0)::BIGINT::VARCHAR, coalesce(SUM(DISTINCT k) FILTER (WHERE d > 0.4) OVER w, 0)::BIGINT::VARCHAR,
  MAX(d) FILTER (WHERE k > 1 AND d < 0.9) OVER w
FROM $1 WINDOW w AS (PARTITION BY k ORDER BY v RANGE BETWEEN 300 PRECEDING AND 100 FOLLOWING)

--- with OVER, frames that may be empty
-- over t | x
SELECT k, v, weighted_avg(v, 2) OVER w, rows_of() OVER w, joined(name) OVER w, big_sum(v) OVER w, highest(d) OVER w, CAST(spread(v, CAST(k AS DECIMAL(10, 2))) OVER w AS STRING)
FROM $1 WINDOW w AS (PARTITION BY k ORDER BY v, d, name, price, ts ROWS BETWEEN 4 PRECEDING AND 2 PRECEDING)
-- duckdb
SELECT k, v, (SUM(v) OVER w)::BIGINT // NULLIF(COUNT(v) OVER w, 0), COUNT(*) OVER w, coalesce(array_to_string(list_sort(list(coalesce(name, '-')) OVER w), '|'), ''), coalesce(SUM(v) OVER w, 0)::BIGINT::VARCHAR, MAX(d) OVER w,
  CASE WHEN COUNT(v) OVER w > 0 THEN '(' || (MAX(v) OVER w) - (MIN(v) OVER w) || ', ' || coalesce(SUM(k) OVER w, 0)::DECIMAL(20, 2) || ')' END
FROM $1 WINDOW w AS (PARTITION BY k ORDER BY v, d, name, price, ts ROWS BETWEEN 4 PRECEDING AND 2 PRECEDING)

--- with OVER, ranges of numbers
-- over t | x | c
SELECT k, v, weighted_avg(v, 2) OVER w, rows_of() OVER w, joined(name) OVER w, big_sum(v) OVER w, highest(d) OVER w, CAST(spread(v, CAST(k AS DECIMAL(10, 2))) OVER w AS STRING)
FROM $1 WINDOW w AS (PARTITION BY k ORDER BY v RANGE BETWEEN 50 PRECEDING AND 20 FOLLOWING)
-- duckdb
SELECT k, v, (SUM(v) OVER w)::BIGINT // NULLIF(COUNT(v) OVER w, 0), COUNT(*) OVER w, coalesce(array_to_string(list_sort(list(coalesce(name, '-')) OVER w), '|'), ''), coalesce(SUM(v) OVER w, 0)::BIGINT::VARCHAR, MAX(d) OVER w,
  CASE WHEN COUNT(v) OVER w > 0 THEN '(' || (MAX(v) OVER w) - (MIN(v) OVER w) || ', ' || coalesce(SUM(k) OVER w, 0)::DECIMAL(20, 2) || ')' END
FROM $1 WINDOW w AS (PARTITION BY k ORDER BY v RANGE BETWEEN 50 PRECEDING AND 20 FOLLOWING)

--- with OVER, whole partitions
-- over t | x
SELECT k, v, weighted_avg(v, 2) OVER w, rows_of() OVER w, joined(name) OVER w, big_sum(v) OVER w, highest(d) OVER w, CAST(spread(v, CAST(k AS DECIMAL(10, 2))) OVER w AS STRING)
FROM $1 WINDOW w AS (PARTITION BY k)
-- duckdb
SELECT k, v, (SUM(v) OVER w)::BIGINT // NULLIF(COUNT(v) OVER w, 0), COUNT(*) OVER w, coalesce(array_to_string(list_sort(list(coalesce(name, '-')) OVER w), '|'), ''), coalesce(SUM(v) OVER w, 0)::BIGINT::VARCHAR, MAX(d) OVER w,
  CASE WHEN COUNT(v) OVER w > 0 THEN '(' || (MAX(v) OVER w) - (MIN(v) OVER w) || ', ' || coalesce(SUM(k) OVER w, 0)::DECIMAL(20, 2) || ')' END
FROM $1 WINDOW w AS (PARTITION BY k)

--- with OVER, rows left out
-- over t | c
SELECT k, v, weighted_avg(v, 2) OVER w, rows_of() OVER w, joined(name) OVER w, big_sum(v) OVER w, highest(d) OVER w, CAST(spread(v, CAST(k AS DECIMAL(10, 2))) OVER w AS STRING)
FROM $1 WINDOW w AS (PARTITION BY k ORDER BY v, d, name, price, ts ROWS BETWEEN 3 PRECEDING AND 3 FOLLOWING EXCLUDE CURRENT ROW)
-- duckdb
SELECT k, v, (SUM(v) OVER w)::BIGINT // NULLIF(COUNT(v) OVER w, 0), COUNT(*) OVER w, coalesce(array_to_string(list_sort(list(coalesce(name, '-')) OVER w), '|'), ''), coalesce(SUM(v) OVER w, 0)::BIGINT::VARCHAR, MAX(d) OVER w,
  CASE WHEN COUNT(v) OVER w > 0 THEN '(' || (MAX(v) OVER w) - (MIN(v) OVER w) || ', ' || coalesce(SUM(k) OVER w, 0)::DECIMAL(20, 2) || ')' END
FROM $1 WINDOW w AS (PARTITION BY k ORDER BY v, d, name, price, ts ROWS BETWEEN 3 PRECEDING AND 3 FOLLOWING EXCLUDE CURRENT ROW)

--- with OVER, running in time
-- over e: append | o: append | f: append
SELECT k, ts, weighted_avg(v, 2) OVER w, rows_of() OVER w, joined(name) OVER w, big_sum(v) OVER w, highest(d) OVER w, CAST(spread(v, CAST(k AS DECIMAL(10, 2))) OVER w AS STRING)
FROM $1 WINDOW w AS (PARTITION BY k ORDER BY ts)
-- duckdb
SELECT k, ts, (SUM(v) OVER w)::BIGINT // NULLIF(COUNT(v) OVER w, 0), COUNT(*) OVER w, coalesce(array_to_string(list_sort(list(coalesce(name, '-')) OVER w), '|'), ''), coalesce(SUM(v) OVER w, 0)::BIGINT::VARCHAR, MAX(d) OVER w,
  CASE WHEN COUNT(v) OVER w > 0 THEN '(' || (MAX(v) OVER w) - (MIN(v) OVER w) || ', ' || coalesce(SUM(k) OVER w, 0)::DECIMAL(20, 2) || ')' END
FROM $1 WINDOW w AS (PARTITION BY k ORDER BY ts)

--- with OVER, ranges of times
-- over e: append | o: append | f: append
SELECT k, ts, weighted_avg(v, 2) OVER w, rows_of() OVER w, joined(name) OVER w, big_sum(v) OVER w, highest(d) OVER w, CAST(spread(v, CAST(k AS DECIMAL(10, 2))) OVER w AS STRING)
FROM $1 WINDOW w AS (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '3' MINUTE PRECEDING AND CURRENT ROW)
-- duckdb
SELECT k, ts, (SUM(v) OVER w)::BIGINT // NULLIF(COUNT(v) OVER w, 0), COUNT(*) OVER w, coalesce(array_to_string(list_sort(list(coalesce(name, '-')) OVER w), '|'), ''), coalesce(SUM(v) OVER w, 0)::BIGINT::VARCHAR, MAX(d) OVER w,
  CASE WHEN COUNT(v) OVER w > 0 THEN '(' || (MAX(v) OVER w) - (MIN(v) OVER w) || ', ' || coalesce(SUM(k) OVER w, 0)::DECIMAL(20, 2) || ')' END
FROM $1 WINDOW w AS (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '3' MINUTE PRECEDING AND CURRENT ROW)

--- with OVER, different values
-- over t | x
SELECT k, v, joined(DISTINCT name) OVER w, weighted_avg(DISTINCT v, 1) OVER w, rows_of() OVER w FROM $1
WINDOW w AS (PARTITION BY k ORDER BY v, d, name, price, ts ROWS BETWEEN 6 PRECEDING AND CURRENT ROW)
-- duckdb
SELECT k, v, coalesce(array_to_string(list_sort(list(DISTINCT coalesce(name, '-')) OVER w), '|'), ''), (SUM(DISTINCT v) OVER w)::BIGINT // NULLIF(COUNT(DISTINCT v) OVER w, 0), COUNT(*) OVER w FROM $1
WINDOW w AS (PARTITION BY k ORDER BY v, d, name, price, ts ROWS BETWEEN 6 PRECEDING AND CURRENT ROW)

--- with OVER, of groups
-- over t: update | x: update
SELECT k, name, n, rows_of() OVER w, big_sum(n, k) OVER w, joined(name) OVER w FROM (SELECT k, name, COUNT(*) AS n FROM $1 GROUP BY k, name)
WINDOW w AS (PARTITION BY k ORDER BY n, name)
-- duckdb
SELECT k, name, n, COUNT(*) OVER w, coalesce(SUM(n + k) OVER w, 0)::BIGINT::VARCHAR, coalesce(array_to_string(list_sort(list(coalesce(name, '-')) OVER w), '|'), '')
FROM (SELECT k, name, COUNT(*) AS n FROM $1 GROUP BY k, name) WINDOW w AS (PARTITION BY k ORDER BY n, name)

--- aggregates of different values by grouping sets
-- over t | x | c
SELECT k, name, GROUPING(k, name), joined(DISTINCT name), weighted_avg(DISTINCT v, 1), COUNT(*), COUNT(DISTINCT v) FROM $1 GROUP BY CUBE (k, name)
-- duckdb
SELECT k, name, GROUPING(k, name), string_agg(DISTINCT coalesce(name, '-'), '|' ORDER BY coalesce(name, '-')), SUM(DISTINCT v)::BIGINT // COUNT(DISTINCT v), COUNT(*), COUNT(DISTINCT v)
FROM $1 GROUP BY CUBE (k, name)
