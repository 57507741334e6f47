-- The lines that name records of one kind that fit a filter: of a connection, those alone that name
-- no message.
SELECT line
FROM (
    SELECT own.number, {id}, first_line, last_line
    FROM {rows}
    JOIN gateways AS meant ON meant.number = {kind}.gateway
    JOIN gateways AS own USING (name)
    WHERE {condition}
) AS records
JOIN events ON events.gateway = records.number AND events.{id} = records.{id}
    AND line BETWEEN first_line AND last_line
WHERE '{kind}' = 'messages' OR events.mid IS NULL
