SELECT k, MIN(ts), COUNT(*)
FROM (
  SELECT k, ts, SUM(starts) OVER (PARTITION BY k ORDER BY ts, id) AS s
  FROM (
    SELECT k, ts, id,
      CASE WHEN ts - LAG(ts) OVER (PARTITION BY k ORDER BY ts, id) <= INTERVAL '1 minute' THEN 0 ELSE 1 END AS starts
    FROM t))
GROUP BY k, s
