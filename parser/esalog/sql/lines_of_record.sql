-- The lines that name one record: by its id, generation and gateway's name.
SELECT DISTINCT line
FROM {table} AS own
JOIN gateways ON gateways.number = own.gateway
JOIN {events} AS events ON events.{id} = own.{id} AND line BETWEEN own.first_line AND own.last_line
WHERE own.{id} = ? AND own.generation = ? AND gateways.name = ?
    AND EXISTS (
        SELECT * FROM gateways AS meant
        WHERE meant.number = events.gateway AND meant.name = gateways.name
    )
ORDER BY line;
