-- Hourly delays by airport: 508,239 real flights of January 2001, in order of their scheduled departure.
--
--   ./sluice run samples/flights/delays.sql
--
-- Prints the worst hours, and leaves all of them as Parquet in samples/flights/output/delays.

CREATE TABLE flights (
  `date` TIMESTAMP(6),
  delay BIGINT,
  distance BIGINT,
  origin STRING,
  destination STRING,
  WATERMARK FOR `date` AS `date` - INTERVAL '10' MINUTE
) WITH (
  'connector' = 'filesystem',
  'path' = 'input/departures',
  'format' = 'parquet'
);

CREATE TABLE delays (
  window_start TIMESTAMP(6),
  window_end TIMESTAMP(6),
  origin STRING,
  flights BIGINT,
  mean_delay DOUBLE,
  longest_delay BIGINT
) WITH (
  'connector' = 'filesystem',
  'path' = 'output/delays',
  'format' = 'parquet'
);

INSERT INTO delays
SELECT window_start, window_end, origin, COUNT(*), AVG(delay), MAX(delay)
FROM TABLE(TUMBLE(TABLE flights, DESCRIPTOR(`date`), INTERVAL '1' HOUR))
GROUP BY window_start, window_end, origin;

SELECT window_start, origin, COUNT(*) AS flights, AVG(delay) AS mean_delay, MAX(delay) AS longest_delay
FROM TABLE(TUMBLE(TABLE flights, DESCRIPTOR(`date`), INTERVAL '1' HOUR))
GROUP BY window_start, origin
HAVING COUNT(*) >= 10 AND AVG(delay) > 120;
