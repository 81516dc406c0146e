-- For each seller the average price of the last auctions that he has sold.
CREATE TABLE nexmark_q6 (seller BIGINT, avg_price BIGINT) WITH ('connector' = 'blackhole');

INSERT INTO nexmark_q6
SELECT seller, AVG(price) OVER (PARTITION BY seller ORDER BY `dateTime` ROWS BETWEEN 10 PRECEDING AND CURRENT ROW)
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY id, seller ORDER BY price DESC) AS place
  FROM (
    SELECT a.id, a.seller, b.price, b.`dateTime`
    FROM auction a JOIN bid b ON b.auction = a.id AND b.`dateTime` BETWEEN a.`dateTime` AND a.expires))
WHERE place <= 1
EMIT CHANGELOG;
