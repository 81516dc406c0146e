SELECT id, name, come.window_start
FROM (SELECT DISTINCT id, name, time_bucket(INTERVAL 10 SECOND, dateTime) AS window_start FROM person) AS come
JOIN (SELECT DISTINCT seller, time_bucket(INTERVAL 10 SECOND, dateTime) AS window_start FROM auction) AS sells
ON come.id = sells.seller AND come.window_start = sells.window_start
