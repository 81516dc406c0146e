SELECT bidder, COUNT(*) AS bid_count, MIN(dateTime) AS starttime, MAX(dateTime) + INTERVAL 10 SECOND AS endtime
FROM (
  SELECT bidder, dateTime, SUM(CAST(pause AS INT)) OVER (PARTITION BY bidder ORDER BY dateTime) AS session
  FROM (
    SELECT bidder, dateTime,
      COALESCE(dateTime - LAG(dateTime) OVER (PARTITION BY bidder ORDER BY dateTime) > INTERVAL 10 SECOND, TRUE) AS pause
    FROM bid))
GROUP BY bidder, session
