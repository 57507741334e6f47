-- The injections with this ICID, of one gateway and generation or of all: gateway, id, generation,
-- and its first line with its time.
SELECT name, icid, generation, first_line, stamp
FROM injections JOIN gateways ON gateways.number = injections.gateway
WHERE icid = $id
    AND name = coalesce($gateway, name) AND generation = coalesce($generation, generation)
ORDER BY first_line;
