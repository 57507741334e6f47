-- The lines that name one injection: by its ICID, generation and gateway's name.
SELECT DISTINCT line
FROM injections AS own
JOIN gateways ON gateways.number = own.gateway
JOIN events ON events.icid = own.icid AND line BETWEEN own.first_line AND own.last_line
WHERE own.icid = ? AND own.generation = ? AND gateways.name = ?
    AND EXISTS (
        SELECT * FROM gateways AS meant
        WHERE meant.number = events.gateway AND meant.name = gateways.name
    )
ORDER BY line;
