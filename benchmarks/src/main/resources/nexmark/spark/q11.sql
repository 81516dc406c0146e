SELECT bidder, bid_count, span.start AS starttime, span.end AS endtime
FROM (
  SELECT bidder, session_window(dateTime, '10 seconds') AS span, COUNT(*) AS bid_count
  FROM bid
  GROUP BY bidder, session_window(dateTime, '10 seconds'))
