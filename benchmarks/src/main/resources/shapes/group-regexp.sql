SELECT item, COUNT(*) AS c FROM (SELECT REGEXP_EXTRACT(path, '/items/([0-9]+)', 1) AS item FROM t) AS items GROUP BY item
