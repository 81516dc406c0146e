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

--- tumble of times that close
-- over e: append, update | o: append, update | p: append, update
SELECT window_start, window_end, k, COUNT(*), SUM(v), AVG(d) FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '10' MINUTE)) GROUP BY window_start, window_end, k

--- tumble of times that close, by window only
-- over e: append, update | o: append, update | p: append, update
SELECT window_end, COUNT(*), MIN(v), MAX(name), COUNT(DISTINCT k) FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '7' MINUTE)) GROUP BY window_start, window_end

--- tumble of times that close, filtered
-- over e: append, update | o: append, update | p: append, update
SELECT window_start, name, SUM(v) FILTER (WHERE k > 1), STDDEV_POP(v) FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '30' MINUTE)) WHERE v > -500 GROUP BY window_start, name

--- tumble over windows
-- over w: append, update | z: append, update
SELECT window_start, k, COUNT(*), SUM(v), MIN(v), COUNT(DISTINCT name) FROM TABLE(TUMBLE((SELECT window_time AS t, k, v, name FROM $1), DESCRIPTOR(t), INTERVAL '20' MINUTE)) GROUP BY window_start, k

--- tumble over windows with having
-- over w: append, update | z: append, update
SELECT window_end, COUNT(*), AVG(v), MAX(d), SUM(v) FILTER (WHERE k > 0), VAR_POP(v) FROM TABLE(TUMBLE((SELECT window_time AS t, k, v, d FROM $1), DESCRIPTOR(t), INTERVAL '30' MINUTE)) GROUP BY window_end HAVING COUNT(*) > 2

--- tumble of what changes
-- over c: update | x: update
SELECT window_start, COUNT(*), SUM(v), MIN(name) FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '6' HOUR)) GROUP BY window_start

--- tumble of what changes, by key
-- over c: update | x: update
SELECT window_end, k, COUNT(*), AVG(d), COUNT(DISTINCT name) FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '1' DAY)) GROUP BY window_end, k

--- hop of times that close
-- over e: append, update | o: append, update | p: append, update
SELECT window_start, window_end, k, COUNT(*), SUM(v) FROM TABLE(HOP(TABLE $1, DESCRIPTOR(ts), INTERVAL '5' MINUTE, INTERVAL '15' MINUTE)) GROUP BY window_start, window_end, k

--- hop of times that close, least and greatest
-- over e: append, update | o: append, update | p: append, update
SELECT window_start, MIN(v), MAX(name), COUNT(DISTINCT k), AVG(d) FROM TABLE(HOP(TABLE $1, DESCRIPTOR(ts), INTERVAL '10' MINUTE, INTERVAL '20' MINUTE)) GROUP BY window_start

--- hop of times that close, filtered
-- over e: append, update | o: append, update
SELECT window_end, name, COUNT(*) FILTER (WHERE v > 0) FROM TABLE(HOP(TABLE $1, DESCRIPTOR(ts), INTERVAL '4' MINUTE, INTERVAL '12' MINUTE)) WHERE k IS NOT NULL GROUP BY window_end, name

--- hop over windows
-- over w: append, update | z: append, update
SELECT window_start, COUNT(*), SUM(v), MAX(v) FROM TABLE(HOP((SELECT window_time AS t, k, v, name FROM $1), DESCRIPTOR(t), INTERVAL '10' MINUTE, INTERVAL '30' MINUTE)) GROUP BY window_start

--- hop over windows, by key
-- over w: append, update | z: append, update
SELECT window_start, k, SUM(v), MIN(name) FROM TABLE(HOP((SELECT window_time AS t, k, v, name FROM $1), DESCRIPTOR(t), INTERVAL '15' MINUTE, INTERVAL '60' MINUTE)) GROUP BY window_start, k

--- hop of what changes
-- over c: update | x: update
SELECT window_start, k, COUNT(*), SUM(v), MAX(d) FROM TABLE(HOP(TABLE $1, DESCRIPTOR(ts), INTERVAL '6' HOUR, INTERVAL '18' HOUR)) GROUP BY window_start, k

--- cumulate of times that close
-- over e: append, update | o: append, update | p: append, update
SELECT window_start, window_end, k, COUNT(*), SUM(v) FROM TABLE(CUMULATE(TABLE $1, DESCRIPTOR(ts), INTERVAL '5' MINUTE, INTERVAL '20' MINUTE)) GROUP BY window_start, window_end, k

--- cumulate of times that close, by window
-- over e: append, update | o: append, update | p: append, update
SELECT window_end, MIN(v), MAX(d), COUNT(DISTINCT name) FROM TABLE(CUMULATE(TABLE $1, DESCRIPTOR(ts), INTERVAL '10' MINUTE, INTERVAL '30' MINUTE)) GROUP BY window_start, window_end

--- cumulate of times that close, filtered
-- over e: append, update | o: append, update
SELECT window_start, window_end, COUNT(*) FROM TABLE(CUMULATE(TABLE $1, DESCRIPTOR(ts), INTERVAL '6' MINUTE, INTERVAL '18' MINUTE)) WHERE v > 100 GROUP BY window_start, window_end HAVING COUNT(*) > 2

--- cumulate over windows
-- over w: append, update | z: append, update
SELECT window_start, window_end, COUNT(*), SUM(v) FROM TABLE(CUMULATE((SELECT window_time AS t, k, v, name FROM $1), DESCRIPTOR(t), INTERVAL '10' MINUTE, INTERVAL '30' MINUTE)) GROUP BY window_start, window_end

--- cumulate over windows, by key
-- over w: append, update | z: append, update
SELECT window_end, k, SUM(v), MAX(name) FROM TABLE(CUMULATE((SELECT window_time AS t, k, v, name FROM $1), DESCRIPTOR(t), INTERVAL '15' MINUTE, INTERVAL '60' MINUTE)) GROUP BY window_start, window_end, k

--- cumulate of what changes
-- over c: update | x: update
SELECT window_end, COUNT(*), SUM(v), MIN(v) FROM TABLE(CUMULATE(TABLE $1, DESCRIPTOR(ts), INTERVAL '8' HOUR, INTERVAL '24' HOUR)) GROUP BY window_start, window_end

--- sessions of times that close
-- over e: append, update | o: append, update | p: append, update
SELECT window_start, window_end, k, COUNT(*), SUM(v) FROM TABLE(SESSION(TABLE $1 PARTITION BY k, DESCRIPTOR(ts), INTERVAL '2' MINUTE)) GROUP BY window_start, window_end, k

--- sessions of times that close, of all
-- over e: append | o: append
SELECT window_end, COUNT(v), MIN(v), MAX(name), AVG(d) FROM TABLE(SESSION(TABLE $1, DESCRIPTOR(ts), INTERVAL '20' SECOND)) GROUP BY window_start, window_end

--- sessions of two keys
-- over e: append, update | o: append, update
SELECT window_start, k, name, COUNT(*) FROM TABLE(SESSION(TABLE $1 PARTITION BY (k, name), DESCRIPTOR(ts), INTERVAL '5' MINUTE)) GROUP BY window_start, window_end, k, name

--- sessions over windows
-- over w: append, update | z: append, update
SELECT window_start, window_end, SUM(v), COUNT(*) FROM TABLE(SESSION((SELECT window_time AS t, k, v FROM $1 WHERE k > 4), DESCRIPTOR(t), INTERVAL '6' MINUTE)) GROUP BY window_start, window_end

--- rows of windows
-- over e: append | o: append | t: append
SELECT window_start, window_end, window_time, k, v FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '15' MINUTE)) WHERE v > 0

--- rows of hopping windows
-- over e: append | o: append | x | c
SELECT window_start, window_end, k, v FROM TABLE(HOP(TABLE $1, DESCRIPTOR(ts), INTERVAL '30' MINUTE, INTERVAL '60' MINUTE)) WHERE k > 2

--- rows of windows of windows
-- over w: append | z: append
SELECT window_end, k, v FROM TABLE(TUMBLE((SELECT window_time AS t, k, v FROM $1), DESCRIPTOR(t), INTERVAL '20' MINUTE)) WHERE v > 1

--- deviations and filters of windows
-- over e: append, update | o: append, update | p: append, update
SELECT window_start, k, VAR_POP(v), COUNT(*) FILTER (WHERE v > 0), COUNT(DISTINCT name) FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '25' MINUTE)) GROUP BY window_start, k

--- deviations and filters of hopping windows
-- over e: append, update | o: append, update | p: append, update
SELECT window_start, VAR_POP(v), SUM(v) FILTER (WHERE k > 1) FROM TABLE(HOP(TABLE $1, DESCRIPTOR(ts), INTERVAL '15' MINUTE, INTERVAL '30' MINUTE)) GROUP BY window_start

--- deviations and different values of windows of windows
-- over w: append, update | z: append, update
SELECT window_start, VAR_POP(v), COUNT(DISTINCT k), COUNT(*) FILTER (WHERE v > 1) FROM TABLE(TUMBLE((SELECT window_time AS t, k, v FROM $1), DESCRIPTOR(t), INTERVAL '40' MINUTE)) GROUP BY window_start

--- groups over rows of windows
-- over e: update | o: update | p: update
SELECT we, k, COUNT(*) FROM (SELECT k, we FROM (SELECT k, window_end AS we, ROW_NUMBER() OVER (PARTITION BY window_end ORDER BY v, k, name) AS rn FROM TABLE(HOP((SELECT ts AS t, k, v, name FROM $1), DESCRIPTOR(t), INTERVAL '10' MINUTE, INTERVAL '20' MINUTE))) WHERE rn < 5) GROUP BY we, k

--- groups over rows of windows of windows
-- over w: update | z: update
SELECT we, k, COUNT(*) FROM (SELECT k, we FROM (SELECT k, window_end AS we, ROW_NUMBER() OVER (PARTITION BY window_end ORDER BY v, k, name) AS rn FROM TABLE(HOP((SELECT window_time AS t, k, v, name FROM $1), DESCRIPTOR(t), INTERVAL '10' MINUTE, INTERVAL '20' MINUTE))) WHERE rn < 5) GROUP BY we, k

--- all rows of windows of windows
-- over w: update | z: update
SELECT COUNT(*), MAX(k) FROM (SELECT k, we FROM (SELECT k, window_end AS we, ROW_NUMBER() OVER (PARTITION BY window_end ORDER BY v, k, name) AS rn FROM TABLE(HOP((SELECT window_time AS t, k, v, name FROM $1), DESCRIPTOR(t), INTERVAL '10' MINUTE, INTERVAL '20' MINUTE))) WHERE rn < 5)

--- rows of windows of windows, ranked
-- over w: append | z: append
SELECT we, k, v FROM (SELECT k, v, window_end AS we, RANK() OVER (PARTITION BY window_end ORDER BY v DESC) AS r FROM TABLE(TUMBLE((SELECT window_time AS t, k, v FROM $1), DESCRIPTOR(t), INTERVAL '20' MINUTE))) WHERE r <= 2

--- sessions of rows that are taken back
-- over c: update | x: update | d | y
SELECT window_start, window_end, k, COUNT(*), SUM(v) FROM TABLE(SESSION(TABLE $1 PARTITION BY k, DESCRIPTOR(ts), INTERVAL '90' MINUTE)) GROUP BY window_start, window_end, k

--- sessions of rows that are taken back, of all
-- over c | x: update | y
SELECT window_start, window_end, COUNT(*), MIN(v), MAX(name), AVG(v) FROM TABLE(SESSION(TABLE $1, DESCRIPTOR(ts), INTERVAL '12' MINUTE)) GROUP BY window_start, window_end

--- sessions of rows that change until they close
-- over o: append, update | p: append, update
SELECT window_start, window_end, k, COUNT(*), SUM(v), COUNT(DISTINCT name) FROM TABLE(SESSION(TABLE $1 PARTITION BY k, DESCRIPTOR(ts), INTERVAL '7' MINUTE)) GROUP BY window_start, window_end, k

--- sessions with the values of each
-- over e: append, update | t: update | x: update | o: append, update | p: append, update
SELECT window_start, window_end, k, COUNT(DISTINCT v), SUM(DISTINCT v), COUNT(*) FROM TABLE(SESSION(TABLE $1 PARTITION BY k, DESCRIPTOR(ts), INTERVAL '8' MINUTE)) GROUP BY window_start, window_end, k

--- sessions by other columns
-- over e: append, update | t: update | c: update | x: update | o: append, update
SELECT window_start, window_end, name, COUNT(*), MAX(v) FROM TABLE(SESSION(TABLE $1 PARTITION BY k, DESCRIPTOR(ts), INTERVAL '9' MINUTE)) GROUP BY window_start, window_end, name

--- sessions of which some rows count
-- over e: append | c | x | p: append
SELECT window_start, window_end, k, COUNT(*), SUM(v) FROM TABLE(SESSION(TABLE $1 PARTITION BY k, DESCRIPTOR(ts), INTERVAL '11' MINUTE)) WHERE v > 0 GROUP BY window_start, window_end, k HAVING COUNT(*) > 1

--- rows of sessions
-- over e: append | f: append | t | c | x | o: append | p: append
SELECT window_start, window_end, window_time, k, v, name FROM TABLE(SESSION(TABLE $1 PARTITION BY k, DESCRIPTOR(ts), INTERVAL '6' MINUTE)) WHERE v > 0

--- rows of sessions of all
-- over e: append | x | y | o: append
SELECT window_end, k, ts, v FROM TABLE(SESSION(TABLE $1, DESCRIPTOR(ts), INTERVAL '1' MINUTE))

--- the first row of each session
-- over e: append, update | t: update | x: update | o: append, update
SELECT * FROM (SELECT window_start, window_end, k, v, ROW_NUMBER() OVER (PARTITION BY window_start, window_end, k ORDER BY v DESC NULLS LAST) AS rn FROM TABLE(SESSION(TABLE $1 PARTITION BY k, DESCRIPTOR(ts), INTERVAL '5' MINUTE))) WHERE rn <= 2 AND v IS NOT NULL

--- sessions of sessions
-- over e | x | o | c
SELECT window_start, COUNT(*), SUM(n) FROM TABLE(SESSION((SELECT window_end AS e, COUNT(*) AS n FROM TABLE(SESSION(TABLE $1 PARTITION BY k, DESCRIPTOR(ts), INTERVAL '2' MINUTE)) GROUP BY window_start, window_end, k), DESCRIPTOR(e), INTERVAL '4' MINUTE)) GROUP BY window_start, window_end

--- windows of sessions that change until they close
-- over o: append, update | p: append, update | x: update
SELECT window_start, COUNT(*), SUM(n) FROM TABLE(TUMBLE((SELECT window_time AS t, COUNT(*) AS n FROM TABLE(SESSION(TABLE $1 PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' MINUTE)) GROUP BY window_start, window_end, window_time, k), DESCRIPTOR(t), INTERVAL '20' MINUTE)) GROUP BY window_start

--- sessions of groups that change until they close
-- over w: append, update | z: append, update
SELECT window_start, window_end, k, SUM(v), COUNT(*), MAX(d) FROM TABLE(SESSION((SELECT window_time AS t, k, v, d FROM $1) PARTITION BY k, DESCRIPTOR(t), INTERVAL '5' MINUTE)) GROUP BY window_start, window_end, k

--- rows of sessions of groups
-- over w: append | z: append
SELECT window_start, window_end, k, v, t FROM TABLE(SESSION((SELECT window_time AS t, k, v, d FROM $1) PARTITION BY k, DESCRIPTOR(t), INTERVAL '15' MINUTE)) WHERE k > 2
