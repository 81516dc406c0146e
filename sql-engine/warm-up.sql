-- A small job that touches what most jobs touch; the launcher runs its first batch, and records the classes that it loads when it goes on.
SET 'trigger' = '${TRIGGER}';

CREATE TABLE made (id BIGINT, name STRING, amount DOUBLE, moment TIMESTAMP(3),
  WATERMARK FOR moment AS moment - INTERVAL '5' SECOND
) WITH ('connector' = 'datagen', 'number-of-rows' = '2000', 'rows-per-second' = '1000000',
  'maxRowsPerTrigger' = '1000', 'fields.name.length' = '1');

CREATE TABLE flights (`date` TIMESTAMP(6), delay BIGINT, distance BIGINT, origin STRING, destination STRING,
  WATERMARK FOR `date` AS `date` - INTERVAL '10' MINUTE
) WITH ('connector' = 'filesystem', 'path' = '../samples/flights/input/departures', 'format' = 'parquet');

CREATE TABLE lines (id BIGINT, name STRING, amount DOUBLE, moment STRING)
WITH ('connector' = 'filesystem', 'path' = '${DIR}/lines', 'format' = 'json');

CREATE TABLE hours (window_start TIMESTAMP(3), name STRING, n BIGINT, total DOUBLE, most DOUBLE)
WITH ('connector' = 'filesystem', 'path' = '${DIR}/hours', 'format' = 'parquet');

INSERT INTO lines SELECT id, name, amount, DATE_FORMAT(moment, 'yyyy/MM/dd HH:mm') FROM made WHERE amount > 0;

INSERT INTO hours
SELECT window_start, name, COUNT(*), SUM(amount), MAX(amount)
FROM TABLE(TUMBLE(TABLE made, DESCRIPTOR(moment), INTERVAL '1' SECOND))
GROUP BY window_start, name;

SELECT window_start, origin, COUNT(*) AS flights, SUM(distance) AS miles, AVG(delay) AS mean, MAX(delay) AS longest
FROM TABLE(HOP(TABLE flights, DESCRIPTOR(`date`), INTERVAL '6' HOUR, INTERVAL '12' HOUR))
WHERE delay > 60
GROUP BY window_start, origin
HAVING COUNT(*) > 3 AND AVG(delay) > 70;

SELECT name, COUNT(*) AS n, AVG(amount) AS mean FROM made GROUP BY name EMIT UPDATE;
