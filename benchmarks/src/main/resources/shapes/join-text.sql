SELECT x.id AS xid, y.id AS yid FROM t AS x JOIN t AS y ON x.u = y.u WHERE x.n > 700 AND y.k < 1000
