-- The failed connections of one reason and domain, the newest first.
SELECT kind, gateway, id, generation
FROM failing
WHERE reason = ? AND domain IS NOT DISTINCT FROM ?
ORDER BY first_line DESC, kind, id
LIMIT ?
