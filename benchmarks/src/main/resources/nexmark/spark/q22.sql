SELECT auction, bidder, price, channel, get(parts, 3) AS dir1, get(parts, 4) AS dir2, get(parts, 5) AS dir3
FROM (SELECT auction, bidder, price, channel, split(url, '/') AS parts FROM bid)
