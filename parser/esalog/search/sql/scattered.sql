-- The newest entities that fit when something may be left out; numbers are not remembered so.
SELECT place FROM entities WHERE {fits} AND kind <> 'ip' ORDER BY place LIMIT ?
