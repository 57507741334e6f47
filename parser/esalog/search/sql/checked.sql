-- Those of the table `chosen`, whose places lie within the bounds, that fit; the newest first.
SELECT place FROM entities SEMI JOIN chosen USING (place)
WHERE place BETWEEN ? AND ? AND {fits}
ORDER BY place LIMIT ?
