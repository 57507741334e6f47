-- What the records of one kind are sorted by, of those that have it.
SELECT rowid, key, hash(key) AS hash
FROM (SELECT {kind}.rowid AS rowid, {sort} AS key FROM {rows})
WHERE key IS NOT NULL
