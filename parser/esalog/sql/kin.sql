-- A message with its family, by MID, generation and gateway's name, each with the connection that
-- it came by.
SELECT kin.mid AS id, kin.first_line, kin.last_line, injections.icid,
    injections.first_line AS came_first, injections.last_line AS came_last
FROM messages AS own
JOIN gateways ON number = own.gateway
JOIN messages AS kin
    ON kin.gateway = own.gateway AND kin.root_mid = own.root_mid
    AND kin.root_generation = own.root_generation
LEFT JOIN injections
    ON injections.gateway = kin.gateway AND injections.icid = kin.icid
    AND injections.generation = kin.injection_generation
WHERE own.mid = ? AND own.generation = ? AND name = ?
