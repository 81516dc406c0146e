-- From the stream to the files.
CREATE TABLE person_files (
  id BIGINT, name STRING, emailAddress STRING, creditCard STRING, city STRING, state STRING, `dateTime` TIMESTAMP(3), extra STRING
) WITH ('connector' = 'filesystem', 'path' = '${DATA}/person', 'format' = 'parquet', 'parquet.compression' = 'snappy',
  'parquet.block.size' = '16 MB');

CREATE TABLE auction_files (
  id BIGINT, itemName STRING, description STRING, initialBid BIGINT, reserve BIGINT, `dateTime` TIMESTAMP(3),
  expires TIMESTAMP(3), seller BIGINT, category BIGINT, extra STRING
) WITH ('connector' = 'filesystem', 'path' = '${DATA}/auction', 'format' = 'parquet', 'parquet.compression' = 'snappy',
  'parquet.block.size' = '16 MB');

CREATE TABLE bid_files (
  auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING, `dateTime` TIMESTAMP(3), extra STRING
) WITH ('connector' = 'filesystem', 'path' = '${DATA}/bid', 'format' = 'parquet', 'parquet.compression' = 'snappy',
  'parquet.block.size' = '16 MB');

EXECUTE STATEMENT SET BEGIN
  INSERT INTO person_files SELECT * FROM person;
  INSERT INTO auction_files SELECT * FROM auction;
  INSERT INTO bid_files SELECT * FROM bid;
END;
