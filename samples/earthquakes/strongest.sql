-- The strongest earthquake of each region in each six hours: 1,707 quakes of one week in the order in which their reports
-- were last updated, which is hours or days after the quake. So the times of the quakes are out of order; six hours count as
-- complete half a day later, and the reports that come after that go to a table of their own.
--
--   ./sluice run samples/earthquakes/strongest.sql
--
-- Run it again after putting more files into input: it goes on where it stopped.

SET 'trigger' = 'available-now';

-- Each line is a GeoJSON feature. Fields that are not declared are passed over.
CREATE TABLE quakes (
  id STRING,
  properties ROW<mag DOUBLE, place STRING, `time` BIGINT, updated BIGINT, `type` STRING>,
  geometry ROW<coordinates ARRAY<DOUBLE>>,
  quake_time AS TO_TIMESTAMP_LTZ(properties.`time`, 3),
  region AS REGEXP_EXTRACT(properties.place, '([^,]+)$', 1),
  WATERMARK FOR quake_time AS quake_time - INTERVAL '12' HOUR
) WITH (
  'connector' = 'filesystem',
  'path' = 'input',
  'format' = 'json',
  'source.monitor-interval' = '1 s',
  'maxFilesPerTrigger' = '1'
);

CREATE TABLE strongest (
  window_start TIMESTAMP_LTZ(3),
  region STRING,
  quakes BIGINT,
  magnitude DOUBLE,
  deepest DOUBLE,
  last_update TIMESTAMP_LTZ(3)
) WITH ('connector' = 'filesystem', 'path' = 'output/strongest', 'format' = 'parquet');

CREATE TABLE late_quakes (
  query STRING,
  operator STRING,
  event_time TIMESTAMP(6),
  watermark TIMESTAMP(6),
  batch BIGINT,
  `row` STRING
) WITH ('connector' = 'filesystem', 'path' = 'output/late_quakes', 'format' = 'json');

INSERT INTO strongest
SELECT window_start, TRIM(region), COUNT(*), MAX(properties.mag), MAX(geometry.coordinates[3]),
       TO_TIMESTAMP_LTZ(MAX(properties.updated), 3)
FROM TABLE(TUMBLE(TABLE quakes, DESCRIPTOR(quake_time), INTERVAL '6' HOUR))
WHERE properties.`type` = 'earthquake'
GROUP BY window_start, TRIM(region)
EMIT APPEND LATE INTO late_quakes;
