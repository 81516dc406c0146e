-- The highest bids of each ten seconds.
CREATE TABLE nexmark_q7 (auction BIGINT, price BIGINT, bidder BIGINT, `dateTime` TIMESTAMP(3), extra STRING)
WITH ('connector' = 'blackhole');

INSERT INTO nexmark_q7
SELECT b.auction, b.price, b.bidder, b.`dateTime`, b.extra
FROM bid b
JOIN (
  SELECT window_end, MAX(price) AS highest
  FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(`dateTime`), INTERVAL '10' SECOND))
  GROUP BY window_start, window_end) AS top
ON b.price = top.highest
WHERE b.`dateTime` BETWEEN top.window_end - INTERVAL '10' SECOND AND top.window_end;
