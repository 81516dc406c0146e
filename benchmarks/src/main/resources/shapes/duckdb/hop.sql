SELECT w, b, COUNT(*), COUNT(DISTINCT k)
FROM (SELECT unnest([time_bucket(INTERVAL '10 minutes', ts) - i * INTERVAL '10 minutes' FOR i IN range(6)]) AS w, b, k FROM t)
GROUP BY ALL
