--- pairs
-- over t: update | x: update | o: update
SELECT k, COVAR_POP(v, d) * 1.2345678e0, COVAR_SAMP(v, d), CORR(v, d), REGR_COUNT(v, d), REGR_AVGX(v, d), REGR_AVGY(v, d),
  REGR_SXX(v, d) * 1.2345678e0, REGR_SYY(v, d) * 1.2345678e0, REGR_SXY(v, d) * 1.2345678e0
FROM $1 GROUP BY k
-- duckdb
SELECT k, COVAR_POP(v, d) * 1.2345678e0, COVAR_SAMP(v, d), NULLIF(CORR(v, d), 'NaN'::DOUBLE), REGR_COUNT(v, d)::BIGINT, REGR_AVGX(v, d),
  REGR_AVGY(v, d), REGR_SXX(v, d) * 1.2345678e0, REGR_SYY(v, d) * 1.2345678e0, REGR_SXY(v, d) * 1.2345678e0
FROM $1 GROUP BY k

--- pairs by windows
-- over e: append, update
SELECT window_start, COVAR_POP(v, d) * 1.2345678e0, COVAR_SAMP(v, d), CORR(v, d), REGR_COUNT(v, d), REGR_AVGX(v, d), REGR_AVGY(v, d),
  REGR_SXX(v, d) * 1.2345678e0, REGR_SYY(v, d) * 1.2345678e0, REGR_SXY(v, d) * 1.2345678e0
FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '30' MINUTE)) GROUP BY window_start
-- duckdb
SELECT window_start, COVAR_POP(v, d) * 1.2345678e0, COVAR_SAMP(v, d), NULLIF(CORR(v, d), 'NaN'::DOUBLE), REGR_COUNT(v, d)::BIGINT, REGR_AVGX(v, d),
  REGR_AVGY(v, d), REGR_SXX(v, d) * 1.2345678e0, REGR_SYY(v, d) * 1.2345678e0, REGR_SXY(v, d) * 1.2345678e0
FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '30' MINUTE)) GROUP BY window_start

--- lines
-- over t: update | x: update | o: update
SELECT k, REGR_SLOPE(v, d), REGR_INTERCEPT(v, d), REGR_R2(v, d) FILTER (WHERE d > 0.2)
FROM $1 GROUP BY k
-- duckdb
SELECT k, NULLIF(REGR_SLOPE(v, d), 'NaN'::DOUBLE), NULLIF(REGR_INTERCEPT(v, d), 'NaN'::DOUBLE), REGR_R2(v, d) FILTER (WHERE d > 0.2)
FROM $1 GROUP BY k

--- lines by windows
-- over e: append, update
SELECT window_start, REGR_SLOPE(v, d), REGR_INTERCEPT(v, d), REGR_R2(v, d) FILTER (WHERE d > 0.2)
FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '30' MINUTE)) GROUP BY window_start
-- duckdb
SELECT window_start, NULLIF(REGR_SLOPE(v, d), 'NaN'::DOUBLE), NULLIF(REGR_INTERCEPT(v, d), 'NaN'::DOUBLE), REGR_R2(v, d) FILTER (WHERE d > 0.2)
FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '30' MINUTE)) GROUP BY window_start

--- bits
-- over t: update | x: update | o: update
SELECT k, BIT_AND(v), BIT_OR(v), BIT_XOR(v), BIT_XOR(DISTINCT v), BIT_OR(v) FILTER (WHERE d > 0.3)
FROM $1 GROUP BY k

--- bits by windows
-- over e: append, update | o: append, update
SELECT window_start, BIT_AND(v), BIT_OR(v), BIT_XOR(v), BIT_XOR(DISTINCT v), BIT_OR(v) FILTER (WHERE d > 0.3)
FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '30' MINUTE)) GROUP BY window_start

--- values by others
-- over t: update | x: update | o: update
SELECT k, MIN_BY(name, d), ARG_MAX(name, d) FILTER (WHERE v > 0), MAX_BY(v, d), FIRST_VALUE(name) WITHIN GROUP (ORDER BY d DESC)
FROM $1 GROUP BY k
-- duckdb
SELECT k, list(name ORDER BY d, name) FILTER (WHERE d IS NOT NULL)[1], list(name ORDER BY d DESC, name DESC) FILTER (WHERE d IS NOT NULL AND v > 0)[1],
  list(v ORDER BY d DESC, v DESC) FILTER (WHERE d IS NOT NULL)[1], list(name ORDER BY d DESC, name) FILTER (WHERE name IS NOT NULL)[1]
FROM $1 GROUP BY k

--- values by others by windows
-- over e: append, update | o: append, update
SELECT window_start, MIN_BY(name, d), ARG_MAX(name, d) FILTER (WHERE v > 0), MAX_BY(v, d), FIRST_VALUE(name) WITHIN GROUP (ORDER BY d DESC)
FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '30' MINUTE)) GROUP BY window_start
-- duckdb
SELECT window_start, list(name ORDER BY d, name) FILTER (WHERE d IS NOT NULL)[1], list(name ORDER BY d DESC, name DESC) FILTER (WHERE d IS NOT NULL AND v > 0)[1],
  list(v ORDER BY d DESC, v DESC) FILTER (WHERE d IS NOT NULL)[1], list(name ORDER BY d DESC, name) FILTER (WHERE name IS NOT NULL)[1]
FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '30' MINUTE)) GROUP BY window_start

--- lists
-- over t: update | x: update | o: update
SELECT k, CAST(ARRAY_AGG(v ORDER BY v DESC) AS STRING), CAST(ARRAY_AGG(v IGNORE NULLS ORDER BY d, v) AS STRING),
  CAST(ARRAY_AGG(DISTINCT v) FILTER (WHERE v > 0) AS STRING), LISTAGG(name, '|') WITHIN GROUP (ORDER BY v DESC NULLS FIRST, name),
  LISTAGG(DISTINCT name), STRING_AGG(name, '' ORDER BY name DESC)
FROM $1 GROUP BY k
-- duckdb
SELECT k, list(v ORDER BY v DESC)::VARCHAR, list(v ORDER BY d, v) FILTER (WHERE v IS NOT NULL)::VARCHAR,
  list(DISTINCT v ORDER BY v) FILTER (WHERE v > 0)::VARCHAR, string_agg(name, '|' ORDER BY v DESC NULLS FIRST, name),
  string_agg(DISTINCT name, ',' ORDER BY name), string_agg(name, '' ORDER BY name DESC)
FROM $1 GROUP BY k

--- lists by windows
-- over e: append, update | o: append, update
SELECT window_start, CAST(ARRAY_AGG(v ORDER BY v DESC) AS STRING), CAST(ARRAY_AGG(v IGNORE NULLS ORDER BY d, v) AS STRING),
  CAST(ARRAY_AGG(DISTINCT v) FILTER (WHERE v > 0) AS STRING), LISTAGG(name, '|') WITHIN GROUP (ORDER BY v DESC NULLS FIRST, name),
  LISTAGG(DISTINCT name), STRING_AGG(name, '' ORDER BY name DESC)
FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '30' MINUTE)) GROUP BY window_start
-- duckdb
SELECT window_start, list(v ORDER BY v DESC)::VARCHAR, list(v ORDER BY d, v) FILTER (WHERE v IS NOT NULL)::VARCHAR,
  list(DISTINCT v ORDER BY v) FILTER (WHERE v > 0)::VARCHAR, string_agg(name, '|' ORDER BY v DESC NULLS FIRST, name),
  string_agg(DISTINCT name, ',' ORDER BY name), string_agg(name, '' ORDER BY name DESC)
FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '30' MINUTE)) GROUP BY window_start

--- percentiles
-- over t: update | x: update | o: update
SELECT k, MEDIAN(v), PERCENTILE_CONT(0.3) WITHIN GROUP (ORDER BY d DESC), PERCENTILE(v, 0.99) FILTER (WHERE d > 0.2),
  PERCENTILE_DISC(0.25) WITHIN GROUP (ORDER BY v), PERCENTILE_DISC(0.6) WITHIN GROUP (ORDER BY name),
  PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY v DESC), MEDIAN(DISTINCT v / 100)
FROM $1 GROUP BY k
-- duckdb
SELECT k, MEDIAN(v), PERCENTILE_CONT(0.3) WITHIN GROUP (ORDER BY d DESC), QUANTILE_CONT(v, 0.99) FILTER (WHERE d > 0.2),
  PERCENTILE_DISC(0.25) WITHIN GROUP (ORDER BY v), PERCENTILE_DISC(0.6) WITHIN GROUP (ORDER BY name),
  PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY v DESC), MEDIAN(DISTINCT v // 100)
FROM $1 GROUP BY k

--- percentiles by windows
-- over e: append, update | o: append, update
SELECT window_start, MEDIAN(v), PERCENTILE_CONT(0.3) WITHIN GROUP (ORDER BY d DESC), PERCENTILE(v, 0.99) FILTER (WHERE d > 0.2),
  PERCENTILE_DISC(0.25) WITHIN GROUP (ORDER BY v), PERCENTILE_DISC(0.6) WITHIN GROUP (ORDER BY name),
  PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY v DESC), MEDIAN(DISTINCT v / 100)
FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '30' MINUTE)) GROUP BY window_start
-- duckdb
SELECT window_start, MEDIAN(v), PERCENTILE_CONT(0.3) WITHIN GROUP (ORDER BY d DESC), QUANTILE_CONT(v, 0.99) FILTER (WHERE d > 0.2),
  PERCENTILE_DISC(0.25) WITHIN GROUP (ORDER BY v), PERCENTILE_DISC(0.6) WITHIN GROUP (ORDER BY name),
  PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY v DESC), MEDIAN(DISTINCT v // 100)
FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '30' MINUTE)) GROUP BY window_start

--- different combinations
-- over t: update | x: update | o: update
SELECT k, COUNT(DISTINCT name, v), COUNT(DISTINCT name, v / 100) FILTER (WHERE d > 0.5), APPROX_COUNT_DISTINCT(name)
FROM $1 GROUP BY k
-- duckdb
SELECT k, COUNT(DISTINCT (name, v)) FILTER (WHERE name IS NOT NULL AND v IS NOT NULL),
  COUNT(DISTINCT (name, v // 100)) FILTER (WHERE d > 0.5 AND name IS NOT NULL AND v IS NOT NULL), COUNT(DISTINCT name)
FROM $1 GROUP BY k

--- different combinations by windows
-- over e: append, update
SELECT window_start, COUNT(DISTINCT name, v), COUNT(DISTINCT name, v / 100) FILTER (WHERE d > 0.5), APPROX_COUNT_DISTINCT(name)
FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '30' MINUTE)) GROUP BY window_start
-- duckdb
SELECT window_start, COUNT(DISTINCT (name, v)) FILTER (WHERE name IS NOT NULL AND v IS NOT NULL),
  COUNT(DISTINCT (name, v // 100)) FILTER (WHERE d > 0.5 AND name IS NOT NULL AND v IS NOT NULL), COUNT(DISTINCT name)
FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '30' MINUTE)) GROUP BY window_start

--- lists by windows over windows
-- over w: append, update
SELECT window_start, CAST(ARRAY_AGG(v ORDER BY v DESC) AS STRING), CAST(ARRAY_AGG(v IGNORE NULLS ORDER BY d, v) AS STRING),
  CAST(ARRAY_AGG(DISTINCT v) FILTER (WHERE v > 0) AS STRING), LISTAGG(name, '|') WITHIN GROUP (ORDER BY v DESC NULLS FIRST, name),
  LISTAGG(DISTINCT name), STRING_AGG(name, '' ORDER BY name DESC)
FROM TABLE(TUMBLE((SELECT window_time AS ts, k, v, d, name FROM $1), DESCRIPTOR(ts), INTERVAL '20' MINUTE)) GROUP BY window_start
-- duckdb
SELECT window_start, list(v ORDER BY v DESC)::VARCHAR, list(v ORDER BY d, v) FILTER (WHERE v IS NOT NULL)::VARCHAR,
  list(DISTINCT v ORDER BY v) FILTER (WHERE v > 0)::VARCHAR, string_agg(name, '|' ORDER BY v DESC NULLS FIRST, name),
  string_agg(DISTINCT name, ',' ORDER BY name), string_agg(name, '' ORDER BY name DESC)
FROM TABLE(TUMBLE((SELECT window_time AS ts, k, v, d, name FROM $1), DESCRIPTOR(ts), INTERVAL '20' MINUTE)) GROUP BY window_start

--- percentiles by windows over windows
-- over w: append, update
SELECT window_start, MEDIAN(v), PERCENTILE_CONT(0.3) WITHIN GROUP (ORDER BY d DESC), PERCENTILE(v, 0.99) FILTER (WHERE d > 0.2),
  PERCENTILE_DISC(0.25) WITHIN GROUP (ORDER BY v), PERCENTILE_DISC(0.6) WITHIN GROUP (ORDER BY name),
  PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY v DESC), MEDIAN(DISTINCT v / 100)
FROM TABLE(TUMBLE((SELECT window_time AS ts, k, v, d, name FROM $1), DESCRIPTOR(ts), INTERVAL '20' MINUTE)) GROUP BY window_start
-- duckdb
SELECT window_start, MEDIAN(v), PERCENTILE_CONT(0.3) WITHIN GROUP (ORDER BY d DESC), QUANTILE_CONT(v, 0.99) FILTER (WHERE d > 0.2),
  PERCENTILE_DISC(0.25) WITHIN GROUP (ORDER BY v), PERCENTILE_DISC(0.6) WITHIN GROUP (ORDER BY name),
  PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY v DESC), MEDIAN(DISTINCT v // 100)
FROM TABLE(TUMBLE((SELECT window_time AS ts, k, v, d, name FROM $1), DESCRIPTOR(ts), INTERVAL '20' MINUTE)) GROUP BY window_start

--- bits by windows over windows
-- over w: append, update
SELECT window_start, BIT_AND(v), BIT_OR(v), BIT_XOR(v), BIT_XOR(DISTINCT v), BIT_OR(v) FILTER (WHERE d > 0.3)
FROM TABLE(TUMBLE((SELECT window_time AS ts, k, v, d, name FROM $1), DESCRIPTOR(ts), INTERVAL '20' MINUTE)) GROUP BY window_start
-- duckdb
SELECT window_start, BIT_AND(v), BIT_OR(v), BIT_XOR(v), BIT_XOR(DISTINCT v), BIT_OR(v) FILTER (WHERE d > 0.3)
FROM TABLE(TUMBLE((SELECT window_time AS ts, k, v, d, name FROM $1), DESCRIPTOR(ts), INTERVAL '20' MINUTE)) GROUP BY window_start

--- values by others by windows over windows
-- over w: append, update
SELECT window_start, MIN_BY(name, d), ARG_MAX(name, d) FILTER (WHERE v > 0), MAX_BY(v, d), FIRST_VALUE(name) WITHIN GROUP (ORDER BY d DESC)
FROM TABLE(TUMBLE((SELECT window_time AS ts, k, v, d, name FROM $1), DESCRIPTOR(ts), INTERVAL '20' MINUTE)) GROUP BY window_start
-- duckdb
SELECT window_start, list(name ORDER BY d, name) FILTER (WHERE d IS NOT NULL)[1], list(name ORDER BY d DESC, name DESC) FILTER (WHERE d IS NOT NULL AND v > 0)[1],
  list(v ORDER BY d DESC, v DESC) FILTER (WHERE d IS NOT NULL)[1], list(name ORDER BY d DESC, name) FILTER (WHERE name IS NOT NULL)[1]
FROM TABLE(TUMBLE((SELECT window_time AS ts, k, v, d, name FROM $1), DESCRIPTOR(ts), INTERVAL '20' MINUTE)) GROUP BY window_start

--- lists by windows that overlap
-- over e: append, update
SELECT window_start, name AS n, CAST(ARRAY_AGG(v ORDER BY v DESC) AS STRING), CAST(ARRAY_AGG(v IGNORE NULLS ORDER BY d, v) AS STRING),
  CAST(ARRAY_AGG(DISTINCT v) FILTER (WHERE v > 0) AS STRING), LISTAGG(name, '|') WITHIN GROUP (ORDER BY v DESC NULLS FIRST, name),
  LISTAGG(DISTINCT name), STRING_AGG(name, '' ORDER BY name DESC)
FROM TABLE(HOP(TABLE $1, DESCRIPTOR(ts), INTERVAL '20' MINUTE, INTERVAL '1' HOUR)) GROUP BY window_start, name
-- duckdb
SELECT window_start, name AS n, list(v ORDER BY v DESC)::VARCHAR, list(v ORDER BY d, v) FILTER (WHERE v IS NOT NULL)::VARCHAR,
  list(DISTINCT v ORDER BY v) FILTER (WHERE v > 0)::VARCHAR, string_agg(name, '|' ORDER BY v DESC NULLS FIRST, name),
  string_agg(DISTINCT name, ',' ORDER BY name), string_agg(name, '' ORDER BY name DESC)
FROM TABLE(HOP(TABLE $1, DESCRIPTOR(ts), INTERVAL '20' MINUTE, INTERVAL '1' HOUR)) GROUP BY window_start, name

--- lists of all
-- over x: update
SELECT CAST(ARRAY_AGG(v ORDER BY v DESC) AS STRING), CAST(ARRAY_AGG(v IGNORE NULLS ORDER BY d, v) AS STRING),
  CAST(ARRAY_AGG(DISTINCT v) FILTER (WHERE v > 0) AS STRING), LISTAGG(name, '|') WITHIN GROUP (ORDER BY v DESC NULLS FIRST, name),
  LISTAGG(DISTINCT name), STRING_AGG(name, '' ORDER BY name DESC)
FROM $1 WHERE k > 2
-- duckdb
SELECT list(v ORDER BY v DESC)::VARCHAR, list(v ORDER BY d, v) FILTER (WHERE v IS NOT NULL)::VARCHAR,
  list(DISTINCT v ORDER BY v) FILTER (WHERE v > 0)::VARCHAR, string_agg(name, '|' ORDER BY v DESC NULLS FIRST, name),
  string_agg(DISTINCT name, ',' ORDER BY name), string_agg(name, '' ORDER BY name DESC)
FROM $1 WHERE k > 2

--- percentiles by windows that overlap
-- over e: append, update
SELECT window_start, name AS n, MEDIAN(v), PERCENTILE_CONT(0.3) WITHIN GROUP (ORDER BY d DESC), PERCENTILE(v, 0.99) FILTER (WHERE d > 0.2),
  PERCENTILE_DISC(0.25) WITHIN GROUP (ORDER BY v), PERCENTILE_DISC(0.6) WITHIN GROUP (ORDER BY name),
  PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY v DESC), MEDIAN(DISTINCT v / 100)
FROM TABLE(HOP(TABLE $1, DESCRIPTOR(ts), INTERVAL '20' MINUTE, INTERVAL '1' HOUR)) GROUP BY window_start, name
-- duckdb
SELECT window_start, name AS n, MEDIAN(v), PERCENTILE_CONT(0.3) WITHIN GROUP (ORDER BY d DESC), QUANTILE_CONT(v, 0.99) FILTER (WHERE d > 0.2),
  PERCENTILE_DISC(0.25) WITHIN GROUP (ORDER BY v), PERCENTILE_DISC(0.6) WITHIN GROUP (ORDER BY name),
  PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY v DESC), MEDIAN(DISTINCT v // 100)
FROM TABLE(HOP(TABLE $1, DESCRIPTOR(ts), INTERVAL '20' MINUTE, INTERVAL '1' HOUR)) GROUP BY window_start, name

--- percentiles of all
-- over x: update
SELECT MEDIAN(v), PERCENTILE_CONT(0.3) WITHIN GROUP (ORDER BY d DESC), PERCENTILE(v, 0.99) FILTER (WHERE d > 0.2),
  PERCENTILE_DISC(0.25) WITHIN GROUP (ORDER BY v), PERCENTILE_DISC(0.6) WITHIN GROUP (ORDER BY name),
  PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY v DESC), MEDIAN(DISTINCT v / 100)
FROM $1 WHERE k > 2
-- duckdb
SELECT MEDIAN(v), PERCENTILE_CONT(0.3) WITHIN GROUP (ORDER BY d DESC), QUANTILE_CONT(v, 0.99) FILTER (WHERE d > 0.2),
  PERCENTILE_DISC(0.25) WITHIN GROUP (ORDER BY v), PERCENTILE_DISC(0.6) WITHIN GROUP (ORDER BY name),
  PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY v DESC), MEDIAN(DISTINCT v // 100)
FROM $1 WHERE k > 2

--- different combinations by windows that overlap
-- over e: append, update
SELECT window_start, name AS n, COUNT(DISTINCT name, v), COUNT(DISTINCT name, v / 100) FILTER (WHERE d > 0.5), APPROX_COUNT_DISTINCT(name)
FROM TABLE(HOP(TABLE $1, DESCRIPTOR(ts), INTERVAL '20' MINUTE, INTERVAL '1' HOUR)) GROUP BY window_start, name
-- duckdb
SELECT window_start, name AS n, COUNT(DISTINCT (name, v)) FILTER (WHERE name IS NOT NULL AND v IS NOT NULL),
  COUNT(DISTINCT (name, v // 100)) FILTER (WHERE d > 0.5 AND name IS NOT NULL AND v IS NOT NULL), COUNT(DISTINCT name)
FROM TABLE(HOP(TABLE $1, DESCRIPTOR(ts), INTERVAL '20' MINUTE, INTERVAL '1' HOUR)) GROUP BY window_start, name

--- different combinations of all
-- over x: update
SELECT COUNT(DISTINCT name, v), COUNT(DISTINCT name, v / 100) FILTER (WHERE d > 0.5), APPROX_COUNT_DISTINCT(name)
FROM $1 WHERE k > 2
-- duckdb
SELECT COUNT(DISTINCT (name, v)) FILTER (WHERE name IS NOT NULL AND v IS NOT NULL),
  COUNT(DISTINCT (name, v // 100)) FILTER (WHERE d > 0.5 AND name IS NOT NULL AND v IS NOT NULL), COUNT(DISTINCT name)
FROM $1 WHERE k > 2

--- values by windows that grow
-- over e: append, update
SELECT window_end, MEDIAN(v), LISTAGG(DISTINCT name)
FROM TABLE(CUMULATE(TABLE $1, DESCRIPTOR(ts), INTERVAL '20' MINUTE, INTERVAL '1' HOUR)) GROUP BY window_end
-- duckdb
SELECT window_end, MEDIAN(v), string_agg(DISTINCT name, ',' ORDER BY name)
FROM TABLE(CUMULATE(TABLE $1, DESCRIPTOR(ts), INTERVAL '20' MINUTE, INTERVAL '1' HOUR)) GROUP BY window_end

--- modes
-- over t: update | x: update
SELECT k, MODE(v / 400), MODE() WITHIN GROUP (ORDER BY name) FILTER (WHERE v > 0) FROM $1 GROUP BY k
-- duckdb
SELECT k, (SELECT arg_min(m, (-c, m)) FROM (SELECT k AS g, v // 400 AS m, COUNT(*) AS c FROM $1 WHERE v IS NOT NULL GROUP BY ALL)
    WHERE g IS NOT DISTINCT FROM o.k),
  (SELECT arg_min(m, (-c, m)) FROM (SELECT k AS g, name AS m, COUNT(*) AS c FROM $1 WHERE name IS NOT NULL AND v > 0 GROUP BY ALL)
    WHERE g IS NOT DISTINCT FROM o.k)
FROM (SELECT DISTINCT k FROM $1) o

--- values in the order in which they come
-- over t: update | e: update
SELECT k, FIRST_VALUE(name), LAST_VALUE(name) FILTER (WHERE v > 0), LAST_VALUE(v), LISTAGG(name, '/'), CAST(ARRAY_AGG(v) AS STRING)
FROM $1 GROUP BY k
-- duckdb
SELECT k, arg_min(name, rowid), arg_max(name, rowid) FILTER (WHERE v > 0), arg_max(v, rowid),
  string_agg(name, '/' ORDER BY rowid), list(v ORDER BY rowid)::VARCHAR
FROM $1 GROUP BY k

--- windows of values in the order in which they come
-- over e: append, update
SELECT window_start, FIRST_VALUE(name), LAST_VALUE(v), LISTAGG(name, '/')
FROM TABLE(HOP(TABLE $1, DESCRIPTOR(ts), INTERVAL '20' MINUTE, INTERVAL '1' HOUR)) GROUP BY window_start
-- duckdb
SELECT window_start, arg_min(name, r), arg_max(v, r), string_agg(name, '/' ORDER BY r)
FROM TABLE(HOP((SELECT *, rowid AS r FROM $1), DESCRIPTOR(ts), INTERVAL '20' MINUTE, INTERVAL '1' HOUR)) GROUP BY window_start

--- values of an outer join
-- over t, u: update | x, y: update
SELECT l.k, MEDIAN(r.v), MAX_BY(r.name, r.ts), COUNT(DISTINCT r.name, r.v)
FROM $1 AS l LEFT JOIN $2 AS r ON l.k = r.k AND l.v = r.v GROUP BY l.k
-- duckdb
SELECT l.k, MEDIAN(r.v), list(r.name ORDER BY r.ts DESC, r.name DESC) FILTER (WHERE r.ts IS NOT NULL)[1],
  COUNT(DISTINCT (r.name, r.v)) FILTER (WHERE r.name IS NOT NULL AND r.v IS NOT NULL)
FROM $1 AS l LEFT JOIN $2 AS r ON l.k = r.k AND l.v = r.v GROUP BY l.k

--- a query for a value that is no aggregate
-- over t: update | x: update
SELECT k, (SELECT name FROM (VALUES (0, 'a'), (1, 'b')) AS n(i, name) WHERE n.i = $1.k), COUNT(*) FROM $1 GROUP BY k

--- bits over windows
-- over w: append, update | z: append, update
SELECT window_start, BIT_OR(v), BIT_XOR(v), BIT_AND(v) FROM TABLE(TUMBLE((SELECT window_time AS t, k, v, name FROM $1), DESCRIPTOR(t), INTERVAL '20' MINUTE)) GROUP BY window_start

--- bits over windows, by key
-- over w: append, update | z: append, update
SELECT window_start, k, BIT_OR(v), BIT_XOR(DISTINCT v), BIT_AND(v) FILTER (WHERE v > 1) FROM TABLE(TUMBLE((SELECT window_time AS t, k, v, name FROM $1), DESCRIPTOR(t), INTERVAL '60' MINUTE)) GROUP BY window_start, k

--- bits of times that close
-- over o: append, update | p: append, update
SELECT window_start, BIT_OR(v), BIT_XOR(v), COUNT(other) FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '30' MINUTE)) GROUP BY window_start

--- bits of times that close, by key
-- over o: append, update | p: append, update
SELECT window_start, k, BIT_AND(v), BIT_XOR(v) FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '60' MINUTE)) GROUP BY window_start, k
