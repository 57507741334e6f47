-- The connection that a message came by, itself or the one that it was made from.
SELECT messages.gateway, origin_icid, origin_generation
FROM messages JOIN gateways ON number = messages.gateway
WHERE name = $1 AND mid = $2 AND generation = $3 AND origin_generation IS NOT NULL
