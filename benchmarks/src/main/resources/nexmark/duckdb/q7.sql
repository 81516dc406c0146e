SELECT b.auction, b.price, b.bidder, b.dateTime, b.extra
FROM bid b
JOIN (
  SELECT time_bucket(INTERVAL 10 SECOND, dateTime) + INTERVAL 10 SECOND AS window_end, MAX(price) AS highest
  FROM bid GROUP BY ALL) AS top
ON b.price = top.highest AND b.dateTime BETWEEN top.window_end - INTERVAL 10 SECOND AND top.window_end
