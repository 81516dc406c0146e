SELECT dim.region, COUNT(*) AS c, SUM(t.d) AS s FROM t JOIN dim ON t.ks = dim.ks GROUP BY dim.region
