SELECT date_trunc('hour', ts), ks, COUNT(*), MAX(f), MIN(d) FROM t GROUP BY ALL
