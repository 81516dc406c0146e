SELECT k, SUM(d * 1.10 + 2.5) AS s, MAX(d * d) AS m FROM t GROUP BY k
