-- The lines that name one message: by its MID, generation and gateway's name.
SELECT DISTINCT line
FROM messages AS own
JOIN gateways ON gateways.number = own.gateway
JOIN events ON events.mid = own.mid AND line BETWEEN own.first_line AND own.last_line
WHERE own.mid = ? AND own.generation = ? AND gateways.name = ?
    AND EXISTS (
        SELECT * FROM gateways AS meant
        WHERE meant.number = events.gateway AND meant.name = gateways.name
    )
ORDER BY line;
