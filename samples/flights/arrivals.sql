-- Hourly delays as they become known: real flights in order of their *arrival*, which is the scheduled time plus the
-- delay. So the scheduled times are out of order, the watermark decides when an hour is complete, and the flights that
-- come after that go to a table of their own.
--
--   ./sluice run samples/flights/arrivals.sql
--
-- Run it again after putting more files into input/arrivals: it goes on where it stopped.

SET 'trigger' = 'available-now';

CREATE TABLE arrivals (
  `date` TIMESTAMP(6),
  delay BIGINT,
  distance BIGINT,
  origin STRING,
  destination STRING,
  arrival AS TIMESTAMPADD(MINUTE, delay, `date`),
  WATERMARK FOR `date` AS `date` - INTERVAL '2' HOUR
) WITH (
  'connector' = 'filesystem',
  'path' = 'input/arrivals',
  'format' = 'parquet',
  'source.monitor-interval' = '1 s',
  'maxFilesPerTrigger' = '1'
);

CREATE TABLE hourly (
  window_start TIMESTAMP(6),
  origin STRING,
  flights BIGINT,
  mean_delay DOUBLE,
  last_arrival TIMESTAMP(6)
) WITH ('connector' = 'filesystem', 'path' = 'output/hourly', 'format' = 'parquet');

CREATE TABLE late_flights (
  query STRING,
  operator STRING,
  event_time TIMESTAMP(6),
  watermark TIMESTAMP(6),
  batch BIGINT,
  `row` STRING
) WITH ('connector' = 'filesystem', 'path' = 'output/late_flights', 'format' = 'json');

INSERT INTO hourly
SELECT window_start, origin, COUNT(*), AVG(delay), MAX(arrival)
FROM TABLE(TUMBLE(TABLE arrivals, DESCRIPTOR(`date`), INTERVAL '1' HOUR))
GROUP BY window_start, origin
EMIT APPEND LATE INTO late_flights;
