SELECT size, h, COUNT(*) AS c, SUM(n) AS s
FROM (
  SELECT CASE WHEN f < 100 THEN 'low' WHEN f < 500 THEN 'mid' ELSE 'high' END AS size, EXTRACT(HOUR FROM ts) AS h, n FROM t
) AS sized
GROUP BY size, h
