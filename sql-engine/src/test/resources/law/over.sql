--- running values
SELECT k, v, SUM(v) OVER w, COUNT(name) OVER w, MIN(v) OVER w, MAX(name) OVER w, AVG(v) OVER w FROM t WINDOW w AS (PARTITION BY k ORDER BY v)
-- duckdb
SELECT k, v, (SUM(v) OVER w)::BIGINT, COUNT(name) OVER w, MIN(v) OVER w, MAX(name) OVER w, AVG(v) OVER w FROM t WINDOW w AS (PARTITION BY k ORDER BY v)

--- sliding values
SELECT name, v, SUM(v) OVER w, SUM(d) OVER w, SUM(price) OVER w, MAX(d) OVER w FROM t WINDOW w AS (PARTITION BY name ORDER BY v, k, d, price, ts ROWS BETWEEN 3 PRECEDING AND 1 FOLLOWING)
-- duckdb
SELECT name, v, (SUM(v) OVER w)::BIGINT, SUM(d) OVER w, SUM(price) OVER w, MAX(d) OVER w FROM t WINDOW w AS (PARTITION BY name ORDER BY v, k, d, price, ts ROWS BETWEEN 3 PRECEDING AND 1 FOLLOWING)

--- frames that may be empty
SELECT k, v, SUM(v) OVER (PARTITION BY k ORDER BY v, d ROWS BETWEEN 4 PRECEDING AND 2 PRECEDING), COUNT(*) OVER (PARTITION BY k ORDER BY v, d ROWS BETWEEN 2 FOLLOWING AND 3 FOLLOWING) FROM t
-- duckdb
SELECT k, v, (SUM(v) OVER (PARTITION BY k ORDER BY v, d ROWS BETWEEN 4 PRECEDING AND 2 PRECEDING))::BIGINT, COUNT(*) OVER (PARTITION BY k ORDER BY v, d ROWS BETWEEN 2 FOLLOWING AND 3 FOLLOWING) FROM t

--- ranges of numbers
SELECT k, v, COUNT(*) OVER (PARTITION BY k ORDER BY v RANGE BETWEEN 50 PRECEDING AND 20 FOLLOWING), COUNT(*) OVER (PARTITION BY k ORDER BY v DESC RANGE BETWEEN 50 PRECEDING AND CURRENT ROW) FROM t

--- ranges of times
SELECT k, ts, COUNT(*) OVER w, SUM(v) OVER w FROM t WINDOW w AS (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '3' HOUR PRECEDING AND CURRENT ROW)
-- duckdb
SELECT k, ts, COUNT(*) OVER w, (SUM(v) OVER w)::BIGINT FROM t WINDOW w AS (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '3' HOUR PRECEDING AND CURRENT ROW)

--- ranks
SELECT k, name, ROW_NUMBER() OVER w, RANK() OVER w, DENSE_RANK() OVER w, PERCENT_RANK() OVER w, CUME_DIST() OVER w FROM t WINDOW w AS (PARTITION BY k ORDER BY name)

--- buckets
SELECT k, v, NTILE(7) OVER (PARTITION BY k ORDER BY v, d) FROM t

--- neighbours
SELECT k, v, LAG(v) OVER w, LEAD(name, 2, '-') OVER w, LAG(v, 2) IGNORE NULLS OVER w, LEAD(v, 1, 0) IGNORE NULLS OVER w FROM t WINDOW w AS (PARTITION BY k ORDER BY ts, v, name)
-- duckdb
SELECT k, v, LAG(v) OVER w, LEAD(name, 2, '-') OVER w, LAG(v, 2 IGNORE NULLS) OVER w, LEAD(v, 1, 0 IGNORE NULLS) OVER w FROM t WINDOW w AS (PARTITION BY k ORDER BY ts, v, name)

--- values of frames
SELECT k, v, FIRST_VALUE(v) OVER w, LAST_VALUE(name) OVER w, NTH_VALUE(v, 3) OVER w, FIRST_VALUE(v) IGNORE NULLS OVER w, LAST_VALUE(name) IGNORE NULLS OVER w FROM t WINDOW w AS (PARTITION BY k ORDER BY ts, v, name ROWS BETWEEN 5 PRECEDING AND 1 PRECEDING)
-- duckdb
SELECT k, v, FIRST_VALUE(v) OVER w, LAST_VALUE(name) OVER w, NTH_VALUE(v, 3) OVER w, FIRST_VALUE(v IGNORE NULLS) OVER w, LAST_VALUE(name IGNORE NULLS) OVER w FROM t WINDOW w AS (PARTITION BY k ORDER BY ts, v, name ROWS BETWEEN 5 PRECEDING AND 1 PRECEDING)

--- different values
SELECT k, v, COUNT(DISTINCT name) OVER (PARTITION BY k ORDER BY v, d, ts, name), COUNT(DISTINCT name) OVER (PARTITION BY k ORDER BY v, d, ts, name ROWS BETWEEN 4 PRECEDING AND CURRENT ROW) FROM t

--- filters and whole partitions
SELECT k, v, COUNT(*) FILTER (WHERE v > 0) OVER (PARTITION BY k), SUM(v) OVER (PARTITION BY name), COUNT(*) OVER () FROM t
-- duckdb
SELECT k, v, COUNT(*) FILTER (WHERE v > 0) OVER (PARTITION BY k), (SUM(v) OVER (PARTITION BY name))::BIGINT, COUNT(*) OVER () FROM t

--- over groups
-- modes: update
SELECT k, name, n, SUM(n) OVER (PARTITION BY k ORDER BY n, name), RANK() OVER (ORDER BY n DESC), LAG(n) OVER (PARTITION BY name ORDER BY k) FROM (SELECT k, name, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k, name)
-- duckdb
SELECT k, name, n, (SUM(n) OVER (PARTITION BY k ORDER BY n, name))::BIGINT, RANK() OVER (ORDER BY n DESC), LAG(n) OVER (PARTITION BY name ORDER BY k) FROM (SELECT k, name, COUNT(*) AS n, SUM(v)::BIGINT AS s FROM t GROUP BY k, name)

--- groups over values
-- modes: update
SELECT r, COUNT(*) FROM (SELECT DENSE_RANK() OVER (PARTITION BY k ORDER BY name) AS r FROM t) GROUP BY r

--- a condition on a rank that is no limit
SELECT k, v, rn FROM (SELECT k, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v, d) AS rn FROM t) WHERE rn > 3 AND rn % 5 = 0

--- limit and offset
SELECT k, name, v FROM t ORDER BY v DESC, name, k LIMIT 7 OFFSET 3

--- limit of groups
SELECT n FROM (SELECT k, name, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k, name)  ORDER BY n DESC, k, name LIMIT 5
-- duckdb
SELECT n FROM (SELECT k, name, COUNT(*) AS n, SUM(v)::BIGINT AS s FROM t GROUP BY k, name)  ORDER BY n DESC, k, name LIMIT 5

--- limit below a group-by
SELECT k, COUNT(*) FROM (SELECT k FROM t ORDER BY ts, k FETCH FIRST 40 ROWS ONLY) GROUP BY k

--- different rows
-- modes: update
SELECT DISTINCT k, name FROM t

--- running in time
-- modes: append
SELECT k, ts, COUNT(*) OVER w, SUM(v) OVER w, MIN(name) OVER w, ROW_NUMBER() OVER w2, RANK() OVER w, DENSE_RANK() OVER w FROM e WINDOW w AS (PARTITION BY k ORDER BY ts), w2 AS (PARTITION BY k ORDER BY ts, v, name)
-- duckdb
SELECT k, ts, COUNT(*) OVER w, (SUM(v) OVER w)::BIGINT, MIN(name) OVER w, ROW_NUMBER() OVER w2, RANK() OVER w, DENSE_RANK() OVER w FROM e WINDOW w AS (PARTITION BY k ORDER BY ts), w2 AS (PARTITION BY k ORDER BY ts, v, name)

--- sliding in time
-- modes: append
SELECT k, ts, COUNT(*) OVER w, SUM(v) OVER w, MAX(v) OVER w, COUNT(DISTINCT v) OVER w FROM e WINDOW w AS (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '5' MINUTE PRECEDING AND CURRENT ROW)
-- duckdb
SELECT k, ts, COUNT(*) OVER w, (SUM(v) OVER w)::BIGINT, MAX(v) OVER w, COUNT(DISTINCT v) OVER w FROM e WINDOW w AS (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '5' MINUTE PRECEDING AND CURRENT ROW)

--- last rows in time
-- modes: append
SELECT k, ts, v, SUM(v) OVER (PARTITION BY k ORDER BY ts, v, name ROWS BETWEEN 3 PRECEDING AND CURRENT ROW), LAG(name, 2, '-') OVER (PARTITION BY k ORDER BY ts, v, name), FIRST_VALUE(v) OVER (PARTITION BY k ORDER BY ts, v, name), LAST_VALUE(name) IGNORE NULLS OVER (PARTITION BY k ORDER BY ts, v, name), NTH_VALUE(name, 4) OVER (PARTITION BY k ORDER BY ts, v, name) FROM e
-- duckdb
SELECT k, ts, v, (SUM(v) OVER (PARTITION BY k ORDER BY ts, v, name ROWS BETWEEN 3 PRECEDING AND CURRENT ROW))::BIGINT, LAG(name, 2, '-') OVER (PARTITION BY k ORDER BY ts, v, name), FIRST_VALUE(v) OVER (PARTITION BY k ORDER BY ts, v, name), LAST_VALUE(name IGNORE NULLS) OVER (PARTITION BY k ORDER BY ts, v, name), NTH_VALUE(name, 4) OVER (PARTITION BY k ORDER BY ts, v, name) FROM e

--- all rows in time
-- modes: append
SELECT ts, COUNT(*) OVER (ORDER BY ts), LAG(name) IGNORE NULLS OVER (ORDER BY ts, name, k, v) FROM e
-- duckdb
SELECT ts, COUNT(*) OVER (ORDER BY ts), LAG(name IGNORE NULLS) OVER (ORDER BY ts, name, k, v) FROM e

--- windows of windows
-- modes: append, update
SELECT window_start, k, n, CAST(n AS DOUBLE) / SUM(n) OVER (PARTITION BY window_start), NTILE(2) OVER (PARTITION BY window_start ORDER BY n, k) FROM (SELECT window_start, k, COUNT(*) AS n FROM TABLE(TUMBLE((SELECT * FROM e), DESCRIPTOR(ts), INTERVAL '20' MINUTE)) GROUP BY window_start, k)
-- duckdb
SELECT w, k, n, n::DOUBLE / SUM(n) OVER (PARTITION BY w), NTILE(2) OVER (PARTITION BY w ORDER BY n, k) FROM (SELECT time_bucket(INTERVAL 20 minute, ts) AS w, k, COUNT(*) AS n FROM e GROUP BY ALL)

--- different rows, in time
-- modes: append, update
SELECT DISTINCT k, name FROM e

--- different times
-- modes: append, update
SELECT DISTINCT ts, k FROM e

--- running sums of
-- over t | c | x | w | o
SELECT k, v, SUM(v) OVER (PARTITION BY k ORDER BY v, d), COUNT(*) OVER (PARTITION BY k ORDER BY v, d), MAX(name) OVER (PARTITION BY k ORDER BY v, d) FROM $1

--- shares of
-- over t | c | x
SELECT k, v, COUNT(*) OVER (PARTITION BY k), MIN(v) OVER (PARTITION BY name), COUNT(*) OVER () FROM $1

--- neighbours of
-- over t | c | x
SELECT k, v, LAG(v) OVER (PARTITION BY k ORDER BY v, d, name), LEAD(name, 2, '-') OVER (PARTITION BY k ORDER BY v, d, name) FROM $1

--- sliding, with the key
-- over c: update | d: update
SELECT id, SUM(v) OVER (PARTITION BY k ORDER BY v, id ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING), FIRST_VALUE(name) OVER (PARTITION BY k ORDER BY id) FROM $1

--- ranks, with the key
-- over c: update | d: update
SELECT id, ROW_NUMBER() OVER (PARTITION BY name ORDER BY v, id), RANK() OVER (ORDER BY k), NTILE(3) OVER (PARTITION BY k ORDER BY id) FROM $1

--- groups over neighbours
-- over t: update | c: update | x: update
SELECT k, COUNT(*), SUM(p) FROM (SELECT k, LAG(v) OVER (PARTITION BY k ORDER BY v, d, name) AS p FROM $1) GROUP BY k

--- groups over running counts
-- over t: update | c: update | x: update | o: update
SELECT n, COUNT(*) FROM (SELECT COUNT(*) OVER (PARTITION BY k ORDER BY v) AS n FROM $1) GROUP BY n

--- all rows of sums
-- over t: update | c: update | x: update
SELECT COUNT(*), SUM(s), MAX(s) FROM (SELECT SUM(v) OVER (PARTITION BY name ORDER BY v ROWS BETWEEN 3 PRECEDING AND CURRENT ROW) AS s FROM $1)

--- running in time of
-- over e: append | o: append | p: append
SELECT k, ts, COUNT(*) OVER (PARTITION BY k ORDER BY ts), SUM(v) OVER (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '4' MINUTE PRECEDING AND CURRENT ROW) FROM $1

--- last rows in time of
-- over e: append | o: append | p: append
SELECT name, ts, SUM(v) OVER (PARTITION BY name ORDER BY ts, v, d ROWS BETWEEN 2 PRECEDING AND CURRENT ROW), LAG(k) OVER (PARTITION BY name ORDER BY ts, v, d) FROM $1

--- values in time of
-- over e: append | o: append | p: append
SELECT k, ts, FIRST_VALUE(v) OVER (PARTITION BY k ORDER BY ts, v, d), MIN(d) OVER (PARTITION BY k ORDER BY ts), DENSE_RANK() OVER (PARTITION BY k ORDER BY ts) FROM $1

--- shares of windows
-- over w: append, update | z: append, update
SELECT window_start, window_end, k, v, SUM(v) OVER (PARTITION BY window_start, window_end), RANK() OVER (PARTITION BY window_start, window_end ORDER BY v) FROM $1

--- neighbours in windows
-- over w: append, update | z: append, update
SELECT window_start, window_end, k, LAG(v) OVER (PARTITION BY window_start, window_end ORDER BY k), LEAD(k) OVER (PARTITION BY window_start, window_end ORDER BY k) FROM $1

--- windows over running counts
-- over e: append, update | o: append, update | p: append, update
SELECT window_start, MAX(n), COUNT(*) FROM TABLE(TUMBLE((SELECT ts, COUNT(*) OVER (PARTITION BY k ORDER BY ts) AS n FROM $1), DESCRIPTOR(ts), INTERVAL '20' MINUTE)) GROUP BY window_start

--- windows over sliding sums
-- over e: append, update | o: append, update | p: append, update
SELECT window_start, SUM(s), COUNT(*) FROM TABLE(TUMBLE((SELECT ts, SUM(v) OVER (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '2' MINUTE PRECEDING AND CURRENT ROW) AS s FROM $1), DESCRIPTOR(ts), INTERVAL '20' MINUTE)) GROUP BY window_start

--- windows over neighbours
-- over e: append, update | o: append, update | p: append, update
SELECT window_start, COUNT(p), SUM(p) FROM TABLE(TUMBLE((SELECT ts, LAG(v) OVER (PARTITION BY k ORDER BY ts, v, d, name) AS p FROM $1), DESCRIPTOR(ts), INTERVAL '30' MINUTE)) GROUP BY window_start

--- variances over frames
-- over t | x | e: append
SELECT k, v, ts, VAR_POP(v) OVER w, STDDEV(v) OVER w, VAR_SAMP(d) OVER (PARTITION BY k ORDER BY ts, v, d, name ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING),
  STDDEV_POP(v) OVER (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '1' HOUR PRECEDING AND CURRENT ROW)
FROM $1 WHERE v > 500 AND k > 1 WINDOW w AS (PARTITION BY k ORDER BY ts)

--- truths and chosen rows over frames
-- over t | x | e: append
SELECT k, v, ts, BOOL_AND(v > 600) OVER w, BOOL_OR(v > 950) OVER w, COUNT_IF(v > 700) OVER w, ANY_VALUE(name) OVER w
FROM $1 WHERE v > 500 AND k > 1 WINDOW w AS (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '3' HOUR PRECEDING AND CURRENT ROW)
-- duckdb
SELECT k, v, ts, BOOL_AND(v > 600) OVER w, BOOL_OR(v > 950) OVER w, COUNT_IF(v > 700) OVER w, MIN(name) OVER w
FROM $1 WHERE v > 500 AND k > 1 WINDOW w AS (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '3' HOUR PRECEDING AND CURRENT ROW)
