-- Running totals over made-up clicks, in two output modes at once.
--
--   ./sluice run samples/clicks/totals.sql
--
-- The first query prints, after each batch, the pages whose totals changed (update mode); the second prints the whole
-- result each time (complete mode).

CREATE TABLE clicks (
  id BIGINT,
  page INT,
  seconds INT
) WITH (
  'connector' = 'datagen',
  'rows-per-second' = '2000',
  'number-of-rows' = '10000',
  'fields.id.kind' = 'sequence',
  'fields.id.start' = '1',
  'fields.id.end' = '10000',
  'fields.page.min' = '1',
  'fields.page.max' = '5',
  'fields.seconds.min' = '0',
  'fields.seconds.max' = '300'
);

CREATE TABLE changed (
  page INT,
  clicks BIGINT,
  seconds BIGINT,
  PRIMARY KEY (page) NOT ENFORCED
) WITH ('connector' = 'console');

CREATE TABLE totals (
  page INT,
  clicks BIGINT,
  longest INT,
  mean_seconds DOUBLE
) WITH ('connector' = 'console');

SET 'trigger' = '1 s';

INSERT INTO changed
SELECT page, COUNT(*), SUM(seconds) FROM clicks GROUP BY page
EMIT UPDATE;

INSERT INTO totals
SELECT page, COUNT(*), MAX(seconds), AVG(seconds) FROM clicks GROUP BY page
EMIT COMPLETE;
