--- of all types
-- over t: update | x: update | c: update | o: update | e: update
SELECT k, APPROX_COUNT_DISTINCT(k), APPROX_COUNT_DISTINCT(name), APPROX_COUNT_DISTINCT(v), APPROX_COUNT_DISTINCT(d), APPROX_COUNT_DISTINCT(ts),
  APPROX_COUNT_DISTINCT(v > 0), APPROX_COUNT_DISTINCT(CAST(d AS DECIMAL(10, 1))), APPROX_COUNT_DISTINCT(CAST(d AS DECIMAL(30, 1))),
  APPROX_COUNT_DISTINCT(ARRAY[v / 100, k]), APPROX_COUNT_DISTINCT(CAST(d AS FLOAT) - CAST(d AS FLOAT)), APPROX_COUNT_DISTINCT(CAST(name AS CHAR(3)))
FROM $1 GROUP BY k
-- duckdb
SELECT k, COUNT(DISTINCT k), COUNT(DISTINCT name), COUNT(DISTINCT v), COUNT(DISTINCT d), COUNT(DISTINCT ts),
  COUNT(DISTINCT v > 0), COUNT(DISTINCT CAST(d AS DECIMAL(10, 1))), COUNT(DISTINCT CAST(d AS DECIMAL(30, 1))),
  COUNT(DISTINCT [v // 100, k]), COUNT(DISTINCT d - d), COUNT(DISTINCT name[1:3])
FROM $1 GROUP BY k

--- percentiles of all types
-- over t: update | x: update | c: update | o: update | e: update
SELECT k, APPROX_PERCENTILE(v, 0.5), APPROX_PERCENTILE(v, 0), APPROX_PERCENTILE(v, 1), APPROX_PERCENTILE(d, 0.9), APPROX_PERCENTILE(k, 0.3),
  CAST(APPROX_PERCENTILE(CAST(d AS FLOAT), 0.4) AS DOUBLE), APPROX_PERCENTILE(CAST(d AS DECIMAL(10, 3)), 0.2), APPROX_PERCENTILE(CAST(d AS DECIMAL(30, 3)), 0.2),
  APPROX_PERCENTILE(name, 0.6), APPROX_PERCENTILE(ts, 0.7), PERCENTILE_APPROX(-v, 0.8, 100), APPROX_PERCENTILE(DISTINCT v / 100, 0.4)
FROM $1 GROUP BY k
-- duckdb
SELECT k, QUANTILE_DISC(v, 0.5), MIN(v), MAX(v), QUANTILE_DISC(d, 0.9), QUANTILE_DISC(k, 0.3),
  QUANTILE_DISC(CAST(d AS FLOAT), 0.4)::DOUBLE, QUANTILE_DISC(CAST(d AS DECIMAL(10, 3)), 0.2), QUANTILE_DISC(CAST(d AS DECIMAL(30, 3)), 0.2),
  QUANTILE_DISC(name, 0.6), QUANTILE_DISC(ts, 0.7), QUANTILE_DISC(-v, 0.8), QUANTILE_DISC(DISTINCT v // 100, 0.4)
FROM $1 GROUP BY k

--- some rows, beside others
-- over t: update | x: update | c: update | e: update
SELECT name, APPROX_COUNT_DISTINCT(v) FILTER (WHERE d > 0.5), COUNT(DISTINCT v), APPROX_COUNT_DISTINCT(DISTINCT k, 0.05), SUM(v), MAX(d),
  APPROX_PERCENTILE(v, 0.9) FILTER (WHERE k > 1), APPROX_COUNT_DISTINCT(v), APPROX_COUNT_DISTINCT(k, 0.001)
FROM $1 GROUP BY name HAVING APPROX_COUNT_DISTINCT(k) > 1
-- duckdb
SELECT name, COUNT(DISTINCT v) FILTER (WHERE d > 0.5), COUNT(DISTINCT v), COUNT(DISTINCT k), SUM(v)::BIGINT, MAX(d),
  QUANTILE_DISC(v, 0.9) FILTER (WHERE k > 1), COUNT(DISTINCT v), COUNT(DISTINCT k)
FROM $1 GROUP BY name HAVING COUNT(DISTINCT k) > 1

--- of all rows
-- over t: update | x: update | c: update | e: update
SELECT APPROX_COUNT_DISTINCT(v / 3), APPROX_COUNT_DISTINCT(name) FILTER (WHERE v > 5000), APPROX_PERCENTILE(v, 0.5) FILTER (WHERE v > 5000), APPROX_PERCENTILE(v, 0.25)
FROM $1
-- duckdb
SELECT COUNT(DISTINCT v // 3), 0, NULL::BIGINT, QUANTILE_DISC(v, 0.25) FROM $1

--- grouping sets
-- over t | x | c
SELECT k, name, APPROX_COUNT_DISTINCT(v), APPROX_PERCENTILE(v, 0.4) FROM $1 GROUP BY GROUPING SETS ((k), (name), ())
-- duckdb
SELECT k, name, COUNT(DISTINCT v), QUANTILE_DISC(v, 0.4) FROM $1 GROUP BY GROUPING SETS ((k), (name), ())

--- over groups
-- over t: update | x: update
SELECT n, APPROX_COUNT_DISTINCT(k), APPROX_PERCENTILE(n, 0.5) FROM (SELECT k, APPROX_COUNT_DISTINCT(name) AS n FROM $1 GROUP BY k) AS g GROUP BY n
-- duckdb
SELECT n, COUNT(DISTINCT k), n FROM (SELECT k, COUNT(DISTINCT name) AS n FROM $1 GROUP BY k) AS g GROUP BY n

--- in an expression
-- over t | x
SELECT k, v FROM $1 AS a WHERE v > (SELECT APPROX_COUNT_DISTINCT(v) FROM $1 AS b WHERE b.k = a.k AND b.d > 0.9)
-- duckdb
SELECT k, v FROM $1 AS a WHERE v > (SELECT COUNT(DISTINCT v) FROM $1 AS b WHERE b.k = a.k AND b.d > 0.9)

--- by windows
-- over e: append, update | o: append, update
SELECT window_start, APPROX_COUNT_DISTINCT(name), APPROX_COUNT_DISTINCT(v), APPROX_PERCENTILE(v, 0.75), APPROX_COUNT_DISTINCT(k) FILTER (WHERE d > 0.5)
FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '30' MINUTE)) GROUP BY window_start, window_end
-- duckdb
SELECT window_start, COUNT(DISTINCT name), COUNT(DISTINCT v), QUANTILE_DISC(v, 0.75), COUNT(DISTINCT k) FILTER (WHERE d > 0.5)
FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '30' MINUTE)) GROUP BY window_start, window_end

--- by windows over windows
-- over w: append, update
SELECT window_start, window_end, APPROX_COUNT_DISTINCT(name), APPROX_COUNT_DISTINCT(v), APPROX_PERCENTILE(v, 0.75) FROM $1 GROUP BY window_start, window_end
-- duckdb
SELECT window_start, window_end, COUNT(DISTINCT name), COUNT(DISTINCT v), QUANTILE_DISC(v, 0.75) FROM $1 GROUP BY window_start, window_end

--- by windows and keys over windows
-- over w: append, update
SELECT window_start, k, APPROX_COUNT_DISTINCT(name), APPROX_COUNT_DISTINCT(v) FROM $1 GROUP BY window_start, window_end, k
-- duckdb
SELECT window_start, k, COUNT(DISTINCT name), COUNT(DISTINCT v) FROM $1 GROUP BY window_start, window_end, k

--- by larger windows over windows
-- over w: append, update
SELECT window_start, APPROX_COUNT_DISTINCT(name), APPROX_COUNT_DISTINCT(v), APPROX_PERCENTILE(v, 0.75)
FROM TABLE(TUMBLE((SELECT window_time AS t, name, v FROM $1), DESCRIPTOR(t), INTERVAL '20' MINUTE)) GROUP BY window_start, window_end
-- duckdb
SELECT time_bucket(INTERVAL 20 minute, window_time), COUNT(DISTINCT name), COUNT(DISTINCT v), QUANTILE_DISC(v, 0.75) FROM $1 GROUP BY 1

--- by windows that overlap
-- over e: append, update | o: append, update
SELECT window_start, window_end, k, APPROX_COUNT_DISTINCT(name), APPROX_COUNT_DISTINCT(v), APPROX_PERCENTILE(v, 0.75), APPROX_PERCENTILE(d, 0.1)
FROM TABLE(HOP(TABLE $1, DESCRIPTOR(ts), INTERVAL '10' MINUTE, INTERVAL '30' MINUTE)) GROUP BY window_start, window_end, k
-- duckdb
SELECT window_start, window_end, k, COUNT(DISTINCT name), COUNT(DISTINCT v), QUANTILE_DISC(v, 0.75), QUANTILE_DISC(d, 0.1)
FROM TABLE(HOP(TABLE $1, DESCRIPTOR(ts), INTERVAL '10' MINUTE, INTERVAL '30' MINUTE)) GROUP BY window_start, window_end, k

--- by windows that grow
-- over e: append, update | o: append, update
SELECT window_start, window_end, APPROX_COUNT_DISTINCT(name), APPROX_COUNT_DISTINCT(v), APPROX_PERCENTILE(v, 0.75)
FROM TABLE(CUMULATE(TABLE $1, DESCRIPTOR(ts), INTERVAL '10' MINUTE, INTERVAL '1' HOUR)) GROUP BY window_start, window_end
-- duckdb
SELECT window_start, window_end, COUNT(DISTINCT name), COUNT(DISTINCT v), QUANTILE_DISC(v, 0.75)
FROM TABLE(CUMULATE(TABLE $1, DESCRIPTOR(ts), INTERVAL '10' MINUTE, INTERVAL '1' HOUR)) GROUP BY window_start, window_end

--- by sessions
-- over e: append, update | o: append, update
SELECT window_start, window_end, k, APPROX_COUNT_DISTINCT(name), APPROX_COUNT_DISTINCT(v), APPROX_PERCENTILE(v, 0.75)
FROM TABLE(SESSION(TABLE $1 PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' MINUTE)) GROUP BY window_start, window_end, k
-- duckdb
SELECT window_start, window_end, k, COUNT(DISTINCT name), COUNT(DISTINCT v), QUANTILE_DISC(v, 0.75)
FROM TABLE(SESSION(TABLE $1 PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' MINUTE)) GROUP BY window_start, window_end, k

--- by sessions, beside values that are kept
-- over e: append, update | o: append, update
SELECT window_end, k, APPROX_COUNT_DISTINCT(v), COUNT(DISTINCT name), APPROX_PERCENTILE(v, 0.75)
FROM TABLE(SESSION(TABLE $1 PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' MINUTE)) GROUP BY window_start, window_end, k
-- duckdb
SELECT window_end, k, COUNT(DISTINCT v), COUNT(DISTINCT name), QUANTILE_DISC(v, 0.75)
FROM TABLE(SESSION(TABLE $1 PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' MINUTE)) GROUP BY window_start, window_end, k
