-- The first MIDs that lines from first to last name together with this id of a connection, each with
-- such a line.
SELECT mid, min(line) AS line
FROM decisive_events
WHERE line BETWEEN $first AND $last
    AND {id} = $id AND mid > 0
    AND list_contains($gateways, gateway)
GROUP BY mid
ORDER BY line
LIMIT $limit;
