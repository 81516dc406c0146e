-- The auctions with the most bids in the last ten seconds, every two seconds.
CREATE TABLE nexmark_q5 (auction BIGINT, num BIGINT) WITH ('connector' = 'blackhole');

CREATE VIEW bids_of_window AS
SELECT auction, window_start, window_end, COUNT(*) AS num
FROM TABLE(HOP(TABLE bid, DESCRIPTOR(`dateTime`), INTERVAL '2' SECOND, INTERVAL '10' SECOND))
GROUP BY auction, window_start, window_end;

INSERT INTO nexmark_q5
SELECT counted.auction, counted.num
FROM bids_of_window AS counted
JOIN (
  SELECT window_start, window_end, MAX(num) AS most FROM bids_of_window GROUP BY window_start, window_end) AS top
ON counted.window_start = top.window_start AND counted.window_end = top.window_end AND counted.num >= top.most;
