-- The lines that name one delivery: by its DCID, generation and gateway's name.
SELECT DISTINCT line
FROM deliveries AS own
JOIN gateways ON gateways.number = own.gateway
JOIN events ON events.dcid = own.dcid AND line BETWEEN own.first_line AND own.last_line
WHERE own.dcid = ? AND own.generation = ? AND gateways.name = ?
    AND EXISTS (
        SELECT * FROM gateways AS meant
        WHERE meant.number = events.gateway AND meant.name = gateways.name
    )
ORDER BY line;
