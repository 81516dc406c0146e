--- inner
-- modes: append
SELECT a.v, b.v, a.d FROM e AS a JOIN f AS b ON a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '1' MINUTE AND a.ts + INTERVAL '2' MINUTE

--- left
-- modes: append
SELECT a.v, b.v FROM e AS a LEFT JOIN f AS b ON a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '1' MINUTE AND a.ts + INTERVAL '2' MINUTE

--- right
-- modes: append
SELECT a.v, b.v FROM e AS a RIGHT JOIN f AS b ON a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '1' MINUTE AND a.ts + INTERVAL '2' MINUTE AND a.v < b.v

--- full
-- modes: append
SELECT a.v, b.v, a.name FROM e AS a FULL JOIN f AS b ON a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '1' MINUTE AND a.ts + INTERVAL '2' MINUTE

--- full with a condition
-- modes: append
SELECT a.v, b.v, a.name FROM e AS a FULL JOIN f AS b ON a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '1' MINUTE AND a.ts + INTERVAL '2' MINUTE AND a.v <> b.v

--- one bound, without keys
-- modes: append
SELECT a.v, b.v FROM e AS a, f AS b WHERE a.ts < b.ts AND b.ts - INTERVAL '3' SECOND <= a.ts

--- never a partner before
-- modes: append
SELECT a.v, b.v FROM e AS a LEFT JOIN f AS b ON a.k = b.k AND b.ts > a.ts + INTERVAL '20' SECOND AND b.ts < a.ts + INTERVAL '40' SECOND

--- the same times
-- modes: append
SELECT a.v, b.v FROM e AS a FULL JOIN f AS b ON a.ts = b.ts

--- the same table
-- modes: append
SELECT a.v, b.v FROM e AS a LEFT JOIN e AS b ON a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '1' MINUTE AND a.ts + INTERVAL '2' MINUTE AND a.v <> b.v

--- three tables
-- modes: append
SELECT a.v, b.v, c.v FROM e AS a JOIN f AS b ON a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '1' MINUTE AND a.ts + INTERVAL '2' MINUTE LEFT JOIN f AS c ON c.k = a.k AND c.ts BETWEEN a.ts AND a.ts + INTERVAL '30' SECOND AND c.v > b.v

--- anti
-- modes: append
SELECT a.v, a.k FROM e AS a WHERE NOT EXISTS (SELECT 1 FROM f AS b WHERE a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '1' MINUTE AND a.ts + INTERVAL '2' MINUTE)

--- anti with a condition
-- modes: append
SELECT a.v, a.k FROM e AS a WHERE NOT EXISTS (SELECT 1 FROM f AS b WHERE a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '1' MINUTE AND a.ts + INTERVAL '2' MINUTE AND b.v > a.v)

--- anti, the same times
-- modes: append
SELECT a.v, a.k FROM e AS a WHERE NOT EXISTS (SELECT 1 FROM f AS b WHERE a.ts = b.ts)

--- semi
-- modes: append
SELECT a.v, a.k FROM e AS a WHERE EXISTS (SELECT 1 FROM f AS b WHERE a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '1' MINUTE AND a.ts + INTERVAL '2' MINUTE)

--- windows
-- modes: append, update
SELECT x.window_start, x.k, x.n, y.n FROM (SELECT window_start, window_end, k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end, k) AS x JOIN (SELECT window_start, window_end, k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE f, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end, k) AS y ON x.window_start = y.window_start AND x.window_end = y.window_end AND x.k = y.k

--- windows, left
-- modes: append, update
SELECT x.window_start, x.k, x.n, y.n FROM (SELECT window_start, window_end, k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end, k) AS x LEFT JOIN (SELECT window_start, window_end, k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE f, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end, k) AS y ON x.window_start = y.window_start AND x.window_end = y.window_end AND x.k = y.k

--- windows, full
-- modes: append
SELECT x.k, x.n, y.k, y.n FROM (SELECT window_start, window_end, k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end, k) AS x FULL JOIN (SELECT window_start, window_end, k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE f, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end, k) AS y ON x.window_end = y.window_end AND x.k = y.k

--- windows over a join
-- modes: append, update
SELECT window_start, COUNT(*) FROM TABLE(TUMBLE((SELECT a.ts, b.v FROM e AS a LEFT JOIN f AS b ON a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '1' MINUTE AND a.ts + INTERVAL '2' MINUTE), DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start

--- windows of windows of a join
-- modes: append, update
SELECT window_start, SUM(n) FROM TABLE(TUMBLE((SELECT window_time AS t, COUNT(*) AS n FROM TABLE(TUMBLE((SELECT a.ts, b.v FROM e AS a JOIN f AS b ON a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '1' MINUTE AND a.ts + INTERVAL '2' MINUTE), DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end, window_time), DESCRIPTOR(t), INTERVAL '10' MINUTE)) GROUP BY window_start
