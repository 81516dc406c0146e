--- first rows of each key
SELECT k, name, v FROM (SELECT k, name, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC, name) AS rn FROM t) WHERE rn <= 3

--- first rows with numbers
-- modes: update
SELECT k, name, v, rn FROM (SELECT k, name, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY name, v DESC) AS rn FROM t) WHERE rn <= 4

--- a range of numbers
-- modes: update
SELECT name, d, rn FROM (SELECT name, d, ROW_NUMBER() OVER (ORDER BY d NULLS LAST, name) AS rn FROM t) WHERE rn BETWEEN 5 AND 20

--- duplicates count
SELECT k, name FROM (SELECT k, name, ROW_NUMBER() OVER (PARTITION BY k ORDER BY name) AS rn FROM t) WHERE rn < 9

--- rank with ties
SELECT k, name, v FROM (SELECT k, name, v, RANK() OVER (PARTITION BY k ORDER BY name DESC) AS r FROM t) WHERE r <= 2

--- rank with ties and numbers
SELECT k, name, r FROM (SELECT k, name, RANK() OVER (PARTITION BY k ORDER BY name) AS r FROM t) WHERE r BETWEEN 2 AND 30

--- dense rank
SELECT k, name, r FROM (SELECT k, name, DENSE_RANK() OVER (PARTITION BY name ORDER BY k DESC) AS r FROM t) WHERE r <= 2 AND (k > 0 OR r < 2)

--- dense rank limits
SELECT k, name FROM (SELECT k, name, DENSE_RANK() OVER (ORDER BY k DESC NULLS FIRST) AS r FROM t) WHERE 3 >= r AND r > 1

--- qualify
SELECT k, name, v FROM t QUALIFY RANK() OVER (PARTITION BY k, name ORDER BY v) = 1

--- the last of each key
-- modes: update
SELECT k, ts, v FROM (SELECT k, ts, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts DESC, v) AS rn FROM t) WHERE rn = 1

--- the first of each key
-- modes: update
SELECT k, ts, v FROM (SELECT k, ts, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts, v) AS rn FROM t) WHERE rn = 1

--- none
SELECT k FROM (SELECT k, ROW_NUMBER() OVER (ORDER BY k) AS rn FROM t) WHERE rn < 1

--- greatest groups
SELECT k, name, n FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY n DESC, name) AS rn FROM (SELECT k, name, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k, name) ) WHERE rn <= 2
-- duckdb
SELECT k, name, n FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY n DESC, name) AS rn FROM (SELECT k, name, COUNT(*) AS n, SUM(v)::BIGINT AS s FROM t GROUP BY k, name) ) WHERE rn <= 2

--- greatest groups with numbers
-- modes: update
SELECT k, name, n, s, rn FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY n DESC, name) AS rn FROM (SELECT k, name, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k, name) ) WHERE rn BETWEEN 2 AND 4
-- duckdb
SELECT k, name, n, s, rn FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY n DESC, name) AS rn FROM (SELECT k, name, COUNT(*) AS n, SUM(v)::BIGINT AS s FROM t GROUP BY k, name) ) WHERE rn BETWEEN 2 AND 4

--- ranks of groups
SELECT k, name, n, r FROM (SELECT *, RANK() OVER (ORDER BY n DESC) AS r FROM (SELECT k, name, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k, name) ) WHERE r <= 10
-- duckdb
SELECT k, name, n, r FROM (SELECT *, RANK() OVER (ORDER BY n DESC) AS r FROM (SELECT k, name, COUNT(*) AS n, SUM(v)::BIGINT AS s FROM t GROUP BY k, name) ) WHERE r <= 10

--- dense ranks of groups
SELECT k, name, n FROM (SELECT *, DENSE_RANK() OVER (PARTITION BY name ORDER BY n) AS r FROM (SELECT k, name, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k, name) ) WHERE r <= 2
-- duckdb
SELECT k, name, n FROM (SELECT *, DENSE_RANK() OVER (PARTITION BY name ORDER BY n) AS r FROM (SELECT k, name, COUNT(*) AS n, SUM(v)::BIGINT AS s FROM t GROUP BY k, name) ) WHERE r <= 2

--- the greatest group
-- modes: update
SELECT name, k, n, s FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY name ORDER BY n DESC, k DESC) AS rn FROM (SELECT k, name, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k, name) ) WHERE rn = 1
-- duckdb
SELECT name, k, n, s FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY name ORDER BY n DESC, k DESC) AS rn FROM (SELECT k, name, COUNT(*) AS n, SUM(v)::BIGINT AS s FROM t GROUP BY k, name) ) WHERE rn = 1

--- top of windows
-- modes: update
SELECT window_start, name, n, rn FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY n DESC, name) AS rn FROM (SELECT window_start, window_end, name, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '3' HOUR)) GROUP BY window_start, window_end, name)) WHERE rn <= 2
-- duckdb
SELECT w, name, n, rn FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY w ORDER BY n DESC, name) AS rn FROM (SELECT time_bucket(INTERVAL 3 hour, ts) AS w, name, COUNT(*) AS n FROM t GROUP BY ALL)) WHERE rn <= 2

--- groups of top rows
-- modes: update
SELECT name, COUNT(*), CAST(SUM(v) AS BIGINT) FROM (SELECT k, name, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v, name) AS rn FROM t) WHERE rn <= 5 GROUP BY name

--- top of top rows
SELECT k, v FROM (SELECT k, v, ROW_NUMBER() OVER (ORDER BY v DESC, k) AS r2 FROM (SELECT k, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC) AS rn FROM t) WHERE rn <= 2) WHERE r2 <= 5

--- keep the first
-- modes: append, update
SELECT k, ts, v, name FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts, v, name) AS rn FROM e) WHERE rn = 1

--- first in time with numbers
-- modes: append, update
SELECT name, ts, k, rn FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY name ORDER BY ts, k) AS rn FROM e) WHERE rn BETWEEN 2 AND 5

--- rank in time
-- modes: append
SELECT name, ts, v, r FROM (SELECT *, RANK() OVER (PARTITION BY name ORDER BY ts) AS r FROM e) WHERE r <= 6

--- dense rank in time
-- modes: append
SELECT ts, v FROM (SELECT *, DENSE_RANK() OVER (ORDER BY ts) AS r FROM e) WHERE r BETWEEN 3 AND 10

--- top of windows, in time
-- modes: append, update
SELECT window_end, k, v, rn FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY v DESC, k) AS rn FROM TABLE(TUMBLE((SELECT * FROM e), DESCRIPTOR(ts), INTERVAL '20' MINUTE))) WHERE rn <= 3
-- duckdb
SELECT w, k, v, rn FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY w ORDER BY v DESC, k) AS rn FROM (SELECT *, time_bucket(INTERVAL 20 minute, ts) + INTERVAL 20 minute AS w FROM e)) WHERE rn <= 3

--- top of window groups
-- modes: append, update
SELECT window_start, k, n FROM (SELECT *, RANK() OVER (PARTITION BY window_start ORDER BY n DESC) AS r FROM (SELECT window_start, k, COUNT(*) AS n FROM TABLE(TUMBLE((SELECT * FROM e), DESCRIPTOR(ts), INTERVAL '20' MINUTE)) GROUP BY window_start, k)) WHERE r <= 2
-- duckdb
SELECT w, k, n FROM (SELECT *, RANK() OVER (PARTITION BY w ORDER BY n DESC) AS r FROM (SELECT time_bucket(INTERVAL 20 minute, ts) AS w, k, COUNT(*) AS n FROM e GROUP BY ALL)) WHERE r <= 2

--- the last in each window
-- modes: append, update
SELECT window_time, k, v FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_time, k ORDER BY ts DESC, v, name) AS rn FROM TABLE(TUMBLE((SELECT * FROM e), DESCRIPTOR(ts), INTERVAL '30' MINUTE))) WHERE rn = 1
-- duckdb
SELECT w, k, v FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY w, k ORDER BY ts DESC, v, name) AS rn FROM (SELECT *, time_bucket(INTERVAL 30 minute, ts) + INTERVAL 1799999 milliseconds AS w FROM e)) WHERE rn = 1

--- one of each time
-- modes: append, update
SELECT ts, v, k FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY ts ORDER BY v DESC, k, name) AS rn FROM e) WHERE rn = 1

--- windows over the first
-- modes: append, update
SELECT window_start, COUNT(*) FROM TABLE(TUMBLE((SELECT ts, v FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY v ORDER BY ts) AS rn FROM e) WHERE rn = 1), DESCRIPTOR(ts), INTERVAL '10' MINUTE)) GROUP BY window_start
-- duckdb
SELECT time_bucket(INTERVAL 10 minute, ts), COUNT(*) FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY v ORDER BY ts) AS rn FROM e) WHERE rn = 1 GROUP BY ALL

--- first three of each key, of
-- over t | c | x | w | o
SELECT k, v, name FROM (SELECT k, v, name, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC, name, d) AS rn FROM $1) WHERE rn <= 3

--- first three with numbers, of
-- over t: update | c: update | x: update | o: update
SELECT k, rn, v FROM (SELECT k, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC, name, d) AS rn FROM $1) WHERE rn <= 3

--- the last of each key, of
-- over t: update | c: update | x: update | w: update
SELECT name, k, v FROM (SELECT name, k, v, ROW_NUMBER() OVER (PARTITION BY name ORDER BY v DESC, k DESC, d) AS rn FROM $1) WHERE rn = 1

--- the second of each key
-- over t: update | c: update | x: update | o: update
SELECT k, v FROM (SELECT k, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v, d) AS rn FROM $1) WHERE rn = 2

--- the first of all
-- over t: update | c: update | x: update
SELECT k, v, name FROM (SELECT k, v, name, ROW_NUMBER() OVER (ORDER BY v DESC, k, name) AS rn FROM $1) WHERE rn = 1

--- rank of
-- over t | c | x | w | o
SELECT k, name FROM (SELECT k, name, RANK() OVER (PARTITION BY k ORDER BY name DESC) AS r FROM $1) WHERE r <= 2

--- rank with the key
-- over c: update | d: update
SELECT id, k, r FROM (SELECT id, k, RANK() OVER (PARTITION BY k ORDER BY v) AS r FROM $1) WHERE r <= 3

--- rank with numbers, of
-- over t | c | x
SELECT k, v, r FROM (SELECT k, v, RANK() OVER (PARTITION BY k ORDER BY v / 100) AS r FROM $1) WHERE r BETWEEN 2 AND 8

--- groups over ranks
-- over t: update | c: update | x: update | o: update
SELECT name, COUNT(*), SUM(v) FROM (SELECT name, v, RANK() OVER (PARTITION BY k ORDER BY v DESC) AS r FROM $1) WHERE r <= 4 GROUP BY name

--- groups over ranks of texts
-- over t: update | c: update | x: update
SELECT k, COUNT(*), MAX(v) FROM (SELECT k, v, RANK() OVER (PARTITION BY k ORDER BY name) AS r FROM $1) WHERE r <= 3 GROUP BY k

--- all rows of ranks
-- over t: update | c: update | x: update
SELECT COUNT(*), MIN(v) FROM (SELECT v, RANK() OVER (ORDER BY v DESC) AS r FROM $1) WHERE r <= 10

--- dense rank of
-- over t | c | x | w | o
SELECT k, name FROM (SELECT k, name, DENSE_RANK() OVER (PARTITION BY k ORDER BY name) AS r FROM $1) WHERE r <= 2

--- dense rank with the key
-- over c: update | d: update
SELECT id, k, r FROM (SELECT id, k, DENSE_RANK() OVER (PARTITION BY name ORDER BY k) AS r FROM $1) WHERE r <= 2

--- dense rank with numbers, of
-- over t | c | x
SELECT name, v, r FROM (SELECT name, v, DENSE_RANK() OVER (PARTITION BY name ORDER BY v % 7 DESC) AS r FROM $1) WHERE r <= 3

--- groups over dense ranks
-- over t: update | c: update | x: update
SELECT r, COUNT(*), SUM(v) FROM (SELECT v, DENSE_RANK() OVER (PARTITION BY name ORDER BY k DESC) AS r FROM $1) WHERE r <= 3 GROUP BY r

--- groups over dense ranks of texts
-- over t: update | c: update | x: update
SELECT k, COUNT(*) FROM (SELECT k, DENSE_RANK() OVER (ORDER BY name) AS r FROM $1) WHERE r <= 3 GROUP BY k

--- all rows of dense ranks
-- over t: update | c: update | x: update
SELECT COUNT(*), COUNT(DISTINCT k) FROM (SELECT k, DENSE_RANK() OVER (ORDER BY k) AS r FROM $1) WHERE r BETWEEN 2 AND 4

--- limit of
-- over t | c | x | w | o
SELECT k, name, v FROM $1 ORDER BY v DESC, name, k, d LIMIT 5

--- limit and offset of
-- over t | c | x
SELECT name, v FROM $1 ORDER BY v, name, k LIMIT 6 OFFSET 4

--- limit with the key
-- over c: update | d: update
SELECT id, v FROM $1 ORDER BY v DESC, id LIMIT 7

--- groups over a limit
-- over t: update | c: update | x: update
SELECT k, COUNT(*) FROM (SELECT k FROM $1 ORDER BY v DESC, k LIMIT 30) GROUP BY k

--- all rows of a limit
-- over t: update | c: update | x: update
SELECT COUNT(*), SUM(v) FROM (SELECT v FROM $1 ORDER BY v LIMIT 20)

--- greatest of a limit
-- over t: update | c: update | x: update
SELECT name, MAX(v), MIN(v) FROM (SELECT name, v FROM $1 ORDER BY d DESC, v LIMIT 40) GROUP BY name

--- top of what closes
-- over w: append, update | z: append, update
SELECT window_start, window_end, k, v, rn FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY v DESC, k) AS rn FROM $1) WHERE rn <= 2

--- first in time of
-- over e: append | o: append | p: append
SELECT k, ts, v FROM (SELECT k, ts, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts, v, name, d) AS rn FROM $1) WHERE rn <= 4

--- the first in time of each key
-- over e: append, update | o: append, update | p: append, update
SELECT k, ts, v FROM (SELECT k, ts, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts, v, name, d) AS rn FROM $1) WHERE rn = 1

--- the second in time of each name
-- over e: append, update | o: append, update | p: append, update
SELECT name, ts, v FROM (SELECT name, ts, v, ROW_NUMBER() OVER (PARTITION BY name ORDER BY ts, v, d) AS rn FROM $1) WHERE rn = 2

--- rank of what closes
-- over w: append, update | z: append, update
SELECT window_start, window_end, k, v, r FROM (SELECT *, RANK() OVER (PARTITION BY window_end, window_start ORDER BY v DESC) AS r FROM $1) WHERE r <= 2

--- rank in time of
-- over e: append | o: append | p: append
SELECT k, ts, r FROM (SELECT k, ts, RANK() OVER (PARTITION BY k ORDER BY ts) AS r FROM $1) WHERE r <= 5

--- windows over ranks
-- over e: append, update | o: append, update
SELECT window_start, COUNT(*) FROM TABLE(TUMBLE((SELECT ts, v FROM (SELECT ts, v, RANK() OVER (PARTITION BY k ORDER BY ts) AS r FROM $1) WHERE r <= 20), DESCRIPTOR(ts), INTERVAL '20' MINUTE)) GROUP BY window_start

--- windows over ranks of windows
-- over w: append, update | z: append, update
SELECT window_start, COUNT(*), SUM(v) FROM TABLE(TUMBLE((SELECT window_time AS t, v FROM (SELECT *, RANK() OVER (PARTITION BY window_time ORDER BY v DESC) AS r FROM $1) WHERE r = 1), DESCRIPTOR(t), INTERVAL '30' MINUTE)) GROUP BY window_start

--- dense rank of what closes
-- over w: append, update | z: append, update
SELECT window_start, window_end, k, v FROM (SELECT *, DENSE_RANK() OVER (PARTITION BY window_start, window_end ORDER BY v) AS r FROM $1) WHERE r <= 2

--- dense rank in time of
-- over e: append | o: append | p: append
SELECT name, ts, v FROM (SELECT name, ts, v, DENSE_RANK() OVER (PARTITION BY name ORDER BY ts) AS r FROM $1) WHERE r BETWEEN 2 AND 4

--- windows over dense ranks
-- over e: append, update | o: append, update | p: append, update
SELECT window_start, COUNT(*) FROM TABLE(TUMBLE((SELECT ts, v FROM (SELECT ts, v, DENSE_RANK() OVER (PARTITION BY k ORDER BY ts) AS r FROM $1) WHERE r <= 10), DESCRIPTOR(ts), INTERVAL '20' MINUTE)) GROUP BY window_start

--- windows over dense ranks of windows
-- over w: append, update | z: append, update
SELECT window_start, COUNT(*), MAX(v) FROM TABLE(TUMBLE((SELECT window_time AS t, v FROM (SELECT *, DENSE_RANK() OVER (PARTITION BY window_time ORDER BY v DESC) AS r FROM $1) WHERE r <= 2), DESCRIPTOR(t), INTERVAL '30' MINUTE)) GROUP BY window_start

--- the greatest of each window
-- over w: append, update | z: append, update
SELECT window_start, window_end, k, v FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY v DESC, k) AS rn FROM $1) WHERE rn = 1

--- the least of each window
-- over w: append, update | z: append, update
SELECT window_start, window_end, k, v FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY v, k DESC) AS rn FROM $1) WHERE rn = 1

--- the greatest of each window and key of rows
-- over e: append, update | o: append, update
SELECT window_start, window_end, k, v FROM (SELECT window_start, window_end, k, v, ROW_NUMBER() OVER (PARTITION BY window_start, window_end, k ORDER BY v DESC, d) AS rn FROM TABLE(TUMBLE(TABLE $1, DESCRIPTOR(ts), INTERVAL '15' MINUTE))) WHERE rn = 1

--- all rows of dense ranks with the key
-- over c: update | d: update
SELECT COUNT(*), SUM(v) FROM (SELECT id, v, DENSE_RANK() OVER (PARTITION BY k ORDER BY name) AS r FROM $1) WHERE r <= 2

--- groups over first rows in time
-- over e: update | o: update | p: update
SELECT name, COUNT(*) FROM (SELECT name, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts, v, d) AS rn FROM $1) WHERE rn <= 10 GROUP BY name

--- groups over ranks in time
-- over e: update | o: update | p: update
SELECT name, COUNT(*) FROM (SELECT name, RANK() OVER (PARTITION BY k ORDER BY ts) AS rn FROM $1) WHERE rn <= 10 GROUP BY name

--- groups over dense ranks in time
-- over e: update | o: update | p: update
SELECT name, COUNT(*) FROM (SELECT name, DENSE_RANK() OVER (PARTITION BY k ORDER BY ts) AS rn FROM $1) WHERE rn <= 10 GROUP BY name

--- all rows of ranks in time
-- over e: update | o: update | p: update
SELECT COUNT(*), MAX(v) FROM (SELECT v, RANK() OVER (PARTITION BY name ORDER BY ts) AS rn FROM $1) WHERE rn BETWEEN 2 AND 8

--- all rows of first rows
-- over c: update | x: update | e: update | o: update
SELECT COUNT(*), MAX(v), MIN(name) FROM (SELECT v, name, ROW_NUMBER() OVER (PARTITION BY k ORDER BY d, v, name) AS rn FROM $1) WHERE rn BETWEEN 2 AND 8

--- windows over first rows in time
-- over e: append, update | o: append, update | p: append, update
SELECT window_start, COUNT(*), COUNT(*) FILTER (WHERE v > 0) FROM TABLE(TUMBLE((SELECT ts, v FROM (SELECT ts, v, ROW_NUMBER() OVER (PARTITION BY name ORDER BY ts, v, d) AS rn FROM $1) WHERE rn <= 15), DESCRIPTOR(ts), INTERVAL '20' MINUTE)) GROUP BY window_start

--- first rows of windows of windows
-- over w: append | z: append
SELECT k, v, window_time FROM (SELECT k, v, window_time, ROW_NUMBER() OVER (PARTITION BY window_time ORDER BY v, k) AS rn FROM $1) WHERE rn BETWEEN 2 AND 3

--- all rows of dense ranks in time
-- over e: update | o: update
SELECT COUNT(*), MAX(v) FROM (SELECT v, DENSE_RANK() OVER (PARTITION BY k ORDER BY ts) AS rn FROM $1) WHERE rn BETWEEN 2 AND 8
