CREATE TABLE t (
  id BIGINT, k INT, ks STRING, u STRING, d DECIMAL(12, 2), f DOUBLE, ts TIMESTAMP(6), n BIGINT, b BOOLEAN, dt DATE, path STRING,
  WATERMARK FOR ts AS ts
) WITH ('connector' = 'filesystem', 'path' = '${DATA}/t', 'format' = 'parquet');

CREATE TABLE dim (ks STRING, name STRING, region STRING)
WITH ('connector' = 'filesystem', 'path' = '${DATA}/dim', 'format' = 'parquet');

