-- The connections by which the messages came that were tried on a connection.
SELECT messages.gateway, origin_icid, origin_generation
FROM attempts
JOIN gateways ON number = attempts.gateway
JOIN messages
    ON messages.gateway = attempts.gateway AND messages.mid = attempts.mid
    AND messages.generation = attempts.generation
WHERE name = $1 AND dcid = $2 AND delivery_generation = $3 AND origin_generation IS NOT NULL
GROUP BY ALL
ORDER BY min(line), origin_icid
