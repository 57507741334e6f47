-- The other messages of a family.
SELECT kin.gateway, kin.mid, kin.generation
FROM messages AS own
JOIN gateways ON number = own.gateway
JOIN messages AS kin
    ON kin.gateway = own.gateway AND kin.root_mid = own.root_mid
    AND kin.root_generation = own.root_generation
WHERE name = $1 AND own.mid = $2 AND own.generation = $3
    AND (kin.mid <> own.mid OR kin.generation <> own.generation)
ORDER BY kin.first_line, kin.mid
