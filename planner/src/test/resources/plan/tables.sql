-- The tables of the tests in this folder.
CREATE TABLE flights (
  `date` STRING,
  delay INT,
  distance INT,
  origin STRING,
  destination STRING,
  flight_time AS TO_TIMESTAMP(`date`, 'yyyy/MM/dd HH:mm'),
  WATERMARK FOR flight_time AS flight_time - INTERVAL '10' MINUTE
) WITH ('connector' = 'filesystem', 'source.monitor-interval' = '1 s');

CREATE TABLE bids (
  id BIGINT NOT NULL,
  auction INT NOT NULL,
  price DECIMAL(10, 2),
  channel STRING,
  ts TIMESTAMP(3) NOT NULL,
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'memory');

CREATE TABLE asks (
  auction BIGINT NOT NULL,
  price DOUBLE,
  ts TIMESTAMP(6) NOT NULL,
  WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE
) WITH ('connector' = 'memory');

-- A stream without a watermark.
CREATE TABLE clicks (
  page INT,
  seconds INT,
  url STRING,
  at_time TIMESTAMP(3),
  instant TIMESTAMP_LTZ(3)
) WITH ('connector' = 'memory');

CREATE TABLE instants (
  id INT,
  instant TIMESTAMP_LTZ(3),
  WATERMARK FOR instant AS instant - INTERVAL '1' SECOND
) WITH ('connector' = 'memory');

-- A file: it ends.
CREATE TABLE history (
  id BIGINT,
  origin STRING,
  delay INT,
  ts TIMESTAMP(6),
  WATERMARK FOR ts AS ts
) WITH ('connector' = 'filesystem');

CREATE TABLE logs (
  line STRING,
  file STRING METADATA FROM 'file.path' VIRTUAL,
  length AS CHAR_LENGTH(line)
) WITH ('connector' = 'filesystem', 'source.monitor-interval' = '1 s');

CREATE TABLE kinds (
  b BOOLEAN,
  i8 TINYINT,
  i16 SMALLINT,
  i32 INT,
  i64 BIGINT,
  f32 FLOAT,
  f64 DOUBLE,
  d92 DECIMAL(9, 2),
  d38 DECIMAL(38, 10),
  s STRING,
  v5 VARCHAR(5),
  d DATE,
  t0 TIMESTAMP(0),
  t3 TIMESTAMP(3),
  t6 TIMESTAMP(6),
  z3 TIMESTAMP_LTZ(3),
  z6 TIMESTAMP_LTZ(6),
  n32 INT NOT NULL
) WITH ('connector' = 'memory');

-- Files whose numbers of rows are known.
CREATE TABLE lineitem (orderkey BIGINT, partkey BIGINT, price DOUBLE) WITH ('connector' = 'filesystem', 'rows' = '6000000');
CREATE TABLE orders (orderkey BIGINT, custkey BIGINT, odate DATE) WITH ('connector' = 'filesystem', 'rows' = '1500000');
CREATE TABLE customer (custkey BIGINT, nationkey INT, segment STRING) WITH ('connector' = 'filesystem', 'rows' = '150000');
CREATE TABLE nation (nationkey INT, name STRING) WITH ('connector' = 'filesystem', 'rows' = '25');

-- Sinks.
CREATE TABLE files (a STRING, b BIGINT) WITH ('connector' = 'filesystem');

CREATE TABLE by_page (page INT, clicks BIGINT, PRIMARY KEY (page) NOT ENFORCED) WITH ('connector' = 'upsert');

CREATE TABLE by_origin (
  window_start TIMESTAMP(3),
  origin STRING,
  flights BIGINT,
  PRIMARY KEY (window_start, origin) NOT ENFORCED
) WITH ('connector' = 'memory');

CREATE TABLE late (
  query STRING,
  operator STRING,
  event_time TIMESTAMP(6),
  watermark TIMESTAMP(6),
  batch BIGINT,
  `row` STRING
) WITH ('connector' = 'filesystem');

CREATE TABLE strict (a INT NOT NULL, b STRING, made AS a + 1, source STRING METADATA VIRTUAL) WITH ('connector' = 'memory');

CREATE TABLE generated (n BIGINT) WITH ('connector' = 'datagen');

CREATE TABLE screen (line STRING) WITH ('connector' = 'console');

CREATE VIEW long_delays AS SELECT origin, delay, flight_time FROM flights WHERE delay > 60;

CREATE VIEW per_minute (starts, ends, at_time, channel, bids) AS
SELECT window_start, window_end, window_time, channel, COUNT(*)
FROM TABLE(TUMBLE(TABLE bids, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
GROUP BY window_start, window_end, window_time, channel;
