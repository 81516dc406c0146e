SELECT ks, COUNT(*) AS c, SUM(d) AS s, AVG(f) AS a FROM t GROUP BY ks
