SELECT come.id, come.name, come.span.start AS stime
FROM (
  SELECT id, name, window(dateTime, '10 seconds') AS span FROM person GROUP BY id, name, window(dateTime, '10 seconds')) AS come
JOIN (
  SELECT seller, window(dateTime, '10 seconds') AS span FROM auction GROUP BY seller, window(dateTime, '10 seconds')) AS sells
ON come.id = sells.seller AND come.span = sells.span
