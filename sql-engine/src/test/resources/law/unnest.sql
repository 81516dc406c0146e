--- an array
-- over t: append | x
SELECT k, e FROM $1 CROSS JOIN UNNEST(ARRAY[k, v, k + 1]) AS u(e)
-- duckdb
SELECT k, unnest([k, v, k + 1]) FROM $1

--- a comma, and conditions on both
-- modes: append
SELECT t.k, u.e FROM t, UNNEST(ARRAY[t.k, t.v]) AS u(e) WHERE u.e > 2 AND t.d < 0.7 AND u.e > t.k
-- duckdb
SELECT k, e FROM (SELECT k, d, unnest([k, v]) AS e FROM t) WHERE e > 2 AND d < 0.7 AND e > k

--- no array
-- over t: append | x
SELECT k, e FROM $1 CROSS JOIN UNNEST(CASE WHEN v > 0 THEN ARRAY[v, v + 1] END) AS u(e)
-- duckdb
SELECT k, unnest(CASE WHEN v > 0 THEN [v, v + 1] END) FROM $1

--- left
-- over t: append | x
SELECT k, e FROM $1 LEFT JOIN UNNEST(SPLIT(name, 'n')) AS u(e) ON TRUE
-- duckdb
SELECT k, unnest(CASE WHEN name IS NULL OR name = '' THEN [NULL] ELSE string_split(name, 'n') END) FROM $1

--- left, on a condition
-- modes: append
SELECT k, e, e + 1 FROM t LEFT JOIN UNNEST(ARRAY[k, v, 7]) AS u(e) ON u.e > t.d * 20
-- duckdb
SELECT k, e, e + 1 FROM t LEFT JOIN LATERAL (SELECT e FROM (SELECT unnest([k, v, 7]) AS e) WHERE e > d * 20) ON TRUE

--- left, what is computed from the element
-- modes: append
SELECT k, c FROM t LEFT JOIN LATERAL (SELECT COALESCE(e, 'none') AS c FROM UNNEST(SPLIT(name, 'a')) AS u(e) WHERE e <> '') ON TRUE
-- duckdb
SELECT k, c FROM t LEFT JOIN LATERAL (SELECT coalesce(e, 'none') AS c FROM (SELECT unnest(string_split(name, 'a')) AS e) WHERE e <> '') ON TRUE

--- places
-- over t: append | x
SELECT k, e, o FROM $1 CROSS JOIN UNNEST(ARRAY[v, k]) WITH ORDINALITY AS u(e, o) WHERE o < 3
-- duckdb
SELECT k, unnest([v, k]), unnest([1, 2]) FROM $1

--- left with places
-- modes: append
SELECT k, e, o FROM t LEFT JOIN UNNEST(CASE WHEN v > 0 THEN ARRAY[v, k] END) WITH ORDINALITY AS u(e, o) ON TRUE
-- duckdb
SELECT k, unnest(CASE WHEN v > 0 THEN [v, k] ELSE [NULL] END), unnest(CASE WHEN v > 0 THEN [1, 2] ELSE [NULL] END) FROM t

--- a map
-- over t: append | x
SELECT k, a, b FROM $1 CROSS JOIN UNNEST(MAP['x', v, 'y', k, 'z', NULL]) AS u(a, b)
-- duckdb
SELECT k, unnest(['x', 'y', 'z']), unnest([v, k, NULL]) FROM $1

--- an array of rows
-- over t: append | x
SELECT k, a, b FROM $1 CROSS JOIN UNNEST(ARRAY[ROW(v, name), ROW(k, 'q')]) AS u(a, b)
-- duckdb
SELECT k, unnest([v, k]), unnest([name, 'q']) FROM $1

--- side by side
-- over t: append | x
SELECT k, a, b, o FROM $1 CROSS JOIN UNNEST(ARRAY[v, k, 1], SPLIT(name, 'n')) WITH ORDINALITY AS u(a, b, o)
-- duckdb
SELECT k, unnest([v, k, 1]), unnest(CASE WHEN name <> '' THEN string_split(name, 'n') END), unnest(range(1, greatest(4, len(string_split(name, 'n')) + 1))) FROM $1

--- an array in an array
-- over t: append | x
SELECT k, e FROM $1 CROSS JOIN UNNEST(ARRAY[ARRAY[k, v], ARRAY[v]]) AS u(a) CROSS JOIN UNNEST(u.a) AS w(e)
-- duckdb
SELECT k, unnest(a) FROM (SELECT k, unnest([[k, v], [v]]) AS a FROM $1)

--- constants for each row
-- modes: append
SELECT k, e FROM t LEFT JOIN UNNEST(ARRAY[1, 2, 3]) AS u(e) ON u.e > t.k
-- duckdb
SELECT k, e FROM t LEFT JOIN LATERAL (SELECT e FROM (SELECT unnest([1, 2, 3]) AS e) WHERE e > k) ON TRUE

--- grouped by the element
-- modes: update
SELECT e, COUNT(*), SUM(v) FROM t CROSS JOIN UNNEST(SPLIT(name, 'n')) AS u(e) GROUP BY e
-- duckdb
SELECT e, COUNT(*), SUM(v)::BIGINT FROM (SELECT v, unnest(string_split(name, 'n')) AS e FROM t WHERE name <> '') GROUP BY e

--- of groups, by place
-- modes: update
SELECT k, e, o FROM (SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k) AS g CROSS JOIN UNNEST(ARRAY[n, s]) WITH ORDINALITY AS u(e, o) WHERE e > 3
-- duckdb
SELECT k, e, o FROM (SELECT k, unnest([n, s]) AS e, unnest([1, 2]) AS o FROM (SELECT k, COUNT(*) AS n, SUM(v)::BIGINT AS s FROM t GROUP BY k) AS g ) WHERE e > 3

--- of groups, by the key of a map
-- modes: update
SELECT k, a, e FROM (SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k) AS g CROSS JOIN UNNEST(MAP['n', n, 's', s]) AS u(a, e)
-- duckdb
SELECT k, unnest(['n', 's']), unnest([n, s]) FROM (SELECT k, COUNT(*) AS n, SUM(v)::BIGINT AS s FROM t GROUP BY k) AS g

--- of groups, grouped again
-- modes: update
SELECT e, COUNT(*) FROM (SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k) AS g LEFT JOIN UNNEST(ARRAY[n, n + 1, s]) AS u(e) ON u.e < 40 GROUP BY e
-- duckdb
SELECT e, COUNT(*) FROM (SELECT k, COUNT(*) AS n, SUM(v)::BIGINT AS s FROM t GROUP BY k) AS g LEFT JOIN LATERAL (SELECT e FROM (SELECT unnest([n, n + 1, s]) AS e) WHERE e < 40) ON TRUE GROUP BY e

--- of groups, without a key
SELECT e FROM (SELECT k, COUNT(*) AS n, SUM(v) AS s FROM t GROUP BY k) AS g CROSS JOIN UNNEST(ARRAY[n, s]) AS u(e)
-- duckdb
SELECT unnest([n, s]) FROM (SELECT k, COUNT(*) AS n, SUM(v)::BIGINT AS s FROM t GROUP BY k) AS g

--- joined
-- modes: append
SELECT e, u.name FROM (SELECT e FROM t CROSS JOIN UNNEST(ARRAY[k, k + 2]) AS a(e)) JOIN u ON e = u.k WHERE u.v > 500
-- duckdb
SELECT e, u.name FROM (SELECT unnest([k, k + 2]) AS e FROM t) JOIN u ON e = u.k WHERE u.v > 500

--- of a join
-- modes: append
SELECT e FROM t JOIN u ON t.k = u.k AND t.v > 800 CROSS JOIN UNNEST(ARRAY[t.v, u.v]) AS a(e)
-- duckdb
SELECT unnest([t.v, u.v]) FROM t JOIN u ON t.k = u.k AND t.v > 800

--- in windows
-- modes: update
SELECT window_start, e, COUNT(*) FROM TABLE(TUMBLE((SELECT ts, e FROM t CROSS JOIN UNNEST(ARRAY[k, k * 2]) AS u(e)), DESCRIPTOR(ts), INTERVAL '12' HOUR)) GROUP BY window_start, e
-- duckdb
SELECT time_bucket(INTERVAL 12 hour, ts), e, COUNT(*) FROM (SELECT ts, unnest([k, k * 2]) AS e FROM t) GROUP BY 1, 2

--- of what is in several windows
-- modes: append
SELECT window_start, e FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '6' HOUR, INTERVAL '12' HOUR)) CROSS JOIN UNNEST(ARRAY[k, v]) AS u(e) WHERE v > 300
-- duckdb
SELECT time_bucket(INTERVAL 6 hour, ts) - to_hours(6 * i), unnest([k, v]) FROM t, (SELECT unnest([0, 1]) AS i) WHERE v > 300

--- no table
-- modes: append
SELECT e, o FROM UNNEST(ARRAY[3, 1, 3]) WITH ORDINALITY AS u(e, o)
-- duckdb
SELECT unnest([3, 1, 3]), unnest([1, 2, 3])

--- of rows that change, by place
-- over c: update
SELECT id, o, e FROM $1 CROSS JOIN UNNEST(ARRAY[k, v, 3]) WITH ORDINALITY AS u(e, o)
-- duckdb
SELECT id, unnest([1, 2, 3]), unnest([k, v, 3]) FROM $1

--- of rows that change, left, grouped by the element
-- over c: update | x: update
SELECT e, COUNT(*), SUM(v) FROM $1 LEFT JOIN UNNEST(ARRAY[k, k + 1]) AS u(e) ON e > 2 GROUP BY e
-- duckdb
SELECT e, COUNT(*), SUM(v)::BIGINT FROM $1 LEFT JOIN LATERAL (SELECT e FROM (SELECT unnest([k, k + 1]) AS e) WHERE e > 2) ON TRUE GROUP BY e

--- in windows that close
-- modes: append, update
SELECT window_start, e, COUNT(*) FROM TABLE(TUMBLE((SELECT ts, e FROM e CROSS JOIN UNNEST(ARRAY[k, 7]) AS q(e)), DESCRIPTOR(ts), INTERVAL '5' MINUTE)) GROUP BY window_start, e
-- duckdb
SELECT time_bucket(INTERVAL 5 minute, ts), e, COUNT(*) FROM (SELECT ts, unnest([k, 7]) AS e FROM e) WHERE ts IS NOT NULL GROUP BY 1, 2

--- lateral, an aggregate
-- over t, u | c, d
SELECT a.k, a.v, l.n, l.m FROM $1 AS a, LATERAL (SELECT COUNT(*) AS n, MAX(b.v) AS m FROM $2 AS b WHERE b.k = a.k AND b.d > 0.5) AS l

--- lateral, left, rows
-- over t, u | x, y
SELECT a.k, a.v, l.v FROM $1 AS a LEFT JOIN LATERAL (SELECT b.v FROM $2 AS b WHERE b.k = a.k AND b.v > 700) AS l ON TRUE

--- lateral, not correlated
-- over t, u | x, y
SELECT a.k, l.n FROM $1 AS a CROSS JOIN LATERAL (SELECT COUNT(*) AS n FROM $2 WHERE v > 900) AS l

--- lateral, the first rows
-- over t, u | x, y
SELECT a.k, a.v, l.v FROM (SELECT DISTINCT k, v FROM $1 WHERE v > 500) AS a, LATERAL (SELECT b.v FROM $2 AS b WHERE b.k = a.k ORDER BY b.v DESC NULLS LAST LIMIT 2) AS l
