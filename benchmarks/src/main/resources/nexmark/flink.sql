-- The same tables as Flink declares them: they end with their files, which it reads in their order.
CREATE TABLE person (
  id BIGINT, name STRING, emailAddress STRING, creditCard STRING, city STRING, state STRING, `dateTime` TIMESTAMP(3), extra STRING,
  WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '4' SECOND
) WITH ('connector' = 'ordered-files', 'path' = '${DATA}/person', 'format' = 'parquet',
  'parquet.utc-timezone' = 'true');

CREATE TABLE auction (
  id BIGINT, itemName STRING, description STRING, initialBid BIGINT, reserve BIGINT, `dateTime` TIMESTAMP(3),
  expires TIMESTAMP(3), seller BIGINT, category BIGINT, extra STRING,
  WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '4' SECOND
) WITH ('connector' = 'ordered-files', 'path' = '${DATA}/auction', 'format' = 'parquet',
  'parquet.utc-timezone' = 'true');

CREATE TABLE bid (
  auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING, `dateTime` TIMESTAMP(3), extra STRING,
  WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '4' SECOND
) WITH ('connector' = 'ordered-files', 'path' = '${DATA}/bid', 'format' = 'parquet',
  'parquet.utc-timezone' = 'true');
