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

--- left of what changes
-- over o, f: append | e, o: append | o, p: append
SELECT a.v, b.v FROM $1 AS a LEFT JOIN $2 AS b ON a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '10' SECOND AND a.ts + INTERVAL '40' SECOND

--- right of what changes
-- over o, f: append | e, o: append | o, p: append
SELECT a.v, b.v FROM $1 AS a RIGHT JOIN $2 AS b ON a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '10' SECOND AND a.ts + INTERVAL '40' SECOND

--- full of what changes
-- over o, f: append | e, o: append | o, p: append
SELECT a.v, b.v FROM $1 AS a FULL JOIN $2 AS b ON a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '10' SECOND AND a.ts + INTERVAL '40' SECOND

--- anti of what changes
-- over o, f: append | e, o: append | o, p: append
SELECT a.v, a.k FROM $1 AS a WHERE NOT EXISTS (SELECT 1 FROM $2 AS b WHERE a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '10' SECOND AND a.ts + INTERVAL '40' SECOND)

--- inner of what changes
-- over e, f: append | o, f: append | e, o: append | o, p: append
SELECT a.v, b.v FROM $1 AS a JOIN $2 AS b ON a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '10' SECOND AND a.ts + INTERVAL '40' SECOND

--- semi of what changes
-- over e, f: append | o, f: append | e, o: append | o, p: append
SELECT a.v, a.k FROM $1 AS a WHERE EXISTS (SELECT 1 FROM $2 AS b WHERE a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '10' SECOND AND a.ts + INTERVAL '40' SECOND)

--- inner of windows
-- over w, z: append, update
SELECT a.window_start, a.window_end, a.k, a.v, b.v FROM $1 AS a JOIN $2 AS b ON a.window_start = b.window_start AND a.window_end = b.window_end AND a.k = b.k

--- left of windows
-- over w, z: append, update | z, w: append, update
SELECT a.window_start, a.window_end, a.k, a.v, b.v FROM $1 AS a LEFT JOIN $2 AS b ON a.window_start = b.window_start AND a.window_end = b.window_end AND a.k = b.k

--- left of windows with a condition
-- over w, z: append, update | z, w: append, update
SELECT a.window_start, a.window_end, a.k, a.v, b.window_start, b.window_end, b.k, b.v FROM $1 AS a LEFT JOIN $2 AS b ON a.window_start = b.window_start AND a.window_end = b.window_end AND a.v < b.v

--- right of windows
-- over w, z: append, update | z, w: append, update
SELECT b.window_start, b.window_end, b.k, a.v, b.v FROM $1 AS a RIGHT JOIN $2 AS b ON a.window_start = b.window_start AND a.window_end = b.window_end AND a.k = b.k

--- right of windows with a condition
-- over w, z: append, update | z, w: append, update
SELECT b.window_start, b.window_end, b.k, a.v, a.window_start, a.window_end, a.k, b.v FROM $1 AS a RIGHT JOIN $2 AS b ON a.window_start = b.window_start AND a.window_end = b.window_end AND a.v < b.v

--- full of windows
-- over w, z: append, update | z, w: append, update
SELECT a.window_start, a.window_end, a.k, a.v, b.window_start, b.window_end, b.k, b.v FROM $1 AS a FULL JOIN $2 AS b ON a.window_start = b.window_start AND a.window_end = b.window_end AND a.k = b.k

--- full of windows with a condition
-- over w, z: append, update | z, w: append, update
SELECT a.window_start, a.window_end, a.k, a.v, b.window_start, b.window_end, b.k, b.v FROM $1 AS a FULL JOIN $2 AS b ON a.window_start = b.window_start AND a.window_end = b.window_end AND a.v < b.v

--- anti of windows
-- over w, z: append, update | z, w: append, update
SELECT a.window_start, a.window_end, a.k, a.v FROM $1 AS a WHERE NOT EXISTS (SELECT 1 FROM $2 AS b WHERE a.window_start = b.window_start AND a.window_end = b.window_end AND a.k = b.k)

--- anti of windows with a condition
-- over w, z: append, update | z, w: append, update
SELECT a.window_start, a.window_end, a.k, a.v FROM $1 AS a WHERE NOT EXISTS (SELECT 1 FROM $2 AS b WHERE a.window_start = b.window_start AND a.window_end = b.window_end AND a.v = b.v)

--- semi of windows
-- over w, z: append, update | z, w: append, update
SELECT a.window_start, a.window_end, a.k, a.v FROM $1 AS a WHERE EXISTS (SELECT 1 FROM $2 AS b WHERE a.window_start = b.window_start AND a.window_end = b.window_end AND a.k = b.k)

--- groups over a left join in time
-- over e, f: update | o, f: update | o, p: update
SELECT a.k, COUNT(*), COUNT(b.v) FROM $1 AS a LEFT JOIN $2 AS b ON a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '10' SECOND AND a.ts + INTERVAL '40' SECOND GROUP BY a.k

--- groups over a right join in time
-- over e, f: update | o, f: update | o, p: update
SELECT b.k, COUNT(*), COUNT(a.v) FROM $1 AS a RIGHT JOIN $2 AS b ON a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '10' SECOND AND a.ts + INTERVAL '40' SECOND GROUP BY b.k

--- groups over a full join in time
-- over e, f: update | o, f: update | o, p: update
SELECT COALESCE(a.k, b.k), COUNT(*), COUNT(b.v) FROM $1 AS a FULL JOIN $2 AS b ON a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '10' SECOND AND a.ts + INTERVAL '40' SECOND GROUP BY COALESCE(a.k, b.k)

--- groups over an anti join in time
-- over e, f: update | o, f: update | o, p: update
SELECT k, COUNT(*), MAX(v) FROM $1 AS a WHERE NOT EXISTS (SELECT 1 FROM $2 AS b WHERE a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '10' SECOND AND a.ts + INTERVAL '40' SECOND) GROUP BY k

--- windows over joins of what changes
-- over e, f: append, update | o, f: append, update | o, p: append, update
SELECT window_start, k, COUNT(*), COUNT(other) FROM TABLE(TUMBLE((SELECT a.ts, a.k, b.v AS other FROM $1 AS a LEFT JOIN $2 AS b ON a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '10' SECOND AND a.ts + INTERVAL '40' SECOND), DESCRIPTOR(ts), INTERVAL '10' MINUTE)) GROUP BY window_start, k

--- groups over anti joins of times
-- over e, f: update | o, p: update | p, o: update
SELECT name, COUNT(*) FROM $1 AS a WHERE NOT EXISTS (SELECT 1 FROM $2 AS b WHERE a.k = b.k AND b.ts BETWEEN a.ts AND a.ts + INTERVAL '90' SECOND) GROUP BY name

--- all rows of anti joins of times
-- over e, f: update | o, p: update | p, o: update
SELECT COUNT(*), MIN(v) FROM $1 AS a WHERE NOT EXISTS (SELECT 1 FROM $2 AS b WHERE a.k = b.k AND b.ts BETWEEN a.ts AND a.ts + INTERVAL '90' SECOND)

--- groups over an inner join in time
-- over e, f: update | o, f: update | o, p: update | p, e: update
SELECT a.k, COUNT(*), MAX(b.v) FROM $1 AS a JOIN $2 AS b ON a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '10' SECOND AND a.ts + INTERVAL '90' SECOND GROUP BY a.k

--- groups over a semi join in time
-- over e, f: update | o, f: update | o, p: update | p, e: update
SELECT a.k, COUNT(*), MAX(a.v) FROM $1 AS a WHERE EXISTS (SELECT 1 FROM $2 AS b WHERE a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '10' SECOND AND a.ts + INTERVAL '90' SECOND) GROUP BY a.k

--- groups over a right join in time by text
-- over e, f: update | f, e: update | p, o: update
SELECT b.name, COUNT(*), MAX(a.v) FROM $1 AS a RIGHT JOIN $2 AS b ON a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '10' SECOND AND a.ts + INTERVAL '90' SECOND GROUP BY b.name

--- groups over a full join in time by text
-- over e, f: update | f, e: update | p, o: update
SELECT b.name, COUNT(*), MAX(a.v) FROM $1 AS a FULL JOIN $2 AS b ON a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '10' SECOND AND a.ts + INTERVAL '90' SECOND GROUP BY b.name

--- right and semi of rows that stay
-- over e, f: append | f, e: append
SELECT a.v, b.v FROM $1 AS a RIGHT JOIN (SELECT * FROM $2 AS c2 WHERE EXISTS (SELECT 1 FROM $1 AS d2 WHERE d2.k = c2.k AND d2.ts BETWEEN c2.ts - INTERVAL '20' SECOND AND c2.ts + INTERVAL '20' SECOND)) AS b ON a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '10' SECOND AND a.ts + INTERVAL '40' SECOND

--- windows joined and joined again
-- over w, z: append, update | z, w: append, update
SELECT a.window_start, a.window_end, a.k, a.v, b.v FROM $1 AS a JOIN $2 AS b ON a.window_start = b.window_start AND a.window_end = b.window_end AND a.k = b.k WHERE EXISTS (SELECT 1 FROM $2 AS c2 WHERE c2.window_end = a.window_end AND c2.window_start = a.window_start AND c2.v > a.v)

--- all rows of joins in time
-- over e, f: update | f, e: update
SELECT COUNT(*), SUM(a.v + b.v) FROM $1 AS a JOIN $2 AS b ON a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '5' SECOND AND a.ts + INTERVAL '50' SECOND

--- all rows of a semi join in time
-- over e, f: update | f, e: update
SELECT COUNT(*), SUM(v) FROM $1 AS a WHERE EXISTS (SELECT 1 FROM $2 AS b WHERE a.k = b.k AND b.ts BETWEEN a.ts - INTERVAL '5' SECOND AND a.ts + INTERVAL '50' SECOND)
