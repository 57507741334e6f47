-- The connections that a message was tried on; where there are none, those of its family.
WITH own AS (
    SELECT gateway, mid, generation, root_mid, root_generation
    FROM messages JOIN gateways ON number = gateway
    WHERE name = $1 AND mid = $2 AND generation = $3
),
tried AS (
    SELECT attempts.gateway, dcid, delivery_generation, min(line) AS line,
        bool_or(kin.mid = $2 AND kin.generation = $3) AS is_own
    FROM own
    JOIN messages AS kin USING (gateway, root_mid, root_generation)
    JOIN attempts
        ON attempts.gateway = kin.gateway AND attempts.mid = kin.mid
        AND attempts.generation = kin.generation
    GROUP BY ALL
)
SELECT gateway, dcid, delivery_generation
FROM tried
WHERE is_own OR NOT (SELECT bool_or(is_own) FROM tried)
ORDER BY line, dcid
