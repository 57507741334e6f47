-- The messages that were tried on a connection, or handed over to a quarantine by it.
WITH own AS (
    SELECT deliveries.* FROM deliveries JOIN gateways ON number = deliveries.gateway
    WHERE name = $1 AND dcid = $2 AND generation = $3
),
named AS (
    SELECT gateway, mid, attempts.generation, line
    FROM attempts JOIN own USING (gateway, dcid)
    WHERE delivery_generation = own.generation
    UNION ALL
    SELECT messages.gateway, messages.mid, messages.generation, messages.first_line
    FROM own JOIN messages ON messages.gateway = own.gateway
        AND list_contains(own.mids, messages.mid)
        AND messages.first_line <= own.last_line AND messages.last_line >= own.first_line
)
SELECT gateway, mid, generation
FROM named
GROUP BY ALL
ORDER BY min(line), mid
