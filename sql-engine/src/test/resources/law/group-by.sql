--- count
-- modes: update
SELECT k, COUNT(*) FROM t GROUP BY k

--- aggregates
-- modes: update
SELECT k, COUNT(v), SUM(v), AVG(v), MIN(v), MAX(v) FROM t GROUP BY k
-- duckdb
SELECT k, COUNT(v), SUM(v)::BIGINT, AVG(v), MIN(v), MAX(v) FROM t GROUP BY k

--- aggregates by text
-- modes: update
SELECT name, SUM(d), AVG(d), MIN(name), MAX(name) FROM t GROUP BY name

--- decimal sums
-- modes: update
SELECT name, SUM(price), MIN(price) FROM t GROUP BY name

--- sums and extremes of products of decimals
-- modes: update
SELECT name, SUM(price * price), MAX(price * price), MIN(price * (price - 5.125)), MAX(price * 1.10 + 2.5), SUM(price * 1.10 - 0.125) FROM t GROUP BY name

--- groups by a product of decimals
-- modes: update
SELECT price * price, COUNT(*), SUM(price * (1.5 - price)) FROM t GROUP BY price * price

--- two keys
-- modes: update
SELECT k, name, COUNT(*), MIN(ts), MAX(day) FROM t GROUP BY k, name

--- group by expression
-- modes: update
SELECT v % 7, COUNT(*) FROM t GROUP BY v % 7

--- filtered aggregates
-- modes: update
SELECT k, COUNT(*) FILTER (WHERE v > 0), SUM(v) FILTER (WHERE name IS NOT NULL) FROM t GROUP BY k
-- duckdb
SELECT k, COUNT(*) FILTER (WHERE v > 0), SUM(v) FILTER (WHERE name IS NOT NULL)::BIGINT FROM t GROUP BY k

--- having
-- modes: update
SELECT k, SUM(v) FROM t GROUP BY k HAVING SUM(v) > 0
-- duckdb
SELECT k, SUM(v)::BIGINT FROM t GROUP BY k HAVING SUM(v) > 0

--- union then group
-- modes: update
SELECT name, COUNT(*) FROM (SELECT name FROM t UNION ALL SELECT name FROM u) GROUP BY name

--- sizes
-- modes: update
SELECT n, COUNT(*) FROM (SELECT k, name, COUNT(*) AS n, SUM(v) AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)  GROUP BY n
-- duckdb
SELECT n, COUNT(*) FROM (SELECT k, name, COUNT(*) AS n, SUM(v)::BIGINT AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)  GROUP BY n

--- groups that come and go
-- modes: update
SELECT s % 5, COUNT(s), CAST(SUM(n) AS BIGINT), AVG(s) FROM (SELECT k, name, COUNT(*) AS n, SUM(v) AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)  GROUP BY s % 5
-- duckdb
SELECT s % 5, COUNT(s), CAST(SUM(n) AS BIGINT), AVG(s) FROM (SELECT k, name, COUNT(*) AS n, SUM(v)::BIGINT AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)  GROUP BY s % 5

--- sums of doubles and decimals
-- modes: update
SELECT k, AVG(m), SUM(m), SUM(p), CAST(AVG(CAST(p AS DECIMAL(20, 2))) AS DECIMAL(38, 6)) FROM (SELECT k, name, COUNT(*) AS n, SUM(v) AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)  GROUP BY k
-- duckdb
SELECT k, AVG(m), SUM(m), SUM(p), round(SUM(p)::DECIMAL(38, 10) / COUNT(p), 6)::DECIMAL(38, 6) FROM (SELECT k, name, COUNT(*) AS n, SUM(v)::BIGINT AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)  GROUP BY k

--- all rows
-- modes: update
SELECT COUNT(*), CAST(SUM(s) AS BIGINT), SUM(m) FROM (SELECT k, name, COUNT(*) AS n, SUM(v) AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)
-- duckdb
SELECT COUNT(*), CAST(SUM(s) AS BIGINT), SUM(m) FROM (SELECT k, name, COUNT(*) AS n, SUM(v)::BIGINT AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)

--- filters and having
-- modes: update
SELECT name, COUNT(*) FILTER (WHERE s > 0), CAST(SUM(s) FILTER (WHERE n > 3) AS BIGINT) FROM (SELECT k, name, COUNT(*) AS n, SUM(v) AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)  GROUP BY name HAVING COUNT(*) FILTER (WHERE s > 0) > 1
-- duckdb
SELECT name, COUNT(*) FILTER (WHERE s > 0), CAST(SUM(s) FILTER (WHERE n > 3) AS BIGINT) FROM (SELECT k, name, COUNT(*) AS n, SUM(v)::BIGINT AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)  GROUP BY name HAVING COUNT(*) FILTER (WHERE s > 0) > 1

--- three levels
-- modes: update
SELECT c, COUNT(*) FROM (SELECT n % 10 AS r, COUNT(*) AS c FROM (SELECT k, name, COUNT(*) AS n, SUM(v) AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)  GROUP BY n % 10) GROUP BY c
-- duckdb
SELECT c, COUNT(*) FROM (SELECT n % 10 AS r, COUNT(*) AS c FROM (SELECT k, name, COUNT(*) AS n, SUM(v)::BIGINT AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)  GROUP BY n % 10) GROUP BY c

--- union with rows that stay
-- modes: update
SELECT name, COUNT(*), CAST(SUM(x) AS BIGINT) FROM (SELECT name, s AS x FROM (SELECT k, name, COUNT(*) AS n, SUM(v) AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)  UNION ALL SELECT name, v AS x FROM u) GROUP BY name
-- duckdb
SELECT name, COUNT(*), CAST(SUM(x) AS BIGINT) FROM (SELECT name, s AS x FROM (SELECT k, name, COUNT(*) AS n, SUM(v)::BIGINT AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)  UNION ALL SELECT name, v AS x FROM u) GROUP BY name

--- windows below
-- modes: update
SELECT n, COUNT(*) FROM (SELECT window_start, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' HOUR)) GROUP BY window_start) GROUP BY n
-- duckdb
SELECT n, COUNT(*) FROM (SELECT time_bucket(INTERVAL 1 hour, ts) AS w, COUNT(*) AS n FROM t GROUP BY w) GROUP BY n

--- windows over windows
-- modes: update
SELECT window_start, COUNT(*), CAST(SUM(n) AS BIGINT) FROM TABLE(TUMBLE((SELECT window_time AS t, k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' MINUTE)) GROUP BY window_start, window_end, window_time, k HAVING COUNT(*) < 3), DESCRIPTOR(t), INTERVAL '2' HOUR)) GROUP BY window_start
-- duckdb
SELECT time_bucket(INTERVAL 2 hour, w), COUNT(*), SUM(n)::BIGINT FROM (SELECT time_bucket(INTERVAL 10 minute, ts) AS w, k, COUNT(*) AS n FROM t GROUP BY w, k HAVING COUNT(*) < 3) GROUP BY ALL

--- least and greatest of what changes
-- modes: update
SELECT k, MIN(s), MAX(s), MAX(n), MIN(m), MIN(name), MAX(name), MAX(p) FROM (SELECT k, name, COUNT(*) AS n, SUM(v) AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)  GROUP BY k
-- duckdb
SELECT k, MIN(s), MAX(s), MAX(n), MIN(m), MIN(name), MAX(name), MAX(p) FROM (SELECT k, name, COUNT(*) AS n, SUM(v)::BIGINT AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)  GROUP BY k

--- least and greatest of all
-- modes: update
SELECT MIN(s), MAX(s), MAX(s) FILTER (WHERE n < 4) FROM (SELECT k, name, COUNT(*) AS n, SUM(v) AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)
-- duckdb
SELECT MIN(s), MAX(s), MAX(s) FILTER (WHERE n < 4) FROM (SELECT k, name, COUNT(*) AS n, SUM(v)::BIGINT AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)

--- different values
-- modes: update
SELECT k, COUNT(DISTINCT name), COUNT(DISTINCT v), CAST(SUM(DISTINCT v % 20) AS BIGINT), AVG(DISTINCT d), COUNT(DISTINCT name) FILTER (WHERE v > 0) FROM t GROUP BY k

--- different values of what changes
-- modes: update
SELECT name, COUNT(DISTINCT n), COUNT(*), CAST(SUM(DISTINCT s) AS BIGINT), AVG(DISTINCT m), COUNT(DISTINCT n) FILTER (WHERE s > 0) FROM (SELECT k, name, COUNT(*) AS n, SUM(v) AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)  GROUP BY name
-- duckdb
SELECT name, COUNT(DISTINCT n), COUNT(*), CAST(SUM(DISTINCT s) AS BIGINT), AVG(DISTINCT m), COUNT(DISTINCT n) FILTER (WHERE s > 0) FROM (SELECT k, name, COUNT(*) AS n, SUM(v)::BIGINT AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)  GROUP BY name

--- different values of all
-- modes: update
SELECT COUNT(DISTINCT name), COUNT(DISTINCT n), SUM(DISTINCT p) FROM (SELECT k, name, COUNT(*) AS n, SUM(v) AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)
-- duckdb
SELECT COUNT(DISTINCT name), COUNT(DISTINCT n), SUM(DISTINCT p) FROM (SELECT k, name, COUNT(*) AS n, SUM(v)::BIGINT AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)

--- different values by window
-- modes: update
SELECT window_start, COUNT(DISTINCT name), COUNT(DISTINCT k) FILTER (WHERE v > 0) FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '20' MINUTE, INTERVAL '1' HOUR)) GROUP BY window_start
-- duckdb
SELECT w, COUNT(DISTINCT name), COUNT(DISTINCT k) FILTER (WHERE v > 0) FROM (SELECT *, time_bucket(INTERVAL 20 minute, ts) - to_minutes(20 * i) AS w FROM t, (SELECT unnest([0, 1, 2]) AS i)) GROUP BY w

--- variances
-- modes: update
SELECT k, VAR_POP(v), VAR_SAMP(v), STDDEV_POP(price), STDDEV(d), VAR_POP(DISTINCT v % 10) FROM t GROUP BY k

--- variances of what changes
-- modes: update
SELECT name, VAR_POP(s), STDDEV_SAMP(n), VARIANCE(s + 1000000000) FROM (SELECT k, name, COUNT(*) AS n, SUM(v) AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)  GROUP BY name
-- duckdb
SELECT name, VAR_POP(s), STDDEV_SAMP(n), VARIANCE(s + 1000000000) FROM (SELECT k, name, COUNT(*) AS n, SUM(v)::BIGINT AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)  GROUP BY name

--- variances of one value that is never NULL
-- modes: update
SELECT k, name, n, VAR_SAMP(n), STDDEV_SAMP(n), VARIANCE(n), STDDEV(n), COVAR_SAMP(n, n), CORR(n, n), VAR_POP(n), STDDEV(n) OVER (PARTITION BY k, name) FROM (SELECT k, name, COUNT(*) AS n FROM t GROUP BY k, name) GROUP BY k, name, n
-- duckdb
SELECT k, name, COUNT(*), NULL::DOUBLE, NULL::DOUBLE, NULL::DOUBLE, NULL::DOUBLE, NULL::DOUBLE, NULL::DOUBLE, 0::DOUBLE, NULL::DOUBLE FROM t GROUP BY k, name

--- truth and any value
-- modes: update
SELECT n % 4, BOOL_AND(s > -1000), BOOL_OR(s > 2000), COUNT_IF(s > 0), ANY_VALUE(n % 4) FROM (SELECT k, name, COUNT(*) AS n, SUM(v) AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)  GROUP BY n % 4
-- duckdb
SELECT n % 4, BOOL_AND(s > -1000), BOOL_OR(s > 2000), COUNT_IF(s > 0), ANY_VALUE(n % 4) FROM (SELECT k, name, COUNT(*) AS n, SUM(v)::BIGINT AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)  GROUP BY n % 4

--- grouping sets
-- modes: update
SELECT k, name, GROUPING(k, name), COUNT(*), CAST(SUM(s) AS BIGINT), COUNT(DISTINCT n) FROM (SELECT k, name, COUNT(*) AS n, SUM(v) AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)  GROUP BY GROUPING SETS ((k, name), (name), (k), ())
-- duckdb
SELECT k, name, GROUPING(k, name), COUNT(*), CAST(SUM(s) AS BIGINT), COUNT(DISTINCT n) FROM (SELECT k, name, COUNT(*) AS n, SUM(v)::BIGINT AS s, AVG(d) AS m, SUM(price) AS p FROM t GROUP BY k, name)  GROUP BY GROUPING SETS ((k, name), (name), (k), ())

--- rollup and cube
SELECT k, name, COUNT(v), GROUPING(name) FROM t GROUP BY ROLLUP (k, name) HAVING COUNT(*) > 2

--- counts and sums
-- over t: update | c: update | x: update | w: update | o: update
SELECT k, COUNT(*), COUNT(v), SUM(v), AVG(v), SUM(d) FROM $1 GROUP BY k

--- counts and sums of two keys
-- over t: update | c: update | x: update | o: update
SELECT k, name, COUNT(*), SUM(v), AVG(d) FROM $1 GROUP BY k, name

--- counts and sums of what is computed
-- over t: update | c: update | x: update
SELECT ABS(v) % 7, COUNT(d), SUM(price), AVG(k) FROM $1 GROUP BY ABS(v) % 7

--- least and greatest
-- over t: update | c: update | x: update | w: update | o: update
SELECT k, MIN(v), MAX(v), MIN(name), MAX(name), MIN(d), MAX(d) FROM $1 GROUP BY k

--- least and greatest by text
-- over t: update | c: update | x: update
SELECT name, MIN(price), MAX(price), MIN(ts), MAX(`day`), MAX(k) FROM $1 GROUP BY name

--- least and greatest of two keys
-- over t: update | c: update | x: update
SELECT k, ABS(v) % 3, MIN(v), MAX(d) FROM $1 GROUP BY k, ABS(v) % 3

--- distinct
-- over t: update | c: update | x: update | w: update | o: update
SELECT k, COUNT(DISTINCT name), SUM(DISTINCT v), COUNT(*) FROM $1 GROUP BY k

--- distinct by text
-- over t: update | c: update | x: update
SELECT name, COUNT(DISTINCT k), AVG(DISTINCT v % 10), COUNT(DISTINCT d) FROM $1 GROUP BY name

--- distinct with filters
-- over t: update | c: update | x: update
SELECT k, COUNT(DISTINCT name) FILTER (WHERE v > 0), COUNT(DISTINCT name) FILTER (WHERE v < 0), MAX(v) FILTER (WHERE d > 0.5) FROM $1 GROUP BY k

--- filters
-- over t: update | c: update | x: update | o: update
SELECT k, COUNT(*) FILTER (WHERE v > 0), SUM(v) FILTER (WHERE name IS NOT NULL), MIN(d) FILTER (WHERE name <> 'bob') FROM $1 GROUP BY k

--- filters that never hold
-- over t: update | c: update | x: update
SELECT name, SUM(v) FILTER (WHERE k > 100), COUNT(*) FILTER (WHERE k > 100), AVG(d) FILTER (WHERE k = 0) FROM $1 GROUP BY name

--- filters of two keys
-- over t: update | c: update | x: update
SELECT k, name, SUM(v) FILTER (WHERE v > 100), SUM(v) FILTER (WHERE v < -100) FROM $1 GROUP BY k, name HAVING COUNT(*) > 1

--- deviations
-- over t: update | c: update | x: update | o: update
SELECT k, VAR_POP(v), STDDEV_SAMP(d), STDDEV_POP(v), VAR_SAMP(d) FROM $1 GROUP BY k

--- deviations by text
-- over t: update | c: update | x: update
SELECT name, VAR_POP(v), VAR_SAMP(v) FILTER (WHERE k > 1), STDDEV_POP(price) FROM $1 GROUP BY name

--- deviations of different values
-- over t: update | c: update | x: update
SELECT k, VAR_POP(DISTINCT v % 10), STDDEV_POP(DISTINCT v % 4) FROM $1 GROUP BY k

--- having
-- over t: update | c: update | x: update | o: update
SELECT k, COUNT(*), SUM(v) FROM $1 GROUP BY k HAVING COUNT(*) > 10 AND SUM(v) < 2000

--- all rows
-- over t: update | c: update | x: update | w: update | o: update
SELECT COUNT(*), COUNT(v), SUM(v), AVG(d), MIN(v), MAX(name) FROM $1

--- all rows, distinct
-- over t: update | c: update | x: update
SELECT COUNT(DISTINCT k), COUNT(DISTINCT name) FILTER (WHERE v > 0), SUM(DISTINCT v) FROM $1

--- all of none
-- over t: update | c: update | x: update
SELECT COUNT(*), SUM(v), MAX(v), AVG(d) FROM $1 WHERE k > 1000

--- all rows with having
-- over t: update | c: update | x: update
SELECT COUNT(*), SUM(v) FROM $1 HAVING COUNT(*) > 50

--- different rows
-- over t: append, update | c: update | x: update | w: append, update | o: append, update | e: append, update
SELECT DISTINCT k, name FROM $1

--- different values
-- over t: append, update | c: update | x: update | w: append, update | o: append, update
SELECT DISTINCT v % 10 FROM $1 WHERE k IS NOT NULL

--- group by without aggregates
-- over t: append, update | c: update | x: update | z: append, update | p: append, update
SELECT name, k FROM $1 WHERE v > 0 GROUP BY name, k

--- union
-- over t, u: append, update | c, d: update | x, y: update | o, p: append, update | w, z: append, update
SELECT k, name FROM $1 UNION SELECT k, name FROM $2

--- counts of counts
-- over t: update | c: update | x: update | w: update | o: update
SELECT n, COUNT(*), SUM(s) FROM (SELECT k, COUNT(*) AS n, SUM(v) AS s FROM $1 GROUP BY k) GROUP BY n

--- least of greatest
-- over t: update | c: update | x: update
SELECT k % 2, MIN(hi), MAX(lo), COUNT(DISTINCT n) FROM (SELECT k, name, MAX(v) AS hi, MIN(v) AS lo, COUNT(*) AS n FROM $1 GROUP BY k, name) GROUP BY k % 2

--- rollup
-- over t | c | x
SELECT k, name, COUNT(*), SUM(v), MAX(d) FROM $1 GROUP BY ROLLUP (k, name)

--- cube
-- over t | c | x
SELECT k, name, COUNT(v), GROUPING(k), GROUPING(name) FROM $1 GROUP BY CUBE (k, name)

--- truth
-- over t: update | c: update | x: update
SELECT k, BOOL_AND(v > -900), BOOL_OR(v > 900), COUNT_IF(v > 0) FROM $1 GROUP BY k
-- duckdb
SELECT k, BOOL_AND(v > -900), BOOL_OR(v > 900), COUNT(*) FILTER (WHERE v > 0) FROM $1 GROUP BY k

--- each set of columns once
-- modes: update
SELECT k, name, GROUPING(k, name), COUNT(*) FROM t GROUP BY DISTINCT ROLLUP (k, name), ROLLUP (k)
-- duckdb
SELECT k, name, GROUPING(k, name), COUNT(*) FROM t GROUP BY GROUPING SETS ((k, name), (k), ())

--- within distinct
-- over t: update | c: update | x: update
SELECT name, SUM(k * 10) WITHIN DISTINCT (k), COUNT(*) WITHIN DISTINCT (k), SUM(v), COUNT(*), MAX(k) WITHIN DISTINCT (k) FILTER (WHERE v > 0) FROM $1 GROUP BY name
-- duckdb
SELECT name, SUM(DISTINCT k * 10)::BIGINT, COUNT(DISTINCT coalesce(k, -1)), SUM(v)::BIGINT, COUNT(*), MAX(k) FILTER (WHERE v > 0) FROM $1 GROUP BY name

--- within distinct, by grouping sets
-- over t | c | x
SELECT name, `day`, GROUPING(name), SUM(k * 10) WITHIN DISTINCT (k), COUNT(*) WITHIN DISTINCT (k), COUNT(*), MAX(k) WITHIN DISTINCT (k) FILTER (WHERE v > 0)
FROM $1 GROUP BY GROUPING SETS ((name), (name, `day`), ())
-- duckdb
SELECT name, day, GROUPING(name), SUM(DISTINCT k * 10)::BIGINT, COUNT(DISTINCT coalesce(k, -1)), COUNT(*), MAX(k) FILTER (WHERE v > 0)
FROM $1 GROUP BY GROUPING SETS ((name), (name, day), ())

--- within distinct, of all rows
-- over t: update | c: update | x: update
SELECT SUM(k * 10) WITHIN DISTINCT (k), AVG(v) WITHIN DISTINCT (v, k) FROM $1
-- duckdb
SELECT SUM(DISTINCT k * 10)::BIGINT, AVG(v) FROM (SELECT DISTINCT v, k FROM $1)
