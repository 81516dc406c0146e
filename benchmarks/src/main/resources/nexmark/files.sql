-- The same events in folders of Parquet files, a file for each trigger.
CREATE TABLE person (
  id BIGINT, name STRING, emailAddress STRING, creditCard STRING, city STRING, state STRING, `dateTime` TIMESTAMP(3), extra STRING,
  WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '4' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${DATA}/person', 'format' = 'parquet', 'source.monitor-interval' = '1 s',
  'maxFilesPerTrigger' = '${FILES_OF_TRIGGER}');

CREATE TABLE auction (
  id BIGINT, itemName STRING, description STRING, initialBid BIGINT, reserve BIGINT, `dateTime` TIMESTAMP(3),
  expires TIMESTAMP(3), seller BIGINT, category BIGINT, extra STRING,
  WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '4' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${DATA}/auction', 'format' = 'parquet', 'source.monitor-interval' = '1 s',
  'maxFilesPerTrigger' = '${FILES_OF_TRIGGER}');

CREATE TABLE bid (
  auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING, `dateTime` TIMESTAMP(3), extra STRING,
  WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '4' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${DATA}/bid', 'format' = 'parquet', 'source.monitor-interval' = '1 s',
  'maxFilesPerTrigger' = '${FILES_OF_TRIGGER}');
