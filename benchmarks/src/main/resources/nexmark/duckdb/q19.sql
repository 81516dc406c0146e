SELECT *
FROM (
  SELECT *, ROW_NUMBER() OVER (
    PARTITION BY auction ORDER BY price DESC /*TIES , bidder, channel, url, dateTime, extra */) AS place FROM bid)
WHERE place <= 10
