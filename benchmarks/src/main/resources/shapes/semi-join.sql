SELECT COUNT(*) AS c, SUM(d) AS s FROM t WHERE ks IN (SELECT ks FROM dim WHERE region = 'region-7')
