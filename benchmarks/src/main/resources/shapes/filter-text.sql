SELECT id, path FROM t WHERE path LIKE '%77%'
