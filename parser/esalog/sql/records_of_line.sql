-- The records that a line names, by its number: messages first, of two the one that it makes.
WITH named AS (
    SELECT line, event, icid, mid, dcid, name
    FROM events JOIN gateways ON gateways.number = events.gateway
    WHERE line = ?
),
found AS (
    SELECT 'message' AS kind, 0 AS place, event::VARCHAR LIKE 'gave_%' AS is_old, named.name,
        mid AS id, generation
    FROM named JOIN messages USING (mid)
    JOIN gateways AS own ON own.number = messages.gateway AND own.name = named.name
    WHERE line BETWEEN first_line AND last_line
    UNION ALL
    SELECT 'injection', 1, false, named.name, icid, generation
    FROM named JOIN injections USING (icid)
    JOIN gateways AS own ON own.number = injections.gateway AND own.name = named.name
    WHERE line BETWEEN first_line AND last_line
    UNION ALL
    SELECT 'delivery', 2, false, named.name, dcid, generation
    FROM named JOIN deliveries USING (dcid)
    JOIN gateways AS own ON own.number = deliveries.gateway AND own.name = named.name
    WHERE line BETWEEN first_line AND last_line
)
SELECT kind, name, id, generation
FROM found
GROUP BY ALL
ORDER BY min(place), min(is_old::INT), id, generation;
