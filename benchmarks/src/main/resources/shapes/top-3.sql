SELECT ks, id, f
FROM (SELECT ks, id, f, ROW_NUMBER() OVER (PARTITION BY ks ORDER BY f DESC, id) AS r FROM t) AS ranked
WHERE r <= 3
