SELECT dt, b, SUM(n) AS s, COUNT(n) AS c, MIN(u) AS m FROM t GROUP BY dt, b
