-- The connections on which the messages that came by a connection were tried.
SELECT attempts.gateway, dcid, delivery_generation
FROM messages
JOIN gateways ON number = messages.gateway
JOIN attempts
    ON attempts.gateway = messages.gateway AND attempts.mid = messages.mid
    AND attempts.generation = messages.generation
WHERE name = $1 AND origin_icid = $2 AND origin_generation = $3
GROUP BY ALL
ORDER BY min(line), dcid
