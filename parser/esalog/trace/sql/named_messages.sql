-- The messages with this MID, of one gateway and generation or of all: gateway, id, generation,
-- and its first line with its time.
SELECT name, mid, generation, first_line, stamp
FROM messages JOIN gateways ON gateways.number = messages.gateway
WHERE mid = $id
    AND name = coalesce($gateway, name) AND generation = coalesce($generation, generation)
ORDER BY first_line;
