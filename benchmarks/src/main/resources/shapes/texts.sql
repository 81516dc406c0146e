SELECT UPPER(ks) || '-' || SUBSTRING(u, 1, 8) AS label, CHAR_LENGTH(path) AS length FROM t WHERE b
