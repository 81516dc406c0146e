WITH panes AS (
  SELECT auction, time_bucket(INTERVAL 2 SECOND, dateTime) AS pane, COUNT(*) AS num FROM bid GROUP BY ALL),
counted AS (
  SELECT auction, pane - to_seconds(2 * back) AS window_start, SUM(num) AS num FROM panes, range(5) AS r(back) GROUP BY ALL)
SELECT auction, CAST(num AS BIGINT) AS num
FROM counted JOIN (SELECT window_start, MAX(num) AS most FROM counted GROUP BY window_start) AS top USING (window_start)
WHERE num >= most
