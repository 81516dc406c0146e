-- The largest counts of a window are taken from a list of all: a join of two streams would count twice.
SELECT top.auction, top.num
FROM (
  SELECT explode(filter(counts, one -> one.num = most)) AS top
  FROM (
    SELECT collect_list(named_struct('auction', auction, 'num', num)) AS counts, MAX(num) AS most
    FROM (
      SELECT auction, window(dateTime, '10 seconds', '2 seconds') AS span, COUNT(*) AS num
      FROM bid
      GROUP BY auction, window(dateTime, '10 seconds', '2 seconds'))
    GROUP BY span))
