SELECT auction, bidder, price, channel, url, dateTime, extra
FROM (
  SELECT *, ROW_NUMBER() OVER (
    PARTITION BY bidder, auction ORDER BY dateTime DESC /*TIES , price, channel, url, extra */) AS place FROM bid)
WHERE place <= 1
