SELECT window_start, ks, COUNT(*) AS c, MAX(f) AS f, MIN(d) AS d
FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' HOUR))
GROUP BY window_start, window_end, ks
