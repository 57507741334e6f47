-- Entities that begin with what was typed, those that are all of it first, then the newest.
SELECT place FROM entities WHERE {begins} AND {fits} ORDER BY folded IN ? DESC, place LIMIT ?
