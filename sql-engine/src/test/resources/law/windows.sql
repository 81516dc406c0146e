--- tumble
-- modes: update
SELECT window_start, COUNT(*), SUM(v) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' HOUR)) GROUP BY window_start
-- duckdb
SELECT window_start, COUNT(*), SUM(v)::BIGINT FROM (SELECT *, time_bucket(INTERVAL 1 hour, ts) AS window_start FROM t) WHERE ts IS NOT NULL GROUP BY window_start

--- tumble by text
-- modes: update
SELECT window_start, name, COUNT(*), MAX(d) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' HOUR)) GROUP BY window_start, name
-- duckdb
SELECT window_start, name, COUNT(*), MAX(d) FROM (SELECT *, time_bucket(INTERVAL 1 hour, ts) AS window_start FROM t) WHERE ts IS NOT NULL GROUP BY ALL

--- tumble filtered
-- modes: update
SELECT window_end, k, SUM(price) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' HOUR)) WHERE v > 0 GROUP BY window_start, window_end, k
-- duckdb
SELECT window_start + INTERVAL 1 hour, k, SUM(price) FROM (SELECT *, time_bucket(INTERVAL 1 hour, ts) AS window_start FROM t) WHERE ts IS NOT NULL AND v > 0 GROUP BY ALL

--- hop
-- modes: update
SELECT window_start, k, COUNT(*), MIN(v) FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '20' MINUTE, INTERVAL '1' HOUR)) GROUP BY window_start, k
-- duckdb
SELECT window_start, k, COUNT(*), MIN(v) FROM (SELECT *, time_bucket(INTERVAL 20 minute, ts) - to_minutes(20 * i) AS window_start FROM t, (SELECT unnest([0, 1, 2]) AS i)) WHERE ts IS NOT NULL GROUP BY ALL

--- cumulate
-- modes: update
SELECT window_start, window_end, k, COUNT(*), MAX(v) FROM TABLE(CUMULATE(TABLE t, DESCRIPTOR(ts), INTERVAL '2' HOUR, INTERVAL '6' HOUR, INTERVAL '1' HOUR)) GROUP BY window_start, window_end, k
-- duckdb
SELECT s, e, k, COUNT(*), MAX(v) FROM (SELECT *, s + to_hours(2 * i) AS e FROM (SELECT *, time_bucket(INTERVAL 6 hour, ts, TIMESTAMP '2000-01-01 01:00:00') AS s FROM t WHERE ts IS NOT NULL), (SELECT unnest([1, 2, 3]) AS i) WHERE s + to_hours(2 * i) > ts) GROUP BY ALL

--- cumulate by time
-- modes: update
SELECT window_time, COUNT(*), SUM(v) FROM TABLE(CUMULATE(TABLE t, DESCRIPTOR(ts), INTERVAL '2' HOUR, INTERVAL '6' HOUR, INTERVAL '1' HOUR)) GROUP BY window_time
-- duckdb
SELECT e - INTERVAL 1 millisecond, COUNT(*), SUM(v)::BIGINT FROM (SELECT *, s + to_hours(2 * i) AS e FROM (SELECT *, time_bucket(INTERVAL 6 hour, ts, TIMESTAMP '2000-01-01 01:00:00') AS s FROM t WHERE ts IS NOT NULL), (SELECT unnest([1, 2, 3]) AS i) WHERE s + to_hours(2 * i) > ts) GROUP BY ALL

--- cumulate by start
-- modes: update
SELECT window_start, COUNT(*) FROM TABLE(CUMULATE(TABLE t, DESCRIPTOR(ts), INTERVAL '2' HOUR, INTERVAL '6' HOUR, INTERVAL '1' HOUR)) GROUP BY window_start
-- duckdb
SELECT s, COUNT(*) FROM (SELECT *, s + to_hours(2 * i) AS e FROM (SELECT *, time_bucket(INTERVAL 6 hour, ts, TIMESTAMP '2000-01-01 01:00:00') AS s FROM t WHERE ts IS NOT NULL), (SELECT unnest([1, 2, 3]) AS i) WHERE s + to_hours(2 * i) > ts) GROUP BY ALL

--- cumulate with filters on windows
-- modes: update
SELECT window_end, COUNT(*) FROM TABLE(CUMULATE(TABLE t, DESCRIPTOR(ts), INTERVAL '2' HOUR, INTERVAL '6' HOUR, INTERVAL '1' HOUR)) WHERE EXTRACT(HOUR FROM window_end) > v GROUP BY window_end
-- duckdb
SELECT e, COUNT(*) FROM (SELECT *, s + to_hours(2 * i) AS e FROM (SELECT *, time_bucket(INTERVAL 6 hour, ts, TIMESTAMP '2000-01-01 01:00:00') AS s FROM t WHERE ts IS NOT NULL), (SELECT unnest([1, 2, 3]) AS i) WHERE s + to_hours(2 * i) > ts) WHERE EXTRACT(HOUR FROM e) > v GROUP BY ALL

--- cumulate rows
-- modes: append
SELECT window_start, window_end, window_time, k FROM TABLE(CUMULATE(TABLE t, DESCRIPTOR(ts), INTERVAL '2' HOUR, INTERVAL '6' HOUR, INTERVAL '1' HOUR)) WHERE v > 0
-- duckdb
SELECT s, e, e - INTERVAL 1 millisecond, k FROM (SELECT *, s + to_hours(2 * i) AS e FROM (SELECT *, time_bucket(INTERVAL 6 hour, ts, TIMESTAMP '2000-01-01 01:00:00') AS s FROM t WHERE ts IS NOT NULL), (SELECT unnest([1, 2, 3]) AS i) WHERE s + to_hours(2 * i) > ts) WHERE v > 0

--- session
-- modes: update
SELECT window_start, window_end, k, COUNT(*), AVG(v), MAX(name) FROM TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '10' MINUTE)) GROUP BY window_start, window_end, k
-- duckdb
WITH n AS (
  SELECT *, CASE WHEN ts - lag(ts) OVER (PARTITION BY k ORDER BY ts) <= INTERVAL 10 minute THEN 0
    ELSE 1 END AS first FROM t WHERE ts IS NOT NULL),
g AS (SELECT *, SUM(first) OVER (PARTITION BY k ORDER BY ts, first DESC ROWS UNBOUNDED PRECEDING) AS id
  FROM n)
SELECT MIN(ts), MAX(ts) + INTERVAL 10 minute, k, COUNT(*), AVG(v), MAX(name) FROM g GROUP BY k, id

--- session of all
-- modes: update
SELECT window_end, COUNT(v) FROM TABLE(SESSION(TABLE t, DESCRIPTOR(ts), INTERVAL '10' MINUTE)) GROUP BY window_start, window_end
-- duckdb
WITH n AS (
  SELECT *, CASE WHEN ts - lag(ts) OVER (PARTITION BY 1 ORDER BY ts) <= INTERVAL 10 minute THEN 0
    ELSE 1 END AS first FROM t WHERE ts IS NOT NULL),
g AS (SELECT *, SUM(first) OVER (PARTITION BY 1 ORDER BY ts, first DESC ROWS UNBOUNDED PRECEDING) AS id
  FROM n)
SELECT MAX(ts) + INTERVAL 10 minute, COUNT(v) FROM g GROUP BY id

--- session in GROUP BY
-- modes: update
SELECT SESSION_END(ts, INTERVAL '10' MINUTE), UPPER(name), k, SUM(v) FROM t GROUP BY SESSION(ts, INTERVAL '10' MINUTE), UPPER(name), k HAVING COUNT(*) > 1
-- duckdb
WITH n AS (
  SELECT *, CASE WHEN ts - lag(ts) OVER (PARTITION BY UPPER(name), k ORDER BY ts) <= INTERVAL 10 minute THEN 0
    ELSE 1 END AS first FROM t WHERE ts IS NOT NULL),
g AS (SELECT *, SUM(first) OVER (PARTITION BY UPPER(name), k ORDER BY ts, first DESC ROWS UNBOUNDED PRECEDING) AS id
  FROM n)
SELECT MAX(ts) + INTERVAL 10 minute, UPPER(name), k, SUM(v)::BIGINT FROM g GROUP BY UPPER(name), k, id HAVING COUNT(*) > 1

--- tumble over sessions that change
-- modes: update
SELECT window_start, COUNT(*), SUM(n) FROM TABLE(TUMBLE((SELECT window_time AS wt, COUNT(*) AS n FROM TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '10' MINUTE)) GROUP BY window_start, window_end, window_time, k), DESCRIPTOR(wt), INTERVAL '1' HOUR)) GROUP BY window_start
-- duckdb
WITH n AS (
  SELECT *, CASE WHEN ts - lag(ts) OVER (PARTITION BY k ORDER BY ts) <= INTERVAL 10 minute THEN 0
    ELSE 1 END AS first FROM t WHERE ts IS NOT NULL),
g AS (SELECT *, SUM(first) OVER (PARTITION BY k ORDER BY ts, first DESC ROWS UNBOUNDED PRECEDING) AS id
  FROM n)
SELECT time_bucket(INTERVAL 1 hour, e) AS w, COUNT(*), SUM(n)::BIGINT FROM (SELECT MAX(ts) + INTERVAL 10 minute - INTERVAL 1 millisecond AS e, COUNT(*) AS n FROM g GROUP BY k, id) GROUP BY w

--- sessions of windows, over what is final
-- modes: append, update
SELECT window_end, SUM(n) FROM TABLE(SESSION((SELECT window_time AS wt, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) WHERE k = 0 GROUP BY window_start, window_time), DESCRIPTOR(wt), INTERVAL '5' MINUTE)) GROUP BY window_end
-- duckdb
WITH w AS (SELECT time_bucket(INTERVAL 1 minute, ts) + INTERVAL 59999 millisecond AS wt, COUNT(*) AS n
  FROM e WHERE k = 0 GROUP BY wt),
n AS (SELECT *, CASE WHEN wt - lag(wt) OVER (ORDER BY wt) <= INTERVAL 5 minute THEN 0 ELSE 1 END AS f
  FROM w),
g AS (SELECT *, SUM(f) OVER (ORDER BY wt) AS id FROM n)
SELECT MAX(wt) + INTERVAL 5 minute, SUM(n)::BIGINT FROM g GROUP BY id

--- tumble over sessions, over what is final
-- modes: append, update
SELECT window_start, COUNT(*), MAX(n) FROM TABLE(TUMBLE((SELECT window_time AS wt, COUNT(*) AS n FROM TABLE(SESSION(TABLE e PARTITION BY k, DESCRIPTOR(ts), INTERVAL '10' MINUTE)) GROUP BY window_start, window_end, window_time, k), DESCRIPTOR(wt), INTERVAL '1' HOUR)) GROUP BY window_start
-- duckdb
WITH n AS (
  SELECT *, CASE WHEN ts - lag(ts) OVER (PARTITION BY k ORDER BY ts) <= INTERVAL 10 minute THEN 0
    ELSE 1 END AS first FROM e WHERE ts IS NOT NULL),
g AS (SELECT *, SUM(first) OVER (PARTITION BY k ORDER BY ts, first DESC ROWS UNBOUNDED PRECEDING) AS id
  FROM n)
SELECT time_bucket(INTERVAL 1 hour, e) AS w, COUNT(*), MAX(n) FROM (SELECT MAX(ts) + INTERVAL 10 minute - INTERVAL 1 millisecond AS e, COUNT(*) AS n FROM g GROUP BY k, id) GROUP BY w
