SELECT t.id, t.ks, dim.name FROM t JOIN dim ON t.ks = dim.ks WHERE t.n > 500
