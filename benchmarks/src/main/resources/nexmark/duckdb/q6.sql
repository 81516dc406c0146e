SELECT seller, CAST(trunc(AVG(price) OVER (
  PARTITION BY seller ORDER BY dateTime /*TIES , price */ ROWS BETWEEN 10 PRECEDING AND CURRENT ROW)) AS BIGINT) AS avg_price
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY id, seller ORDER BY price DESC /*TIES , dateTime */) AS place
  FROM (
    SELECT a.id, a.seller, b.price, b.dateTime
    FROM auction a JOIN bid b ON b.auction = a.id AND b.dateTime BETWEEN a.dateTime AND a.expires))
WHERE place <= 1
