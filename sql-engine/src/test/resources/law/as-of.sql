--- back
-- over e, f: append | x, f | e, x | x, y
SELECT x.v, y.v, y.name FROM $1 AS x ASOF JOIN $2 AS y MATCH_CONDITION x.ts >= y.ts ON x.k = y.k
-- duckdb
SELECT x.v, y.v, y.name FROM $1 AS x INNER JOIN LATERAL (SELECT * FROM $2 AS y WHERE x.k = y.k AND y.ts <= x.ts ORDER BY y.ts DESC, y.name, y.v LIMIT 1) AS y ON TRUE

--- back, left
-- over e, f: append | x, f | e, x | x, y
SELECT x.v, y.v, y.name FROM $1 AS x LEFT ASOF JOIN $2 AS y MATCH_CONDITION x.ts >= y.ts ON x.k = y.k
-- duckdb
SELECT x.v, y.v, y.name FROM $1 AS x LEFT JOIN LATERAL (SELECT * FROM $2 AS y WHERE x.k = y.k AND y.ts <= x.ts ORDER BY y.ts DESC, y.name, y.v LIMIT 1) AS y ON TRUE

--- strictly back, left
-- over e, f: append | x, f | e, x | x, y
SELECT x.v, y.v, y.name FROM $1 AS x LEFT ASOF JOIN $2 AS y MATCH_CONDITION y.ts < x.ts ON x.k = y.k
-- duckdb
SELECT x.v, y.v, y.name FROM $1 AS x LEFT JOIN LATERAL (SELECT * FROM $2 AS y WHERE x.k = y.k AND y.ts < x.ts ORDER BY y.ts DESC, y.name, y.v LIMIT 1) AS y ON TRUE

--- back by more than a minute
-- over e, f: append | x, f | e, x | x, y
SELECT x.v, y.v, y.name FROM $1 AS x LEFT ASOF JOIN $2 AS y MATCH_CONDITION x.ts - INTERVAL '1' MINUTE >= y.ts ON x.k = y.k
-- duckdb
SELECT x.v, y.v, y.name FROM $1 AS x LEFT JOIN LATERAL (SELECT * FROM $2 AS y WHERE x.k = y.k AND y.ts <= x.ts - INTERVAL '1' MINUTE ORDER BY y.ts DESC, y.name, y.v LIMIT 1) AS y ON TRUE

--- ahead
-- over e, f: append | x, f | e, x | x, y
SELECT x.v, y.v, y.name FROM $1 AS x ASOF JOIN $2 AS y MATCH_CONDITION x.ts <= y.ts ON x.k = y.k
-- duckdb
SELECT x.v, y.v, y.name FROM $1 AS x INNER JOIN LATERAL (SELECT * FROM $2 AS y WHERE x.k = y.k AND y.ts >= x.ts ORDER BY y.ts ASC, y.name, y.v LIMIT 1) AS y ON TRUE

--- strictly ahead, left
-- over x, f | e, x | t, u
SELECT x.v, y.v, y.name FROM $1 AS x LEFT ASOF JOIN $2 AS y MATCH_CONDITION x.ts < y.ts ON x.k = y.k
-- duckdb
SELECT x.v, y.v, y.name FROM $1 AS x LEFT JOIN LATERAL (SELECT * FROM $2 AS y WHERE x.k = y.k AND y.ts > x.ts ORDER BY y.ts ASC, y.name, y.v LIMIT 1) AS y ON TRUE

--- by numbers
-- over t, u | x, u | x, y
SELECT x.v, y.v, y.k FROM $1 AS x LEFT ASOF JOIN $2 AS y MATCH_CONDITION x.v >= y.v ON x.name = y.name
-- duckdb
SELECT x.v, y.v, y.k FROM $1 AS x LEFT JOIN LATERAL (SELECT * FROM $2 AS y WHERE x.name = y.name AND x.v >= y.v ORDER BY y.v DESC, y.k LIMIT 1) AS y ON TRUE

--- as DuckDB has it
-- over e, f: append | x, f
SELECT x.v, y.k, y.ts FROM $1 AS x LEFT ASOF JOIN $2 AS y MATCH_CONDITION x.ts >= y.ts ON x.k = y.k
-- duckdb
SELECT x.v, y.k, y.ts FROM $1 AS x ASOF LEFT JOIN $2 AS y ON x.k = y.k AND x.ts >= y.ts

--- back, rows of both are deleted
-- over t, d | x, d | c, d
SELECT x.v, y.v, y.name FROM $1 AS x ASOF JOIN $2 AS y MATCH_CONDITION x.ts >= y.ts ON x.k = y.k
-- duckdb
SELECT x.v, y.v, y.name FROM $1 AS x INNER JOIN LATERAL (SELECT * FROM $2 AS y WHERE x.k = y.k AND y.ts <= x.ts ORDER BY y.ts DESC, y.name, y.v LIMIT 1) AS y ON TRUE

--- ahead, left, rows of both are deleted
-- over x, d | t, d | c, d
SELECT x.v, y.v, y.name FROM $1 AS x LEFT ASOF JOIN $2 AS y MATCH_CONDITION x.ts < y.ts ON x.k = y.k
-- duckdb
SELECT x.v, y.v, y.name FROM $1 AS x LEFT JOIN LATERAL (SELECT * FROM $2 AS y WHERE x.k = y.k AND y.ts > x.ts ORDER BY y.ts ASC, y.name, y.v LIMIT 1) AS y ON TRUE

--- back to the last version of each name
-- over e | x | c
SELECT x.v, y.v, y.k FROM $1 AS x LEFT ASOF JOIN
  (SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k, name ORDER BY ts DESC) AS rn FROM f_rows) WHERE rn = 1) AS y
  MATCH_CONDITION x.v >= y.v ON x.name = y.name
-- duckdb
SELECT x.v, y.v, y.k FROM $1 AS x LEFT JOIN LATERAL (SELECT * FROM
  (SELECT *, ROW_NUMBER() OVER (PARTITION BY k, name ORDER BY ts DESC) AS rn FROM f_rows) AS y
  WHERE rn = 1 AND x.name = y.name AND x.v >= y.v ORDER BY y.v DESC, y.k LIMIT 1) AS y ON TRUE

--- below windows
-- modes: append, update
SELECT window_start, COUNT(*), COUNT(b) FROM TABLE(TUMBLE((SELECT x.ts, y.k AS b FROM e AS x LEFT ASOF JOIN f AS y MATCH_CONDITION x.ts >= y.ts ON x.k = y.k), DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start
-- duckdb
SELECT time_bucket(INTERVAL 1 minute, x.ts), COUNT(*), COUNT(*) FILTER (EXISTS (SELECT 1 FROM f AS y WHERE y.k = x.k AND y.ts <= x.ts)) FROM e AS x GROUP BY ALL

--- versions
-- over e: append | x
SELECT x.v, y.v, y.name FROM $1 AS x JOIN versions FOR SYSTEM_TIME AS OF x.ts AS y ON x.k = y.k
-- duckdb
SELECT x.v, y.v, y.name FROM $1 AS x INNER JOIN LATERAL (SELECT * FROM versions AS y WHERE x.k = y.k AND y.ts <= x.ts ORDER BY y.ts DESC, y.name, y.v LIMIT 1) AS y ON TRUE

--- versions that meet a condition, left
-- over e: append | x
SELECT x.v, y.v, y.name FROM $1 AS x LEFT JOIN versions FOR SYSTEM_TIME AS OF x.ts AS y ON x.k = y.k AND y.v > x.v
-- duckdb
SELECT x.v, CASE WHEN y.v > x.v THEN y.v END, CASE WHEN y.v > x.v THEN y.name END FROM $1 AS x LEFT JOIN LATERAL (SELECT * FROM versions AS y WHERE x.k = y.k AND y.ts <= x.ts ORDER BY y.ts DESC, y.name, y.v LIMIT 1) AS y ON TRUE

--- versions of the last rows
-- over e: append | x
SELECT x.v, y.k, y.ts FROM $1 AS x LEFT JOIN last FOR SYSTEM_TIME AS OF x.ts AS y ON x.k = y.k
-- duckdb
SELECT x.v, y.k, y.ts FROM $1 AS x ASOF LEFT JOIN f_rows AS y ON x.k = y.k AND x.ts >= y.ts

--- by doubles, left
-- over t, u | x, u | c, d
SELECT x.v, y.v, y.k FROM $1 AS x LEFT ASOF JOIN $2 AS y MATCH_CONDITION x.v * 1.5e0 >= y.v - 0.25 ON x.name = y.name
-- duckdb
SELECT x.v, y.v, y.k FROM $1 AS x LEFT JOIN LATERAL (SELECT * FROM $2 AS y WHERE x.name = y.name AND x.v * 1.5::DOUBLE >= y.v - 0.25 ORDER BY y.v DESC, y.k LIMIT 1) AS y ON TRUE

--- by negative doubles ahead
-- over t, u | x, y
SELECT x.v, y.v, y.k FROM $1 AS x ASOF JOIN $2 AS y MATCH_CONDITION CAST(-x.v AS FLOAT) < CAST(y.v AS DOUBLE) - 500 ON x.name = y.name
-- duckdb
SELECT x.v, y.v, y.k FROM $1 AS x JOIN LATERAL (SELECT * FROM $2 AS y WHERE x.name = y.name AND CAST(-x.v AS FLOAT) < CAST(y.v AS DOUBLE) - 500 ORDER BY y.v, y.k LIMIT 1) AS y ON TRUE

--- by decimals of several scales
-- over t, u | x, d
SELECT x.v, y.v, y.k FROM $1 AS x LEFT ASOF JOIN $2 AS y MATCH_CONDITION CAST(x.v AS DECIMAL(10, 1)) + 0.5 > CAST(y.v AS DECIMAL(12, 3)) * 0.5 ON x.name = y.name
-- duckdb
SELECT x.v, y.v, y.k FROM $1 AS x LEFT JOIN LATERAL (SELECT * FROM $2 AS y WHERE x.name = y.name AND x.v + 0.5 > y.v * 0.5 ORDER BY y.v DESC, y.k LIMIT 1) AS y ON TRUE

--- by dates, times of the day, intervals
-- over t, u | x, y
SELECT x.v, y.v, z.v, w.v FROM $1 AS x
  LEFT ASOF JOIN $2 AS y MATCH_CONDITION CAST(x.ts AS DATE) > y.`day` ON x.name = y.name
  LEFT ASOF JOIN $2 AS z MATCH_CONDITION CAST(x.ts AS TIME) <= CAST(z.ts AS TIME) ON x.name = z.name
  LEFT ASOF JOIN $2 AS w MATCH_CONDITION INTERVAL '1' SECOND * x.v >= INTERVAL '2' SECOND * w.v ON x.name = w.name
-- duckdb
SELECT x.v, y.v, z.v, w.v FROM $1 AS x
  LEFT JOIN LATERAL (SELECT * FROM $2 AS y WHERE x.name = y.name AND CAST(x.ts AS DATE) > y."day" ORDER BY y."day" DESC, y.v LIMIT 1) AS y ON TRUE
  LEFT JOIN LATERAL (SELECT * FROM $2 AS z WHERE x.name = z.name AND CAST(x.ts AS TIME) <= CAST(z.ts AS TIME) ORDER BY CAST(z.ts AS TIME), z.v LIMIT 1) AS z ON TRUE
  LEFT JOIN LATERAL (SELECT * FROM $2 AS w WHERE x.name = w.name AND x.v >= 2 * w.v ORDER BY w.v DESC LIMIT 1) AS w ON TRUE
