-- window_time is a microsecond before the end of the window; unlike that, Spark knows it as a time that the watermark bounds.
SELECT b.auction, b.price, b.bidder, b.dateTime, b.extra
FROM bid b
JOIN (
  SELECT window_time(span) AS last, highest
  FROM (
    SELECT window(dateTime, '10 seconds') AS span, MAX(price) AS highest FROM bid GROUP BY window(dateTime, '10 seconds'))) AS top
ON b.price = top.highest
  AND b.dateTime >= top.last - INTERVAL '9.999999' SECOND
  AND b.dateTime <= top.last + INTERVAL '0.000001' SECOND
