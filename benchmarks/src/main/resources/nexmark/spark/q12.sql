-- arriving: bids with the time of their batch, which is the watermark, too.
SELECT bidder, bid_count, span.start AS starttime, span.end AS endtime
FROM (
  SELECT bidder, window(p_time, '10 seconds') AS span, COUNT(*) AS bid_count
  FROM arriving
  GROUP BY bidder, window(p_time, '10 seconds'))
